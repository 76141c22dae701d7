"""What the program makes of Song's answers, of both generations, and of the ICGC ARGO gateway's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.net.settings import NetSettings
from score_gui.sources.companions import find_index, usual_index_name
from score_gui.sources.open import open_song
from score_gui.sources.song import SongClient
from tests.fakes.json_site import JsonSite, Params, said
from tests.fakes.raw_server import answer

NET = NetSettings(connect_timeout=60, read_timeout=60, api_timeout=60)
TOKEN = "a-token-of-ours"


@pytest.fixture
def site() -> Iterator[JsonSite]:
    with JsonSite({}) as running:
        yield running


@pytest.fixture
def song(site: JsonSite) -> Iterator[SongClient]:
    yield from _open(site, SiteKind.OVERTURE)


@pytest.fixture
def argo(site: JsonSite) -> Iterator[SongClient]:
    yield from _open(site, SiteKind.ARGO)


def _open(site: JsonSite, kind: SiteKind) -> Iterator[SongClient]:
    made = open_song(Profile("p", "The site", site.origin, site.origin, kind), lambda: Secret(TOKEN), NET)
    yield made
    made.close()


def _row(number: int, name: str | None = None) -> dict[str, Any]:
    return {"id": f"id{number}", "gnosId": "an1", "fileName": name or f"f{number}", "access": "open"}


def test_an_entity_tells_name_analysis_and_access(site: JsonSite, song: SongClient) -> None:
    site.routes["/entities/id1"] = said({**_row(1), "projectCode": "ST"})
    entity = song.entity("id1")
    assert (entity.file_name, entity.analysis_id, entity.study, entity.open_access) == (
        "f1",
        "an1",
        "ST",
        True,
    )


def test_fields_are_never_asked_for_by_name(site: JsonSite, song: SongClient) -> None:
    site.routes["/entities"] = said({"content": [_row(1)], "last": True})
    song.entities_of_analysis("an1")
    assert site.asked == ["/entities?gnosId=an1&size=2000&page=0"]


# What the pages hold, how many are asked for.
PAGES: list[tuple[str, list[dict[str, Any]], int]] = [
    ("the last says so", [{"content": [_row(1)], "last": False}, {"content": [_row(2)], "last": True}], 2),
    ("an empty one ends", [{"content": [_row(1), _row(2)]}, {"content": []}], 2),
    ("one without news ends", [{"content": [_row(1), _row(2)], "last": False}] * 9, 2),
    ("doubles within a page", [{"content": [_row(1), _row(1), _row(2)], "last": True}], 1),
    ("rows that are none", [{"content": [None, 5, {}, {"id": 7}, _row(1), _row(2)], "last": True}], 1),
    (
        "figures that lie",
        [{"content": [_row(1), _row(2)], "last": True, "empty": True, "totalPages": 0.5}],
        1,
    ),
]


@pytest.mark.parametrize(("pages", "count"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_pages_are_read_to_their_end_and_no_further(
    site: JsonSite, song: SongClient, pages: list[dict[str, Any]], count: int
) -> None:
    site.routes["/entities"] = lambda params, _: said(pages[int(params["page"])])
    assert [one.object_id for one in song.entities_of_analysis("an1")] == ["id1", "id2"]
    assert len(site.asked) == count


@pytest.mark.parametrize("value", [[], {}, {"content": 5}, "x", None])
def test_a_page_that_is_none_is_empty(site: JsonSite, song: SongClient, value: Any) -> None:
    site.routes["/entities"] = said(value)
    assert song.entities_of_analysis("an1") == ()


def test_a_list_of_a_moment_ago_is_not_asked_for_again(site: JsonSite, song: SongClient) -> None:
    site.routes["/entities"] = said({"content": [_row(1)], "last": True})
    song.entities_of_analysis("an1")
    song.entities_of_analysis("an1")
    assert len(site.asked) == 1
    found = song.entity_if_listed("ID1", "an1")
    assert found is not None
    assert found.file_name == "f1"
    assert song.entity_if_listed("id1", "an2") is None


def test_argo_names_the_main_file_for_its_index(site: JsonSite, argo: SongClient) -> None:
    main, index = _row(1, "a.bam"), _row(2, "a.bam.bai")
    site.routes.update(
        {"/entities/id2": said(main), "/entities": said({"content": [main, index], "last": True})}
    )
    assert argo.entity("id2").file_name == "a.bam.bai"


def test_an_index_without_a_row_of_its_own_has_no_name(site: JsonSite, argo: SongClient) -> None:
    main = _row(1, "a.bam")
    site.routes.update({"/entities/id2": said(main), "/entities": said({"content": [main], "last": True})})
    entity = argo.entity("id2")
    assert (entity.object_id, entity.file_name, entity.analysis_id) == ("id2", None, "an1")


def _only_without_token(_: Params, token: str | None) -> bytes:
    return answer("401 x") if token else said(_row(1))


def _only_with_token(_: Params, token: str | None) -> bytes:
    return said(_row(1)) if token else answer("401 x")


def test_song_is_public_so_it_does_not_see_the_token(site: JsonSite, song: SongClient) -> None:
    site.routes["/entities/id1"] = said(_row(1))
    song.entity("id1")
    assert site.tokens == [None]


def test_a_song_behind_a_gate_is_asked_again_with_the_token(site: JsonSite, song: SongClient) -> None:
    site.routes["/entities/id1"] = _only_with_token
    assert song.entity("id1").file_name == "f1"
    assert site.tokens == [None, TOKEN]


def test_argo_sees_the_token_and_a_dead_one_is_left_out(site: JsonSite, argo: SongClient) -> None:
    site.routes["/entities/id1"] = _only_without_token
    assert argo.entity("id1").file_name == "f1"
    assert site.tokens == [TOKEN, None]


# The answer, the code.
REFUSALS = [
    (answer("404 x"), "unknown-object"),
    (answer("400 x"), "unknown-object"),
    (said({"errorId": "legacy.entity.not.found"}, status="500 x"), "unknown-object"),
    (said({"errorId": "legacy.entity.not.found"}), "unknown-object"),
    (said({"errorId": "something.else"}), "server-error"),
    (answer("500 x", body=b"oops"), "server-error"),
    (answer("401 x"), "token-refused"),
    (answer("403 x"), "token-needed"),
    (said([]), "unexpected-answer"),
    (said({"fileName": "x"}), "unexpected-answer"),
    (answer("200 x", "Content-Type: text/html", body=b"<html>"), "web-page"),
]


@pytest.mark.parametrize(("refusal", "code"), REFUSALS)
def test_what_a_refusal_means(site: JsonSite, song: SongClient, refusal: bytes, code: str) -> None:
    site.routes["/entities/id1"] = refusal
    with pytest.raises(ProblemError) as caught:
        song.entity("id1")
    assert caught.value.problem.code == code


def test_studies(site: JsonSite, song: SongClient) -> None:
    site.routes["/studies/all"] = said(["ABC123", 5, "TEST-CA"])
    assert song.studies() == ("ABC123", "TEST-CA")


@pytest.mark.parametrize(
    ("kind", "has_studies"), [(SiteKind.OVERTURE, True), (SiteKind.PRACTICE, True), (SiteKind.ARGO, False)]
)
def test_the_gateway_of_argo_has_no_studies(site: JsonSite, kind: SiteKind, has_studies: bool) -> None:
    for song in _open(site, kind):
        assert song.has_studies is has_studies


def test_files_of_an_analysis_are_entries_with_their_index(site: JsonSite, song: SongClient) -> None:
    bam = {"objectId": "o1", "fileName": "a.bam", "fileSize": 44, "fileMd5sum": "A" * 32, "fileType": "BAM"}
    bai = {"objectId": "o2", "fileName": "a.bam.bai", "fileSize": True, "fileMd5sum": "undefined"}
    site.routes["/studies/ST/analysis/an1/files"] = said([bam, bai, {}, {"objectId": "o3", "fileSize": -1}])
    assert [one.entry for one in song.files("ST", "an1")] == [
        Entry(
            "o1",
            file_name="a.bam",
            size=44,
            md5="a" * 32,
            index_object_id="o2",
            file_type="BAM",
            study="ST",
            analysis_id="an1",
        ),
        Entry("o3", study="ST", analysis_id="an1"),
    ]


# The main file, the files beside it, which one is the index.
INDEXES = [
    ("a.bam", ["a.bam.bai"], "a.bam.bai"),
    ("A.BAM", ["a.bam.BAI"], "a.bam.BAI"),
    ("a.bam", ["a.bai", "b.bam.bai"], "a.bai"),
    ("a.bam", ["a.bai", "a.bam.bai"], "a.bam.bai"),
    ("a.cram", ["a.cram.crai"], "a.cram.crai"),
    ("a.cram", ["a.crai"], "a.crai"),
    ("a.vcf.gz", ["a.vcf.gz.tbi"], "a.vcf.gz.tbi"),
    ("a.vcf.gz", ["a.vcf.gz.idx"], "a.vcf.gz.idx"),
    ("a.bcf", ["a.bcf.csi"], "a.bcf.csi"),
    ("a.bam", ["a.bam.csi"], "a.bam.csi"),
    ("a.bam", ["b.bam.bai", "a.bam.md5"], None),
    ("a.txt", ["a.bai"], None),
    (None, ["a.bai"], None),
]


@pytest.mark.parametrize(("main", "beside", "index"), INDEXES)
def test_which_file_is_the_index(main: str | None, beside: list[str], index: str | None) -> None:
    assert find_index(main, [(name, name) for name in beside] + [("x", None)]) == index


@pytest.mark.parametrize(
    ("main", "usual"),
    [
        ("a.bam", "a.bam.bai"),
        ("A.CRAM", "A.CRAM.crai"),
        ("a.vcf.gz", "a.vcf.gz.tbi"),
        ("a.txt", None),
        (None, None),
    ],
)
def test_what_an_index_is_most_often_called(main: str | None, usual: str | None) -> None:
    assert usual_index_name(main) == usual
