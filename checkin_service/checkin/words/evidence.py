"""Sentences for the classes of evidence: what each means, and which proof would help beside it."""

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

_FURTHER_PROOF = Words(
    "此类课时过多且无其他佐证时，补贴资格审核须人工确认。下次请打开精确定位并等待定位稳定，输入现场登记屏幕的动态码，或使用现场的社保卡终端；"
    "课上的点名或抽查也可佐证。",
    "When too many hours are of this kind and nothing else confirms them, a person has to look before the subsidy is "
    "determined. Next time switch on precise location and wait for a better fix, type the code of the display in the "
    "room, or use the card terminal; a headcount or an unannounced check in class confirms the hours too.",
)

OF_CLASS: dict[EvidenceClass, Said] = {
    EvidenceClass.A: Said(
        Words(
            "证据等级A：本人经核实，定位在场，并有教室动态码。",
            "Evidence A: you are proven, inside, and you have the room's code.",
        )
    ),
    EvidenceClass.B: Said(
        Words("证据等级B：本人设备核验通过，定位在场。", "Evidence B: your own device, and a position inside.")
    ),
    EvidenceClass.C: Said(
        Words(
            "证据等级C：定位在边缘或为扫码签到，以教室动态码为准。",
            "Evidence C: the fix lies at the edge, or your QR was scanned; the room's code decided.",
        ),
        _FURTHER_PROOF,
    ),
    EvidenceClass.D: Said(
        Words(
            "证据等级D：没有可用的本人定位，或动态码不是现场登记屏幕所示，以所示动态码或现场人员为准。",
            "Evidence D: no fix of your own could place you, or no display of the room showed your code; the code you "
            "gave or somebody there decided.",
        ),
        _FURTHER_PROOF,
    ),
    EvidenceClass.E: Said(
        Words("证据等级E：由培训地点的社保卡终端签到。", "Evidence E: card and PIN at the terminal of the place.")
    ),
    EvidenceClass.F: Said(
        Words(
            "证据等级F：没有本系统自己的签到证据，以平台或人工的认定为准。",
            "Evidence F: no evidence of our own; a platform's or a person's word decided.",
        ),
        _FURTHER_PROOF,
    ),
    EvidenceClass.G: Said(
        Words(
            "证据等级G：本手机仅由您自行绑定，尚未核验是否为您本人的手机。",
            "Evidence G: you alone have bound this phone; nobody has seen that it is yours.",
        ),
        Words(
            "此类课时过多且无其他佐证时，补贴资格审核须人工确认。请尽快核验手机：用电子社保卡或国家网络身份认证，"
            "或持证件到人社部门窗口；也可由培训机构窗口核验证件后接受人社部门回访。",
            "When too many hours are of this kind and nothing else confirms them, a person has to look before the "
            "subsidy is determined. Prove the phone soon: with the electronic social security card or the national "
            "network identity, or with your document at the authority's counter; or at the institution's desk, which "
            "the authority then confirms by calling you back.",
        ),
    ),
}
