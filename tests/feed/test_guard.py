"""Targets of webhooks: public addresses over TLS, whatever the target says about itself."""

from ipaddress import ip_address

import pytest

from checkin_service.feed.guard import Guard, TargetRefused, is_public

INSIDE = [
    "http://example.com/hook", "https://example.com:22/", "https://example.com:5432/", "https://example.com:80/",
    "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/", "https://", "https:///x", "//example.com/",
    "https://user@example.com/", "https://user:word@example.com/", "https://example.com/#part", "javascript:alert(1)",
    "https://exаmple.com/", "https://例子.cn/", "https://example.com/ x", "https://example.com\\@inside/",
    "https://example.com:99999/", "https://[::1", "https://example.com/" + "a" * 2000, "https://example.com/\r\nX: y",
]  # fmt: skip
LITERALS = [
    "127.0.0.1", "127.1", "0", "0x7f.1", "2130706433", "localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]", "169.254.169.254", "100.100.100.200", "10.0.0.1", "172.16.0.1", "192.168.0.1", "224.0.0.1",
    "255.255.255.255", "[fe80::1]", "[fc00::1]", "[2002:7f00:1::]", "[2001:0:4136:e378::]", "[64:ff9b::7f00:1]",
    "198.18.0.1", "192.0.2.1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
async def test_an_address_of_another_form_is_refused_before_anything_is_looked_up(url: str) -> None:
    async def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host}:{port} was looked up")

    with pytest.raises(TargetRefused):
        await Guard(resolve=never).check(url)


@pytest.mark.parametrize("host", LITERALS)
async def test_what_leads_inside_is_refused(host: str) -> None:
    with pytest.raises(TargetRefused):
        await Guard().check(f"https://{host}/hook")


async def test_one_inner_address_among_several_is_enough_to_refuse() -> None:
    async def mixed(host: str, port: int) -> list[str]:
        assert (host, port) == ("example.com", 443)
        return ["93.184.216.34", "10.0.0.5"]

    with pytest.raises(TargetRefused):
        await Guard(resolve=mixed).check("https://example.com/")


async def test_a_name_that_changes_its_mind_is_asked_once() -> None:
    """DNS rebinding: what was checked is what is connected to."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    async def flips(host: str, port: int) -> list[str]:
        assert host
        assert port
        return next(answers)

    target = await Guard(resolve=flips).check("https://example.com/hook?a=1")
    assert target.url == "https://93.184.216.34:443/hook?a=1"
    assert target.host == "example.com"


async def test_an_ipv6_address_is_written_as_one() -> None:
    async def six(host: str, port: int) -> list[str]:
        assert host
        assert port
        return ["2606:2800:220:1:248:1893:25c8:1946"]

    assert (await Guard(resolve=six).check("https://example.com:8443/")).url.startswith("https://[2606:")


async def test_a_name_without_an_address_is_refused() -> None:
    async def none(host: str, port: int) -> list[str]:
        assert host
        assert port
        return []

    with pytest.raises(TargetRefused):
        await Guard(resolve=none).check("https://example.com/")


async def test_development_may_send_to_this_machine_and_still_not_to_others_inside() -> None:
    guard = Guard(allows_loopback=True)
    assert (await guard.check("http://127.0.0.1:9000/hook")).address == "127.0.0.1"
    for url in ("http://10.0.0.1:9000/", "https://192.168.1.1/", "http://93.184.216.34/"):
        with pytest.raises(TargetRefused):
            await guard.check(url)


def test_documentation_and_tunnel_addresses_are_not_public() -> None:
    assert is_public(ip_address("93.184.216.34"))
    assert not is_public(ip_address("2002:7f00:1::"))
