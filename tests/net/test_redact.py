"""No text leaves through a log with a credential in it, and texts without one are left as they are."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from score_gui.model.secret import Secret
from score_gui.net.redact import RedactingFilter, install, redact

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canary_sig-nature"

LEAKS = [
    "Authorization: Bearer canary-1",
    "authorization:Bearer canary-1",
    "{'Authorization': 'Bearer canary-1', 'x': 'y'}",
    "[(b'Authorization', b'Bearer canary-1')]",
    "Proxy-Authorization: Basic canary1==",
    "curl -H 'Authorization: Bearer canary-1' https://x",
    "token is Bearer canary-1.",
    "X-SCORE-TOKEN: canary1/+==",
    "Cookie: session=canary; b=canary",
    "Set-Cookie: session=canary; Path=/",
    "https://s3.example.org/b/o?X-Amz-Credential=canary%2F2026%2Fs3&X-Amz-Signature=canary68",
    "https://s3.example.org/b/o?X-Amz-Security-Token=canary&X-Amz-Date=1",
    "GET /b/o?AWSAccessKeyId=canary&Expires=1&Signature=canary%3D HTTP/1.1",
    "https://a.blob.core.windows.net/c/o?sv=1&sig=canary%3D&se=2026",
    "https://storage.googleapis.com/o?X-Goog-Signature=canary&GoogleAccessId=canary",
    "https%3A%2F%2Fs3%2Fo%3FX-Amz-Signature%3Dcanary68",
    "https://user:canary@example.org/x",
    "ftp://canary@example.org",
    "https://x/o/api_key?apiKey=canary-1",
    "https://x/cb?access_token=canary&refresh_token=canary",
    f"invalid token {JWT}",
    f"('{JWT}',)",
]


@pytest.mark.parametrize("text", LEAKS)
def test_credentials_are_taken_out(text: str) -> None:
    assert "canary" not in redact(text).replace("***", "")


HARMLESS = [
    "range bytes=0-99 of 5b3bf92a-8f57-54b9-9ab9-6dcf34a0dc78 is here",
    "GET https://score.example.org/download/5b3bf92a?offset=0&length=-1&external=true",
    "md5 0301ca53c86138baa75b7aa357055405 differs",
    "design=3 resig=4 mysig=5",
    "mail somebody@example.org",
    "Token refused: ARGO answered 401",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_credential_stays(text: str) -> None:
    assert redact(text) == text


def test_a_known_secret_is_found_whatever_it_looks_like() -> None:
    assert redact("id 5b3bf92a-8f57 came", [Secret("5b3bf92a-8f57"), Secret("")]) == "id *** came"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter(lambda: [Secret("canary-uuid")]))
    logger = logging.getLogger("a test of redaction")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)


def _break() -> None:
    raise OSError("GET https://x/o?sig=canary")


def test_messages_arguments_and_tracebacks_are_cleaned(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = log
    logger.info("asked %s", "https://x/o?X-Amz-Signature=canary")
    logger.info("asked with canary-uuid", stack_info=True)
    try:
        _break()
    except OSError:
        logger.exception("it broke with %r", {"Authorization": "Bearer canary"})
    written = stream.getvalue()
    assert "asked https://x/o?X-Amz-Signature=***" in written
    assert "OSError: GET https://x/o?sig=***" in written
    assert "canary" not in written


def test_install_cleans_each_handler_once_and_silences_the_chatty() -> None:
    root = logging.getLogger()
    before = {handler: list(handler.filters) for handler in root.handlers}
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "hpack")}
    try:
        install()
        install()
        for handler in root.handlers:
            assert sum(isinstance(one, RedactingFilter) for one in handler.filters) == 1
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    finally:
        for handler, filters in before.items():
            handler.filters[:] = filters
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
