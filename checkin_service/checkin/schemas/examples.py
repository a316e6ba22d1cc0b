"""Examples shown in the API's documentation."""

from typing import Any

_BASE: dict[str, Any] = {
    "attempt_id": "01997c3e-7a00-7c3d-9f00-0123456789ab",
    "session_id": "01997c3e-7a00-7000-8000-000000000001",
    "phase": "in",
    "captured_at": "2026-03-02T08:52:10+08:00",
    "position": {
        "longitude": 120.5821,
        "latitude": 29.9971,
        "datum": "wgs84",
        "accuracy_m": 15.0,
        "confidence": 0.68,
        "is_mock": False,
    },
}

CHECK_INS: dict[str, Any] = {
    "pin_and_code": {
        "summary": "Own PIN on the own device, and the classroom code",
        "value": {**_BASE, "person_proof": {"kind": "pin_code", "pin": "730518", "code": "481516"}},
    },
    "face": {
        "summary": "A live photo; the classroom code helps where the fix is poor",
        "value": {
            **_BASE,
            "person_proof": {"kind": "face", "photo": "/9j/4AAQSkZJRgABAQ..."},
            "classroom_code": "481516",
        },
    },
    "card_terminal": {
        "summary": "Physical card and PIN at a terminal of the site",
        "value": {
            **_BASE,
            "position": None,
            "person_proof": {
                "kind": "card_pin",
                "terminal_id": "01997c3e-7a00-7000-8000-00000000000a",
                "assertion": "eyJhbGciOiJFUzI1NiJ9.eyJwaW5fdmVyaWZpZWQiOnRydWV9.c2ln",
            },
        },
    },
}
