"""Links that people open themselves: https, to a named host, without accounts, passwords or tokens."""

from urllib.parse import parse_qsl, urlsplit

from checkin_service.kit.words import Words

_SECRETS = frozenset(
    ("access_token", "auth", "key", "passwd", "password", "pwd", "secret", "sig", "sign", "signature", "token")
)


def refusal_of_link(link: str) -> Words | None:
    """Why an address cannot be kept: it is read by people, who open it with an account of their own or none.

    >>> refusal_of_link("https://video.example.cn/lessons/3") is None
    True
    >>> refusal_of_link("http://video.example.cn/3").en
    'A link begins with https:// and names a host.'
    """
    try:
        parts = urlsplit(link)
        has_host = bool(parts.hostname)
    except ValueError:
        return _NO_LINK
    if parts.scheme != "https" or not has_host or any(each.isspace() for each in link):
        return _NO_LINK
    names = {name.lower() for name, _ in parse_qsl(f"{parts.query}&{parts.fragment}", keep_blank_values=True)}
    return _CREDENTIALS if "@" in parts.netloc or names & _SECRETS else None


_NO_LINK = Words("链接须以https://开头并写明主机名。", "A link begins with https:// and names a host.")
_CREDENTIALS = Words(
    "链接中不能带账号、密码或令牌，请改用登录后查看的地址。",
    "A link holds no account, password or token: give the address that people open with an account of their own.",
)
