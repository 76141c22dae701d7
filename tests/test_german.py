"""What is said in German, from the catalogue that is shipped: sentences whole, data as it is, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from score_gui.access.life import EndSource, TokenEnd, full_day_text, read_day
from score_gui.access.profiles import ProfileError, checked
from score_gui.files.resources import resource_path
from score_gui.manifests import read_manifest
from score_gui.model import language
from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.slicing import troubles
from score_gui.slicing.bed import read_bed
from score_gui.slicing.inflate import DamagedError, gunzip
from score_gui.slicing.regions import RegionError, parse_region
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_text import go_words, value_text
from score_gui.ui.preview_values import HERE
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_token import look_at
from score_gui.ui.profiles_words import remove_token_question, saved_words
from score_gui.ui.queue_use import QueueUse

ID = "5c1f9d2e-0b7a-4d53-9f0e-6f2a8c1b3d47"


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    known = {one.code: one for one in language.available(resource_path("translations"))}
    language.choose(known["de"])
    yield
    language.choose(language.ENGLISH)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_that_is_shown_is_read_back(month: int) -> None:
    day = date(2026, month, 21)
    assert read_day(full_day_text(day)) == day


def test_a_day_may_still_be_written_in_english() -> None:
    assert (full_day_text(date(2026, 12, 21)), read_day("21 Dec 2026")) == (
        "21. Dez. 2026",
        date(2026, 12, 21),
    )


def test_the_end_of_a_token_is_told_in_days_and_dates() -> None:
    end = TokenEnd(datetime(2026, 11, 20, 12, tzinfo=UTC), EndSource.TOKEN)
    assert end.words(datetime(2026, 11, 10, 12, tzinfo=UTC)) == "Endet in 10 Tagen"
    assert end.words(datetime(2026, 11, 25, 12, tzinfo=UTC)) == "Endete 20. Nov."


@pytest.mark.parametrize(
    "name", ["Windows Credential Manager", "the macOS keychain", "the system keyring", "KWallet"]
)
def test_every_keyring_fits_into_the_sentence(name: str) -> None:
    told = saved_words(TokenState.KEPT, tr(name))
    assert told == f"Das Token ist gespeichert in {tr(name)}."
    assert name not in told or name == "KWallet"


def test_what_a_token_is_worth_to_the_queue_is_asked_in_one_breath() -> None:
    asked = remove_token_question("ICGC ARGO", QueueUse(running=1, to_come=1204, kept=2_000_000_000))
    assert asked.text == "Das Token für ICGC ARGO entfernen?"
    assert asked.consequence == (
        "1 Datei hält an und 1.204 warten auf ein neues Token. "
        "Auf dem Datenträger wird nichts gelöscht; 2,0 GB unfertiger Dateien bleiben."
    )


def test_what_was_taken_off_a_token_and_what_is_wrong_with_one() -> None:
    assert look_at("Bearer  abcdefghijklmnopqrstuvwx ").note == "„Bearer“ und 2 Leerzeichen wurden entfernt."
    assert look_at("abc\N{EN DASH}defghijklmnopqrstuvwx").fault.startswith(
        "Zeichen 4 ist „\N{EN DASH}“, ein Strich"
    )


def test_an_address_that_is_none_is_named_by_its_field() -> None:
    with pytest.raises(ProfileError, match=r"^Die Metadaten-Adresse muss mit https beginnen"):
        checked(Profile("lab", "Lab", "https://score.example.org", "http://song.example.org"))


def test_the_remarks_of_a_list_and_the_reason_why_one_is_none() -> None:
    read = read_manifest(f"object_id\n{ID}\n{ID[:20]}\n{ID}\n".encode(), "ids.tsv")
    assert [remark.message for remark in read.remarks] == ["Objekt-ID ist abgeschnitten", "Wie Zeile 2"]
    assert read_manifest(b"%PDF-1.7", "ids.pdf").advice == (
        "Das ist ein PDF, kein Manifest. Öffnen Sie die Liste, die das Portal dafür ausgab."
    )


def test_a_region_that_cannot_be_meant() -> None:
    with pytest.raises(RegionError, match=r"^Diese Datei hat kein Contig 17\. Meinten Sie chr17:1-20\?$"):
        parse_region("17:1-20", {"chr17": 83_257_441})
    with pytest.raises(RegionError, match=r"das 1\.000 Basen hat"):
        parse_region("chr1:2000-3000", {"chr1": 1000})


def test_regions_keep_their_commas() -> None:
    region = parse_region("chr1:1,000-2,000", {"chr1": 5000})
    assert region is not None
    assert region.text == "chr1:1,000-2,000"


def test_a_bed_file_is_told_line_by_line() -> None:
    assert [
        one.message for one in read_bed(b"17\t5\t9\nchr1\t9\t9\n", {"chr17": 99, "chr1": 99}).remarks
    ] == [
        "diese Datei hat kein Contig 17; meinten Sie chr17",
        "das Intervall ist leer",
    ]


def test_what_is_wrong_with_an_index_stands_within_the_sentence() -> None:
    with pytest.raises(DamagedError) as failed:
        gunzip(b"\x1f\x8b\x08\x04", 100)
    assert tr(troubles.index_unreadable(str(failed.value)).cause).startswith(
        "Die Indexdatei ist nicht verwendbar: "
    )
    assert "it " not in str(failed.value)


def test_values_of_facets_are_keys_that_are_said_in_the_language() -> None:
    assert (HERE, value_text(HERE), value_text("CRAM")) == ("Here", "Hier", "CRAM")


def test_the_button_counts_in_the_language() -> None:
    sums = Sums(files=1204, bytes=4_400_000_000_000, unsized=0, largest=0)
    assert go_words(sums, starts=True) == "1.204 Dateien laden, 4,4 TB"
    assert go_words(sums, starts=False) == "1.204 Dateien einreihen, 4,4 TB"
