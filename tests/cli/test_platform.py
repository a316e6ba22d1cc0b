"""`checkin-service platform check` says what is missing, and whether anybody answers."""

import pytest

from checkin_service.cli.main import run


def test_without_settings_it_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["platform", "check"]) == 2
    assert "CHECKIN_PLATFORM_URL" in capsys.readouterr().err


def test_where_nobody_answers_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CHECKIN_PLATFORM_URL", "https://[::1]:1")
    monkeypatch.setenv("CHECKIN_PLATFORM_ACCESS_KEY", "cpk_nothing")
    monkeypatch.setenv("CHECKIN_ENVIRONMENT", "production")
    assert run(["platform", "check"]) == 1
    assert "No" in capsys.readouterr().out
