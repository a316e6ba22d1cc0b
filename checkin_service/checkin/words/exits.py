"""The one way out of each finding that keeps a check-in from counting: what the phone's main button does."""

from enum import StrEnum
from types import MappingProxyType


class Exit(StrEnum):
    """A control of the phone that helps."""

    PIN = "pin"
    """Type the PIN again."""
    CODE = "code"
    """Type the code that the screen shows now."""
    PHOTO = "photo"
    """Take another photo."""
    OTHER_PROOF = "other_proof"
    FIX = "fix"
    """Wait for a better position at a window."""
    PERMISSION = "permission"
    """Allow the position in the browser."""
    LIVENESS = "liveness"
    """Turn the head as asked, then another photo."""
    ENROL = "enrol"
    VOUCHER = "voucher"
    """Show the voucher to be verified."""
    CORRECTION = "correction"
    """Contest the hours of the session."""
    SHOW_QR = "show_qr"
    """Let the teacher scan this phone anew."""
    TIME = "time"
    """Come back when the window is open."""
    ASK = "ask"
    """Somebody on site has to help."""
    REVIEW = "review"
    """Nothing is left to do: a reviewer decides."""


_BY_EXIT = {
    Exit.PIN: ("pin_wrong", "pin_waits"),
    Exit.CODE: (
        "scan_missing", "pin_without_code", "code_expired_or_wrong", "code_claim_invalid", "code_used_before",
        "inside_by_label", "edge", "too_inaccurate", "no_usable_accuracy", "grey_ring", "other_datum",
    ),
    Exit.PHOTO: (
        "face_no_match", "face_doubt", "photo_used_before", "liveness_other_person", "face_no_face",
        "face_several_faces", "face_too_small", "face_too_dark", "face_too_bright", "face_blurred",
        "face_turned_away", "face_covered"
    ),
    Exit.LIVENESS: ("liveness_absent", "liveness_failed"),
    Exit.OTHER_PROOF: (
        "proof_not_offered", "face_other_version", "face_stopped", "assertion_invalid", "check_failed",
    ),
    Exit.FIX: ("out_of_reach", "contrary_stands", "fix_too_old", "mock_flag", "impossible_travel"),
    Exit.PERMISSION: ("no_position",),
    Exit.ENROL: ("face_no_reference",),
    Exit.VOUCHER: ("voucher_not_in_use",),
    Exit.CORRECTION: ("too_late", "asserted_recorded"),
    Exit.SHOW_QR: (
        "qr_unsigned", "qr_other_session", "qr_too_old", "qr_used_before", "qr_clock_ahead", "scanner_unplaced",
        "scanner_elsewhere",
    ),
    Exit.TIME: ("too_early", "no_check_now"),
    Exit.ASK: (
        "withdrawn", "class_not_open", "session_cancelled", "session_self_paced", "theory_not_passed",
        "present_elsewhere", "asserted_elsewhere", "asserted_ahead", "terminal_without_challenge",
        "terminal_too_fast", "terminal_away", "terminal_not_confirmed",
        "fence_not_borne_out", "outside", "sender_revoked", "code_too_many_wrong",
    ),
    Exit.REVIEW: ("offline_not_bracketed", "offline_too_old", "too_many_failures"),
}  # fmt: skip

EXITS = MappingProxyType({reason: way for way, reasons in _BY_EXIT.items() for reason in reasons})
"""By the reason of a finding that doubts or fails; a reason without one leads to the review."""
