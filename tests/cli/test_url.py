"""`score-gui url`: one pre-signed URL on standard output that works, and nothing else."""

from __future__ import annotations

import uuid
from pathlib import Path

import httpx
import pytest

from score_gui.demo import Flavour, PracticeData, PracticeObject, PracticeSite, Role

from .canary import Canary
from .terminal import PATIENCE, Terminal


@pytest.fixture(autouse=True)
def quiet_httpx(caplog: pytest.LogCaptureFixture) -> None:
    """The test's own requests must not write links into the output of a broken test."""
    caplog.set_level("WARNING", "httpx")


@pytest.mark.parametrize("flavour", Flavour)
@pytest.mark.parametrize("external", [True, False], ids=["external links", "links of parts"])
def test_the_url_works_with_a_range_request(
    terminal: Terminal, canary: Canary, data: PracticeData, flavour: Flavour, external: bool
) -> None:
    held = data.get(Role.VCF)
    with PracticeSite(data, flavour=flavour, external=external) as site:
        terminal.use(site)
        done = terminal.run("url", "--object-id", held.object_id, shows_secrets=True)
        (url,) = done.out.splitlines()
        last = held.size - 1
        answer = httpx.get(url, headers={"Range": f"bytes=0-{last}"}, trust_env=False, timeout=PATIENCE)
    assert (done.status, done.err) == (0, "")
    assert canary.in_text(url)
    assert (answer.status_code, answer.content) == (206, (held.path or Path()).read_bytes())


def test_the_url_of_a_large_file_covers_all_of_it(here: Terminal, large: PracticeObject) -> None:
    url = here.run("url", "--object-id", large.object_id, shows_secrets=True).out.strip()
    answer = httpx.get(url, headers={"Range": "bytes=39999990-40000000"}, trust_env=False, timeout=PATIENCE)
    assert (answer.status_code, len(answer.content)) == (206, 11)


def test_an_empty_file_has_a_url_too(here: Terminal, data: PracticeData) -> None:
    done = here.run("url", "--object-id", data.get(Role.EMPTY).object_id, shows_secrets=True)
    assert (done.status, len(done.out.splitlines())) == (0, 1)
    assert httpx.get(done.out.strip(), trust_env=False, timeout=PATIENCE).content == b""


def test_an_open_file_needs_no_token(terminal: Terminal, site: PracticeSite, data: PracticeData) -> None:
    terminal.use(site, token=None)
    done = terminal.run("url", "--object-id", data.get(Role.VCF).object_id, shows_secrets=True)
    assert (done.status, len(done.out.splitlines())) == (0, 1)


def test_an_unknown_object_has_none(here: Terminal) -> None:
    done = here.run("url", "--object-id", uuid.uuid4())
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("File not known. ")


@pytest.mark.parametrize("token", [None, "7d8eb1e4-0d5f-4c5c-a6ab-1d9fcb32d2c7", "unscoped", "tökentöken"])
def test_without_access_there_is_none(
    terminal: Terminal, site: PracticeSite, large: PracticeObject, token: str | None
) -> None:
    terminal.use(site, site.unscoped_token if token == "unscoped" else token)
    done = terminal.run("url", "--object-id", large.object_id)
    assert (done.status, done.out) == (3, "")
    assert done.err.endswith("and run the same again.\n") or "No access to this file." in done.err


def test_a_text_that_is_no_object_id_is_bad_usage(here: Terminal) -> None:
    done = here.run("url", "--object-id", "abc\x1b")
    assert (done.status, done.out, done.err) == (2, "", "'abc\\u001b' is not an object ID.\n")
