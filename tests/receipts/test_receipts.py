from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.files.resources import resource_path
from score_gui.model import language, problems
from score_gui.model.profile import Profile
from score_gui.model.transfer import Check, Layout, Status, Transfer, TransferId
from score_gui.receipts import Receipt, receipt_of, save
from score_gui.receipts.formats import as_json, as_md5_list
from score_gui.receipts.html import as_html

MADE = 1_795_000_000.0
SITE = Profile("lab", "My lab", "https://score.example.org", "https://song.example.org")
DATA = b"some reads"
MD5 = hashlib.md5(DATA).hexdigest()  # noqa: S324 - what the sites use
HOSTILE = "<script>alert(1)</script>&\n\x1b[2J\u202e.bam"


def transfer(folder: Path, number: int, status: Status = Status.VERIFIED, **more: object) -> Transfer:
    """A row of the queue; those that are done lie in `folder`."""
    name = f"SA{number}.bam"
    values: dict[str, object] = {
        "id": TransferId(number),
        "object_id": f"33dd93ef-aab8-561c-8cc0-{number:012d}",
        "name": name,
        "folder": folder,
        "layout": Layout.FILENAME,
        "profile_id": "lab",
        "status": status,
        "order": number,
        "size": len(DATA),
        "md5": MD5,
        "manifest": "nov.tsv",
        "added": MADE - 1000,
    }
    if status.is_done:
        done = {"placed": name, "check": Check.WHOLE, "md5_seen": MD5, "finished": MADE - 10}
        values |= done
    return Transfer(**{**values, **more})  # type: ignore[arg-type]


def receipt(*transfers: Transfer) -> Receipt:
    return receipt_of("nov.tsv", transfers, [SITE], MADE)


class Words(HTMLParser):
    """The visible words of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


# --- the facts ---------------------------------------------------------------------------------------------------


def test_a_receipt_counts_what_was_asked_what_came_and_how_it_was_checked(tmp_path: Path) -> None:
    made = receipt(
        transfer(tmp_path, 1),
        transfer(tmp_path, 2, Status.COMPLETE, check=Check.SIZE, md5=None, md5_seen=None),
        transfer(tmp_path, 3, Status.SKIPPED),
        transfer(tmp_path, 4, Status.NEEDS_YOU, problem=problems.no_access("My lab", "x")),
    )
    assert (len(made.lines), made.here, made.verified, made.is_complete) == (4, 3, 2, False)
    assert made.size == 3 * len(DATA)


def test_the_files_stand_in_the_order_of_the_queue(tmp_path: Path) -> None:
    made = receipt(transfer(tmp_path, 3), transfer(tmp_path, 1), transfer(tmp_path, 2, order=9))
    assert [line.name for line in made.lines] == ["SA1.bam", "SA3.bam", "SA2.bam"]


def test_no_file_is_no_receipt() -> None:
    with pytest.raises(ValueError, match="about files"):
        receipt()


def test_a_file_in_another_folder_keeps_its_whole_path(tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    made = receipt(transfer(tmp_path / "a", 1), transfer(other, 2))
    assert [line.path for line in made.lines] == ["SA1.bam", (other / "SA2.bam").as_posix()]


# --- JSON --------------------------------------------------------------------------------------------------------


def test_the_json_holds_every_fact(tmp_path: Path) -> None:
    row = transfer(tmp_path, 4, Status.NEEDS_YOU, problem=problems.no_access("My lab", "x"))
    told = json.loads(as_json(receipt(transfer(tmp_path, 1), row)))
    assert told["summary"] == {"asked": 2, "arrived": 1, "verified": 1, "bytes": 10, "complete": False}
    assert told["sites"] == [
        {"name": "My lab", "storage_url": SITE.storage_url, "metadata_url": SITE.metadata_url}
    ]
    first, second = told["files"]
    assert (first["path"], first["md5_expected"], first["md5_computed"]) == ("SA1.bam", MD5, MD5)
    assert first["arrived"] == "2026-11-18T11:06:30+00:00"
    assert (second["path"], second["arrived"]) == (None, None)
    assert second["trouble"] == problems.no_access("My lab", "x").title


# --- md5sum ------------------------------------------------------------------------------------------------------


def test_only_what_is_here_and_has_an_md5_is_in_the_list(tmp_path: Path) -> None:
    made = receipt(
        transfer(tmp_path, 1),
        transfer(tmp_path, 2, check=Check.PARTS, md5_seen=None),
        transfer(tmp_path, 3, Status.COMPLETE, md5=None, md5_seen=None),
        transfer(tmp_path, 4, Status.PAUSED),
    )
    assert as_md5_list(made) == f"{MD5}  SA1.bam\n{MD5}  SA2.bam\n"


def test_a_strange_name_is_escaped_as_md5sum_does(tmp_path: Path) -> None:
    line = replace(receipt(transfer(tmp_path, 1)).lines[0], path="a\\b\nc.bam")
    assert as_md5_list(replace(receipt(transfer(tmp_path, 1)), lines=(line,))) == f"\\{MD5}  a\\\\b\\nc.bam\n"


@pytest.mark.skipif(shutil.which("md5sum") is None, reason="md5sum is not installed")
def test_md5sum_checks_the_files_by_the_list(tmp_path: Path) -> None:
    rows = [transfer(tmp_path, number) for number in (1, 2)]
    for row in rows:
        assert row.target is not None
        row.target.write_bytes(DATA)
    saved = save(receipt(*rows))
    assert saved.md5s is not None

    def check() -> int:
        words = ["md5sum", "-c", "--strict", saved.md5s.name if saved.md5s else ""]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode

    assert check() == 0
    (tmp_path / "SA2.bam").write_bytes(b"other reads")
    assert check() == 1


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_page_says_in_one_sentence_how_it_stands(tmp_path: Path) -> None:
    good = Words(as_html(receipt(transfer(tmp_path, 1), transfer(tmp_path, 2)))).said
    assert "2 files, 20 bytes: all are here, 2 verified by MD5." in good
    some = Words(as_html(receipt(transfer(tmp_path, 1), transfer(tmp_path, 2, Status.PAUSED)))).said
    assert "1 of 2 files are here, 10 bytes; 1 verified by MD5. 1 did not arrive." in some


def test_a_file_checked_by_its_size_is_never_called_verified(tmp_path: Path) -> None:
    row = transfer(tmp_path, 1, Status.COMPLETE, check=Check.SIZE, md5=None, md5_seen=None)
    said = Words(as_html(receipt(row))).said
    assert "1 file, 10 bytes: all are here, 0 verified by MD5, 1 checked by size only." in said
    assert "Size matches; no MD5 was known" in said


def test_names_from_strangers_are_only_text_on_the_page(tmp_path: Path) -> None:
    row = transfer(tmp_path, 1, Status.PAUSED, name=HOSTILE, md5='"><img src=x>')
    page = Words(as_html(receipt_of(HOSTILE, [row], [replace(SITE, name=HOSTILE)], MADE)))
    assert not {"script", "img", "a", "link", "iframe"} & set(page.tags)
    assert "<script>alert(1)</script>" in "".join(page.said)


def test_the_page_fetches_nothing(tmp_path: Path) -> None:
    page = as_html(receipt(transfer(tmp_path, 1)))
    assert "default-src 'none'" in page
    assert not [word for word in ("src=", "href=", "url(", "@import") if word in page]


# --- on the disk -------------------------------------------------------------------------------------------------


def test_three_files_lie_beside_the_data(tmp_path: Path) -> None:
    saved = save(receipt(transfer(tmp_path, 1)))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "nov.md5",
        "nov.receipt.html",
        "nov.receipt.json",
    ]
    assert json.loads(saved.json.read_text("utf-8"))["manifest"] == "nov.tsv"


def test_a_newer_receipt_takes_the_place_of_the_older(tmp_path: Path) -> None:
    save(receipt(transfer(tmp_path, 1)))
    saved = save(receipt(transfer(tmp_path, 1), transfer(tmp_path, 2)))
    assert len(list(tmp_path.iterdir())) == 3
    assert saved.json.read_text("utf-8").count('"object_id"') == 2


@pytest.mark.parametrize(
    "name", ["nov.md5", "nov.receipt.html", "nov.receipt.json"], ids=["list", "page", "json"]
)
def test_a_file_that_is_no_receipt_of_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    saved = save(receipt(transfer(tmp_path, 1)))
    assert (tmp_path / name).read_text() == "mine"
    assert saved.html.name == "nov (2).receipt.html"


def test_the_receipt_of_another_manifest_of_the_same_stem_stays(tmp_path: Path) -> None:
    other = receipt_of("nov.csv", [transfer(tmp_path, 1)], [SITE], MADE)
    before = save(other).json.read_text("utf-8")
    assert save(receipt(transfer(tmp_path, 1))).html.name == "nov (2).receipt.html"
    assert (tmp_path / "nov.receipt.json").read_text("utf-8") == before


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text(json.dumps({"schema": "score_gui receipt 1", "manifest": "nov.tsv"}))
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "nov.receipt.json").symlink_to(victim)
    save(receipt(transfer(folder, 1)))
    assert victim.read_text() == json.dumps({"schema": "score_gui receipt 1", "manifest": "nov.tsv"})


def test_a_folder_that_is_gone_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save(receipt(transfer(tmp_path / "gone", 1)))
    assert list(tmp_path.iterdir()) == []


@given(st.text(min_size=1))
def test_any_name_of_a_manifest_gives_names_of_files_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, manifest: str
) -> None:
    folder = tmp_path_factory.mktemp("receipt")
    saved = save(receipt_of(manifest, [transfer(folder, 1)], [SITE], MADE))
    assert {saved.html.parent, saved.json.parent} == {folder}
    again = save(receipt_of(manifest, [transfer(folder, 1)], [SITE], MADE))
    assert again == saved


def test_the_page_speaks_the_language_of_the_window_and_the_others_stay(tmp_path: Path) -> None:
    made = receipt(transfer(tmp_path, 1), transfer(tmp_path, 2))
    english = as_json(made), as_md5_list(made)
    german = next(one for one in language.available(resource_path("translations")) if one.code == "de")
    language.choose(german)
    page = as_html(made)
    assert '<html lang="de">' in page
    assert any("alle sind hier, 2 per MD5 geprüft." in said for said in Words(page).said)
    assert (as_json(made), as_md5_list(made)) == english
