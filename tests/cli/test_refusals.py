"""What stands in the way ends the run with the right status and a sentence, and hinders no other file."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from score_gui.demo import Access, PracticeData, PracticeObject, PracticeSite, Role, Service
from score_gui.transfer.ledger import Ledger

from .terminal import Terminal

VECTORS = Path(__file__).parents[1] / "manifests" / "vectors"
EXPECTED: dict[str, dict[str, Any]] = json.loads((VECTORS / "expected.json").read_text("utf-8"))
REFUSED = sorted(name for name, told in EXPECTED.items() if told.get("accepted") is False)


def open_names(data: PracticeData) -> set[str]:
    """Names of what a download of the manifest brings without a token."""
    return {held.name for held in data.objects if held.access is Access.OPEN and held.published and held.path}


def is_controlled(data: PracticeData, object_id: str) -> bool:
    held = data.by_id(object_id)
    return held is not None and held.access is Access.CONTROLLED


# --- tokens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "code", "sentence"),
    [
        (None, "token-needed", "no token was sent"),
        ("7d8eb1e4-0d5f-4c5c-a6ab-1d9fcb32d2c7", "token-refused", "answered 401"),
        ("unscoped", "access-denied", "your token works, but does not cover this file"),
    ],
)
def test_without_access_the_open_files_arrive(
    terminal: Terminal, site: PracticeSite, data: PracticeData, token: str | None, code: str, sentence: str
) -> None:
    terminal.use(site, site.unscoped_token if token == "unscoped" else token)
    done = terminal.download("--manifest", data.manifest)
    assert done.status == 3
    assert {line["code"] for line in done.events("failed")} == {code}
    assert all(is_controlled(data, line["object_id"]) for line in done.events("failed"))
    assert sentence in done.err
    for line in done.events("failed"):
        assert line["object_id"] in done.err
    got = {line["name"] for line in done.events("verified")}
    assert got == open_names(data)


def test_a_text_that_cannot_be_a_token_is_named_and_the_open_files_arrive(
    terminal: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    terminal.use(site, "töken-with-an-ümlaut")
    done = terminal.download("--manifest", data.manifest)
    assert done.status == 3
    assert "ACCESSTOKEN: This is not a token. Character 2 is not a plain letter" in done.err
    assert "mlaut" not in done.out + done.err
    assert {line["name"] for line in done.events("verified")} == open_names(data)


def test_a_person_reads_one_clear_sentence_for_each_file(
    terminal: Terminal, site: PracticeSite, large: PracticeObject
) -> None:
    terminal.use(site, token=None)
    done = terminal.run("download", "--output-dir", terminal.folder, "--object-id", large.object_id)
    assert (done.status, done.out) == (3, "")
    named, summary = done.err.splitlines()
    assert named.startswith(f"{large.object_id}: Token needed. ")
    assert "`score-gui token set`" in named
    assert summary.startswith("0 of 1 file verified, 1 not done; 0 bytes received in ")


def test_with_the_token_at_last_the_same_words_fetch_the_rest(
    terminal: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    terminal.use(site, token=None)
    assert terminal.download("--manifest", data.manifest).status == 3
    terminal.use(site)
    done = terminal.download("--manifest", data.manifest)
    assert done.status == 0
    assert {line["name"] for line in done.events("skipped")} == open_names(data)


def test_an_analysis_that_only_a_token_opens_needs_one(
    terminal: Terminal, site: PracticeSite, large: PracticeObject
) -> None:
    terminal.use(site, token=None)
    site.fail_next(2, 401, service=Service.SONG)
    words = ("--study-id", large.analysis.study_id, "--analysis-id", large.analysis.analysis_id)
    done = terminal.download(*words)
    assert (done.status, done.out) == (3, "")
    assert "Token needed" in done.err


# --- objects --------------------------------------------------------------------------------------------------


def test_an_unknown_object_hinders_no_other(here: Terminal, data: PracticeData) -> None:
    unknown, known = str(uuid.uuid4()), data.get(Role.TWIN_A)
    done = here.download("--object-id", unknown, known.object_id)
    assert done.status == 1
    assert f"{unknown}: File not known." in done.err
    assert [line["object_id"] for line in done.events("verified")] == [known.object_id]


def test_a_file_that_is_not_published_is_named(here: Terminal, data: PracticeData) -> None:
    unpublished = data.get(Role.UNPUBLISHED).object_id
    done = here.download("--object-id", unpublished)
    assert (done.status, [line["code"] for line in done.events("failed")]) == (1, ["not-published"])
    assert unpublished in done.err


def test_a_file_that_the_store_lost_is_named(here: Terminal, site: PracticeSite, data: PracticeData) -> None:
    site.fail_next(20, 404, service=Service.STORE)
    done = here.download("--object-id", data.get(Role.TWIN_A).object_id)
    assert (done.status, [line["code"] for line in done.events("failed")]) == (1, ["gone-at-source"])
    assert data.get(Role.TWIN_A).object_id in done.err


def test_an_unknown_analysis_is_a_sentence(here: Terminal, large: PracticeObject) -> None:
    words = ("--study-id", large.analysis.study_id, "--analysis-id", str(uuid.uuid4()))
    done = here.download(*words)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1


# --- manifests ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_manifest_ends_the_run_with_its_advice(here: Terminal, name: str) -> None:
    done = here.download("--manifest", VECTORS / name)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{name}: ")
    assert len(done.err) > len(name) + 20


def test_one_refused_manifest_among_good_ones_starts_nothing(
    here: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    done = here.download("--manifest", data.manifest, VECTORS / REFUSED[0])
    assert (done.status, here.files(), site.stats()["bytes_served"]) == (2, set(), {})


@pytest.mark.parametrize("what", ["nothing", "folder"])
def test_a_manifest_that_is_no_file_is_named(here: Terminal, tmp_path: Path, what: str) -> None:
    path = tmp_path / "my\x1b[31m list.tsv"
    if what == "folder":
        path.mkdir()
    done = here.download("--manifest", path)
    assert (done.status, done.out) == (2, "")
    assert r"my\u001b[31m list.tsv" in done.err


def test_a_manifest_that_cannot_be_read_is_a_sentence(
    here: Terminal, data: PracticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("score_gui.cli.lists.read_path", refuse)
    done = here.download("--manifest", data.manifest)
    assert (done.status, done.err) == (2, f"{data.manifest.name} cannot be read: Permission denied.\n")
    done = here.run("inspect", data.manifest)
    assert (done.status, done.err) == (2, f"{data.manifest.name} cannot be read: Permission denied.\n")


def test_a_line_that_names_no_object_keeps_the_run_from_being_all_done(
    here: Terminal, data: PracticeData, tmp_path: Path
) -> None:
    held = data.get(Role.TWIN_A)
    manifest = tmp_path / "list.tsv"
    rows = data.manifest.read_text("utf-8").splitlines()
    good = next(row for row in rows if held.object_id in row)
    bad = good.replace(held.object_id, "not-an-object-id")
    manifest.write_text("\n".join([rows[0], good, good, bad, ""]), "utf-8")
    done = here.download("--manifest", manifest)
    assert done.status == 1
    assert f"{manifest.name}: line 4: Object ID is not a UUID" in done.err
    assert [line["object_id"] for line in done.events("verified")] == [held.object_id]


def test_a_line_that_repeats_another_is_no_loss(here: Terminal, data: PracticeData, tmp_path: Path) -> None:
    held = data.get(Role.TWIN_A)
    manifest = tmp_path / "list.tsv"
    rows = data.manifest.read_text("utf-8").splitlines()
    good = next(row for row in rows if held.object_id in row)
    manifest.write_text("\n".join([rows[0], good, good, ""]), "utf-8")
    assert here.download("--manifest", manifest).status == 0


# --- disks and folders ----------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MB, less than the large practice file."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def demand_all_but_the_large(terminal: Terminal, data: PracticeData, folder: Path) -> None:
    large = data.get(Role.LARGE)
    done = terminal.download("--manifest", data.manifest, to=folder)
    assert done.status == 4
    assert [line["object_id"] for line in done.events("failed")] == [large.object_id]
    assert {line["code"] for line in done.events("waiting")} == {"no-space"}
    assert done.summary["verified"] == done.summary["files"] - 1
    assert f"{large.name} ({large.object_id}): Not enough space." in done.err


def test_on_a_disk_that_is_too_small_the_small_files_arrive(
    here: Terminal, data: PracticeData, small_disk: Path
) -> None:
    demand_all_but_the_large(here, data, small_disk)


def test_where_there_is_no_room_the_small_files_arrive(
    here: Terminal, data: PracticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("score_gui.transfer.settling.free_bytes", lambda _folder: 20_000_000)
    monkeypatch.setattr("score_gui.transfer.settling.total_bytes", lambda _folder: 30_000_000)
    demand_all_but_the_large(here, data, here.folder)


def test_an_output_folder_that_is_a_file_is_bad_usage(here: Terminal, data: PracticeData) -> None:
    place = here.folder / "a file"
    place.touch()
    done = here.download("--manifest", data.manifest, to=place)
    assert (done.status, done.out) == (2, "")
    assert "a file" in done.err


# --- the program's own home -----------------------------------------------------------------------------------


def test_a_second_program_on_the_same_queue_says_so(here: Terminal, data: PracticeData) -> None:
    here.run("info")
    ledger = Ledger(here.home / "state" / "ledger.db")
    try:
        done = here.download("--manifest", data.manifest)
    finally:
        ledger.close()
    assert (done.status, done.out) == (1, "")
    assert "Another score_gui works with this queue." in done.err
    assert "SCORE_GUI_HOME" in done.err


def test_a_queue_that_cannot_be_read_is_kept_aside_and_said(here: Terminal, data: PracticeData) -> None:
    here.run("info")
    ledger = here.home / "state" / "ledger.db"
    ledger.write_bytes(b"not a ledger" * 1000)
    done = here.download("--manifest", data.manifest)
    assert done.status == 0
    assert "The queue begins anew" in done.err
    (aside,) = ledger.parent.glob("ledger.damaged-*.db")
    assert str(aside) in done.err
    assert aside.read_bytes() == b"not a ledger" * 1000


@pytest.mark.parametrize(
    "words",
    [
        ("download", "--output-dir", "x", "--object-id", str(uuid.uuid4())),
        ("info",),
        ("url", "--object-id", str(uuid.uuid4())),
    ],
)
def test_a_home_that_cannot_be_used_is_a_sentence(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    home = tmp_path / "not a folder"
    home.touch()
    monkeypatch.setenv("SCORE_GUI_HOME", str(home))
    done = terminal.run(*words)
    assert (done.status, done.out) == (2, "")
    assert str(home) in done.err
    assert len(done.err.splitlines()) == 1


def test_a_queue_whose_folder_is_in_the_way_is_a_sentence(here: Terminal, data: PracticeData) -> None:
    (here.home / "state" / "ledger.db").mkdir(parents=True)
    done = here.download("--manifest", data.manifest)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) <= 2  # the manifest's remark about twins, and why


# --- profiles -------------------------------------------------------------------------------------------------


def test_without_metadata_url_the_environment_names_no_site(
    terminal: Terminal, site: PracticeSite, data: PracticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.use(site)
    monkeypatch.delenv("METADATA_URL")
    done = terminal.download("--manifest", data.manifest)
    assert (done.status, done.out) == (2, "")
    assert done.err == "STORAGE_URL and METADATA_URL name no site. The metadata address is missing.\n"


def test_an_unknown_profile_is_named_with_those_there_are(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest, "--profile", "nowhere\x07")
    assert (done.status, done.out) == (2, "")
    assert r"There is no profile 'nowhere\u0007'. Profiles: ICGC ARGO." in done.err
