"""Rules of saved queries: names that tell them apart, and how many one account keeps."""

from collections.abc import Collection

from checkin_service.kit.words import Words

MOST = 50
"""Ours: so many fit on one page; who needs more of them wants a list."""


def name_refusal(others: Collection[str], name: str) -> Words | None:
    """Two queries of one account bear two names."""
    if name in others:
        return Words("已有同名的已存查询，请换一个名称。", "You have a query of this name; choose another one.")
    return None


def saving_refusal(held: Collection[str], name: str) -> Words | None:
    """Whether one more query may be kept under this name beside those that are."""
    if len(held) >= MOST:
        return Words(
            f"已存查询已达{MOST}条，请先删除不再使用的。",
            f"There are {MOST} saved queries; delete one that you no longer use.",
        )
    return name_refusal(held, name)
