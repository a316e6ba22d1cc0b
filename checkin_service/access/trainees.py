"""The grants of trainees, and of the devices at the door that they use."""

from checkin_service.access.permissions import Permission
from checkin_service.access.roles import Role

TRAINEES: dict[Role, frozenset[Permission]] = {
    Role.TERMINAL: frozenset(
        {
            Permission.ATTEMPT_CREATE,
            Permission.CARD_CHALLENGE,
            Permission.CODE_DISPLAY,
            Permission.DOOR_PIN_SET,
            Permission.FENCE_MOVE,
            Permission.SCAN_CREATE,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
        }
    ),
    Role.TRAINEE: frozenset(
        {
            Permission.ACCOUNT_STATE,
            Permission.APPEAL_FILE,
            Permission.APPEAL_READ,
            Permission.ATTEMPT_CREATE,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ_OWN,
            Permission.CHECK_EXPLAIN,
            Permission.CLASS_READ_OWN,
            Permission.CODE_CLAIM,
            Permission.CONSENT_GIVE,
            Permission.CONSENT_READ,
            Permission.COPY_OWN,
            Permission.DECLARATION_MAKE,
            Permission.DENIAL_APPEAL_MAKE,
            Permission.DENIAL_APPEAL_READ,
            Permission.DETERMINATION_READ,
            Permission.DEVICE_BIND,
            Permission.ERASURE_ASK,
            Permission.EVALUATION_GIVE,
            Permission.FACE_ENROL,
            Permission.LEARNING_READ,
            Permission.LEARNING_RECORD,
            Permission.LEAVE_FILE,
            Permission.LEAVE_READ,
            Permission.LIVENESS_ANSWER,
            Permission.MESSAGE_CONTACT,
            Permission.MESSAGE_READ,
            Permission.PIN_CHANGE,
            Permission.PLACE_APPLY,
            Permission.PLAN_READ,
            Permission.QUESTION_ASK,
            Permission.RATE_READ,
            Permission.RECEIPT_READ,
            Permission.REGISTRATION_WITHDRAW,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.TEMPLATE_READ,
            Permission.VACANCY_ASK,
            Permission.VOUCHER_ACTIVATE_ALONE,
            Permission.VOUCHER_CLAIM,
            Permission.VOUCHER_DEDUCT,
            Permission.VOUCHER_READ,
            Permission.VOUCHER_RETURN,
            Permission.VOUCHER_SHOW,
        }
    ),
}
