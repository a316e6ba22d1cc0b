"""Documents do what they say: links lead somewhere, commands exist, the architecture page lists every table."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from checkin_service.all_tables import metadata
from checkin_service.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(path)):
            if not target.startswith(("http:", "https:")):
                yield path, target


def commands(program: str) -> set[str]:
    """Calls of a program in the documents' fenced blocks and code spans, without comments."""
    texts = map(text_of, DOCUMENTS)
    blocks = (
        code
        for text in texts
        for code in [*re.findall(r"```sh\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)]
    )
    lines = (line for block in blocks for line in block.replace("\\\n", " ").splitlines())
    return {match[0].strip() for line in lines if (match := re.search(rf"(?<![\w./-]){program} [a-z][^#)\n]*", line))}


@pytest.mark.parametrize(("path", "target"), list(links()), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_a_link_leads_somewhere(path: Path, target: str) -> None:
    assert (path.parent / target).exists()


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):.*##", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {shlex.split(command)[1] for command in commands("make")}
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("command", sorted(commands("checkin-service")))
def test_a_command_exists_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(command.rstrip('"'))[1:]
    with pytest.raises(SystemExit) as ended:
        run([*words, "--help"])
    said = capsys.readouterr()
    assert ended.value.code == 0, said.err
    assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in said.out] == []


def test_the_readme_names_the_two_commands() -> None:
    readme = text_of(ROOT / "README.md")
    assert re.search(r"^make demo\b", readme, re.MULTILINE)
    assert re.search(r"^make test\b", readme, re.MULTILINE)


def test_the_architecture_lists_every_table_where_it_belongs() -> None:
    page = text_of(ROOT / "docs" / "architecture.md").partition("## Tables")[2].partition("## Ids")[0]
    rows = [
        [set(re.findall(r"`(\w+)`", cell)) for cell in line.split("|")[2:5]]
        for line in page.splitlines()
        if "|" in line
    ]
    owned, reference, elsewhere = (set().union(*column) for column in zip(*rows, strict=True))
    by_trainee = {name for name, table in metadata.tables.items() if next(iter(table.primary_key)).name == "trainee_id"}
    assert owned == by_trainee
    assert reference | elsewhere == set(metadata.tables) - by_trainee


def test_the_staircase_drawn_is_the_staircase_enforced() -> None:
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["name"].startswith("2 ")]
    drawing = text_of(ROOT / "docs" / "architecture.md").partition("```mermaid")[2].partition("```")[0]
    # What stands before a bracket is the drawing's own name for a box.
    drawn = list(dict.fromkeys(re.findall(r"\w+", re.sub(r"\w+\[", "[", drawing))))
    places = [sorted(map(drawn.index, re.findall(r"\w+", layer))) for layer in layers]
    assert all(upper[-1] < lower[0] for upper, lower in pairwise(places))
