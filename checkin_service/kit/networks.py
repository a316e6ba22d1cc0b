"""Network prefixes: the network an address lies in, which tells callers apart without naming a household."""

from ipaddress import IPv4Address, ip_address, ip_network

_IPV4_BITS = 24
_IPV6_BITS = 48


def network_prefix(address: str) -> str | None:
    """The network an address lies in, /24 or /48; `None` for what is no address.

    >>> network_prefix("192.0.2.77"), network_prefix("2001:db8:1:2::3"), network_prefix("testclient")
    ('192.0.2.0/24', '2001:db8:1::/48', None)
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    bits = _IPV4_BITS if isinstance(known, IPv4Address) else _IPV6_BITS
    return str(ip_network((known, bits), strict=False))
