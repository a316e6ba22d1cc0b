"""The wordings of the separate consents (单独同意): versioned data; a changed word is a new version.

They follow the Personal Information Protection Law, articles 17, 29 and 30, and the measures on face recognition
(Cyberspace Administration and Ministry of Public Security, order 19 of 2025), articles 5, 6 and 10.
"""

from dataclasses import dataclass

from checkin_service.identity.model import Purpose
from checkin_service.kit.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    purpose: Purpose
    version: str
    title: Words
    body: Words


_LOCATION = ConsentText(
    purpose=Purpose.LOCATION,
    version="2026-11",
    title=Words("关于使用位置信息的单独同意", "Separate consent to the use of your location"),
    body=Words(
        "为核验您是否在培训地点参加培训（定位签到），签到时我们会读取您手机当时的位置及其精度。"
        "仅在签到页或签到二维码打开期间读取，不在后台跟踪。出示给培训机构扫描的签到二维码中含有当时的位置，数十秒后失效。"
        "没有网络时，这次签到（含位置和您输入的密码）加密暂存在您的手机中，只有本页能读，送达后即删除。"
        "位置信息加密保存，仅用于核验签到（包括与您此前签到的位置比较，"
        "以及汇总多人的位置检查培训地点坐标是否有误）、人工复核和补贴审核，不作他用。您可以不同意：届时可使用培训地点的社保卡终端签到。您可以随时撤回同意，"
        "撤回不影响此前签到的效力。",
        "To check that you attend at the training place, we read your phone's position and its accuracy when you "
        "check in. It is read only while the form of a check-in or its QR is open; you are not followed in the "
        "background. The QR that you let the institution scan holds your position of that moment and is dead within "
        "a minute. Without a network the check-in, with its position and the PIN you typed, stays on your phone, "
        "encrypted and readable to this page alone, and is deleted there once it has arrived. Your position is kept "
        "encrypted and used only to judge check-ins (also by comparing it with your earlier ones, and by seeing from "
        "many people's positions together whether a training place was entered wrongly), for review by a person and "
        "to decide on the subsidy. You may decline: the card terminal at the training place is open to you. You may "
        "withdraw at any time; check-ins made before stay valid.",
    ),
)

_FACE = ConsentText(
    purpose=Purpose.FACE,
    version="2026-01",
    title=Words("关于使用人脸信息的单独同意", "Separate consent to the use of your face"),
    body=Words(
        "如您选择刷脸签到，我们会从您的照片计算人脸特征，与注册时的特征比对，以核验是否为本人。"
        "照片在计算后立即丢弃，不保存；仅加密保存特征，直至您撤回同意。为识别重复提交的照片，另存不能还原照片的校验值，"
        "最长180天。为防止冒名，人社部门可在说明理由并留存记录后，核对同一机构内是否有人以两个身份登记同一张脸；"
        "除此之外，特征不提供给他人，不作他用。"
        "刷脸不是唯一方式：您可以不同意，改用本人密码加课堂动态码、社保卡加密码或电子社保卡签到，"
        "效力相同。您可以随时撤回同意，撤回后保存的特征立即清除，此前签到的效力不受影响。",
        "If you choose to check in by face, we compute features from your photo and compare them with those from your "
        "enrolment, to see that it is you. Photos are discarded as soon as that is done and never stored; only the "
        "features are kept, encrypted, until you withdraw. To notice a photo sent twice we keep a check value, from "
        "which no photo can be made, for 180 days at most. To prevent fraud the authority may, with a reason that is "
        "logged, look within one institution for a face enrolled under two identities; beyond that the features are "
        "given to nobody and used for nothing else. Your face is never the only way: you may decline and use your own "
        "PIN with the classroom code, your card with its PIN, or the electronic card instead, with the same effect. "
        "You may withdraw at any time; the features are erased at once, and check-ins made before stay valid.",
    ),
)

_FACE_PHOTO = ConsentText(
    purpose=Purpose.FACE_PHOTO,
    version="2026-01",
    title=Words("关于保存签到照片的单独同意", "Separate consent to keeping your check-in photos"),
    body=Words(
        "刷脸签到不需要保存照片。如当地人社部门规定保存，且您同意，签到照片（去除拍摄信息）会加密保存一段时间，"
        "仅供人社部门复核人员在签到存疑时查看，期满删除；每次查看都有记录。您可以不同意，刷脸签到不受影响。"
        "您可以随时撤回同意；撤回人脸同意时，已保存的照片立即无法读取。",
        "Checking in by face needs no photo to be kept. Where the local authority has decided to keep them, and if you "
        "agree, photos of your check-ins (without the camera's data) are kept encrypted for a while, for the "
        "authority's reviewers to look at when a check-in is in doubt, and deleted after that; every look is logged. "
        "You may decline and check in by face all the same. You may withdraw at any time; when you withdraw the "
        "consent to your face, photos already kept become unreadable at once.",
    ),
)

CURRENT: dict[Purpose, ConsentText] = {text.purpose: text for text in (_FACE, _FACE_PHOTO, _LOCATION)}
