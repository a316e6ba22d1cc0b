"""Training that a sector authority (行业主管部门) carries out: what it has to file first, and for whom it filed."""

from checkin_service.kit.money import yuan
from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.wording import NAMES
from checkin_service.timetable.model import SectorPlan


def filing_refusal(policy: PolicyView, filed: SectorPlan | None, *, sector: str, subsidy_fen: int) -> Refused | None:
    """Why training of this sector authority cannot begin: nothing filed, or the rate is another one (SX-10)."""
    asked = policy.stated("class.sector_files_first")
    if asked is None:
        return None
    if filed is None:
        items = [NAMES[each] for each in asked.names]
        zh, en = "、".join(each.zh for each in items), ", ".join(each.en for each in items)
        return Refused(_NOTHING.filled(sector=sector, zh=zh, en=en), asked.basis)
    if "subsidy_rates" in asked.names and filed.subsidy_fen != subsidy_fen:
        rates = {"filed": yuan(filed.subsidy_fen), "project": yuan(subsidy_fen)}
        return Refused(_RATE.filled(sector=sector, **rates), asked.basis)
    return None


def person_refusal(policy: PolicyView, *, sector: str, is_named: bool) -> Refused | None:
    """Why somebody cannot take part in it: the plan filed does not name them (SX-10)."""
    asked = policy.stated("class.sector_files_first")
    if asked is None or "people" not in asked.names or is_named:
        return None
    return Refused(_NOBODY.filled(sector=sector), asked.basis)


_NOTHING = Words(
    "本项目由行业主管部门（{sector}）实施，须先报送{zh}后方可实施；目前尚未报送。请行业主管部门在“行业培训计划”页面"
    "（/sector-plans）报送后再办理。",
    "The project is carried out by a sector authority ({sector}), which files {en} first; nothing has been filed yet. "
    "It files them on the page “Sector plans” (/sector-plans), then this can go on.",
)
_RATE = Words(
    "行业主管部门（{sector}）报送的补贴标准是{filed}，项目登记的是{project}，两者须一致。请重新报送，或按报送的标准另登记项目。",
    "The rate that the sector authority ({sector}) has filed is {filed}, the project's is {project}; they have to "
    "agree. File anew, or enter a project with the rate filed.",
)
_NOBODY = Words(
    "不在行业主管部门（{sector}）报送的参加培训人员中。请核对证件号码；确应参加的，由行业主管部门重新报送名单。",
    "Not among the people whom the sector authority ({sector}) has filed. Compare the number; who should take part is "
    "filed anew by the sector authority.",
)
