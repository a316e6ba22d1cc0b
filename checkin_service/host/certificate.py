"""A certificate for this machine: a phone's browser gives no camera and no position over plain HTTP."""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checkin_service.kit.files import private_folder, replace

AUTHORITY_FILE = "authority.pem"
"""What a phone installs once, to trust this machine's certificates from then on."""

_AUTHORITY_VALID_FOR = timedelta(days=3650)
_VALID_FOR = timedelta(days=397)
"""The longest that browsers accept."""

_RENEW_BEFORE_END = timedelta(days=30)
_CLOCKS_DIFFER_BY = timedelta(hours=1)

_Signed = tuple[x509.Certificate, EllipticCurvePrivateKey]


def local_certificate(directory: Path, names: Sequence[str], *, now: datetime | None = None) -> tuple[Path, Path]:
    """Certificate and key for `names` and this machine's own names and addresses.

    Both are reused until they end soon or a name is missing; the authority that signs them outlives them.
    """
    moment = now or datetime.now(UTC)
    private_folder(directory)
    authority = _authority(directory, moment)
    certificate_path, key_path = directory / "server.pem", directory / "server.key"
    wanted = _general_names([*names, *_own_names()])
    if not _serves(_load(certificate_path, key_path), authority, wanted, moment):
        _write(certificate_path, key_path, _sign_server(authority, wanted, moment))
    return certificate_path, key_path


def _authority(directory: Path, moment: datetime) -> _Signed:
    certificate_path, key_path = directory / AUTHORITY_FILE, directory / "authority.key"
    kept = _load(certificate_path, key_path)
    if kept and kept[0].not_valid_after_utc > moment + _VALID_FOR:
        return kept
    made = _sign_authority(moment)
    _write(certificate_path, key_path, made)
    return made


def _serves(kept: _Signed | None, authority: _Signed, wanted: set[x509.GeneralName], moment: datetime) -> bool:
    if kept is None:
        return False
    certificate = kept[0]
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        certificate.not_valid_after_utc > moment + _RENEW_BEFORE_END
        and certificate.issuer == authority[0].subject
        and wanted <= set(names)
    )


def _sign_authority(moment: datetime) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    # The number keeps a later authority of this machine apart from an earlier one on the same phone.
    name = _name(f"checkin-service on {socket.gethostname()} ({x509.random_serial_number() % 10**6:06})")
    usage = _key_usage(signs_certificates=True)
    builder = (
        _builder(name, key, moment, _AUTHORITY_VALID_FOR)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(key, hashes.SHA256()), key


def _sign_server(authority: _Signed, names: set[x509.GeneralName], moment: datetime) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate, authority_key = authority
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = (
        _builder(_name("checkin-service"), key, moment, _VALID_FOR)
        .issuer_name(certificate.subject)
        .add_extension(x509.SubjectAlternativeName(sorted(names, key=repr)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(authority_key, hashes.SHA256()), key


def _builder(
    subject: x509.Name, key: EllipticCurvePrivateKey, moment: datetime, valid_for: timedelta
) -> x509.CertificateBuilder:
    start = moment - _CLOCKS_DIFFER_BY
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + valid_for)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])


def _general_names(names: Iterable[str]) -> set[x509.GeneralName]:
    found: set[x509.GeneralName] = set()
    for name in names:
        try:
            found.add(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.add(x509.DNSName(name.encode("idna").decode()))
    return found


def _own_names() -> set[str]:
    """Localhost, the host's name, and the addresses by which the local network reaches it."""
    host = socket.gethostname()
    names = {"localhost", "127.0.0.1", "::1", host, f"{host.split('.')[0]}.local"}
    # Connecting a datagram socket sends nothing; it only asks the kernel which of our addresses it would use.
    # The destinations are reserved for documentation (RFC 5737, RFC 3849).
    for family, destination in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((destination, 9))
            names.add(probe.getsockname()[0])
    return names


def _load(certificate_path: Path, key_path: Path) -> _Signed | None:
    """None when a file is missing or broken, or when the two do not belong together."""
    try:
        certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        return None
    return certificate, key


def _write(certificate_path: Path, key_path: Path, signed: _Signed) -> None:
    certificate, key = signed
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    replace(key_path, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain), mode=0o600)
    replace(certificate_path, certificate.public_bytes(pem), mode=0o644)
