"""Region chips: what a text becomes against the header of a file, and what one click makes of a broken one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.slicing.regions import Region, RegionError, RegionSet, parse_regions
from score_gui.ui.slice_regions import MANY, Chip, Chips, RegionReader, bases_text, padded

HLA = "HLA-A*01:01:01:01"
CONTIGS = {"chr1": 1_000_000, "chr17": 500_000, "chrM": 16_569, "chrX": 90_000, "chrY": 80_000, HLA: 3_503}
GENES = {
    "TP53": (Region("chr17", 10_000, 29_070),),
    "SHOX": (Region("chrX", 100, 900), Region("chrY", 100, 900)),
}


def genes(symbol: str) -> Sequence[Region]:
    return GENES.get(symbol.upper(), ())


READER = RegionReader(CONTIGS, genes)


def one(text: str, reader: RegionReader = READER) -> Chip:
    (chip,), _ = reader.read(text)
    return chip


def trouble(chip: Chip) -> tuple[str, list[str]]:
    assert chip.trouble is not None
    return chip.trouble.sentence, [repair.words for repair in chip.trouble.repairs]


@pytest.mark.parametrize(
    ("text", "region", "note"),
    [
        ("chr17:1,001-20,070", Region("chr17", 1_000, 20_070), "19.1 kb"),
        ("chr1", Region("chr1", 0, 1_000_000), "1.0 Mb"),
        (HLA, Region(HLA, 0, 3_503), "3.5 kb"),
        (f"{HLA}:1-100", Region(HLA, 0, 100), "100 bases"),
        (f"{{{HLA}}}:5-5", Region(HLA, 4, 5), "1 base"),
        ("chrX:80000-", Region("chrX", 79_999, 90_000), "10.0 kb"),
        ("tp53", Region("chr17", 10_000, 29_070), "TP53, 19.1 kb"),
    ],
)
def test_a_good_text_is_a_chip_with_its_length(text: str, region: Region, note: str) -> None:
    chip = one(text)
    assert (chip.trouble, chip.regions, chip.note) == (None, (region,), note)


@pytest.mark.parametrize(
    ("text", "sentence", "repair", "region"),
    [
        ("17:11-20", "This file has no contig 17. It has chr17.", "Use chr17", Region("chr17", 10, 20)),
        ("1", "This file has no contig 1. It has chr1.", "Use chr1", Region("chr1", 0, 1_000_000)),
        ("MT:1-9", "This file has no contig MT. It has chrM.", "Use chrM", Region("chrM", 0, 9)),
        ("chrM:16000-20000", "chrM ends at 16,569.", "Cut to the end", Region("chrM", 15_999, 16_569)),
        (
            "chr1:1,000\N{EN DASH}2,000",
            "chr1:1,000\N{EN DASH}2,000: after the colon stands a range like 1,000-2,000.",
            "Use chr1:1,000-2,000",
            Region("chr1", 999, 2_000),
        ),
    ],
)
def test_a_broken_chip_is_repaired_by_one_click(
    text: str, sentence: str, repair: str, region: Region
) -> None:
    chips = Chips().with_chips([one("chrX"), one(text), one("chrY")])
    broken = chips.all[1]
    assert trouble(broken) == (sentence, [repair])
    assert chips.broken == (1,)
    assert broken.trouble is not None
    mended = chips.repaired(1, broken.trouble.repairs[0])
    assert mended.broken == ()
    assert [chip.regions for chip in mended.all][1] == (region,)


@pytest.mark.parametrize(
    "text",
    ["chr1:0-10", "chr1:10-5", "chr1:2000000", "abc", "chr1:-5", "chr1:1e6-2e6", "chr1;rm", "x" * 1_000_000],
)
def test_what_cannot_be_meant_says_why_and_offers_nothing(text: str) -> None:
    chips, _ = READER.read(text)
    broken = [chip for chip in chips if chip.trouble is not None]
    assert broken
    for chip in broken:
        assert trouble(chip)[1] == []
        assert len(chip.text) < 100


def test_a_repair_may_need_a_second_one() -> None:
    first = one("MT:16000-20000")
    assert first.trouble is not None
    (second,) = first.trouble.repairs[0].chips
    assert trouble(second) == ("chrM ends at 16,569.", ["Cut to the end"])


def test_another_name_does_not_mend_a_place_that_is_not_there() -> None:
    first = one("17:900,000-900,100")
    assert trouble(first) == ("This file has no contig 17. It has chr17.", ["Use chr17"])
    assert first.trouble is not None
    (second,) = first.trouble.repairs[0].chips
    assert trouble(second)[0].startswith("chr17:900,000-900,100 starts past the end of chr17")


def test_a_gene_in_two_places_is_chosen_by_the_person() -> None:
    assert trouble(one("SHOX")) == (
        "SHOX was found twice; choose one.",
        ["Use chrX:101-900", "Use chrY:101-900"],
    )


def test_without_a_known_assembly_a_gene_says_so() -> None:
    sentence, _ = trouble(one("TP53", RegionReader(CONTIGS)))
    assert sentence == "This file has no contig TP53. Genes are not known for its assembly."


def test_an_ambiguous_name_shows_both_spellings() -> None:
    reader = RegionReader({"chr1": 1000, "chr1:100-200": 500})
    assert trouble(one("chr1:100-200", reader))[1] == ["Use {chr1:100-200}", "Use {chr1}:100-200"]


def test_several_lines_and_separators_and_the_star() -> None:
    chips, unplaced = READER.read("chr1:1-10\r\nTP53, chrX;chrY\n*\n\n")
    assert [chip.text for chip in chips] == ["chr1:1-10", "chr17:10,001-29,070", "chrX", "chrY"]
    assert unplaced


def test_the_same_region_comes_once() -> None:
    assert len(Chips().with_chips(READER.read("chr1:1-10 chr1:1-10 TP53 tp53")[0]).all) == 2


def test_words_are_offered_from_the_second_letter_on() -> None:
    reader = RegionReader(
        CONTIGS, genes, lambda letters: [name for name in GENES if name.startswith(letters.upper())]
    )
    assert reader.offers("c") == ()
    assert reader.offers("CH") == ("chr1", "chr17", "chrM", "chrX", "chrY")
    assert reader.offers("tp") == ("TP53",)
    assert reader.offers("chr1:1") == ()


def test_a_long_paste_is_one_chip_and_its_broken_lines_stand_out() -> None:
    good = " ".join(f"chr1:{n * 100 + 1}-{n * 100 + 50}" for n in range(MANY + 10))
    chips, _ = READER.read(f"{good} abc 17:1-5")
    assert [chip.text for chip in chips] == [f"{MANY + 10} pasted regions", "abc", "17:1-5"]
    assert chips[0].note == f"{MANY + 10} regions, 2.5 kb"


def test_two_long_pastes_are_two_chips() -> None:
    pastes = [
        " ".join(f"chr{1 + 16 * k}:{n * 100 + 1}-{n * 100 + 50}" for n in range(MANY + 1)) for k in (0, 1)
    ]
    chips = Chips()
    for paste in pastes:
        chips = chips.with_chips(READER.read(paste)[0])
    assert len(chips.region_set(CONTIGS, 0, unplaced=False).regions) == 2 * (MANY + 1)


def test_a_long_paste_with_other_names_is_repaired_at_once() -> None:
    chips, _ = READER.read(" ".join(f"1:{n * 100 + 1}-{n * 100 + 50}" for n in range(200)))
    assert trouble(chips[0]) == (
        "200 pasted texts are no regions. The first: This file has no contig 1. It has chr1.",
        ["Repair all, as chr1"],
    )
    assert chips[0].trouble is not None
    mended = Chips(chips).repaired(0, chips[0].trouble.repairs[0])
    assert mended.broken == ()
    assert len(mended.all[0].regions) == 200


def test_a_bed_file_is_one_chip() -> None:
    chip = READER.read_bed(Path("panel.bed"), b"chr1\t0\t100\nchrX\t5\t10\n")
    assert (chip.trouble, chip.note, chip.label) == (None, "2 regions, 105 bases", "panel")


def test_lines_of_a_bed_file_are_left_out_only_when_the_person_says_so() -> None:
    chip = READER.read_bed(Path("panel.bed"), b"chr1\t0\t100\nchr1\t9\t9\nno\n")
    assert trouble(chip) == (
        "2 lines of panel.bed cannot be used. Line 2: the interval is empty.",
        ["Leave out 2 lines"],
    )
    assert chip.trouble is not None
    (mended,) = chip.trouble.repairs[0].chips
    assert (mended.trouble, mended.regions, mended.skips_lines) == (None, (Region("chr1", 0, 100),), True)


def test_a_bed_file_with_other_names_is_repaired_by_one_click() -> None:
    chip = READER.read_bed(Path("panel.bed"), b"1\t0\t100\n17\t5\t10\nMT\t0\t9\n17\t9\t9\n")
    sentence, words = trouble(chip)
    assert sentence.startswith("4 lines of panel.bed cannot be used. Line 1: this file has no contig 1")
    assert words == ["Use chr1 and so on, leave out 1 line"]
    assert chip.trouble is not None
    (mended,) = chip.trouble.repairs[0].chips
    assert [region.contig for region in mended.regions] == ["chr1", "chr17", "chrM"]
    assert mended.is_renamed


@pytest.mark.parametrize("data", [b"", b"# only a comment\n", b"\xff\xfe\x00", b"\x1f\x8b\x08\x00cut"])
def test_a_bed_file_without_regions_stops_the_slice(data: bytes) -> None:
    assert READER.read_bed(Path("x.bed"), data).trouble is not None


def test_padding_ends_where_the_contig_does() -> None:
    assert padded(Region("chrM", 10, 16_560), 500, CONTIGS) == Region("chrM", 0, 16_569)


def test_broken_chips_select_nothing_and_neighbours_become_one() -> None:
    chips = Chips().with_chips(READER.read("TP53 chr17:29,100-30,000 17:1-5")[0])
    wanted = chips.region_set(CONTIGS, 100, unplaced=True)
    assert wanted == RegionSet((Region("chr17", 9_900, 30_100),), unplaced=True)
    assert chips.name_of(wanted.regions[0]) == "TP53"


@given(st.text(alphabet="chr17XM:-,*{}0123456789\N{EN DASH} \n;", max_size=60))
def test_every_text_gives_chips_that_are_good_or_say_why(text: str) -> None:
    chips, _ = READER.read(text)
    for chip in chips:
        assert bool(chip.regions) != bool(chip.trouble)
        if chip.trouble is None:
            continue
        assert chip.trouble.sentence.endswith(".")


@given(st.sampled_from(sorted(CONTIGS)), st.integers(1, 80_000), st.integers(0, 80_000))
def test_chips_mean_what_the_command_line_means(name: str, begin: int, length: int) -> None:
    text = f"{name}:{begin}-{begin + length}"
    chip = one(text)
    try:
        meant = parse_regions([text], CONTIGS)
    except RegionError:
        assert chip.trouble is not None
        return
    repaired = chip if chip.trouble is None else chip.trouble.repairs[0].chips[0]
    assert Chips((repaired,)).region_set(CONTIGS, 0, unplaced=False) == meant


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 base"), (999, "999 bases"), (19_070, "19.1 kb"), (999_960, "1.0 Mb")]
)
def test_lengths_as_people_read_them(count: int, text: str) -> None:
    assert bases_text(count) == text
