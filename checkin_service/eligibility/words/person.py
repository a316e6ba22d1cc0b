"""The person in a document: facts with their source, examinations, declarations, and each condition."""

from functools import lru_cache

from checkin_service.eligibility.model.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model.facts import AskedPolicy
from checkin_service.eligibility.rules import conditions_of
from checkin_service.kit.verdict import Basis, Finding
from checkin_service.voucher.model.persons import Examination, PersonFact, PersonFile

KEPT = 4096
"""Texts remembered of each kind: a few kilobytes at most, and far more kinds of findings than a region has."""


@lru_cache(maxsize=KEPT)
def person_of(person: PersonFile, policy: AskedPolicy) -> str:
    return object_of(
        facts=array_of(map(_person_fact, person.facts)),
        asked=text_of(sorted(person.asked)),
        declared=text_of(sorted(person.declared)),
        examined=array_of(map(_examination, person.examined)),
        conditions=array_of(map(_condition, conditions_of(person, policy))),
    )


def _person_fact(fact: PersonFact) -> str:
    return object_of(
        kind=text_of(fact.kind),
        since=text_of(fact.since),
        until=text_of(fact.until),
        place=text_of(fact.place),
        source=text_of(fact.source),
    )


def _examination(each: Examination) -> str:
    return object_of(
        examination_id=text_of(each.examination_id),
        condition=text_of(each.condition),
        holds=text_of(each.holds),
        examined_on=text_of(each.examined_on),
        document=text_of(each.document),
        reason=text_of(each.reason),
        authority_code=text_of(each.authority_code),
        examined_by=text_of(each.examined_by),
    )


def _condition(finding: Finding) -> str:
    return object_of(
        condition=text_of(finding.check),
        outcome=text_of(finding.outcome.name.lower()),
        reason=text_of(finding.reason),
        measured=said(finding.measured),
        limit=said(finding.limit),
        basis=basis_of(finding.basis),
    )


def basis_of(basis: Basis) -> str:
    return object_of(
        kind=text_of(basis.kind),
        clause=text_of(basis.clause),
        document=text_of(basis.document),
        quote=text_of(basis.quote),
    )


def said(value: object) -> str:
    return "null" if value is None else text_of(str(value))
