"""Tables that say whose a row is and stand behind no wall of the database yet (decision 0020), each with its reason."""

from collections.abc import Mapping

TENANT_COLUMNS = frozenset(
    {
        "authority_code", "counting_authority", "institution_id", "paying_authority", "supervising_authority", "tenant",
        "trainee_id",
    }
)  # fmt: skip
"""By these a row belongs to somebody."""

_WALLED = """
    attempt attendance credit determination evidence_photo presence registration review training_class voucher
"""
WALLED = frozenset(_WALLED.split())

_REGISTERS = """
    authority claim_channel enterprise institution institution_change institution_qualification institution_standing
    learning_platform occupation platform_rules project rules_acceptance site subscriber subsidy_rate
    training_course vacancy voucher_template
"""
_BEFORE_SIGN_IN = """
    device device_index device_key_index document_index invitation staff trainee corrected_document
"""
_BOOKS = """
    budget_batch budget_entry claw_back_proposal claw_back_ruling fund_budget payment_freeze payment_order payment_table
    settlement_application settlement_line transfer voucher_leg
"""
_OF_AUTHORITIES = """
    check_plan
    class_look complaint credit_score draw draw_reveal face_search inspection inspection_draw lapse listed_person
    onboarding_application onboarding_transmittal performance_report person_entry person_examination person_fact
    person_match person_request policy_decision policy_ruling proposal proposal_ruling rectification report
    sanction institution_application institution_application_decision
    report_comparison report_difference report_difference_ruling report_ground report_queue report_step report_switch
    report_switch_ruling sector_plan certificate_elsewhere group_check
"""
_COUNTED = "statistics_counter statistics_pending statistics_share statistics_total"
_CARRIED = "audit_entry contact feed_delivery outbox report_noted unknown_verification"
_BEARERS = "verification voucher_activation voucher_claim voucher_code voucher_event voucher_turn claim_failure"
_OF_PERSONS = """
    check_explanation check_time_decision check_time_request person_check voucher_elsewhere
    appeal appeal_decision application_decision assessment certificate class_application class_question code_use consent
    correction_confirmation correction_decision credit_confirmation determination_appeal device_origin device_proof
    dispute_ruling door_pin doubt_confirmation doubt_decision evaluation face_change face_change_decision face_photo
    face_reference face_tries fact_withdrawal fee_entry fence_witness held_back learning_record leave_decision
    leave_request liveness_answer liveness_challenge message message_contact message_dispatch message_reading
    person_correction person_correction_decision person_declaration person_index person_match_member
    person_request_answer platform_sign_in question_entry registration_check registration_transfer review_opening scan
    second_look second_review vacancy_interest wrong_code_claim
"""
_PREPARED = "class_draft planned_roster"

WITHOUT: Mapping[str, str] = {
    name: reason
    for names, reason in (
        (_REGISTERS, "a register that other tenants read by right: where one may learn, what is offered, who decides"),
        (_BEFORE_SIGN_IN, "asked before anybody has signed in, or to find the one person that something belongs to"),
        (_BOOKS, "money moves between authorities and institutions; its own walls are not built yet"),
        (_OF_AUTHORITIES, "an authority's own files, also read along its line; not built yet"),
        (_COUNTED, "figures without people, added up over all"),
        (_CARRIED, "written in anybody's name and read by works alone, or by tenant's own list; not built yet"),
        (_BEARERS, "belongs to a voucher, which whoever is shown it may act on; not built yet"),
        (_OF_PERSONS, "hangs on a class or person whose tables are behind the wall; not built yet"),
        (_PREPARED, "an institution's drafts; not built yet"),
    )
    for name in names.split()
}
