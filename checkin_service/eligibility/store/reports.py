"""The part of the facts' statement about benefits that other regions have reported."""

from sqlalchemy import ScalarSelect, and_, func, select, union
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from checkin_service.identity.tables import corrected_document, document_index, person_correction_decision
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import certificate_elsewhere, registration

# Under a number that was corrected since, the other region's word is about the same person.
_documents = union(
    select(document_index.c.document_hash)
    .where(document_index.c.trainee_id == registration.c.trainee_id)
    .correlate(registration),
    select(corrected_document.c.document_hash)
    .join(
        person_correction_decision,
        and_(
            alike(person_correction_decision, corrected_document, "trainee_id", "correction_id"),
            person_correction_decision.c.approved,
        ),
    )
    .where(corrected_document.c.trainee_id == registration.c.trainee_id)
    .correlate(registration),
)
_reported = (
    certificate_elsewhere.c.document_hash,
    certificate_elsewhere.c.certificate_number,
    certificate_elsewhere.c.authority_code,
)
_last_words = (
    select(certificate_elsewhere)
    .ext(distinct_on(*_reported))
    .where(certificate_elsewhere.c.document_hash.in_(_documents))
    .order_by(*_reported, certificate_elsewhere.c.ordinal.desc())
    .correlate(registration)
    .subquery("last_words")
)
REPORTS: ScalarSelect[object] = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "region_code",
                    _last_words.c.region_code,
                    "certificate_number",
                    _last_words.c.certificate_number,
                    "occupation",
                    _last_words.c.occupation,
                    "issued_on",
                    _last_words.c.issued_on,
                    "reported_by",
                    _last_words.c.authority_code,
                    "ordinal",
                    _last_words.c.ordinal,
                ),
                _last_words.c.certificate_number,
                _last_words.c.authority_code,
                _last_words.c.document_hash,
            )
        )
    )
    .where(_last_words.c.is_subsidised)
    .correlate(registration)
    .scalar_subquery()
)
"""Subsidised certificates of other regions under any number the person has had, each by its reporter's last word."""
