"""A redirect from https to http, over real TLS: the headers go to a named host only."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imagen_oauth import AccessToken, httpx_auth, requests_auth

from tests.binding.clients import CREDENTIALS, LIMIT, NONE, token_of
from tests.binding.loopback import Reply, Seen, serving

HOST = IPv4Address("127.0.0.1")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate of this machine that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(HOST)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return file


def _by_httpx(token: AccessToken, url: str, trusted: Path, *hosts: str) -> str:
    with httpx.Client(
        follow_redirects=True,
        trust_env=False,
        timeout=LIMIT,
        verify=ssl.create_default_context(cafile=str(trusted)),
    ) as client:
        return httpx_auth.attach(client, token, *hosts).get(url).text


def _by_requests(token: AccessToken, url: str, trusted: Path, *hosts: str) -> str:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(trusted)
        requests_auth.attach(session, token, *hosts)
        return session.get(url, timeout=LIMIT).text


Call = Callable[..., str]
calls = pytest.mark.parametrize(
    "call", [_by_httpx, _by_requests], ids=["httpx", "requests"]
)


@calls
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("named", [False, True])
def test_downgrade_to_http_gets_headers_only_if_that_port_is_named(
    call: Call, status: int, named: bool, certificate: Path
) -> None:
    def leave(request: Seen) -> Reply:
        return Reply(status, {"Location": plain.url("/there")})

    def arrived(request: Seen) -> Reply:
        return Reply(body=b"arrived over http")

    with serving(arrived) as plain, serving(leave, certificate=certificate) as tls:
        text = call(
            token_of(tls.host),
            f"https://{tls.host}/",
            certificate,
            tls.host,
            *([plain.host] if named else []),
        )
    assert text == "arrived over http"
    assert [one.credentials for one in tls.seen] == [CREDENTIALS]
    assert [one.credentials for one in plain.seen] == [CREDENTIALS if named else NONE]


@calls
def test_redirect_within_the_origin_over_tls_keeps_the_headers(
    call: Call, certificate: Path
) -> None:
    def answer(request: Seen) -> Reply:
        if request.path == "/":
            return Reply(302, {"Location": "/there"})
        return Reply(200 if request.credentials == CREDENTIALS else 401)

    with serving(answer, certificate=certificate) as tls:
        call(token_of(tls.host), f"https://{tls.host}/", certificate)
    assert tls.seen[-1].path == "/there"
    assert tls.seen[-1].credentials == CREDENTIALS
