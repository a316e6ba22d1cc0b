"""The ways to prove the person stand in one list: whatever else names them agrees with it."""

import re
from pathlib import Path
from typing import get_args

import psycopg

import checkin_service.web
from checkin_service.checkin.schemas.attempts import PersonProofBody
from checkin_service.checkin.words.findings import SAID
from checkin_service.policy.book import book
from checkin_service.policy.keys import KEYS, SomeOf
from checkin_service.policy.proofs import OFFERED, PROOFS, ProofKind, Serves
from checkin_service.policy.wording import NAMES
from checkin_service.timetable.schemas import Proof
from checkin_service.web.texts import texts

PHONE_PAGE = Path(checkin_service.web.__file__).parent / "templates" / "phone.html"
OF_A_MEASURED_PROOF = {"face": "face_match", "pin_code": "pin_and_code"}
"""What a check-in is told when a way that is measured here succeeds; the others are asserted by a signature."""


def test_every_kind_is_described_and_named() -> None:
    assert set(PROOFS) == set(ProofKind)
    assert {kind for kind in ProofKind if kind not in OFFERED} == {ProofKind.LIVE_QR}
    assert PROOFS[ProofKind.LIVE_QR].serves is Serves.SCAN
    assert all(texts()[f"proof.{kind}"] == about.label for kind, about in PROOFS.items())
    assert all(NAMES[kind] == PROOFS[ProofKind(kind)].words for kind in OFFERED)


def test_policy_and_classes_offer_what_an_attempt_can_bring() -> None:
    for key in ("checkin.proofs", "checkin.online_proofs"):
        assert KEYS[key].shape == SomeOf(OFFERED)
    bodies = get_args(get_args(PersonProofBody)[0])
    brought = [kind for body in bodies for kind in get_args(body.model_fields["kind"].annotation)]
    assert tuple(brought) == get_args(Proof) == OFFERED
    stated = {
        name
        for pack in book().packs.values()
        for value in pack.values
        if value.key == "checkin.proofs"
        for name in value.names
    }
    assert stated == set(OFFERED)


def test_the_database_keeps_every_way_that_an_attempt_can_bring(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'attempt_proof_known_check'"
        ).fetchone()
    assert found is not None
    assert set(re.findall(r"'(\w+)'", found[0])) == set(OFFERED)


def test_a_check_in_is_told_how_the_person_was_known() -> None:
    assert all(OF_A_MEASURED_PROOF.get(kind, f"{kind}_asserted") in SAID for kind in OFFERED)


def test_the_phone_page_has_parts_only_for_ways_there_are() -> None:
    own = re.findall(r'data-proof="(\w+)"', PHONE_PAGE.read_text("utf-8"))
    assert own == [kind for kind in OFFERED if kind in own] == ["face", "pin_code"]
