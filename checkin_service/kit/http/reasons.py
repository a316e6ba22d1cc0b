"""Reasons why a field cannot be taken, in both languages: one table for every kind of error of the validator."""

from collections.abc import Mapping
from typing import Any

from checkin_service.kit.words import Words, Wrong

NOT_OF_ITS_KIND = Words("填写的内容不符合要求。", "Input is not of the kind asked for")

REASONS: Mapping[str, Words] = {
    "missing": Words("缺少此项。", "Field required"),
    "extra_forbidden": Words("没有这一项。", "Extra inputs are not permitted"),
    "union_tag_invalid": Words("没有这一种类。", "Input should be one of the known kinds"),
    "union_tag_not_found": Words("缺少种类。", "The kind is missing"),
    "literal_error": Words("应为规定的值之一。", "Input should be one of the allowed values"),
    "enum": Words("应为规定的值之一。", "Input should be one of the allowed values"),
    "string_type": Words("应为文字。", "Input should be a valid string"),
    "string_too_short": Words("至少{min_length}个字。", "String should have at least {min_length} characters"),
    "string_too_long": Words("最多{max_length}个字。", "String should have at most {max_length} characters"),
    "string_pattern_mismatch": Words("格式不正确。", "String does not have the form asked for"),
    "bytes_type": Words("应为数据。", "Input should be valid bytes"),
    "bool_type": Words("应为 true 或 false（是或否）。", "Input should be a valid boolean"),
    "int_type": Words("应为整数。", "Input should be a valid integer"),
    "float_type": Words("应为数字。", "Input should be a valid number"),
    "finite_number": Words("应为有限的数字。", "Input should be a finite number"),
    "greater_than": Words("应大于{gt}。", "Input should be greater than {gt}"),
    "greater_than_equal": Words("不能小于{ge}。", "Input should be greater than or equal to {ge}"),
    "less_than": Words("应小于{lt}。", "Input should be less than {lt}"),
    "less_than_equal": Words("不能大于{le}。", "Input should be less than or equal to {le}"),
    "too_short": Words("至少{min_length}项。", "There should be at least {min_length} items"),
    "too_long": Words("最多{max_length}项。", "There should be at most {max_length} items"),
    "list_type": Words("应为列表。", "Input should be a valid list"),
    "dict_type": Words("应为对象。", "Input should be a valid object"),
    "model_type": Words("应为对象。", "Input should be a valid object"),
    "model_attributes_type": Words("应为对象。", "Input should be a valid object"),
    "none_required": Words("应为空。", "Input should be null"),
    "date_type": Words("日期请写成 2026-03-02。", "Input should be a valid date, such as 2026-03-02"),
    "date_parsing": Words("日期请写成 2026-03-02。", "Input should be a valid date, such as 2026-03-02"),
    "date_from_datetime_parsing": Words("日期请写成 2026-03-02。", "Input should be a valid date, such as 2026-03-02"),
    "datetime_type": Words("时间格式不正确。", "Input should be a valid date and time"),
    "timezone_aware": Words("时间须带时区。", "Input should have a time zone"),
    "uuid_type": Words("编号格式不正确。", "Input should be a valid UUID"),
    "uuid_parsing": Words("编号格式不正确。", "Input should be a valid UUID"),
    "json_invalid": Words("不是有效的 JSON。", "Invalid JSON"),
    "json_type": Words("应为 JSON。", "Input should be JSON"),
    "value_error": NOT_OF_ITS_KIND,
    "assertion_error": NOT_OF_ITS_KIND,
}


def reason_of(error: Mapping[str, Any]) -> tuple[str, Words]:
    """The code of an error of the validator and its words; what was sent is not repeated: it may be personal."""
    context = error.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, Wrong):
        return raised.code, raised.words
    if raised is not None:
        return "wrong", Words(NOT_OF_ITS_KIND.zh, str(raised))
    kind = error["type"]
    # A text whose white space was taken off is measured as any value, and would be told of items.
    told = f"string_{kind}" if context.get("field_type") == "Value" and f"string_{kind}" in REASONS else kind
    return kind, REASONS.get(told, NOT_OF_ITS_KIND).filled(**context)
