"""Which links are kept: https, to a host, with nothing that opens a door."""

import pytest

from checkin_service.kit.links import refusal_of_link


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ("https://video.example.cn/3?lesson=3#t=60", None),
        ("http://video.example.cn/3", "https://"),
        ("https:///3", "https://"),
        ("https://[video/3", "https://"),
        ("https://video.example.cn/3 4", "https://"),
        ("https://user:pass@video.example.cn/3", "不能带账号"),
        ("https://video.example.cn/3?Token=1", "不能带账号"),
        ("https://video.example.cn/3#access_token=1", "不能带账号"),
        ("https://video.example.cn/3?sign=", "不能带账号"),
    ],
)
def test_a_link_holds_no_key(link: str, word: str | None) -> None:
    refusal = refusal_of_link(link)
    assert (refusal is None) if word is None else (refusal is not None and word in refusal.zh)
