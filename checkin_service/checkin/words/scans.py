"""Sentences for the findings about a live QR that an administrator scanned at a session."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

_FRESH_QR = Words(
    "请学员在本人手机上刷新后当场出示。", "The trainee shows a fresh one on their own phone, on the spot."
)

OF_THE_SCAN: dict[str, Said] = {
    "qr_live": Said(Words("学员本人设备的现场码有效。", "The live QR of the trainee's own device is valid.")),
    "qr_unsigned": Said(Words("现场码签名无效。", "The QR is not signed by the trainee's device."), _FRESH_QR),
    "qr_other_session": Said(Words("现场码属于其他课次。", "The QR is of another session."), _FRESH_QR),
    "qr_too_old": Said(
        Words("现场码已过期，或学员手机的时钟慢了。", "The QR is too old, or the trainee's phone has a slow clock."),
        Words(
            "请学员在本人手机上刷新后当场出示；仍不行的，请打开手机的自动时间。",
            "The trainee shows a fresh one on their own phone; should that not help, switch on automatic time there.",
        ),
    ),
    "qr_clock_ahead": Said(
        Words(
            "现场码的时间在未来：学员手机的时钟快了。",
            "The QR is from the future: the trainee's phone has a fast clock.",
        ),
        Words("请打开手机的自动时间后刷新。", "Switch on automatic time on the phone and show a fresh one."),
    ),
    "code_in_qr": Said(
        Words("现场码中的教室动态码有效。", "The classroom code in the QR is right."),
    ),
    "scanner_at_site": Said(Words("扫码人员在培训地点。", "Who scanned it is at the training place.")),
    "scanner_near": Said(
        Words("扫码设备的定位不足以确定是否在场，已记录。", "The scanner's fix cannot tell where it is; noted.")
    ),
    "scanner_elsewhere": Said(
        Words("扫码设备不在培训地点。", "The scanner is not at the training place."),
        Words("请在培训地点现场扫码。", "Scan where the class is held."),
    ),
    "scanner_unplaced": Said(
        Words("扫码设备没有可用的定位。", "The scanner has no usable fix."),
        Words(
            "请允许浏览器使用位置信息，等待定位稳定后重扫。",
            "Allow the browser to use the location, wait, and scan again.",
        ),
    ),
    "scanner_clock_differs": Said(
        Words(
            "扫码设备的时钟与服务器相差较大，已记录，以服务器时间为准。",
            "The scanner's clock differs from ours; noted. Our time counts.",
        )
    ),
    "qr_used_before": Said(Words("该现场码已扫过。", "This QR has been scanned before."), _FRESH_QR),
}
