"""The local certificate: accepted by a client that trusts the local authority, renewed in time."""

import ipaddress
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from checkin_service.host.certificate import AUTHORITY_FILE, local_certificate

NOW = datetime.now(UTC)


def names_of(certificate: Path) -> x509.SubjectAlternativeName:
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    return loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def handshake(directory: Path, server_name: str) -> None:
    """A whole TLS handshake in memory, with the client checking chain, dates, usage and name."""
    certificate, key = local_certificate(directory, ["checkin.test", "10.9.8.7"])
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(certificate, key)
    client_context = ssl.create_default_context(cafile=str(directory / AUTHORITY_FILE))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = server_context.wrap_bio(to_server, to_client, server_side=True)
    client = client_context.wrap_bio(to_client, to_server, server_hostname=server_name)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert client.version() == "TLSv1.3"


@pytest.mark.parametrize("name", ["checkin.test", "10.9.8.7", "localhost", "127.0.0.1", "::1"])
def test_a_client_that_trusts_the_authority_accepts_every_name(tmp_path: Path, name: str) -> None:
    handshake(tmp_path, name)


def test_another_name_is_not_accepted(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, "elsewhere.test")


def test_the_host_is_reached_by_its_name_too(tmp_path: Path) -> None:
    certificate, _ = local_certificate(tmp_path, [])
    assert socket.gethostname() in names_of(certificate).get_values_for_type(x509.DNSName)


def test_names_beyond_ascii_are_written_as_browsers_ask_for_them(tmp_path: Path) -> None:
    certificate, _ = local_certificate(tmp_path, ["例子.test"])
    assert "xn--fsqu00a.test" in names_of(certificate).get_values_for_type(x509.DNSName)


def test_the_key_is_an_elliptic_curve_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    certificate, key = local_certificate(tmp_path / "tls", [])
    public_key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    assert isinstance(public_key, ec.EllipticCurvePublicKey)
    assert isinstance(public_key.curve, ec.SECP256R1)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tls" / "authority.key").stat().st_mode) == 0o600


def test_the_next_start_uses_the_same_certificate(tmp_path: Path) -> None:
    first = local_certificate(tmp_path, ["a.test"])[0].read_bytes()
    assert local_certificate(tmp_path, ["a.test"])[0].read_bytes() == first


def test_a_new_name_asks_for_a_new_certificate(tmp_path: Path) -> None:
    local_certificate(tmp_path, ["a.test"])
    certificate, _ = local_certificate(tmp_path, ["192.168.7.7"])
    address = ipaddress.ip_address("192.168.7.7")
    assert address in names_of(certificate).get_values_for_type(x509.IPAddress)


def test_it_is_valid_for_397_days_and_renewed_in_the_last_30(tmp_path: Path) -> None:
    first = local_certificate(tmp_path, [], now=NOW)[0].read_bytes()
    loaded = x509.load_pem_x509_certificate(first)
    assert loaded.not_valid_after_utc - loaded.not_valid_before_utc == timedelta(days=397)
    assert local_certificate(tmp_path, [], now=NOW + timedelta(days=366))[0].read_bytes() == first
    assert local_certificate(tmp_path, [], now=NOW + timedelta(days=367))[0].read_bytes() != first


def test_phones_that_trust_the_authority_trust_the_next_certificate(tmp_path: Path) -> None:
    local_certificate(tmp_path, [], now=NOW)
    authority = (tmp_path / AUTHORITY_FILE).read_bytes()
    local_certificate(tmp_path, [], now=NOW + timedelta(days=380))
    assert (tmp_path / AUTHORITY_FILE).read_bytes() == authority


def test_an_authority_is_replaced_before_it_ends_and_so_is_what_it_signed(tmp_path: Path) -> None:
    local_certificate(tmp_path, [], now=NOW - timedelta(days=3400))
    handshake(tmp_path, "localhost")


def test_a_broken_or_foreign_key_is_replaced(tmp_path: Path) -> None:
    _, key = local_certificate(tmp_path, [])
    key.write_bytes((tmp_path / "authority.key").read_bytes())
    handshake(tmp_path, "localhost")
    key.write_text("broken")
    handshake(tmp_path, "localhost")
