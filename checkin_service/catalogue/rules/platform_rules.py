"""Rules of an online platform as they hold on a day, and what an institution has yet to accept (FJ-31)."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from checkin_service.catalogue.model.platform_rules import PlatformRules, RulesKind
from checkin_service.kit.words import Words


def in_force(published: Sequence[PlatformRules], line: Sequence[str], on: date) -> list[PlatformRules]:
    """Of each kind the latest version of the nearest authority of a line, itself first, that has one by that day."""
    begun = [each for each in published if each.effective_from <= on and each.authority_code in line]
    found = []
    for kind in RulesKind:
        versions = [each for each in begun if each.kind is kind]
        if versions:
            nearest = min(line.index(each.authority_code) for each in versions)
            own = [each for each in versions if each.authority_code == line[nearest]]
            found.append(max(own, key=lambda each: (each.effective_from, each.published_at)))
    return found


def publishing_refusal(effective_from: date, today: date) -> Words | None:
    """Why a version cannot begin then: nobody is bound by what was not published."""
    return _PAST.filled(today=today) if effective_from < today else None


def acceptance_refusal(asked: UUID, held: Sequence[PlatformRules], accepted: Collection[UUID]) -> Words | None:
    """Why an institution cannot accept a version: it is not the one that holds, or is accepted already."""
    if asked in accepted:
        return _ACCEPTED
    return None if asked in {each.rules_id for each in held} else _NOT_IN_FORCE


def unaccepted_refusal(held: Sequence[PlatformRules], accepted: Collection[UUID]) -> Words | None:
    """Why an institution begins no class: it has yet to accept what holds."""
    left = [each for each in held if each.rules_id not in accepted]
    return _FIRST.filled(titles="、".join(f"《{each.title}》" for each in left)) if left else None


_PAST = Words("生效日期不能早于今天（{today}）。", "It cannot hold from before today ({today}).")
_ACCEPTED = Words("本机构已承诺遵守这一版本。", "Your institution has accepted this version already.")
_NOT_IN_FORCE = Words(
    "这不是现行版本，请刷新后查看现行的规则。", "This is not the version that holds; reload and read the one that does."
)
_FIRST = Words(
    "请先在“入驻规则”页阅读并承诺遵守{titles}，再申请开班。",
    "First read and accept {titles} under “Platform rules”, then apply for the class.",
)
