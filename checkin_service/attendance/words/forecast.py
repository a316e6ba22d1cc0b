"""The sentence that tells a trainee the forecast, in Chinese and English."""

from checkin_service.attendance.model.credits import Forecast, Outlook
from checkin_service.kit.words import Words

_SENTENCES: dict[Outlook, Words] = {
    Outlook.NOT_REQUIRED: Words(
        "本券不要求打卡率；已计 {credited_hours}/{total_hours} 课时。",
        "This voucher asks for no attendance rate; {credited_hours} of {total_hours} class hours so far.",
    ),
    Outlook.REACHED: Words(
        "已达到要求的 {needed_hours}/{total_hours} 课时，还剩 {sessions_left} 次课。",
        "{credited_hours} of {total_hours} class hours: the {needed_hours} needed are reached; "
        "{sessions_left} sessions left.",
    ),
    Outlook.ON_TRACK: Words(
        "已计 {credited_hours}/{total_hours} 课时，需要 {needed_hours}；"
        "还剩 {sessions_left} 次课，最多可缺 {may_miss_sessions} 次。",
        "{credited_hours} of {total_hours} class hours, {needed_hours} needed; "
        "{sessions_left} sessions left, you may miss {may_miss_sessions}.",
    ),
    Outlook.AT_RISK: Words(
        "注意：已计 {credited_hours}/{total_hours} 课时，需要 {needed_hours}；"
        "还剩 {sessions_left} 次课，只能再缺 {may_miss_sessions} 次。",
        "Take care: {credited_hours} of {total_hours} class hours, {needed_hours} needed; "
        "{sessions_left} sessions left, you may miss only {may_miss_sessions}.",
    ),
    Outlook.OUT_OF_REACH: Words(
        "已计 {credited_hours}/{total_hours} 课时，需要 {needed_hours}；"
        "剩余 {hours_left} 课时已不足以达到要求，如有异议可申请更正。",
        "{credited_hours} of {total_hours} class hours, {needed_hours} needed; "
        "the {hours_left} hours left are not enough. If an hour is missing, ask for a correction.",
    ),
}


def sentence_of(forecast: Forecast) -> Words:
    return _SENTENCES[forecast.outlook].filled(
        needed_hours=forecast.needed_hours,
        credited_hours=forecast.credited_hours,
        total_hours=forecast.total_hours,
        sessions_left=forecast.sessions_left,
        hours_left=forecast.hours_left,
        may_miss_sessions=forecast.may_miss_sessions,
    )
