"""The origin of a sign-in: the prefix of a network and the kind of browser, and nothing finer."""

from dataclasses import dataclass, field
from typing import Self

from checkin_service.kit.networks import network_prefix

_BROWSERS = (
    ("micromessenger", "WeChat"),
    ("edg", "Edge"),
    ("firefox", "Firefox"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a list of one's sign-ins shows of each; empty where it is not known."""

    network: str = ""
    device: str = ""
    browser: str = field(default="", repr=False)
    """What the browser keeps of an earlier sign-in, as it sent it; whether it is true is found out (`guessing`)."""

    @classmethod
    def of(cls, address: str, agent: str, browser: str = "") -> Self:
        """From the address of a caller and the name of its browser.

        >>> Origin.of("192.0.2.77", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
        Origin(network='192.0.2.0/24', device='Firefox · Windows')
        >>> Origin.of("testclient", "curl/8")
        Origin(network='', device='')
        """
        said = agent.lower()
        known = (next((name for sign, name in kinds if sign in said), "") for kinds in (_BROWSERS, _SYSTEMS))
        return cls(network_prefix(address) or "", " · ".join(filter(None, known)), browser)


UNKNOWN = Origin()
