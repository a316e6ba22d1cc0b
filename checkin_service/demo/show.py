"""Terminal output of the demonstration: progress bar, class dashboard, and addresses for taking part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from checkin_service.client import Officer
from checkin_service.demo.live import LiveClass
from checkin_service.demo.report import Report, TraineeLine
from checkin_service.demo.stage import Stage
from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan


@dataclass(slots=True)
class Lines:
    """An audience behind a pipe: a line when another tenth of the term is over."""

    console: Console
    length: int
    seen: int = 0

    def saw(self, what: str) -> None:
        self.seen += 1
        if self.seen * _LINES // self.length > (self.seen - 1) * _LINES // self.length:
            self.console.print(f"{100 * self.seen // self.length} % · {what}", highlight=False, soft_wrap=True)


_LINES = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """The audience that sits in the terminal."""

    progress: Progress
    task: TaskID

    def saw(self, what: str) -> None:
        self.progress.update(self.task, advance=1, description=what)


@contextmanager
def progress_bar(console: Console, length: int) -> Iterator[Bar | Lines]:
    if not console.is_terminal:
        console.print("0 % · preparing", highlight=False)
        yield Lines(console, length)
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console) as progress:
        yield Bar(progress, progress.add_task("preparing", total=length))
        progress.update(progress.task_ids[0], description="the term is over")


def show_report(console: Console, report: Report) -> None:
    table = _table("学员 · Trainees")
    for heading in ("姓名\nName", "角色\nRole", "打卡率\nRate", "券\nVoucher"):
        table.add_column(heading, no_wrap=True)
    for heading in ("考核\nPass", "证书\nCert", "资格\nElig"):
        table.add_column(heading, justify="center", no_wrap=True)
    table.add_column("补贴\nSubsidy", justify="right", no_wrap=True)
    for line in report.trainees:
        table.add_row(*_cells(line))
    ledger = report.ledger
    console.print(
        table,
        f"签到 Check-ins: {report.check_ins} = {report.accepted} accepted + {report.doubtful} doubtful "
        f"+ {report.refused} refused",
        f"台账 Ledger: {yuan(ledger.reserved_fen)} reserved = {yuan(ledger.payable_fen)} payable "
        f"+ {yuan(ledger.released_fen)} released, {'balanced' if ledger.balanced else 'NOT BALANCED'}",
        f"存证 Log: {report.checkpoint['size']} entries of the institution, "
        f"{'verified' if report.verified else 'NOT VERIFIED'} against a signed checkpoint",
        f"用时 Took {report.seconds} s",
        sep="\n",
        highlight=False,
        soft_wrap=True,
    )


def show_addresses(console: Console, base_url: str, stage: Stage, live: LiveClass, county: Officer) -> None:
    """Every page with who may open it."""
    pages = (
        ("首页 Start", "/"),
        ("学员手机 Trainee's phone", "/me"),
        ("工作人员登录 Staff sign-in", "/staff/sign-in"),
        ("动态码 Rotating code (teacher)", f"/sessions/{live.session_id}/code"),
        ("班级看板 Dashboard (school)", f"/classes/{live.class_id}/board"),
        ("人工复核 Review queue (reviewer)", "/reviews"),
        ("补贴资格 Eligibility (officer)", "/eligibility"),
        ("结算拨付 Settlement, one line bounced (officer2)", "/settlements"),
        ("申诉 Appeal that waits (reviewer)", "/appeals"),
        ("信息更正 A name to be corrected (reviewer)", "/person-corrections"),
        ("咨询台 Help desk: try a name of the table above (officer)", "/help"),
    )
    people = _table("登录 · Sign in", "账号 Login", "密码 Password")
    for person in (stage.officer, stage.officials.second, stage.reviewer, stage.admin, stage.instructor, county):
        people.add_row(person.login, person.password)
    invitations = _table("手机邀请码 · Invitations for a phone, each works once", "姓名 Name", "邀请码 Invitation")
    for name, invitation in live.invitations.items():
        invitations.add_row(name, invitation)
    console.print(
        *(f"{name}: {base_url}{path}" for name, path in pages),
        people,
        invitations,
        f"北京时间{live.open_until.astimezone(CHINA):%m-%d %H:%M}前随时有一次课可签到。 "
        f"Until {live.open_until.astimezone():%m-%d %H:%M} of this machine's time a session is open at any moment.",
        f"培训地点 The place (WGS-84): latitude {live.place.latitude:.5f}, longitude {live.place.longitude:.5f}; "
        "make it the browser's location (developer tools, Sensors) to be there.",
        "Ctrl-C 结束 stops everything.",
        sep="\n",
        highlight=False,
        soft_wrap=True,
    )


def _table(title: str, *headings: str) -> Table:
    return Table(
        *headings,
        title=title,
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
    )


def _cells(line: TraineeLine) -> list[str]:
    return [
        line.name,
        line.role,
        line.rate,
        line.voucher_state,
        _mark(yes=line.passed is True),
        _mark(yes=line.certificate),
        _mark(yes=line.eligible),
        yuan(line.subsidy_fen),
    ]


def _mark(*, yes: bool) -> str:
    return "✓" if yes else "–"
