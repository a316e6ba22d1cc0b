"""What the terminal shows: a progress bar, the dashboard of the class, and how to take part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from checkin_service.demo.live import LiveClass
from checkin_service.demo.report import Report, TraineeLine
from checkin_service.demo.stage import Stage
from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan


@dataclass(frozen=True, slots=True)
class Bar:
    """The audience that sits in the terminal."""

    progress: Progress
    task: TaskID

    def saw(self, what: str) -> None:
        self.progress.update(self.task, advance=1, description=what)


@contextmanager
def progress_bar(console: Console, length: int) -> Iterator[Bar]:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as progress:
        yield Bar(progress, progress.add_task("preparing", total=length))
        progress.update(progress.task_ids[0], description="the term is over")


def show_report(console: Console, report: Report) -> None:
    table = Table(title="学员 · Trainees", title_justify="left")
    for heading in ("姓名 Name", "角色 Role", "券 Voucher", "打卡率 Rate"):
        table.add_column(heading)
    for heading in ("考核 Passed", "证书 Certificate", "资格 Eligible"):
        table.add_column(heading, justify="center")
    table.add_column("补贴 Subsidy", justify="right")
    table.add_column("券状态 State")
    for line in report.trainees:
        table.add_row(*_cells(line))
    console.print(table)
    ledger = report.ledger
    console.print(
        f"签到 Check-ins {report.check_ins}: {report.accepted} accepted, {report.doubtful} doubtful, "
        f"{report.refused} refused, in {report.seconds} s"
    )
    console.print(
        f"台账 Ledger: reserved {yuan(ledger.reserved_fen)} = payable {yuan(ledger.payable_fen)} "
        f"+ released {yuan(ledger.released_fen)}: {'balanced' if ledger.balanced else 'NOT BALANCED'}"
    )


def show_addresses(console: Console, base_url: str, stage: Stage, live: LiveClass) -> None:
    """Every page with who may open it."""
    pages = Table(title="页面 · Pages", title_justify="left", show_header=False)
    pages.add_row("首页 Start", f"{base_url}/")
    pages.add_row("学员手机页 Trainee's phone", f"{base_url}/phone")
    pages.add_row("工作人员登录 Staff sign-in", f"{base_url}/staff/sign-in")
    pages.add_row("动态码 Rotating code (teacher)", f"{base_url}/sessions/{live.session_id}/code")
    pages.add_row("班级看板 Class dashboard (school)", f"{base_url}/classes/{live.class_id}/board")
    pages.add_row("人工复核 Review queue (reviewer)", f"{base_url}/reviews")
    pages.add_row("补贴资格 Eligibility (officer)", f"{base_url}/eligibility")
    people = Table(title="登录 · Sign in", title_justify="left")
    for heading in ("账号 Login", "密码 Password"):
        people.add_column(heading, overflow="fold")
    for person in (stage.officer, stage.reviewer, stage.admin, stage.instructor):
        people.add_row(person.login, person.password)
    console.print(pages, people, sep="\n")
    _show_invitations(console, live)
    console.print("Ctrl-C 结束 stops everything.")


def _show_invitations(console: Console, live: LiveClass) -> None:
    until = live.open_until.astimezone(CHINA)
    invitations = Table(title="手机邀请码 · Invitations for a phone, each works once", title_justify="left")
    for heading in ("姓名 Name", "邀请码 Invitation"):
        invitations.add_column(heading)
    for name, invitation in live.invitations.items():
        invitations.add_row(name, invitation)
    console.print(invitations)
    console.print(
        f"现在起至 {until:%H:%M}（北京时间）一直有一次课可签到。 A session is open at any moment until then.\n"
        f"培训地点 The place (WGS-84): {live.place.latitude:.5f}, {live.place.longitude:.5f}; "
        "set it as the browser's location to be there."
    )


def _cells(line: TraineeLine) -> list[str]:
    return [
        line.name,
        line.role,
        line.voucher_kind,
        line.rate,
        _mark(yes=line.passed is True),
        _mark(yes=line.certificate),
        _mark(yes=line.eligible),
        yuan(line.subsidy_fen),
        line.voucher_state,
    ]


def _mark(*, yes: bool) -> str:
    return "✓" if yes else "–"
