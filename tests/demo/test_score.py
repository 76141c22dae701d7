"""Score's interface on the practice site, row by row as score-server answers."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role, Service

from .client import PART, Client, md5, needs_pysam, truth

NO_SCOPE = "Token missing required scope to download controlled-access file"


def assert_boot_error(response: httpx.Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/json")
    body = response.json()
    assert sorted(body) == ["error", "path", "status", "timestamp"], "Boot 2.6 gives no message"
    assert body["status"] == status
    assert body["path"].startswith("/")


class TestSpecificationOfAWholeObject:
    def test_has_the_stored_parts_with_their_md5s(self, client: Client, large: PracticeObject) -> None:
        found = client.specification(large)
        assert found["objectId"] == large.object_id
        assert found["objectKey"] == f"data/{large.object_id}"
        assert found["uploadId"] not in {"", large.object_id}
        assert (found["objectSize"], found["objectMd5"]) == (large.size, large.md5)
        sizes = [(part["partNumber"], part["offset"], part["partSize"]) for part in found["parts"]]
        assert sizes == [(1, 0, PART), (2, PART, PART), (3, 2 * PART, large.size - 2 * PART)]
        content = truth(large)
        for part in found["parts"]:
            assert part["md5"] is None
            assert part["sourceMd5"] == md5(content[part["offset"] : part["offset"] + part["partSize"]])

    def test_has_no_parts_for_an_empty_object(self, client: Client, data: PracticeData) -> None:
        found = client.specification(data.get(Role.EMPTY))
        assert found["parts"] == []
        assert found["objectSize"] == 0
        assert found["objectMd5"] == "d41d8cd98f00b204e9800998ecf8427e"

    @needs_pysam
    def test_knows_no_md5_of_parts_where_the_object_was_put_into_the_bucket_by_hand(
        self, client: Client, data: PracticeData
    ) -> None:
        index = data.get(Role.TBI)
        found = client.specification(index)
        assert [("sourceMd5" in part, part["partSize"]) for part in found["parts"]] == [(False, index.size)]
        assert found["objectMd5"] == index.md5

    def test_has_parts_of_the_size_the_site_was_given(
        self, data: PracticeData, client: Client, large: PracticeObject
    ) -> None:
        with PracticeSite(data, stored_part_size=7_000_000) as other:
            found = Client(other, client.http).specification(large)
        assert [part["partSize"] for part in found["parts"]] == [7_000_000] * 6 + [3_000_001]


class TestSpecificationOfARange:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(choice=st.data())
    def test_tiles_exactly_what_was_asked(
        self, client: Client, large: PracticeObject, choice: st.DataObject
    ) -> None:
        offset = choice.draw(st.integers(0, large.size))
        length = choice.draw(st.integers(-1, large.size - offset))
        if (offset, length) == (0, -1):
            return
        found = client.specification(large, offset=offset, length=length)
        asked = large.size - offset if length == -1 else length
        assert found["objectSize"] == asked, "the length of the range, not of the object"
        assert found["uploadId"] == large.object_id
        assert found["objectMd5"] == large.md5, "of the whole object all the same"
        place = offset
        for number, part in enumerate(found["parts"], start=1):
            assert (part["partNumber"], part["offset"]) == (number, place)
            assert part["partSize"] == min(PART, offset + asked - place)
            assert "sourceMd5" not in part
            place += part["partSize"]
        assert place == offset + asked

    def test_past_the_end_without_a_length_is_empty_and_negative(
        self, client: Client, large: PracticeObject
    ) -> None:
        found = client.specification(large, offset=large.size + 7)
        assert (found["parts"], found["objectSize"]) == ([], -7)

    def test_past_the_end_with_a_length_is_a_server_error(
        self, client: Client, large: PracticeObject
    ) -> None:
        assert_boot_error(client.download(large, offset=large.size - 1, length=2), 500)

    def test_of_a_negative_offset_is_a_server_error(self, client: Client, large: PracticeObject) -> None:
        assert_boot_error(client.download(large, offset=-1), 500)


class TestExternalLink:
    @pytest.mark.parametrize("length", [-1, 1000])
    def test_is_one_part_of_unknown_size_and_echoes_the_length(
        self, client: Client, large: PracticeObject, length: int
    ) -> None:
        found = client.specification(large, external="true", length=length)
        assert found["objectSize"] == length
        assert found["objectMd5"] == large.md5
        (part,) = found["parts"]
        assert (part["partNumber"], part["partSize"], part["offset"]) == (1, -1, 0)
        assert "sourceMd5" not in part

    def test_is_refused_where_the_site_gives_none(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        site.external = False
        assert_boot_error(client.download(large, external="true"), 400)
        assert client.download(large).status_code == 200

    def test_is_refused_from_the_start_on_a_site_made_so(
        self, data: PracticeData, client: Client, large: PracticeObject
    ) -> None:
        with PracticeSite(data, external=False) as other:
            assert_boot_error(Client(other, client.http).download(large, external="true"), 400)


class TestExcludeUrls:
    @pytest.mark.parametrize("external", ["true", "false"])
    def test_gives_the_parts_without_links(
        self, client: Client, large: PracticeObject, external: str
    ) -> None:
        found = client.specification(large, external=external, exclude_urls="true")
        assert found["parts"]
        assert {part["url"] for part in found["parts"]} == {None}

    def test_does_not_ask_whether_the_analysis_is_published(self, client: Client, data: PracticeData) -> None:
        draft = data.get(Role.UNPUBLISHED)
        assert_boot_error(client.download(draft), 400)
        assert client.download(draft, exclude_urls="true").status_code == 200


class TestRefusals:
    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"offset": 0},
            {"length": -1},
            {"offset": "a", "length": -1},
            {"offset": 0, "length": ""},
            {"offset": 0, "length": "1e3"},
            {"offset": 0, "length": 1 << 63},
            {"offset": 0, "length": -1, "external": "perhaps"},
        ],
    )
    def test_missing_or_odd_parameters_come_before_the_token(
        self, client: Client, large: PracticeObject, params: dict[str, Any]
    ) -> None:
        assert_boot_error(client.score(f"/download/{large.object_id}", token="wrong", **params), 400)

    def test_unknown_object(self, client: Client) -> None:
        response = client.score(f"/download/{uuid.uuid4()}", token=client.site.token, offset=0, length=-1)
        assert_boot_error(response, 404)

    def test_published_but_missing_in_the_bucket(self, client: Client, data: PracticeData) -> None:
        assert_boot_error(client.download(data.get(Role.MISSING)), 500)

    def test_unpublished(self, client: Client, data: PracticeData) -> None:
        assert_boot_error(client.download(data.get(Role.UNPUBLISHED)), 400)

    def test_other_methods(self, client: Client, large: PracticeObject) -> None:
        url = f"{client.site.storage_url}/download/{large.object_id}"
        assert_boot_error(client.http.post(url, content=b"body"), 405)


class TestTokens:
    def test_an_open_file_needs_none(self, client: Client, open_file: PracticeObject) -> None:
        assert client.download(open_file, token=None).status_code == 200

    @pytest.mark.parametrize("with_token", [False, True])
    def test_a_controlled_file_without_scope_is_refused_in_plain_text(
        self, client: Client, large: PracticeObject, with_token: bool
    ) -> None:
        token = client.site.unscoped_token if with_token else None
        response = client.download(large, token=token)
        assert (response.status_code, response.text) == (403, NO_SCOPE)
        assert response.headers["Content-Type"].startswith("text/plain")

    @pytest.mark.parametrize("role", [Role.VCF, Role.LARGE])
    def test_an_unknown_token_gets_an_empty_401_even_for_an_open_file(
        self, client: Client, data: PracticeData, role: Role
    ) -> None:
        response = client.download(data.get(role), token=str(uuid.uuid4()))
        assert (response.status_code, response.content) == (401, b"")
        assert response.headers["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("token", ["=", "two words", "no.jwt.atall"])
    def test_what_cannot_be_a_token_is_told_so(
        self, client: Client, open_file: PracticeObject, token: str
    ) -> None:
        response = client.download(open_file, token=token)
        assert (response.status_code, response.content) == (401, b"")
        assert response.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')

    def test_a_revoked_token_is_refused(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        assert client.download(large).status_code == 200
        site.revoke_token()
        assert client.download(large).status_code == 401

    def test_a_new_token_ends_the_former_one(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        former = site.token
        new = site.replace_token()
        assert new == site.token != former
        assert client.download(large, token=former).status_code == 401
        assert client.download(large, token=new).status_code == 200

    def test_a_new_token_follows_a_revoked_one(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        site.revoke_token()
        assert client.download(large, token=site.replace_token()).status_code == 200


class TestOtherCalls:
    def test_ping_gives_a_link_that_works(self, client: Client) -> None:
        response = client.score("/download/ping")
        assert response.headers["Content-Type"].startswith("text/plain")
        assert response.text.startswith(client.site.store_url)
        assert client.fetch(response.text).status_code == 200

    @pytest.mark.parametrize("path", ["/profile", "/listing", "/nowhere"])
    def test_any_valid_token_is_asked_for(self, client: Client, path: str) -> None:
        assert client.score(path).status_code == 401
        assert client.score(path, token="wrong").status_code == 401
        status = client.score(path, token=client.site.unscoped_token).status_code
        assert status == (404 if path == "/nowhere" else 200)

    def test_profile_is_bare_text(self, client: Client) -> None:
        assert client.score("/profile", token=client.site.token).text == "s3"

    def test_listing_has_what_the_bucket_holds(self, client: Client, data: PracticeData) -> None:
        rows = client.score("/listing", token=client.site.token).json()
        found = {row["id"]: row["size"] for row in rows}
        assert found == {held.object_id: held.size for held in data.objects if held.path is not None}
        assert data.get(Role.MISSING).object_id not in found

    def test_stats_need_no_token(self, client: Client, open_file: PracticeObject) -> None:
        content = client.fetch(client.link(open_file)).content
        assert content == truth(open_file)
        stats = client.score("/stats").json()
        assert stats["bytes_served"] == {open_file.object_id: open_file.size}
        assert stats["requests"]["store"] == client.site.record.requests(Service.STORE) == 1
