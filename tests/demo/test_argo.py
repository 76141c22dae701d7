"""The practice site as the gateway of ICGC ARGO, oddities included."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeObject, PracticeSite, Role

from .client import Client, needs_pysam, truth


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data, flavour=Flavour.ARGO) as running:
        yield running


def test_one_address_stands_for_score_and_song(client: Client, site: PracticeSite) -> None:
    assert site.storage_url == site.metadata_url
    assert client.score("/stats").json()["requests"] == {"score": 0, "song": 0, "store": 0, "keys": 0}


@pytest.mark.parametrize("path", ["/listing", "/studies/all", "/isAlive", "/"])
def test_some_calls_of_score_and_song_are_not_there(client: Client, path: str) -> None:
    assert client.score(path, token=client.site.token).status_code == 404


def test_profile_and_ping_ask_for_no_token(client: Client) -> None:
    assert client.score("/profile").text == "s3"
    assert client.fetch(client.score("/download/ping").text).status_code == 200


class TestDownload:
    def test_works_with_a_token(self, client: Client, large: PracticeObject) -> None:
        url = client.link(large)
        assert client.fetch(url, "bytes=0-99").content == truth(large)[:100]
        assert len(client.specification(large)["parts"]) == 3

    def test_of_an_open_file_takes_no_token_and_any(self, client: Client, open_file: PracticeObject) -> None:
        assert client.download(open_file, token=None).status_code == 200
        assert client.download(open_file, token=str(uuid.uuid4())).status_code == 200

    @pytest.mark.parametrize("token", [None, "9b1c2f7e-8c46-4a46-8f3f-0d9df0b8a111"])
    def test_without_a_good_token_is_401_in_plain_text(
        self, client: Client, large: PracticeObject, token: str | None
    ) -> None:
        response = client.download(large, token=token)
        assert (response.status_code, response.text) == (401, "Invalid access token")

    def test_without_scope_is_403_in_plain_text(self, client: Client, large: PracticeObject) -> None:
        response = client.download(large, token=client.site.unscoped_token)
        assert (response.status_code, response.text) == (403, "Not authorized to access the requested data")

    @pytest.mark.parametrize("role", [None, Role.UNPUBLISHED])
    def test_of_what_it_does_not_know_is_an_empty_404(
        self, client: Client, data: PracticeData, role: Role | None
    ) -> None:
        object_id = str(uuid.uuid4()) if role is None else data.get(role).object_id
        response = client.score(f"/download/{object_id}", token=client.site.token, offset=0, length=-1)
        assert (response.status_code, response.content) == (404, b"")

    @needs_pysam
    def test_of_an_index_gives_the_index(self, client: Client, data: PracticeData) -> None:
        index = data.get(Role.BAI)
        assert client.specification(index)["objectSize"] == index.size
        assert client.download(index, token=None).status_code == 401


class TestEntities:
    def test_one(self, client: Client, large: PracticeObject) -> None:
        assert client.song(f"/entities/{large.object_id}").json()["fileName"] == large.name

    @needs_pysam
    def test_one_of_an_index_is_that_of_its_main_file(self, client: Client, data: PracticeData) -> None:
        main = data.get(Role.BAM)
        answer = client.song(f"/entities/{data.get(Role.BAI).object_id}").json()
        assert (answer["id"], answer["fileName"]) == (main.object_id, main.name)

    def test_unknown_is_plain_text(self, client: Client) -> None:
        object_id = str(uuid.uuid4())
        response = client.song(f"/entities/{object_id}")
        assert response.status_code == 404
        assert response.text == f"No file found with the provided ObjectId: {object_id}"

    @needs_pysam
    def test_of_an_analysis_have_the_index_after_its_file(self, client: Client, data: PracticeData) -> None:
        main, index = data.get(Role.BAM), data.get(Role.BAI)
        page = client.song("/entities", gnosId=main.analysis.analysis_id).json()
        assert [row["id"] for row in page["content"]] == [main.object_id, index.object_id]

    def test_describe_their_page_wrongly(self, client: Client) -> None:
        page = client.song("/entities", size=1).json()
        count = len(page["content"])
        assert page["empty"] is True, "upside down"
        assert page["size"] == page["number"] == page["numberOfElements"] == count

    def test_all_can_be_read_by_content_alone(self, client: Client, data: PracticeData) -> None:
        seen: set[str] = set()
        for number in range(20):
            rows = client.song("/entities", size=3, page=number).json()["content"]
            new = {row["id"] for row in rows} - seen
            if not new:
                break
            seen |= new
        assert seen == {held.object_id for held in data.objects if held.published}

    def test_a_bad_token_is_as_good_as_none(self, client: Client) -> None:
        assert client.song("/entities", token="no such token").status_code == 200

    def test_fields_are_one_list_with_commas(self, client: Client) -> None:
        rows = client.song("/entities", fields="id,fileName").json()["content"]
        assert {tuple(row) for row in rows} == {("id", "fileName")}
        assert client.song("/entities", fields=["id", "fileName"]).status_code == 500
