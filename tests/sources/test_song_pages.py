"""The analyses of a study as a browser takes them: page by page, published ones only, each once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.net.settings import NetSettings
from score_gui.sources.open import open_song
from score_gui.sources.song import SongClient
from score_gui.sources.song_pages import MOST_PAGES, AnalysisPages
from score_gui.sources.song_rows import Analysis, read_analysis
from tests.fakes.json_site import JsonSite, Params, said
from tests.fakes.raw_server import RawServer, answer

NET = NetSettings(connect_timeout=60, read_timeout=60, api_timeout=60)


@pytest.fixture
def site() -> Iterator[JsonSite]:
    with JsonSite({}) as running:
        yield running


@pytest.fixture
def song(site: JsonSite) -> Iterator[SongClient]:
    made = open_song(Profile("p", "The site", site.origin, site.origin), lambda: None, NET)
    yield made
    made.close()


def rows(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [{"analysisId": f"an{number}", "analysisState": "PUBLISHED"} for number in range(first, count)]


def read_all(pages: AnalysisPages) -> list[str]:
    found: list[str] = []
    page = pages.next()
    while True:
        found += [one.analysis_id for one in page.analyses]
        if page.is_last:
            return found
        page = pages.next()


SONG_5 = {
    "analysisId": "an1",
    "studyId": "ST",
    "analysisState": "PUBLISHED",
    "analysisType": {"name": "variantCall", "version": 1},
    "samples": [
        {"submitterSampleId": "sa1", "donor": {"submitterDonorId": "do1", "donorId": "DO1"}},
        {"submitterSampleId": "sa2", "donor": {"submitterDonorId": "do1"}},
        {"sampleId": "SA3", "donor": {"donorId": "DO3"}},
    ],
    "files": [
        {
            "objectId": "o1",
            "fileName": "a.bam",
            "fileSize": 44,
            "fileType": "BAM",
            "fileAccess": "controlled",
        },
        {"objectId": "o2", "fileName": "a.bam.bai", "fileAccess": "controlled"},
        {"objectId": "o3", "fileName": "b.txt", "fileAccess": "open"},
        {},
    ],
}
SONG_4 = {
    "analysisId": "an1",
    "study": "ST",
    "analysisState": "PUBLISHED",
    "analysisType": {"name": "variantCall"},
    "sample": SONG_5["samples"],
    "file": SONG_5["files"],
}


@pytest.mark.parametrize("row", [SONG_5, SONG_4], ids=["Song 5", "Song 4"])
def test_an_analysis_tells_its_donors_samples_and_files(row: dict[str, Any]) -> None:
    found = read_analysis(row)
    assert found is not None
    assert (found.analysis_id, found.study, found.type_name, found.is_published) == (
        "an1",
        "ST",
        "variantCall",
        True,
    )
    assert (found.samples, found.donors) == (("sa1", "sa2", "SA3"), ("do1", "DO3"))
    bam, text = found.files
    assert (bam.entry.file_name, bam.entry.size, bam.entry.index_object_id) == ("a.bam", 44, "o2")
    assert (bam.entry.donor, bam.entry.study, bam.entry.analysis_id) == ("do1, DO3", "ST", "an1")
    assert (bam.open_access, text.open_access) == (False, True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*SONG_5, "sample", "file", "donor", "objectId"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_a_server_calls_an_analysis_does_no_harm(row: Any) -> None:
    found = read_analysis(row)
    assert found is None or isinstance(found, Analysis)


def test_pages_are_asked_for_one_by_one(site: JsonSite, song: SongClient) -> None:
    def page(params: Params, _: str | None) -> bytes:
        start = int(params["offset"])
        return said(
            {"analyses": rows(start + int(params["limit"]), start)[: 250 - start], "totalAnalyses": 250}
        )

    site.routes["/studies/ST/analysis/paginated"] = page
    pages = song.pages("ST")
    assert site.asked == []
    first = pages.next()
    assert (len(first.analyses), first.total, first.is_last, len(site.asked)) == (100, 250, False, 1)
    assert len(read_all(pages)) == 150
    assert len(site.asked) == 3


def test_a_study_is_counted_with_one_small_question(site: JsonSite, song: SongClient) -> None:
    site.routes["/studies/ST/analysis/paginated"] = said({"analyses": rows(1), "totalAnalyses": 4711})
    assert song.count("ST") == 4711
    assert "limit=1&" in site.asked[0]
    assert song.count("OLD") is None


def test_a_song_without_pages_is_asked_for_all_at_once(site: JsonSite, song: SongClient) -> None:
    site.routes["/studies/ST/analysis"] = said([*rows(3), None, {"analysisId": None}])
    page = song.pages("ST").next()
    assert ([one.analysis_id for one in page.analyses], page.is_last) == (["an0", "an1", "an2"], True)
    assert "analysisStates=PUBLISHED" in site.asked[-1]


def test_a_study_that_nobody_knows_is_told(site: JsonSite, song: SongClient) -> None:
    with pytest.raises(ProblemError) as caught:
        song.pages("NONE").next()
    assert caught.value.problem.code == "unknown-study"


# What a server answers at each question, what comes of it, how many questions are asked.
STRANGE: list[tuple[str, list[Any], list[str], int]] = [
    ("knows no offset", [{"analyses": rows(2)}] * 9, ["an0", "an1"], 2),
    (
        "shifts by one",
        [{"analyses": rows(2)}, {"analyses": rows(3, 1)}, {"analyses": []}],
        ["an0", "an1", "an2"],
        3,
    ),
    ("boasts", [{"analyses": rows(2), "totalAnalyses": 10**9}, {"analyses": []}], ["an0", "an1"], 2),
    ("counts with words", [{"analyses": rows(1), "totalAnalyses": "many"}, {"analyses": []}], ["an0"], 2),
    ("counts below nothing", [{"analyses": rows(1), "totalAnalyses": -4}, {"analyses": []}], ["an0"], 2),
    ("counts with a truth", [{"analyses": rows(1), "totalAnalyses": True}, {"analyses": []}], ["an0"], 2),
    ("tells no rows", [{"analyses": [None, 7, {}], "totalAnalyses": 3}], [], 1),
    ("is silent", [{}], [], 1),
    ("says no", [None], [], 1),
    (
        "lets drafts slip through",
        [{"analyses": [*rows(1), {"analysisId": "d", "analysisState": "UNPUBLISHED"}], "totalAnalyses": 2}],
        ["an0"],
        1,
    ),
    (
        "begins with a page of drafts",
        [
            {"analyses": [{"analysisId": "d", "analysisState": "SUPPRESSED"}]},
            {"analyses": rows(1)},
            {"analyses": []},
        ],
        ["an0"],
        3,
    ),
]


@pytest.mark.parametrize(
    ("answers", "found", "asked"), [row[1:] for row in STRANGE], ids=[row[0] for row in STRANGE]
)
def test_a_strange_server_comes_to_an_end(answers: list[Any], found: list[str], asked: int) -> None:
    waiting = list(answers)
    pages = AnalysisPages(lambda _offset: waiting.pop(0))
    assert read_all(pages) == found
    assert len(answers) - len(waiting) == asked


def test_a_list_without_an_end_is_not_waited_for() -> None:
    pages = AnalysisPages(lambda offset: {"analyses": rows(offset + 1, offset)})
    assert len(read_all(pages)) == MOST_PAGES


def test_after_a_problem_the_same_page_is_asked_for_again(site: JsonSite, song: SongClient) -> None:
    answers = [
        said({"analyses": rows(1), "totalAnalyses": 2}),
        answer("500 x"),
        said({"analyses": rows(2, 1)}),
    ]

    def page(params: Params, _: str | None) -> bytes:
        return answers.pop(0)

    site.routes["/studies/ST/analysis/paginated"] = page
    pages = song.pages("ST")
    pages.next()
    with pytest.raises(ProblemError):
        pages.next()
    assert [one.analysis_id for one in pages.next().analyses] == ["an1"]
    assert [asked.partition("offset=")[2] for asked in site.asked] == ["0", "1", "1"]


def test_a_question_on_its_way_ends_when_nobody_wants_it_any_more() -> None:
    """A server that takes the question and says nothing for ever."""
    asked, ended = threading.Event(), threading.Event()

    def silent(_request: str) -> Any:
        asked.set()
        ended.wait(60)
        return []

    with RawServer([silent]) as server:
        song = open_song(Profile("p", "The site", server.origin, server.origin), lambda: None, NetSettings())
        caught: list[str] = []

        def ask() -> None:
            try:
                song.pages("ST").next()
            except ProblemError as error:
                caught.append(error.problem.code)

        worker = threading.Thread(target=ask)
        worker.start()
        assert asked.wait(60)
        song.close()
        worker.join(60)
        ended.set()
        assert caught == ["connection-lost"]
