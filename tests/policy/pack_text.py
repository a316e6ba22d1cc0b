"""A small sound pack as text, to be spoilt in one place, and what is said about it."""

import pytest

from checkin_service.policy.load import PackInvalid, parse_pack

FILE = "330600.toml"
HEAD = """
[jurisdiction]
code = "330600"
name_zh = "绍兴市"
name_en = "Shaoxing"

[documents.measures]
title = "绍兴市职业培训券管理暂行办法"
number = "绍市人社发〔2022〕11号"
issued_by = "绍兴市人力资源和社会保障局"
published_on = 2022-03-25
effective_from = 2021-07-01

[documents.operator]
title = "运行方默认值"
issued_by = "运行方"
published_on = 2021-07-01
effective_from = 2021-07-01
"""
RATE = """
[[value]]
key = "attendance.minimum_percent"
value = 60
basis = "statute"
document = "measures"
clause = "SX-23"
quote = "个人打卡率"
"""


def refusal(text: str) -> str:
    with pytest.raises(PackInvalid) as caught:
        parse_pack(text, file=FILE)
    return str(caught.value)
