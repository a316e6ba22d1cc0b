"""The app's frame over HTTP: one script made of all, what a phone keeps, and no promise without a control."""

import gzip
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI

import checkin_service.web
from checkin_service.checkin.words import evidence
from checkin_service.checkin.words.findings import SAID
from checkin_service.checkin.words.language import Said
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.words import doubts, sentences, terms
from checkin_service.eligibility.words.sentences import outcome_sentence
from checkin_service.kit.words import Words
from checkin_service.messages.model import MessageKind
from checkin_service.messages.words import sentence
from checkin_service.web.me import bundle
from checkin_service.web.texts import texts
from tests.web.staff_browser import a_browser

FOLDER = Path(checkin_service.web.__file__).parent
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("static/phone/*.js")))
TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("templates/phone*.html")))


class Right(NamedTuple):
    """Words that promise something, the text of the control that keeps the promise, and what that control calls."""

    promise: str
    control: str
    calls: str


RIGHTS = (
    Right("更正", "phone.appeal.open", "/v1/appeals"),
    Right("复核|申诉", "phone.money.appeal", "/v1/eligibility-appeals"),
    Right("请假", "phone.leave.ask", "/v1/leaves"),
    Right("凭证", "phone.mine.receipts", "/receipt"),
    Right("档案", "phone.mine.record", "/v1/me/record"),
    Right("同意", "phone.consent.manage", "/v1/consents"),
    Right("退回|退券", "phone.voucher.return", "/return"),
    Right("领取", "phone.voucher.claim", "/claim"),
    Right("验券", "phone.voucher.show", "/v1/me/vouchers"),
    Right("报名", "phone.apply.send", "/applications"),
    Right("接受", "phone.apply.take", "/place"),
    Right("撤回", "phone.apply.withdraw", "/withdrawal"),
    Right("激活", "phone.voucher.activate", "/activation"),
    Right("短信", "phone.message.keep", "/v1/me/message-contact"),
    Right("填报", "phone.account.keep", "/v1/settlements/accounts"),
    Right("登记人脸|刷脸", "phone.enrol.start", "/v1/face-references"),
    Right("申领", "phone.offer.apply", "/v1/me/voucher-applications"),
    Right("承诺", "phone.declare.give", "/v1/me/declarations"),
    Right("修改密码", "phone.pin.change", "/v1/me/pin"),
    Right("线上用券", "phone.deduct.go", "/deduction"),
    Right("谁看过", "phone.looks.title", "/v1/me/looks"),
    Right("退班", "phone.quit.submit", "/withdrawal"),
    Right("转头检测", "phone.live_check.open", "/v1/liveness-challenges"),
    Right("动态码", "phone.check_in.code", "/code-claims"),
    Right("换券|退换", "phone.voucher.exchange_submit", "/exchange"),
    Right("更换登记的人脸", "phone.enrol.change", "/v1/face-changes"),
    Right("打电话问", "phone.whom.title", "/v1/me/offices"),
)
TOLD_ON = date(2026, 3, 2)
TOLD = {
    **dict.fromkeys(("activate_by", "last_day", "appeal_until"), TOLD_ON.isoformat()),
    "offered_until": "2026-03-02T08:00:00+08:00",
    "may_miss_hours": 4,
    "amount_fen": 150_000,
}
"""Everything that a message may tell, so that each is read whole."""
MAY = re.compile(
    "可(?:以|在|于)?(?:[^。；，]{0,16}前)?(?:期限内|在本系统)?[^。；，]{0,8}(?:提出|申请|申诉|请假|退回|换券|领取|下载|更改|更换)"
)
ELSEWHERE = re.compile("行政复议|行政诉讼|社保卡终端|人社部门")


@pytest.fixture
async def visitor(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(app) as browser:
        yield browser


def said_to_trainees() -> dict[str, str]:
    """Every sentence that a trainee may read in the app, in Chinese."""
    found = {key: words.zh for key, words in texts().items() if key.startswith(("phone.", "voucher"))}
    found |= {f"advice.{reason}": said.advice.zh for reason, said in SAID.items() if said.advice}
    found |= {f"message.{kind}": sentence(kind, TOLD).zh for kind in MessageKind}
    for module in (sentences, terms, doubts, evidence):
        found |= dict(words_in(module.__name__, vars(module)))
    return found | {f"outcome.{outcome}": outcome_sentence(outcome).zh for outcome in DeterminationOutcome}


def words_in(name: str, held: object) -> Iterator[tuple[str, str]]:
    """Whatever a module of words holds, however it is arranged."""
    if isinstance(held, Words):
        yield name, held.zh
    elif isinstance(held, Said):
        yield from words_in(f"{name}.sentence", held.sentence)
        yield from words_in(f"{name}.advice", held.advice)
    elif isinstance(held, Mapping):
        for key, value in held.items():
            yield from words_in(f"{name}.{key}", value)


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.control)
def test_every_right_that_a_text_names_has_a_control_that_calls_the_service(right: Right) -> None:
    assert any(re.search(right.promise, sentence) for sentence in said_to_trainees().values())
    assert f'"{right.control}"' in SCRIPTS + TEMPLATES
    assert right.calls in SCRIPTS


def test_no_sentence_that_says_what_one_may_do_is_a_dead_end() -> None:
    promised = {key: sentence for key, sentence in said_to_trainees().items() if MAY.search(sentence)}
    known = re.compile("|".join([*(right.promise for right in RIGHTS), ELSEWHERE.pattern]))
    assert promised
    assert {key: sentence for key, sentence in promised.items() if not known.search(sentence)} == {}


def test_the_one_script_holds_every_module_and_asks_for_no_other(tmp_path: Path) -> None:
    script = bundle.bundle()
    names = {path.name for path in bundle.FOLDER.glob("*.js")}
    assert set(re.findall(r'^bundled\["([\w.]+)"\] = ', script, re.MULTILINE)) == names
    assert re.search(r"^\s*(?:import|export)\b", script, re.MULTILINE) is None
    if node := shutil.which("node"):
        file = tmp_path / "app.mjs"
        file.write_text(script, encoding="utf-8")
        subprocess.run([node, "--check", file], check=True)


def test_a_form_of_import_that_is_not_put_together_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "phone.js").write_text('import thing from "./other.js";\n', encoding="utf-8")
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    with pytest.raises(bundle.NotBundled):
        bundle.bundle.__wrapped__()


def test_modules_that_need_each_other_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "phone.js").write_text('import * as other from "./other.js";\n', encoding="utf-8")
    (tmp_path / "other.js").write_text('import * as phone from "./phone.js";\n', encoding="utf-8")
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    with pytest.raises(bundle.NotBundled):
        bundle.bundle.__wrapped__()


async def test_the_script_is_kept_for_good_under_the_address_of_its_content(visitor: httpx.AsyncClient) -> None:
    address = re.findall(r"/me/[0-9a-f]{12}/app\.js", (await visitor.get("/me")).text)[0]
    current, before = await visitor.get(address), await visitor.get("/me/000000000000/app.js")
    assert "immutable" in current.headers["cache-control"]
    assert before.headers["cache-control"] == "no-cache"
    assert before.text == current.text


async def test_the_worker_names_the_files_of_this_version_and_keeps_nothing_personal(
    visitor: httpx.AsyncClient,
) -> None:
    worker = await visitor.get("/worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-store"
    listed = re.findall(r'"(/(?:me|static)/[^"]+)"', worker.text)
    assert len(listed) >= 3
    for address in listed:
        assert (await visitor.get(address)).status_code == 200
    assert "/v1/" not in worker.text


async def test_texts_travel_compressed_and_tokens_do_not(visitor: httpx.AsyncClient) -> None:
    async with visitor.stream("GET", "/me", headers={"accept-encoding": "gzip"}) as page:
        raw = b"".join([part async for part in page.aiter_raw()])
    assert page.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["vary"]
    assert len(raw) * 2 < len(gzip.decompress(raw))
    plain = await visitor.get("/me", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    nonce = await visitor.post("/v1/tokens/nonce")
    assert "content-encoding" not in nonce.headers
