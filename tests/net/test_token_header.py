"""The encrypted token for the servers of the data: as score-client makes it, and to nobody else."""

from __future__ import annotations

import base64
import logging

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.secret import Secret
from score_gui.model.token_header import HeaderName, TokenHeader
from score_gui.net.token_header import TokenHeaders, longest_token, read_public_key, why_not_sent
from tests.fakes.rsa_key import opened, public_key, public_pem

LINK = Secret("https://store.example.org/score.data/data/1?X-Amz-Signature=00")
TOKEN = Secret("0f8fad5b-d9cb-469f-a165-70867728950e")


def headers(token: Secret | None = TOKEN, name: HeaderName = HeaderName.SCORE) -> TokenHeaders:
    return TokenHeaders(TokenHeader(public_key(), name, is_on=True), lambda: token)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=245))
def test_whoever_has_the_private_key_reads_the_token(token: str) -> None:
    ((name, sealed),) = headers(Secret(token)).for_link(LINK)
    assert name == "X-SCORE-TOKEN"
    assert opened(sealed) == token


def test_the_token_itself_is_not_to_be_seen() -> None:
    ((_name, sealed),) = headers().for_link(LINK)
    assert TOKEN.reveal() not in sealed
    assert TOKEN.reveal().encode() not in base64.b64decode(sealed)


def test_the_old_name_can_be_chosen() -> None:
    ((name, _sealed),) = headers(name=HeaderName.ICGC).for_link(LINK)
    assert name == "X-ICGC-TOKEN"


def test_two_links_do_not_show_that_they_carry_the_same() -> None:
    made = headers()
    assert made.for_link(LINK) != made.for_link(LINK)


def test_without_a_token_nothing_is_sent() -> None:
    assert headers(None).for_link(LINK) == ()


@pytest.mark.parametrize(
    ("link", "goes"),
    [
        ("http://store.example.org/data/1", False),
        ("http://127.0.0.1:9000/data/1", True),
        ("http://localhost:9000/data/1", True),
    ],
)
def test_nobody_on_the_way_can_read_along(link: str, goes: bool) -> None:
    assert bool(headers().for_link(Secret(link))) is goes


def test_a_jwt_never_fits_and_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "score_gui.net.token_header")
    made = headers(Secret("x" * 246))
    assert made.for_link(LINK) == made.for_link(LINK) == ()
    assert caplog.messages == [
        "The token has 246 bytes and the public key takes 245, so X-SCORE-TOKEN is not sent."
    ]
    assert why_not_sent(TokenHeader(public_key()), Secret("x" * 245)) == ""


def test_a_longer_key_takes_more() -> None:
    assert (longest_token(public_key()), longest_token(public_key(4096))) == (245, 501)


@pytest.mark.parametrize(
    "text", [public_key(), public_pem(), f"  {public_key()[:64]}\n{public_key()[64:]}\n"]
)
def test_a_key_is_read_in_every_usual_writing(text: str) -> None:
    assert read_public_key(text) == public_key()


def _elliptic() -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.mark.parametrize("text", ["", "no key", "AAAA", public_key()[:-8], f"{public_key()}*", _elliptic()])
def test_what_is_no_rsa_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no RSA public key"):
        read_public_key(text)


def test_a_key_that_keeps_nothing_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="has 1024 bits; at least 2048"):
        read_public_key(public_key(1024))


def test_it_is_not_seen_when_a_header_is_shown() -> None:
    assert TOKEN.reveal() not in repr(headers())
