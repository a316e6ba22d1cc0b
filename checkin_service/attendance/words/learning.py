"""Sentences for the findings about a learning record, in Chinese and English."""

from checkin_service.kit.words import Words

LEARNING_WORDS: dict[str, Words] = {
    "registered": Words("已报名本班，培训券使用中。", "Registered in this class with a voucher in use."),
    "withdrawn": Words("您已退出本班。", "You have left this class."),
    "voucher_not_in_use": Words(
        "您的培训券尚未在本班激活（验券）；验券后再学习。",
        "Your voucher is not in use in this class yet: have it verified, then learn.",
    ),
    "class_not_open": Words("本班期未处于开班状态。", "The class is not open."),
    "session_cancelled": Words("本课次已取消。", "The session has been cancelled."),
    "session_not_self_paced": Words("本课次须签到，不能自主学习。", "This session is attended, not learnt alone."),
    "outside_period": Words("不在本课次的自主学习期限内。", "Outside the period of this session."),
    "session_complete": Words("本课次的课时已全部计入。", "All class hours of this session are credited."),
    "within_period": Words("在本课次的自主学习期限内。", "Within the period of this session."),
    "platform_unknown": Words("该学习平台未经人社部门登记。", "No authority of this class has entered this platform."),
    "platform_ended": Words("该学习平台的登记已终止。", "This platform is no longer believed."),
    "platform_disqualified": Words(
        "该学习平台在本班开班前已被取消承训资格，其签名的学习记录不计入本班。请改用其他平台，或向培训机构询问。",
        "This platform was disqualified before the class opened: what it signs does not count in it. Learn on another "
        "platform, or ask your institution.",
    ),
    "platform_of_institution": Words(
        "该平台由本班培训机构自办，不能为本机构作证。",
        "The institution of this class runs this platform itself: it is no witness for its own classes.",
    ),
    "signed": Words("学习平台已签名。", "Signed by the platform."),
    "not_signed": Words("签名与学习平台不符。", "The signature is not the platform's over this statement."),
    "identified": Words("学习平台已核验本人身份。", "The platform has identified you."),
    "identified_otherwise": Words(
        "学习平台未按要求的方式核验本人身份。", "The platform did not identify you in a way that counts here."
    ),
    "another_person": Words("学习平台核验的是另一人。", "The platform identified another person."),
    "in_the_future": Words("学习时间尚未到来。", "The sitting lies ahead."),
    "longer_than_elapsed": Words("学习分钟数超过实际经过的时间。", "More minutes than the clock ran."),
    "plausible": Words("学习分钟数在实际经过的时间内。", "No more minutes than the clock ran."),
    "answers_not_asked": Words("不要求答题。", "No answers are asked for."),
    "nothing_answered": Words("没有答题记录。", "No question was answered."),
    "too_few_right": Words("答对的比例不足，请再次学习。", "Too few right answers: learn it once more."),
    "answered": Words("答题合格。", "Enough right answers."),
    "time_counted_before": Words(
        "该时段已由其他记录或课次占用，不重复计入。", "This time belongs to another record or session: nothing twice."
    ),
    "own_time": Words("该时段没有其他记录或课次。", "No other record or session in this time."),
    "partly_counted_before": Words(
        "部分时段已由其他记录或课次占用，不重复计入。", "Part of this time belongs to another record or session."
    ),
    "day_full": Words("当日自主学习课时已达上限。", "The day's ceiling is reached."),
    "day_nearly_full": Words("超过当日上限的部分不计入。", "What exceeds the day's ceiling does not count."),
    "within_day": Words("未超过当日上限。", "Below the day's ceiling."),
}
