"""The practice site as a Score over Azure's blob store."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeObject, PracticeSite, Role, Service
from score_gui.demo.azure_links import AzureLinks
from score_gui.demo.links import LinkLife
from score_gui.demo.store import Store
from score_gui.demo.wire import Request

from .client import Client, md5, truth

AZURE_PART = 20_000_000


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data, flavour=Flavour.AZURE) as running:
        yield running


def test_the_profile_says_so(client: Client) -> None:
    assert client.score("/profile", token=client.site.token).text == "az"


class TestSpecification:
    def test_has_parts_without_md5_that_share_one_link(self, client: Client, large: PracticeObject) -> None:
        found = client.specification(large)
        assert found["objectKey"] == found["objectId"] == found["uploadId"] == large.object_id
        assert found["objectSize"] == large.size
        assert [part["partSize"] for part in found["parts"]] == [AZURE_PART, AZURE_PART, 5_000_001]
        assert len({part["url"] for part in found["parts"]}) == 1
        assert not any("sourceMd5" in part for part in found["parts"])

    def test_knows_no_md5_of_a_blob_of_several_blocks(
        self, client: Client, large: PracticeObject, open_file: PracticeObject
    ) -> None:
        assert client.specification(large)["objectMd5"] is None
        assert client.specification(open_file)["objectMd5"] == open_file.md5

    def test_as_a_link_has_the_true_size_of_its_part_only(
        self, client: Client, large: PracticeObject
    ) -> None:
        found = client.specification(large, external="true")
        assert found["objectSize"] == -1
        assert [part["partSize"] for part in found["parts"]] == [large.size]

    def test_of_a_range_has_its_parts(self, client: Client, large: PracticeObject) -> None:
        found = client.specification(large, offset=AZURE_PART + 1, length=AZURE_PART + 10)
        assert found["objectSize"] == AZURE_PART + 10
        offsets = [(part["offset"], part["partSize"]) for part in found["parts"]]
        assert offsets == [(AZURE_PART + 1, AZURE_PART), (2 * AZURE_PART + 1, 10)]

    def test_has_links_even_where_none_were_wanted(self, client: Client, large: PracticeObject) -> None:
        found = client.specification(large, exclude_urls="true")
        assert all(part["url"] for part in found["parts"])

    def test_is_given_for_unpublished_objects_too(self, client: Client, data: PracticeData) -> None:
        assert client.download(data.get(Role.UNPUBLISHED)).status_code == 200

    def test_of_an_object_that_is_not_there_is_404(self, client: Client, data: PracticeData) -> None:
        assert client.download(data.get(Role.MISSING)).status_code == 404

    def test_of_bytes_past_the_end_is_a_server_error(self, client: Client, large: PracticeObject) -> None:
        assert client.download(large, offset=1, length=large.size).status_code == 500

    def test_as_a_link_can_be_refused(self, client: Client, large: PracticeObject) -> None:
        client.site.external = False
        assert client.download(large, external="true").status_code == 400


class TestLinks:
    def test_of_parts_take_any_range(self, client: Client, large: PracticeObject) -> None:
        url = client.specification(large)["parts"][1]["url"]
        content = truth(large)
        assert client.fetch(url, "bytes=7-1006").content == content[7:1007]
        assert md5(client.fetch(url).content) == large.md5

    def test_to_nothing_are_answered_in_the_words_of_azure(self, data: PracticeData) -> None:
        links = AzureLinks(LinkLife(60.0))
        link = urlsplit(links.make("store", f"{links.prefix}nothing"))
        missing = Store(data, links).answer(Request("GET", link.path, tuple(parse_qsl(link.query)), {}))
        assert missing.status == 404
        assert isinstance(missing.body, bytes)
        assert b"<Code>BlobNotFound</Code>" in missing.body

    def test_answer_head_about_the_whole_object_whatever_range_is_asked(
        self, client: Client, open_file: PracticeObject
    ) -> None:
        head = client.http.head(client.link(open_file), headers={"Range": "bytes=0-0"})
        assert (head.status_code, head.headers["Content-Length"]) == (200, str(open_file.size))

    def test_answer_head(self, client: Client, open_file: PracticeObject) -> None:
        head = client.http.head(client.link(open_file))
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(open_file.size)
        assert head.headers["ETag"].startswith('"0x')
        assert client.site.bytes_served(open_file.object_id) == 0

    @pytest.mark.parametrize("cause", ["expired", "tampered", "other object", "unsigned", "other method"])
    def test_are_refused_in_one_and_the_same_way(
        self, client: Client, large: PracticeObject, open_file: PracticeObject, cause: str
    ) -> None:
        url = client.link(open_file)
        if cause == "expired":
            client.site.expire_links()
        changed = {
            "tampered": url.replace("&se=2", "&se=3"),
            "other object": url.replace(open_file.object_id, large.object_id),
            "unsigned": url.partition("?")[0],
        }
        method = "DELETE" if cause == "other method" else "GET"
        response = client.http.request(method, changed.get(cause, url))
        assert response.status_code == 403
        assert "<Code>AuthenticationFailed</Code>" in response.text
        assert client.site.record.answers(Service.STORE, 403) == 1

    def test_do_not_go_with_authorization(self, client: Client, open_file: PracticeObject) -> None:
        response = client.fetch(client.link(open_file), Authorization="Bearer canary")
        assert response.status_code == 400
        assert "canary" not in response.text

    def test_of_the_ping_work(self, client: Client) -> None:
        assert client.fetch(client.score("/download/ping").text).status_code == 200
