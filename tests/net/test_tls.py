"""Certificates are verified always; what is wrong with one is said with the name of its server."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from score_gui.model.byterange import ByteRange
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.secret import Secret
from score_gui.net import tls
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.net.tls import client_context
from tests.fakes.raw_server import RawServer, answer

CERTIFICATES = Path(__file__).parent / "certificates"
OURS = CERTIFICATES / "authority.pem"
BODY = answer("206 x", "Content-Range: bytes 0-9/10", body=b"0123456789")


@pytest.fixture
def client() -> Iterator[DataClient]:
    made = DataClient(NetSettings(ca_files=(OURS,), connect_timeout=60, read_timeout=60))
    yield made
    made.close()


def _get(client: DataClient, url: str) -> bytes | Problem:
    try:
        with client.fetch(Secret(url), ByteRange(0, 10), group=1) as came:
            return b"".join(bytes(chunk) for chunk in came.chunks())
    except ProblemError as failure:
        return failure.problem


def test_an_authority_of_the_house_is_trusted_beside_the_systems(client: DataClient) -> None:
    with RawServer([[BODY]], certificate=CERTIFICATES / "good.pem") as server:
        assert _get(client, server.origin) == b"0123456789"
        assert _get(client, server.origin) == b"0123456789"
        assert server.connections == 1


# Whose certificate, the code, a word of the reason.
REFUSED = [
    ("foreign", "certificate-not-trusted", "issuer"),
    ("ended", "certificate-wrong", "expired"),
    ("other_host", "certificate-wrong", "not valid for"),
]


@pytest.mark.parametrize(("name", "code", "word"), REFUSED)
def test_what_is_wrong_with_a_certificate_is_said(
    client: DataClient, name: str, code: str, word: str
) -> None:
    with RawServer([[BODY]], certificate=CERTIFICATES / f"{name}.pem") as server:
        problem = _get(client, server.origin)
        assert isinstance(problem, Problem)
        assert (problem.code, problem.recovery) == (code, Recovery.PERSON)
        assert server.host in problem.cause
        assert word in problem.cause
        assert server.requests == []


def test_without_its_authority_a_certificate_is_not_trusted() -> None:
    client = DataClient(NetSettings())
    with RawServer([[BODY]], certificate=CERTIFICATES / "good.pem") as server:
        problem = _get(client, server.origin)
    assert isinstance(problem, Problem)
    assert problem.code == "certificate-not-trusted"


def test_the_authority_that_nobody_here_trusts_is_named(client: DataClient) -> None:
    with RawServer([[BODY]], certificate=CERTIFICATES / "foreign.pem") as server:
        problem = _get(client, server.origin)
    assert isinstance(problem, Problem)
    assert f"{server.host} is signed by 'an authority nobody trusts'" in problem.cause
    assert "choose it in the settings" in problem.next_step


@pytest.mark.skipif(sys.platform != "linux", reason="the system's store is a file on Linux only")
def test_a_file_of_authorities_stands_beside_the_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """`other_host.pem` vouches for nobody, and takes nothing away from what the system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(OURS))
    client = DataClient(NetSettings(ca_files=(CERTIFICATES / "other_host.pem",)))
    with RawServer([[BODY]], certificate=CERTIFICATES / "good.pem") as server:
        assert _get(client, server.origin) == b"0123456789"
    client.close()


def test_a_store_of_the_system_that_is_not_there_is_no_crash(
    client: DataClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    with RawServer([[BODY]], certificate=CERTIFICATES / "good.pem") as server:
        assert _get(client, server.origin) == b"0123456789"


def test_a_server_without_tls_gets_nothing() -> None:
    client = DataClient(NetSettings(connect_timeout=0.3))
    with RawServer([[BODY]]) as server:
        problem = _get(client, server.origin.replace("http://", "https://"))
        assert isinstance(problem, Problem)
        assert problem.code in {"secure-connection", "cannot-connect"}
        assert server.requests == []


def test_versions_before_1_2_are_not_spoken() -> None:
    context = client_context()
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there the system itself is asked")
def test_the_systems_authorities_are_found_where_openssl_does_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setattr(tls, "_BUNDLES", ())
    assert client_context().cert_store_stats()["x509_ca"] == 0
    monkeypatch.setattr(tls, "_BUNDLES", (tmp_path / "missing.pem", OURS))
    assert client_context().cert_store_stats()["x509_ca"] == 1


@pytest.mark.parametrize(("asks_the_system", "is_shared"), [(True, False), (False, True)])
def test_threads_share_a_context_where_handshakes_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch, asks_the_system: bool, is_shared: bool
) -> None:
    monkeypatch.setattr(tls, "_asks_the_system", lambda: asks_the_system)
    give = tls.contexts([OURS])
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda _: give(), range(8)))
    assert len({id(context) for context in given}) == (1 if is_shared else 8)
    assert all(context.verify_mode is ssl.CERT_REQUIRED for context in given)


def test_session_keys_are_written_nowhere(
    client: DataClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with RawServer([[BODY]], certificate=CERTIFICATES / "good.pem") as server:
        _get(client, server.origin)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("content", "word"), [(None, "No such file"), (b"nothing of use", "PEM")])
def test_a_file_of_authorities_that_is_none_is_told(tmp_path: Path, content: bytes | None, word: str) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    problem = _get(DataClient(NetSettings(ca_files=(file,))), "https://127.0.0.1:9/")
    assert isinstance(problem, Problem)
    assert problem.code == "ca-file-unusable"
    assert word in problem.cause
