"""`checkin-service eligibility explain` and `verify`, as an officer or an auditor would type them."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from checkin_service.cli import main
from checkin_service.eligibility.service import explain
from checkin_service.kit.resources import Resources
from checkin_service.oversight.words.sheets import sheet_of, told
from tests.building.news import deliver_all
from tests.building.stored import a_stored_world


async def test_a_stored_determination_is_explained_with_clause_and_arithmetic(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=3)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    found = await explain(resources, trainee_id=world.trainee_id, class_id=world.class_id)
    assert found is not None
    assert found.is_stored
    said = told(sheet_of(json.loads(found.document), sha256=sha256(found.document).hexdigest()))
    assert "【符合】" in said
    assert "12/20 >= 3/5" in said
    assert "SX-23" in said
    assert "60%以上" in said


async def test_what_is_not_determined_yet_is_tried_and_not_stored(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=1)
    assert await explain(resources, trainee_id=world.trainee_id, class_id=world.class_id) is None
    await world.complete()
    for _ in range(2):
        found = await explain(resources, trainee_id=world.trainee_id, class_id=world.class_id)
        assert found is not None
        assert not found.is_stored
        assert json.loads(found.document)["outcome"] == "not_eligible"


async def test_a_denial_names_its_remedies(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=1)
    await world.complete()
    await deliver_all(resources)
    found = await explain(resources, trainee_id=world.trainee_id, class_id=world.class_id)
    assert found is not None
    said = told(sheet_of(json.loads(found.document), sha256=""))
    assert said.count("救济途径") == 3
    assert "行政复议" in said


def test_verify_says_of_each_file_whether_it_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "no-document.json"
    path.write_text("{}")
    assert main.run(["eligibility", "verify", str(path)]) == 1
    assert "no-document.json" in capsys.readouterr().out
    assert main.run(["eligibility", "verify", str(tmp_path / "absent.json")]) == 2
