"""The figures as a workbook: Chinese words, whole numbers, yuan, and a sheet that says what it holds."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from checkin_service.kit.workbook import Cell, workbook
from checkin_service.oversight.words.marks import MARK
from checkin_service.oversight.words.tables import Manifest, marks, rows_digest
from checkin_service.statistics.model import COUNTS, MONEY, Role
from checkin_service.statistics.schemas import Board, Breakdown, FigureSet
from checkin_service.statistics.words.names import CHANNELS, FUNDS, MEASURES
from checkin_service.statistics.words.pdf import pdf_of

_COUNT_HEAD = tuple(MEASURES[each].zh for each in COUNTS)
_MONEY_HEAD = tuple(f"{MEASURES[each].zh}（元）" for each in MONEY)
_PARTS = {
    "institution": "按机构",
    "project": "按项目",
    "occupation": "按职业",
    "kind": "按券种",
    "channel": "按渠道",
}
_ROLES = {Role.PAYING: "发券地", Role.SUPERVISING: "属地监管", Role.COUNTING: "结算地统计"}
_WORDS = {"general": "通用券", "targeted": "定向券", **{name: words.zh for name, words in CHANNELS.items()}}

Row = tuple[Cell, ...]


def sheets_of(board: Board, parts: Sequence[Breakdown]) -> dict[str, list[Row]]:
    """One sheet for each view; every number is the one the API answers."""
    return {
        "按月": _table("月份", ((each.month, each.figures) for each in board.months), board.figures),
        "按地区": _table(
            "地区", ((f"{each.division} {each.name}".strip(), each.figures) for each in board.places), board.figures
        ),
        "资金": _money(board),
        **{
            _PARTS[each.by]: _table(
                _PARTS[each.by][1:],
                ((_WORDS.get(one.part, one.name) or "尚未开班", one.figures) for one in each.parts),
                board.figures,
            )
            for each in parts
        },
    }


def manifest_of(
    board: Board, sheets: Mapping[str, Sequence[Row]], *, mark: str, made_at: str, made_by: str, purpose: str
) -> Manifest:
    """What the file holds, of whom and over which months; its digest names the content."""
    every = [(name, *row) for name, rows in sheets.items() for row in rows]
    return Manifest(
        {
            MARK: mark,
            "made_at": made_at,
            "made_by": made_by,
            "purpose": purpose,
            "division": board.asked.division,
            "role": board.asked.role,
            "since": board.asked.since,
            "until": board.asked.until,
            "rows": len(every),
            "rows_sha256": rows_digest(every),
        }
    )


def file_of(sheets: Mapping[str, Sequence[Row]], manifest: Manifest) -> bytes:
    marked = {name: [*rows, *marks(manifest, len(rows[0]))] for name, rows in sheets.items()}
    return workbook({**marked, "清单说明": list(said_of(manifest).items())})


def paper_of(board: Board, sheets: Mapping[str, Sequence[Row]], manifest: Manifest) -> bytes:
    """The same on paper, its mark at the foot of each page."""
    asked = board.asked
    months = asked.since if asked.since == asked.until else f"{asked.since} 至 {asked.until}"
    lead = f"{asked.division} {board.name}　{_ROLES[asked.role]}　{months}"
    said = {name: str(value) for name, value in said_of(manifest).items()}
    return pdf_of(lead, sheets, said, foot=str(manifest.said[MARK]))


def said_of(manifest: Manifest) -> dict[str, str | int]:
    """What a file says of itself: its manifest and the digest of that."""
    return {**manifest.said, "manifest_sha256": manifest.sha256}


def _table(first: str, rows: Iterable[tuple[str, FigureSet]], total: FigureSet) -> list[Row]:
    head: Row = (first, *_COUNT_HEAD, *_MONEY_HEAD)
    return [head, *[_row(name, figures) for name, figures in rows], _row("合计", total)]


def _row(name: str, figures: FigureSet) -> Row:
    money = (sum(of_fund[each] for of_fund in figures.money.values()) for each in MONEY)
    return (name, *(figures.counts[each] for each in COUNTS), *map(_yuan, money))


def _money(board: Board) -> list[Row]:
    rows: list[Row] = [("资金来源", *_MONEY_HEAD)]
    for fund, of_fund in board.figures.money.items():
        rows.append((FUNDS[fund].zh, *[_yuan(of_fund[each]) for each in MONEY]))
    return rows


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
