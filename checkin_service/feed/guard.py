"""Guard against server-side request forgery: webhooks go to public addresses over TLS only."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

_PORTS = frozenset({443, 8443})
_URL_LIMIT = 2000
# Addresses that carry an IPv4 address inside and may lead anywhere.
_TUNNELS = tuple(map(IPv6Network, ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")))


class TargetRefused(Exception):
    """The address is not one that the service may send to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked target: where to connect, and what to say there."""

    host: str
    port: int
    address: str
    scheme: str
    path: str

    @property
    def url(self) -> str:
        """With the address that was checked in the place of the name: nobody resolves it a second time."""
        shown = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{shown}:{self.port}{self.path}"


async def system_resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class Guard:
    """Checks targets; `allows_loopback` is for development on one machine."""

    def __init__(self, *, allows_loopback: bool = False, resolve: Resolve = system_resolve) -> None:
        self._allows_loopback = allows_loopback
        self._resolve = resolve

    def check_shape(self, url: str) -> tuple[str, str, int, str]:
        """Scheme, host, port and path of an address whose form is allowed; its name is not looked up."""
        if len(url) > _URL_LIMIT or not url.isascii() or any(each <= " " or each == "\x7f" for each in url):
            raise TargetRefused("the address is too long or not plain ASCII")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise TargetRefused("the address cannot be read") from error
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise TargetRefused("only https addresses are taken")
        if parts.username is not None or parts.password is not None or parts.fragment or "\\" in url:
            raise TargetRefused("the address holds a name, a password, a fragment or a backslash")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        port = port or (443 if parts.scheme == "https" else 80)
        if not self._allows_loopback and (parts.scheme != "https" or port not in _PORTS):
            raise TargetRefused("only https on port 443 or 8443 is taken")
        return parts.scheme, parts.hostname, port, path

    async def check(self, url: str) -> Target:
        """Look the name up once and check every address it has; connect to the one that is returned."""
        scheme, host, port, path = self.check_shape(url)
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise TargetRefused("the name cannot be found") from error
        if not addresses:
            raise TargetRefused("the name has no address")
        for text in addresses:
            self._check_address(text, scheme=scheme, port=port)
        return Target(host=host, port=port, address=addresses[0], scheme=scheme, path=path)

    def _check_address(self, text: str, *, scheme: str, port: int) -> None:
        address = _plain(text)
        if self._allows_loopback and address.is_loopback:
            return
        if scheme != "https" or port not in _PORTS:
            raise TargetRefused("only https on port 443 or 8443 is taken")
        if not is_public(address):
            raise TargetRefused("the name leads to an address that is not public")


def is_public(address: Address) -> bool:
    """Whether an address is one that anybody on the Internet may be behind."""
    if isinstance(address, IPv6Address) and any(address in tunnel for tunnel in _TUNNELS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _plain(text: str) -> Address:
    """The address without its zone; an IPv4 address in IPv6 clothes counts as what it is."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError as error:
        raise TargetRefused("the name leads to no address") from error
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
