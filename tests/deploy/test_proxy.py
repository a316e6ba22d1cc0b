"""The shipped proxy before the service in production: TLS, bounds, and nobody's word about addresses."""

import os
import re
import secrets
import socket
import ssl
import subprocess
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from checkin_service.cli.system import server
from checkin_service.host.certificate import AUTHORITY_FILE, local_certificate
from tests.benchmarks.servers import running
from tests.conftest import a_database

SHIPPED = Path("deploy/nginx.conf")
MAIN = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/errors;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/proxied; fastcgi_temp_path {folder}/a;
    uwsgi_temp_path {folder}/b; scgi_temp_path {folder}/c;
    include {folder}/checkin.conf;
}}
"""

AS_WE_ARE = "user root;" if os.geteuid() == 0 else ""
"""Processes of nginx would give up root, and could not read a test's own folder."""

pytestmark = pytest.mark.skipif(
    server("nginx") is None, reason="no nginx: `make servers` fetches one from Debian's packages"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Proxy:
    """nginx with the shipped file, on loopback and other ports, with a certificate of this machine's own authority."""

    def __init__(self, folder: Path, upstream: int) -> None:
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        certificate, key = local_certificate(folder / "tls", ["localhost"])
        text = SHIPPED.read_text(encoding="utf-8")
        for there, here in (
            (r"listen \[::\]:\d+[^;]*;", ""),
            (r"listen 80;", f"listen 127.0.0.1:{self.plain};"),
            (r"listen 443 ", f"listen 127.0.0.1:{self.secure} "),
            (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{upstream};"),
            (r"/etc/ssl/checkin/fullchain\.pem", str(certificate)),
            (r"/etc/ssl/checkin/privkey\.pem", str(key)),
            (r"/var/log/nginx", str(folder)),
            (r"checkin\.example\.org", "localhost"),
        ):
            text, count = re.subn(there, here, text)
            assert count, there
        (folder / "checkin.conf").write_text(text, encoding="utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=AS_WE_ARE), encoding="utf-8")
        trusted = ssl.create_default_context(cafile=str(folder / "tls" / AUTHORITY_FILE))
        self.client = httpx.Client(base_url=f"https://localhost:{self.secure}", verify=trusted, timeout=30)

    @contextmanager
    def started(self) -> Iterator["Proxy"]:
        command = [str(server("nginx")), "-e", "stderr", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            self._wait()
            yield self
        finally:
            process.terminate()
            process.wait()
            self.client.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.secure), timeout=1).close()
            except OSError:
                assert time.monotonic() < deadline, "nginx does not start"
                time.sleep(0.05)
            else:
                return


@pytest.fixture(scope="module")
def proxy(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    names = ("TOKEN_KEY", "KEY_ENCRYPTION_KEY", "CODE_KEY")
    keys = {f"CHECKIN_SECRET_{name}": urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in names}
    signing = ("LOG_KEY", "FEED_KEY")
    keys |= {f"CHECKIN_SIGNING_{name}": urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in signing}
    with a_database("proxied", copy_of=migrated) as url:
        environment = (
            os.environ
            | keys
            | {
                "CHECKIN_ENVIRONMENT": "production",
                "CHECKIN_DATABASE_URL": url,
                "CHECKIN_DATABASE_CONNECTIONS": "4",
                "CHECKIN_HOME": str(tmp_path_factory.mktemp("home")),
                "CHECKIN_OPERATIONS_KEY": "o" * 40,
                "CHECKIN_FACE_WORKERS": "1",
            }
        )
        with (
            running("checkin_service", ["serve"], environment=environment) as service,
            Proxy(tmp_path_factory.mktemp("nginx"), service.port).started() as proxy,
        ):
            yield proxy


def test_the_service_answers_through_tls_and_says_that_nothing_else_will_do(proxy: Proxy) -> None:
    answer = proxy.client.get("/me")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert answer.headers["content-security-policy"]


def test_without_tls_one_is_sent_to_it(proxy: Proxy) -> None:
    answer = httpx.get(f"http://127.0.0.1:{proxy.plain}/me", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "https://127.0.0.1/me")


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json"])
def test_what_operators_read_is_not_outside_even_with_their_key(proxy: Proxy, path: str) -> None:
    assert proxy.client.get(path, headers={"Authorization": f"Bearer {'o' * 40}"}).status_code == 404


def test_a_body_beyond_six_megabytes_ends_at_the_proxy(proxy: Proxy) -> None:
    assert proxy.client.post("/v1/check-ins", content=b"x" * (6 * 2**20 + 1)).status_code == 413


def test_the_log_of_the_proxy_names_no_path_and_no_address(proxy: Proxy) -> None:
    proxy.client.get("/me", params={"code": "492817"})
    log, until = proxy.folder / "checkin.log", time.monotonic() + 10
    # It is written after the answer.
    while "GET 200" not in (said := log.read_text(encoding="utf-8")):
        assert time.monotonic() < until, said
        time.sleep(0.05)
    assert not [each for each in ("492817", "/me", "127.0.0.1") if each in said]


class _Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        said = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Silent."""


def test_what_a_sender_says_about_its_own_address_is_not_passed_on(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Echo) as upstream:
        Thread(target=upstream.serve_forever, daemon=True).start()
        with Proxy(tmp_path, upstream.server_port).started() as proxy:
            said = proxy.client.get(
                "/",
                headers={"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http", "Forwarded": "for=203.0.113.7"},
            ).text
        upstream.shutdown()
    assert "X-Forwarded-For: 127.0.0.1" in said
    assert "X-Forwarded-Proto: https" in said
    assert "203.0.113.7" not in said
