"""The fresh machine of `make fresh`: said in one line where it cannot be, and never removed through a mount."""

import os
from pathlib import Path

import pytest

from tests import fresh
from tests.fresh import Failed, Source, codename_in, main, not_offered, proxies, remove

DEBIAN = Source("http://mirror.example/debian/", "stable", fresh.RELEASE)


def test_without_root_it_is_skipped_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert main([]) == 0
    assert capsys.readouterr().out == "make fresh: skipped, it needs root: sudo make fresh\n"


def test_without_a_source_that_answers_it_is_skipped() -> None:
    update = Source(DEBIAN.uri, f"{fresh.RELEASE}-updates", f"{fresh.RELEASE}-updates")
    assert "no package source" in (not_offered([]) or "")
    assert "no package source" in (not_offered([update]) or "")


def test_with_a_source_and_the_tool_it_is_not_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "debootstrap").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not_offered([DEBIAN]) is None


@pytest.mark.parametrize(
    ("head", "codename"),
    [
        (f"Origin: Debian\nSuite: stable-security\nCodename: {fresh.RELEASE}-security\n", f"{fresh.RELEASE}-security"),
        (f"Origin: Somebody\nSuite: stable\nCodename: {fresh.RELEASE}\n", None),
        ("Origin: Debian\nSuite: unstable\nCodename: sid\n", None),
    ],
)
def test_only_debians_own_release_is_taken(head: str, codename: str | None) -> None:
    assert codename_in(head) == codename


def test_a_proxy_of_apt_holds_for_all_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = ['Acquire::http::Proxy "http://proxy.example:3128/";', 'Acquire::https::Proxy "DIRECT";']
    monkeypatch.delenv("http_proxy", raising=False)
    assert proxies(settings) == {"http_proxy": "http://proxy.example:3128/"}
    monkeypatch.setenv("http_proxy", "http://another.example/")
    assert proxies(settings) == {}


def test_caches_and_secrets_of_this_machine_stay_here() -> None:
    names = ["PIP_INDEX_URL", "UV_DEFAULT_INDEX", "https_proxy", "UV_CACHE_DIR", "CHECKIN_DATABASE_URL", "PATH"]
    assert [name for name in names if fresh.PASSED_ON.fullmatch(name)] == names[:3]


def test_a_folder_is_removed_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "machine"
    (folder / "root" / "etc").mkdir(parents=True)
    (folder / "root" / "etc" / "hosts").touch()
    remove(folder, mounts="36 35 8:1 / / rw - ext4 /dev/disk rw\n")
    assert not folder.exists()


def test_nothing_is_deleted_through_a_mount(tmp_path: Path) -> None:
    folder = tmp_path / "machine"
    (folder / "root" / "sys").mkdir(parents=True)
    with pytest.raises(Failed, match="something is mounted"):
        remove(folder, mounts=f"36 35 0:5 / {folder}/root/sys rw - sysfs sysfs rw\n")
    assert (folder / "root" / "sys").exists()
