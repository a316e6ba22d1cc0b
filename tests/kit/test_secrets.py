"""Keys: made once for development, checked before they serve production."""

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from checkin_service.kit.secrets import Secrets, SecretsError, begin_rotation, end_rotation, load_or_create

NAMES = ("token_key", "key_encryption_key", "code_key")


def texts(**changed: str) -> dict[str, str]:
    keys = {name: base64.urlsafe_b64encode(bytes(range(at, at + 32))).decode() for at, name in enumerate(NAMES)}
    return keys | changed


def test_the_first_start_makes_three_different_keys(tmp_path: Path) -> None:
    made = load_or_create(tmp_path / "secrets")
    assert len({made.token_key, made.key_encryption_key, made.code_key}) == 3
    assert {len(getattr(made, name)) for name in NAMES} == {32}


def test_the_next_start_finds_the_same_keys(tmp_path: Path) -> None:
    assert load_or_create(tmp_path) == load_or_create(tmp_path)


def test_a_lost_key_is_made_again_and_the_others_stay(tmp_path: Path) -> None:
    before = load_or_create(tmp_path)
    (tmp_path / "code_key").unlink()
    after = load_or_create(tmp_path)
    assert after.token_key == before.token_key
    assert after.code_key != before.code_key


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    load_or_create(tmp_path / "secrets")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    (tmp_path / "token_key").chmod(0o644)
    with pytest.raises(SecretsError, match="chmod 600"):
        load_or_create(tmp_path)


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        made = pool.map(_keys_of, [tmp_path / "secrets"] * 8)
    assert len(set(made)) == 1
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == sorted(NAMES)


def _keys_of(directory: Path) -> tuple[bytes, ...]:
    made = load_or_create(directory)
    return made.token_key, made.key_encryption_key, made.code_key


def test_production_keys_are_taken_with_and_without_padding() -> None:
    assert Secrets.from_texts(**texts()).token_key == bytes(range(32))
    without = {name: text.rstrip("=") for name, text in texts().items()}
    assert Secrets.from_texts(**without) == Secrets.from_texts(**texts())


def test_production_refuses_keys_made_for_development(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    development = (tmp_path / "code_key").read_text()
    with pytest.raises(SecretsError, match="code_key was made for development"):
        Secrets.from_texts(**texts(code_key=development))


def test_development_refuses_a_key_of_production(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    (tmp_path / "token_key").write_text(texts()["token_key"])
    with pytest.raises(SecretsError, match="not a key made for development"):
        load_or_create(tmp_path)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "has 0 bytes"),
        (base64.b64encode(bytes(range(31))).decode(), "has 31 bytes"),
        (base64.b64encode(b"passwordpasswordpasswordpassword").decode(), "not random"),
        ("not base64 at all!", "not base64"),
        ("密钥" * 20, "not base64"),
        ("A", "not base64"),
    ],
)
def test_a_weak_or_broken_key_is_refused_by_name(key: str, reason: str) -> None:
    with pytest.raises(SecretsError, match=f"token_key.*{reason}"):
        Secrets.from_texts(**texts(token_key=key))


def test_equal_keys_are_refused() -> None:
    with pytest.raises(SecretsError, match="equal"):
        Secrets.from_texts(**texts(code_key=texts()["token_key"]))


def test_neither_a_print_nor_an_error_shows_a_key() -> None:
    secrets = Secrets.from_texts(**texts())
    assert repr(secrets) == str(secrets) == "Secrets(…)"
    with pytest.raises(SecretsError) as caught:
        Secrets.from_texts(**texts(token_key="hunter2-hunter2!"))
    assert "hunter2" not in str(caught.value)


def test_rotation_makes_a_new_key_and_keeps_the_former_until_it_ends(tmp_path: Path) -> None:
    before = load_or_create(tmp_path)
    begin_rotation(tmp_path)
    during = load_or_create(tmp_path)
    assert during.key_encryption_key != before.key_encryption_key
    assert during.other_key_encryption_keys == (before.key_encryption_key,)
    assert (during.token_key, during.code_key) == (before.token_key, before.code_key)
    end_rotation(tmp_path)
    assert load_or_create(tmp_path).other_key_encryption_keys == ()


def test_a_rotation_that_was_cut_short_goes_on_with_the_same_keys(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    begin_rotation(tmp_path)
    once = load_or_create(tmp_path)
    begin_rotation(tmp_path)
    assert load_or_create(tmp_path) == once
    # Cut between the two writes: the former key is there, and still the present one.
    (tmp_path / "key_encryption_key").write_bytes((tmp_path / "key_encryption_key.former").read_bytes())
    assert load_or_create(tmp_path).other_key_encryption_keys == ()
    begin_rotation(tmp_path)
    assert load_or_create(tmp_path).key_encryption_key != once.other_key_encryption_keys[0]


def test_production_names_the_keys_accepted_beside_the_present_one() -> None:
    other = base64.b64encode(bytes(range(200, 232))).decode()
    assert Secrets.from_texts(**texts(), other_key_encryption_keys=[other]).other_key_encryption_keys == (
        bytes(range(200, 232)),
    )
    with pytest.raises(SecretsError, match="other key encryption key 1 has 0 bytes"):
        Secrets.from_texts(**texts(), other_key_encryption_keys=[""])
    with pytest.raises(SecretsError, match="equal"):
        Secrets.from_texts(**texts(), other_key_encryption_keys=[texts()["key_encryption_key"]])
