"""Song's interface on the practice site, as far as a downloader reads it."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role

from .client import Client, needs_pysam

STUDY = "PRAC-CA"
STUDY_OF_TROUBLE = "PRAC-XX"


def assert_song_error(response: httpx.Response, status: int, error_id: str) -> None:
    assert response.status_code == status
    body = response.json()
    assert (body["errorId"], body["httpStatusCode"]) == (error_id, status)
    expected = {
        "httpStatusName",
        "requestUrl",
        "datetime",
        "timestamp",
        "message",
        "debugMessage",
        "stackTrace",
    }
    assert expected <= set(body)


class TestAccess:
    def test_is_public(self, client: Client) -> None:
        assert client.song("/isAlive").json() is True
        assert client.song("/isAlive", token=client.site.token).json() is True

    @pytest.mark.parametrize("path", ["/isAlive", "/entities", "/studies/all"])
    def test_an_unknown_token_gets_401_all_the_same(self, client: Client, path: str) -> None:
        response = client.song(path, token=str(uuid.uuid4()))
        assert (response.status_code, response.content) == (401, b"")

    def test_only_reading_is_offered(self, client: Client) -> None:
        response = client.http.post(client.site.metadata_url + "/studies/all")
        assert response.status_code == 405

    def test_nothing_elsewhere(self, client: Client) -> None:
        assert_song_error(client.song("/studies"), 404, "not.found")
        assert_song_error(client.song(f"/studies/{STUDY}/donors"), 404, "not.found")


class TestOneEntity:
    def test_has_name_analysis_study_and_access_only(self, client: Client, large: PracticeObject) -> None:
        assert client.song(f"/entities/{large.object_id}").json() == {
            "id": large.object_id,
            "gnosId": large.analysis.analysis_id,
            "fileName": "practice_large.tar",
            "projectCode": STUDY,
            "access": "controlled",
        }

    def test_unknown(self, client: Client) -> None:
        assert_song_error(client.song(f"/entities/{uuid.uuid4()}"), 404, "legacy.entity.not.found")


class TestEntities:
    def test_come_ten_at_a_time_in_order_of_id(self, client: Client, data: PracticeData) -> None:
        page = client.song("/entities").json()
        ids = sorted(held.object_id for held in data.objects)
        assert [row["id"] for row in page["content"]] == ids[:10]
        assert (page["size"], page["number"], page["totalElements"]) == (10, 0, len(ids))
        assert (page["first"], page["last"], page["totalPages"]) == (True, False, 2)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(size=st.integers(1, 15))
    def test_all_pages_together_have_each_object_once(
        self, client: Client, data: PracticeData, size: int
    ) -> None:
        seen: list[str] = []
        for number in range(len(data.objects) + 1):
            page = client.song("/entities", page=number, size=size).json()
            seen += [row["id"] for row in page["content"]]
            assert page["numberOfElements"] == len(page["content"]) <= size
            assert page["pageable"]["offset"] == number * size
            if page["last"]:
                break
        assert seen == sorted(held.object_id for held in data.objects)

    def test_a_page_past_the_end_is_empty_and_the_last(self, client: Client) -> None:
        page = client.song("/entities", page=99).json()
        assert (page["content"], page["empty"], page["last"]) == ([], True, True)

    @pytest.mark.parametrize(("asked", "given_size"), [("0", 10), ("x", 10), ("5000", 2000)])
    def test_an_odd_page_size_is_mended(self, client: Client, asked: str, given_size: int) -> None:
        assert client.song("/entities", size=asked).json()["size"] == given_size

    def test_filters_match_exactly_and_together(self, client: Client, data: PracticeData) -> None:
        twins = data.get(Role.TWIN_A), data.get(Role.TWIN_B)
        name = twins[0].name
        both = client.song("/entities", fileName=name).json()["content"]
        assert {row["id"] for row in both} == {twin.object_id for twin in twins}
        one = client.song("/entities", fileName=name, gnosId=twins[1].analysis.analysis_id).json()["content"]
        assert [row["id"] for row in one] == [twins[1].object_id]
        assert client.song("/entities", fileName=name.upper()).json()["content"] == []

    def test_fields_can_be_chosen(self, client: Client) -> None:
        rows = client.song("/entities", fields=["id", "fileName"]).json()["content"]
        assert {tuple(row) for row in rows} == {("id", "fileName")}

    def test_an_unknown_parameter_is_an_error(self, client: Client) -> None:
        assert_song_error(client.song("/entities", fileSize=3), 400, "illegal.query.parameter")
        assert_song_error(client.song("/entities", fields="id,fileName"), 400, "illegal.filter.parameter")

    @needs_pysam
    def test_an_index_the_manifest_is_silent_about_is_found_by_its_analysis(
        self, client: Client, data: PracticeData
    ) -> None:
        cram = data.get(Role.CRAM)
        assert cram.index_object_id is None
        rows = client.song("/entities", gnosId=cram.analysis.analysis_id).json()["content"]
        names = {row["fileName"]: row["id"] for row in rows}
        assert names[f"{cram.name}.crai"] == data.get(Role.CRAI).object_id


class TestStudies:
    def test_are_listed(self, client: Client) -> None:
        assert client.song("/studies/all").json() == [STUDY, STUDY_OF_TROUBLE]

    def test_one(self, client: Client) -> None:
        found = client.song(f"/studies/{STUDY}").json()
        assert found["studyId"] == STUDY
        assert set(found) == {"studyId", "name", "organization", "description", "info"}

    @pytest.mark.parametrize(
        "tail", ["", "/analysis", "/analysis/paginated", "/analysis/x", "/analysis/x/files"]
    )
    def test_unknown(self, client: Client, tail: str) -> None:
        assert_song_error(client.song(f"/studies/NO-NE{tail}"), 404, "study.id.does.not.exist")


class TestAnalyses:
    @pytest.mark.parametrize(
        ("states", "count"),
        [({}, 1), ({"analysisStates": "UNPUBLISHED"}, 1), ({"analysisStates": "PUBLISHED,UNPUBLISHED"}, 2)],
    )
    def test_are_the_published_ones_unless_others_are_asked_for(
        self, client: Client, states: dict[str, str], count: int
    ) -> None:
        found = client.song(f"/studies/{STUDY_OF_TROUBLE}/analysis", **states).json()
        assert len(found) == count

    def test_an_unknown_state_is_an_error(self, client: Client) -> None:
        response = client.song(f"/studies/{STUDY}/analysis", analysisStates="published")
        assert_song_error(response, 400, "malformed.parameter")

    def test_come_in_pages_that_count_analyses(self, client: Client) -> None:
        path = f"/studies/{STUDY}/analysis"
        everything = client.song(path).json()
        pages = [client.song(f"{path}/paginated", limit=3, offset=offset).json() for offset in (0, 3)]
        assert [page["currentTotalAnalyses"] for page in pages] == [3, len(everything) - 3]
        assert {page["totalAnalyses"] for page in pages} == {len(everything)}
        assert [analysis for page in pages for analysis in page["analyses"]] == everything

    def test_odd_pages_are_an_error(self, client: Client) -> None:
        path = f"/studies/{STUDY}/analysis/paginated"
        for odd in ({"limit": "many"}, {"offset": "-1"}):
            assert_song_error(client.song(path, **odd), 400, "malformed.parameter")

    def test_one_has_state_type_samples_and_files(self, client: Client, large: PracticeObject) -> None:
        analysis = large.analysis
        found = client.song(f"/studies/{STUDY}/analysis/{analysis.analysis_id}").json()
        assert (found["analysisId"], found["studyId"]) == (analysis.analysis_id, STUDY)
        assert found["analysisState"] == "PUBLISHED"
        assert found["analysisType"] == {"name": analysis.type_name, "version": 1}
        assert [sample["sampleId"] for sample in found["samples"]] == list(analysis.sample_ids)
        assert large.object_id in {file["objectId"] for file in found["files"]}

    def test_the_files_of_one_have_sizes_and_md5s(self, client: Client, data: PracticeData) -> None:
        analysis = data.get(Role.LARGE).analysis
        found = client.song(f"/studies/{STUDY}/analysis/{analysis.analysis_id}/files").json()
        told = {
            file["objectId"]: (file["fileName"], file["fileSize"], file["fileMd5sum"], file["fileAccess"])
            for file in found
        }
        assert told == {
            held.object_id: (held.name, held.size, held.md5, held.access.value)
            for held in data.objects
            if held.analysis == analysis
        }

    @pytest.mark.parametrize("tail", ["", "/files"])
    def test_one_of_another_study_is_unknown(self, client: Client, large: PracticeObject, tail: str) -> None:
        path = f"/studies/{STUDY_OF_TROUBLE}/analysis/{large.analysis.analysis_id}{tail}"
        assert_song_error(client.song(path), 404, "analysis.id.not.found")

    def test_the_state_of_an_unpublished_one_can_be_asked(
        self, client: Client, site: PracticeSite, data: PracticeData
    ) -> None:
        entity: dict[str, Any] = client.song(f"/entities/{data.get(Role.UNPUBLISHED).object_id}").json()
        path = f"/studies/{entity['projectCode']}/analysis/{entity['gnosId']}"
        assert client.song(path).json()["analysisState"] == "UNPUBLISHED"
