"""`score-gui download --receipt`: the same receipt as the window's, where somebody asks for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from score_gui.demo import PracticeData, PracticeSite, Role

from .canary import Canary
from .terminal import Outcome, Terminal

ENDINGS = (".receipt.html", ".receipt.json", ".md5")


def receipt_files(data: PracticeData) -> list[str]:
    return [f"{data.manifest.stem}{ending}" for ending in ENDINGS]


def agrees(folder: Path, data: PracticeData) -> bool:
    """Each line of the list for md5sum is true of the file that it names."""
    lines = (folder / receipt_files(data)[2]).read_text("utf-8").splitlines()
    pairs = [line.split("  ", 1) for line in lines]
    return bool(pairs) and all(
        hashlib.md5((folder / name).read_bytes(), usedforsecurity=False).hexdigest() == md5
        for md5, name in pairs
    )


def told(done: Outcome) -> list[str]:
    return [line for line in done.err.splitlines() if "eceipt" in line]


def test_it_lies_beside_the_files_and_names_each_of_them(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest, "--receipt")
    assert done.status == 0
    assert told(done) == [f"Receipt: {here.folder / receipt_files(data)[0]}"]
    assert set(receipt_files(data)) < here.files()
    receipt = json.loads((here.folder / receipt_files(data)[1]).read_text("utf-8"))
    verified = done.events("verified")
    assert receipt["manifest"] == data.manifest.name
    assert {(file["object_id"], file["md5_computed"]) for file in receipt["files"]} == {
        (line["object_id"], line["md5"]) for line in verified
    }
    assert agrees(here.folder, data)


def test_without_the_option_nothing_lies_there_but_the_files(here: Terminal, data: PracticeData) -> None:
    done = here.download("--manifest", data.manifest)
    assert told(done) == []
    assert len(here.files()) == len(done.events("verified"))


def test_it_goes_to_a_folder_that_is_named_and_its_list_still_finds_the_files(
    here: Terminal, data: PracticeData, tmp_path: Path
) -> None:
    folder = tmp_path / "papers" / "methods"
    done = here.download("--manifest", data.manifest, "--receipt", folder)
    assert done.status == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(receipt_files(data))
    assert here.files().isdisjoint(receipt_files(data))
    assert agrees(folder, data)


def test_a_second_run_that_finds_everything_here_writes_it_anew(here: Terminal, data: PracticeData) -> None:
    here.download("--manifest", data.manifest)
    done = here.download("--manifest", data.manifest, "--receipt")
    again = here.download("--manifest", data.manifest, "--receipt")
    assert (done.status, again.status) == (0, 0)
    assert told(done) == told(again) != []
    assert agrees(here.folder, data)


def test_a_list_of_which_a_file_is_missing_gets_none_and_another_one_does(
    here: Terminal, site: PracticeSite, data: PracticeData, tmp_path: Path
) -> None:
    held = data.get(Role.VCF)
    other = tmp_path / "one.txt"
    other.write_text(f"{held.object_id}\n")
    gone = tmp_path / "gone.txt"
    gone.write_text("00000000-0000-4000-8000-00000000dead\n")
    done = here.download("--manifest", gone, other, "--receipt")
    assert done.status == 1
    assert told(done) == [
        "gone.txt: no receipt yet, since not all of its files are here.",
        f"Receipt: {here.folder / 'one.receipt.html'}",
    ]


def test_objects_that_no_list_names_have_a_receipt_too(here: Terminal, data: PracticeData) -> None:
    done = here.download("--object-id", data.get(Role.VCF).object_id, "--receipt")
    assert done.status == 0
    assert told(done) == [f"Receipt: {here.folder / 'objects.receipt.html'}"]


def test_a_folder_that_cannot_be_written_is_told_and_the_files_are_here(
    here: Terminal, data: PracticeData, tmp_path: Path
) -> None:
    blocked = tmp_path / "receipts"
    blocked.symlink_to(tmp_path / "a drive that is not here" / "receipts")
    done = here.download("--manifest", data.manifest, "--receipt", blocked)
    assert done.status == 1
    assert done.summary["failed"] == 0
    (line,) = told(done)
    assert line.startswith(f"{data.manifest.name}: there is no receipt.")


def test_it_holds_no_secret(here: Terminal, canary: Canary, data: PracticeData) -> None:
    here.download("--manifest", data.manifest, "--receipt")
    assert canary.secrets
    assert canary.in_files(here.folder) == []
