"""A draft of the rules against determinations that were made: what would change, and that nothing does."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from checkin_service.assembly import Assembly
from checkin_service.cli.main import run
from checkin_service.cli.policy import replay
from checkin_service.eligibility.model.facts import Facts
from checkin_service.eligibility.rules import determine
from checkin_service.eligibility.service import what_if
from checkin_service.eligibility.service.what_if import UNDETERMINED, Change, Impact, change_under, impact_of
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import DATA, Book, book
from checkin_service.policy.load import parse_pack
from tests.building.news import deliver_all
from tests.building.stored import a_stored_world
from tests.conftest import a_database
from tests.eligibility.builders import CERTIFICATE, CLASS, STARTS_AT, TRAINEE, a_policy, some_facts, some_sessions

SHAOXING = (DATA / "330600.toml").read_text(encoding="utf-8")


def a_draft(before: str, after: str) -> Book:
    assert before in SHAOXING
    return book().with_pack(parse_pack(SHAOXING.replace(before, after), file="draft.toml"))


def a_document(facts: Facts) -> dict[str, object]:
    """As it would be stored for these facts under the packs shipped."""
    policy = a_policy(facts.voucher_kind)
    heading = Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=STARTS_AT)
    cause = Event(trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={}, occurred_at=STARTS_AT)
    content = document_of(heading, facts=facts, policy=policy, determination=determine(facts, policy), cause=cause)
    return json.loads(content)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "facts",
    [
        some_facts(),
        some_facts(sessions=some_sessions(True, False, False, doubtful=1), certificates=(CERTIFICATE,)),
        some_facts(voucher=None, assessment=None),
        replace(some_facts(), voucher=replace(some_facts().voucher, class_id=None)),  # type: ignore[type-var]
    ],
)
def test_the_facts_of_a_document_are_those_it_was_made_from(facts: Facts) -> None:
    assert facts_of(a_document(facts)) == facts


def test_under_the_packs_as_they_are_nothing_changes() -> None:
    assert change_under(book(), a_document(some_facts())) is None


def test_a_higher_rate_takes_the_subsidy_from_whoever_had_sixty_percent() -> None:
    change = change_under(a_draft("value = 60\n", "value = 70\n"), a_document(some_facts()))
    assert change is not None
    assert (change.before, change.after, change.difference_fen) == ("eligible", "not_eligible", -120_000)
    assert change.reasons == ("rate_not_reached",)


def test_a_lower_rate_gives_it_to_whoever_was_below() -> None:
    below = some_facts(sessions=some_sessions(*[True] * 5 + [False] * 5))
    change = change_under(a_draft("value = 60\n", "value = 50\n"), a_document(below))
    assert change is not None
    assert (change.before, change.after, change.difference_fen) == ("not_eligible", "eligible", 120_000)
    assert (change.trainee_id, change.class_id, change.reasons) == (TRAINEE, CLASS, ())


def test_a_draft_that_leaves_a_value_unset_says_which() -> None:
    heading, _, _ = SHAOXING.partition("[[value]]")
    silent = parse_pack(f"value = []\n{heading}", file="draft.toml")
    change = change_under(book().with_pack(silent), a_document(some_facts()))
    assert change is not None
    assert change.after == UNDETERMINED
    assert "eligibility.criteria for targeted vouchers is not set for 330600" in change.reasons[0]


async def test_every_determination_that_counts_is_judged_again_page_by_page(
    resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "_AT_ONCE", 2)
    worlds = [await a_stored_world(resources, attended=3) for _ in range(3)]
    for world in worlds:
        await world.assess(passed=True)
        await world.complete()
    await deliver_all(resources)
    draft = a_draft("value = 60\n", "value = 70\n")
    found = await impact_of(resources, packs=draft, jurisdiction="330600")
    assert found.examined >= found.concerned >= 3
    changed = {change.trainee_id for change in found.changes}
    assert {world.trainee_id for world in worlds} <= changed
    elsewhere = await impact_of(resources, packs=draft, jurisdiction="350000")
    assert elsewhere.changes == ()
    assert (await impact_of(resources, packs=draft, jurisdiction="330600")).examined == found.examined


def a_change(number: int) -> Change:
    return Change(
        determination_id=UUID(int=number),
        trainee_id=TRAINEE,
        class_id=CLASS,
        before="eligible",
        after="not_eligible",
        difference_fen=-120_000,
        reasons=("rate_not_reached",),
    )


def test_the_report_counts_lists_and_says_what_it_does_not_mean() -> None:
    lines = list(
        replay.report(replay.Found(Impact(examined=9, concerned=5, changes=(a_change(1), a_change(2))), ()), listed=1)
    )
    assert "would change: 2" in lines[1]
    assert lines[2] == "  eligible → not_eligible: 2 (-¥2,400.00)"
    assert "rate_not_reached" in lines[3]
    assert lines[4] == "… 1 more; --list N shows them"
    assert "settled cases are never reopened" in lines[-1]


def test_a_broken_draft_is_refused_before_the_database_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text("value = 1", encoding="utf-8")
    assert replay.run(draft, listed=1) == 2
    assert "draft.toml" in capsys.readouterr().err


async def test_an_officer_tries_a_draft_on_the_command_line(
    assembly: Assembly,
    migrated: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @contextmanager
    def at_hand() -> Iterator[str]:
        # People whom tests store without their keys look like those of another key folder, and no command begins.
        with a_database("draft", copy_of=migrated) as url:
            yield url

    monkeypatch.setattr(replay, "database_at_hand", at_hand)
    (tmp_path / "keys").mkdir()
    monkeypatch.setattr(
        Assembly, "from_environment", lambda url: replace(assembly, database_url=url, keys=tmp_path / "keys")
    )
    draft = tmp_path / "330600.toml"
    draft.write_text(SHAOXING.replace("value = 60\n", "value = 70\n"), encoding="utf-8")
    # A thread of its own, because the command runs a loop of its own.
    code = await asyncio.to_thread(run, ["policy", "impact", str(draft), "--list", "0"])
    assert code == 0, capsys.readouterr().err
    assert "would change:" in capsys.readouterr().out
