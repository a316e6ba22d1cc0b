"""What people read about the live QR that an administrator scanned at a session."""

from checkin_service.checkin.said import Said
from checkin_service.kit.words import Words

_FRESH_QR = Words(
    "请学员在本人手机上刷新后当场出示。", "The trainee shows a fresh one on their own phone, on the spot."
)

OF_THE_SCAN: dict[str, Said] = {
    "qr_live": Said(Words("学员本人设备的现场码有效。", "The live QR of the trainee's own device is valid.")),
    "qr_unsigned": Said(Words("现场码签名无效。", "The QR is not signed by the trainee's device."), _FRESH_QR),
    "qr_other_session": Said(Words("现场码属于其他课次。", "The QR is of another session."), _FRESH_QR),
    "qr_too_old": Said(Words("现场码已过期。", "The QR is too old."), _FRESH_QR),
    "qr_used_before": Said(Words("该现场码已扫过。", "This QR has been scanned before."), _FRESH_QR),
}
