"""The configuration of score-client is taken over, and what is not is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access.imports import HEADER_IS_OFF, Import
from score_gui.access.profiles import ARGO, ProfileError
from score_gui.access.share import read_profile_file
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.token_header import TokenHeader
from tests.fakes.rsa_key import public_key

TOKEN = "0a1b2c3d-made-up-4e5f"
JAVA = "a trust store of Java is not read; choose the authority's PEM file as CA file."
GOLDEN = f"""\
################################################################################
# Configuration of score-client
################################################################################

# The access token
accessToken={TOKEN}

storage.url=https\\://score.example.org/
metadata.url = https://song.example.org

! Tuning
transport.parallel=8
client.connectTimeoutSeconds = 60
client.ssl.custom=true
client.ssl.trustStore=/home/ada/truststore.jks
client.ssl.trustStorePassword=secret-canary
metadata.ssl.enabled=false
portal.url=https://dcc.example.org
client.quiet=true
my.own : nonsense
"""


def read(text: str, name: str | None = None, taken: tuple[Profile, ...] = ()) -> Import:
    return read_profile_file(text.encode(), name, taken)


def test_site_and_token_are_taken_over() -> None:
    found = read(GOLDEN)
    assert found.profile == Profile(
        "score-example-org",
        "score.example.org",
        "https://score.example.org",
        "https://song.example.org",
        connections=8,
    )
    assert found.token is not None
    assert found.token.reveal() == TOKEN
    assert not found.is_known
    assert found.preview == (
        "score.example.org: Its token, which is in the file, will be sent to score.example.org and song.example.org."
    )


def test_every_other_setting_is_named_with_its_reason_and_without_its_value() -> None:
    found = read(GOLDEN)
    assert found.remarks == (
        "The token still stands in the file too; remove it there when you no longer need it.",
        "Line 13, client.connectTimeoutSeconds: score_gui settles this by itself.",
        f"Line 14, client.ssl.custom: {JAVA}",
        f"Line 15, client.ssl.trustStore: {JAVA}",
        f"Line 16, client.ssl.trustStorePassword: {JAVA}",
        "Line 17, metadata.ssl.enabled: TLS is always verified.",
        "Line 18, portal.url: that portal is closed.",
        "Line 19, client.quiet: score_gui has no use for it.",
        "Line 20, my.own: not understood.",
    )
    assert "canary" not in repr(found)
    assert TOKEN not in repr(found)


@pytest.mark.parametrize("key", ["accessToken", "access-token", "ACCESSTOKEN", "client.accessToken"])
def test_a_name_may_be_written_as_spring_takes_it(key: str) -> None:
    found = read(f"{key}={TOKEN}\nSTORAGE_URL=https://s.example.org\nmetadata-url=https://m.example.org")
    assert found.token is not None
    assert found.token.reveal() == TOKEN
    assert found.profile.metadata_url == "https://m.example.org"


def test_the_last_of_two_counts_as_in_java() -> None:
    found = read(
        "storage.url=https://a.example.org\nstorage.url=https://b.example.org\nmetadata.url=https://m.example.org"
    )
    assert found.profile.storage_url == "https://b.example.org"
    assert found.remarks == ("Line 1, storage.url: set again on line 2, which counts.",)


def test_one_address_serves_for_both() -> None:
    found = read("storage.url=https://s.example.org")
    assert found.profile.metadata_url == "https://s.example.org"
    assert found.remarks == ("It names no metadata.url; the storage address is taken for both.",)


def test_icgc_argo_is_recognised_and_gets_its_token_in_its_place() -> None:
    text = f"storage.url={ARGO.storage_url}\nmetadata.url={ARGO.metadata_url}\naccessToken={TOKEN}"
    fresh, known, another = read(text), read(text, taken=(ARGO,)), read(text, "Second", (ARGO,))
    assert (fresh.profile, fresh.is_known) == (ARGO, False)
    assert (known.profile, known.is_known) == (ARGO, True)
    assert (another.profile.id, another.profile.name, another.is_known) == ("second", "Second", False)
    assert another.profile.kind is SiteKind.ARGO


def test_quotes_belong_to_the_token() -> None:
    found = read(
        f'storage.url=https://s.example.org\nmetadata.url=https://s.example.org\naccessToken="{TOKEN}"'
    )
    assert found.token is not None
    assert found.token.reveal() == f'"{TOKEN}"'
    assert (
        found.remarks[1] == "Line 3, accessToken: the quotes belong to the token, as score-client reads it."
    )


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("${MY_TOKEN}", "it refers to something outside the file; no token was taken over."),
        ("short", "no token was taken over. It is too short to be a token."),
        (
            "canary\\u2013canary",
            "no token was taken over. Character 7 is “\N{EN DASH}”, a dash of a kind that text editors put in.",
        ),
    ],
)
def test_a_token_that_is_none_is_said(token: str, told: str) -> None:
    found = read(
        f"storage.url=https://s.example.org\nmetadata.url=https://s.example.org\naccessToken={token}"
    )
    assert found.token is None
    assert found.remarks == (f"Line 3, accessToken: {told}",)


def test_a_token_in_the_place_of_a_name_is_not_repeated() -> None:
    stray = f"storage.url=https://s.example.org\nmetadata.url=https://s.example.org\n{TOKEN}\n9{TOKEN}=x\n"
    assert read(stray).remarks == (
        "Line 3: not understood.",
        "Line 4, a name of an unusual form: not understood.",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"accessToken={TOKEN}", "It names no storage.url; the site that score-client then took is closed."),
        ("storage.url=${URL}", "Line 1, storage.url, refers to something outside the file: write the address there."),
        ("storage.url=http://s.example.org", "The storage address must begin with https"),
        ("storage.url=https://ada:pw@s.example.org", "The storage address must end with its path"),
        ("storage.url=https://s.example.org\na=\\u12", "Line 2 holds \\u without"),
        ("one\ttwo\nthree\tfour", "It is neither"),
        ("", "It is neither"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(text: str, told: str) -> None:
    with pytest.raises(ProfileError) as error:
        read(text)
    assert str(error.value).startswith(told)


KEYS = st.sampled_from(
    [
        "storage.url",
        "metadata.url",
        "accessToken",
        "client.accessToken",
        "client.ssl.trustStorePassword",
        "x",
        TOKEN,
    ]
)
VALUES = st.sampled_from(
    ["https://s.example.org", TOKEN, "${X}", "", "canary-of-a-value", "\\u12"]
) | st.text(max_size=9)


@given(st.lists(st.tuples(KEYS, st.sampled_from(["=", ":", " ", ""]), VALUES), max_size=6))
def test_whatever_a_file_holds_no_secret_of_it_is_repeated(lines: list[tuple[str, str, str]]) -> None:
    text = "\n".join("".join(parts) for parts in lines)
    try:
        found = read_profile_file(text.encode("utf-8", "replace"))
        told = repr(found) + found.preview
    except ProfileError as error:
        told = str(error)
    assert TOKEN not in told
    assert "canary" not in told


@pytest.mark.parametrize("value", ["0", "65", "many", "-1", "٣", "9" * 5000])
def test_a_number_of_parts_that_cannot_be_is_named_and_left(value: str) -> None:
    found = read(GOLDEN.replace("transport.parallel=8", f"transport.parallel={value}"))
    assert found.profile.connections is None
    assert "Line 12, transport.parallel: score_gui settles this by itself." in found.remarks


def test_the_public_key_is_taken_over_and_the_header_stays_off() -> None:
    found = read(
        f"storage.url=https://score.example.org\nmetadata.url=https://x.org\ntoken.public-key={public_key()}\n"
    )
    assert found.profile.token_header == TokenHeader(public_key(), is_on=False)
    assert found.remarks == (HEADER_IS_OFF,)


def test_a_public_key_that_is_none_is_named_and_left() -> None:
    found = read("storage.url=https://score.example.org\nmetadata.url=https://x.org\ntoken.public-key=abc\n")
    assert found.profile.token_header is None
    assert found.remarks == (
        "Line 3, token.public-key: not taken over. That is no RSA public key in base64 or PEM.",
    )


def test_a_profile_that_is_here_keeps_its_own_key() -> None:
    text = f"storage.url=https://score.example.org\nmetadata.url=https://x.org\ntoken.public-key={public_key()}\n"
    here = Profile("lab", "Lab", "https://score.example.org", "https://x.org")
    found = read(text, taken=(here,))
    assert found.profile == here
    assert found.remarks == (
        "The profile is here already and stays as it is; its token.public-key is not taken over.",
    )
