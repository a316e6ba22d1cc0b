"""Commitments attacked: a draw whose hash, terms or moment is changed after it was promised is found."""

import httpx
import pytest

from checkin_service.checkin.service import checks
from checkin_service.kit.resources import Resources
from checkin_service.transparency.rules import verifier
from checkin_service.transparency.service.reading import export
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.transparency.conftest import Execute, seal_all

DRAW_OF = "FROM check_plan p WHERE p.draw_id = draw.draw_id AND p.class_id = %s"
OTHER_SEED = "sha256('a seed that suits somebody'::bytea)"


async def faults(resources: Resources) -> list[str]:
    lines = [line async for line in export(resources.database)]
    return verifier.check(lines, [], resources.signing.log.public_key).faults


@pytest.fixture
async def promised(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """A class whose checks are promised by a hash in the log, before its first lesson."""
    world = await a_world(resources, client, clock, sessions=4)
    await checks.plan_checks(resources)
    await seal_all(resources)
    return world


@pytest.mark.parametrize(
    "change",
    [
        f"commitment = {OTHER_SEED}",
        "terms = jsonb_set(terms, '{per_person}', '0')",
        "terms = jsonb_set(terms, '{room_within_s}', '600')",
        "committed_at = committed_at - interval '1 day'",
    ],
)
async def test_a_commitment_or_its_terms_changed_after_the_fact_are_found(
    promised: World, resources: Resources, as_owner: Execute, change: str
) -> None:
    assert await faults(resources) == []
    as_owner(
        "CREATE TABLE kept_draw AS SELECT draw.* FROM draw JOIN check_plan p USING (draw_id) WHERE p.class_id = %s",
        promised.class_id,
    )
    as_owner("ALTER TABLE draw DISABLE TRIGGER USER")
    try:
        assert as_owner(f"UPDATE draw SET {change} {DRAW_OF}", promised.class_id) == 1  # noqa: S608 - our own words
        found = await faults(resources)
    finally:
        as_owner(
            "UPDATE draw SET commitment = k.commitment, terms = k.terms, committed_at = k.committed_at "
            "FROM kept_draw k WHERE k.draw_id = draw.draw_id"
        )
        as_owner("DROP TABLE kept_draw")
        as_owner("ALTER TABLE draw ENABLE TRIGGER USER")
    assert any("draw" in fault for fault in found), found
    assert await faults(resources) == []
