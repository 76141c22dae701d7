"""Ids that somebody typed: of objects or of analyses, known or not, with what Song tells of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeSite, Role, make_practice_data
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.net.settings import NetSettings
from score_gui.sources.open import open_song
from score_gui.sources.song import SongClient
from score_gui.sources.song_ids import Typed, look_up, read_ids

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1000)


@pytest.fixture(params=[Flavour.SCORE, Flavour.ARGO], ids=["Song", "ARGO"])
def song(request: pytest.FixtureRequest, data: PracticeData) -> Iterator[SongClient]:
    kind = SiteKind.ARGO if request.param is Flavour.ARGO else SiteKind.OVERTURE
    with PracticeSite(data, flavour=request.param) as site:
        profile = Profile("p", "The site", site.storage_url, site.metadata_url, kind)
        made = open_song(profile, lambda: Secret(site.token), NetSettings())
        yield made
        made.close()


A, B = "0a1b2c3d-0000-4000-8000-00000000000a", "0a1b2c3d-0000-4000-8000-00000000000b"
TEXTS = [
    ("", Typed()),
    (f"  {A}\n{B}\r\n", Typed((A, B))),
    (f"{A},{B};{A}", Typed((A, B))),
    (f'"{A.upper()}"', Typed((A,))),
    (f"{{{A}}}", Typed((A,))),
    ("EGAZ00001234567", Typed(("EGAZ00001234567",))),
    ("d41d8cd98f00b204e9800998ecf8427e", Typed(("d41d8cd98f00b204e9800998ecf8427e",))),
    (f"{A} ../etc é x", Typed((A,), ("../etc", "é", "x"))),
]


@pytest.mark.parametrize(("text", "typed"), TEXTS)
def test_ids_in_a_text(text: str, typed: Typed) -> None:
    assert read_ids(text) == typed


def test_an_object_id_leads_to_its_file(song: SongClient, data: PracticeData) -> None:
    held = data.get(Role.VCF)
    found = look_up(song, held.object_id).analysis
    assert found is not None
    [file] = found.files
    assert (file.entry.object_id, file.entry.file_name) == (held.object_id, held.name)
    assert (file.entry.analysis_id, file.entry.study) == (held.analysis.analysis_id, held.analysis.study_id)
    assert file.open_access is True
    if song.has_studies:
        assert (file.entry.size, file.entry.md5, file.entry.file_type) == (held.size, held.md5, "VCF")
        assert (found.donors, found.type_name) == (("DO900001",), "variantCall")


def test_an_analysis_id_leads_to_all_its_files(song: SongClient, data: PracticeData) -> None:
    held = data.get(Role.VCF)
    found = look_up(song, held.analysis.analysis_id).analysis
    assert found is not None
    names = {file.entry.file_name: file.entry.index_object_id for file in found.files}
    tbi = data.find(Role.TBI)
    assert names == {held.name: tbi.object_id if tbi else None, "summary.tsv": None}


@pytest.mark.skipif("not __import__('importlib').util.find_spec('pysam')", reason="no index without pysam")
def test_the_id_of_an_index_leads_to_the_index_alone(song: SongClient, data: PracticeData) -> None:
    held = data.get(Role.TBI)
    found = look_up(song, held.object_id).analysis
    assert found is not None
    assert [file.entry.object_id for file in found.files] == [held.object_id]
    assert found.files[0].entry.file_name == held.name


def test_an_id_that_nobody_knows(song: SongClient) -> None:
    assert look_up(song, UNKNOWN).analysis is None


def test_a_draft_says_that_it_is_not_published(data: PracticeData) -> None:
    with PracticeSite(data) as site:
        song = open_song(Profile("p", "S", site.storage_url, site.metadata_url), lambda: None, NetSettings())
        found = look_up(song, data.get(Role.UNPUBLISHED).object_id).analysis
        song.close()
    assert found is not None
    assert not found.is_published
