"""A command takes a manifest from a file or from its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.cli.lists import read_named
from score_gui.cli.speech import EndError, Exit
from score_gui.manifests import ReadingStoppedError, Watch
from score_gui.manifests.remote import hosts_of, read_url
from score_gui.model.profile import Profile
from score_gui.net.settings import NetSettings
from tests.fakes.raw_server import RawServer, answer

CERTIFICATES = Path(__file__).parents[1] / "net" / "certificates"
SETTINGS = NetSettings(ca_files=(CERTIFICATES / "authority.pem",))
ID = "33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac"
LAB = Profile("lab", "Lab", "https://127.0.0.1:8087", "https://song.example.org/api")


def site(body: bytes) -> RawServer:
    return RawServer([[answer("200 OK", body=body)]], certificate=CERTIFICATES / "good.pem")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text(ID)
    assert [entry.object_id for entry in read_named(str(path), {}).entries] == [ID]


@pytest.mark.parametrize("named", ["no such file.tsv", "http://example.org/list.tsv"])
def test_what_is_no_file_is_named(named: str) -> None:
    with pytest.raises(EndError, match=named) as caught:
        read_named(named, {})
    assert caught.value.status == Exit.USAGE


def test_an_address_without_encryption_is_not_asked() -> None:
    with pytest.raises(EndError, match="Lists are fetched from https addresses only"):
        read_named("http://example.org/list.tsv", {})


def test_the_id_of_a_manifest_is_no_file_and_there_is_no_portal_to_ask() -> None:
    with pytest.raises(EndError, match=r"portal .* is closed.*--object-id") as caught:
        read_named(ID, {})
    assert caught.value.status == Exit.USAGE


def test_an_address_in_a_private_network_ends_the_run_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EndError, match=r"private network.* Save the list with your browser") as caught:
        read_named("https://127.0.0.1:1/list.tsv", {"SCORE_GUI_HOME": str(tmp_path)})
    assert caught.value.status == Exit.USAGE


def test_a_list_is_read_from_the_server_of_a_profile() -> None:
    assert hosts_of([LAB]) == {"127.0.0.1", "song.example.org"}
    shares: list[float] = []
    with site(ID.encode()) as server:
        told = read_url(f"{server.origin}/ids.txt", SETTINGS, hosts_of([LAB]), Watch(progress=shares.append))
    assert (told.name, [entry.object_id for entry in told.entries]) == ("ids.txt", [ID])
    assert shares == [0.5]


def test_a_page_is_recognised() -> None:
    with site(b"<!DOCTYPE html><html><body>Log in</body></html>") as server:
        told = read_url(server.origin, SETTINGS, hosts_of([LAB]))
    assert (told.accepted, told.kind) == (False, "html")


def test_fetching_ends_when_nobody_wants_the_list() -> None:
    with site(ID.encode()) as server, pytest.raises(ReadingStoppedError):
        read_url(server.origin, SETTINGS, hosts_of([LAB]), Watch(stopped=lambda: True))
