"""The object store of the practice site: ranges, and the strictness of pre-signed links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role

from .client import PART, Client, md5, truth


def assert_store_error(response: httpx.Response, status: int, code: str, text: str = "") -> None:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/xml"
    assert f"<Code>{code}</Code>" in response.text
    assert text in response.text


class TestRanges:
    def test_without_a_range_the_whole_object_comes(self, client: Client, open_file: PracticeObject) -> None:
        response = client.fetch(client.link(open_file))
        assert response.status_code == 200
        assert response.content == truth(open_file)
        assert response.headers["Content-Length"] == str(open_file.size)
        assert response.headers["Accept-Ranges"] == "bytes"
        assert response.headers["ETag"] == f'"{open_file.md5}"'
        assert response.headers["Last-Modified"]
        assert response.headers["x-amz-request-id"]
        assert "Content-Range" not in response.headers

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(choice=st.data())
    def test_any_range_of_an_external_link_is_the_truth(
        self, client: Client, open_file: PracticeObject, choice: st.DataObject
    ) -> None:
        size, content = open_file.size, truth(open_file)
        first = choice.draw(st.integers(0, size - 1))
        last = choice.draw(st.integers(first, 2 * size))
        response = client.fetch(client.link(open_file), f"bytes={first}-{last}")
        end = min(last, size - 1)
        assert response.status_code == 206
        assert response.content == content[first : last + 1]
        assert response.headers["Content-Range"] == f"bytes {first}-{end}/{size}"
        assert response.headers["Content-Length"] == str(end - first + 1)

    @pytest.mark.parametrize(("wanted", "first"), [("bytes=1000-", 1000), ("bytes=-10", -10)])
    def test_half_open_ranges(
        self, client: Client, open_file: PracticeObject, wanted: str, first: int
    ) -> None:
        response = client.fetch(client.link(open_file), wanted)
        assert (response.status_code, response.content) == (206, truth(open_file)[first:])

    @pytest.mark.parametrize("wanted", ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=a-b"])
    def test_an_odd_range_is_passed_over(
        self, client: Client, open_file: PracticeObject, wanted: str
    ) -> None:
        response = client.fetch(client.link(open_file), wanted)
        assert (response.status_code, len(response.content)) == (200, open_file.size)

    @pytest.mark.parametrize("beyond", ["{size}-", "{size}-{size}", "-0"])
    def test_a_range_past_the_end_is_not_satisfiable(
        self, client: Client, open_file: PracticeObject, beyond: str
    ) -> None:
        wanted = "bytes=" + beyond.format(size=open_file.size)
        response = client.fetch(client.link(open_file), wanted)
        assert_store_error(response, 416, "InvalidRange")
        assert response.headers["Content-Range"] == f"bytes */{open_file.size}"

    def test_no_range_of_an_empty_object_is_satisfiable(self, client: Client, data: PracticeData) -> None:
        url = client.link(data.get(Role.EMPTY))
        assert_store_error(client.fetch(url, "bytes=0-0"), 416, "InvalidRange")
        assert client.fetch(url).content == b""

    def test_the_etag_of_an_object_uploaded_in_parts_is_no_md5(
        self, client: Client, large: PracticeObject
    ) -> None:
        tag = client.fetch(client.link(large), "bytes=0-0").headers["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{32}-3"', tag)


class TestPartLinks:
    def test_the_parts_make_up_the_object(self, client: Client, large: PracticeObject) -> None:
        whole = b""
        for part in client.specification(large)["parts"]:
            response = client.fetch_part(part)
            assert response.status_code == 206
            assert md5(response.content) == part["sourceMd5"]
            whole += response.content
        assert md5(whole) == large.md5

    def test_the_parts_of_a_range_carry_on_inside_a_part(self, client: Client, large: PracticeObject) -> None:
        start = PART + 12_345
        (part,) = client.specification(large, offset=start, length=1000)["parts"]
        assert client.fetch_part(part).content == truth(large)[start : start + 1000]

    @pytest.mark.parametrize("wanted", [None, "bytes=0-", "bytes=0-0", f"bytes=0-{PART}", "bytes= 0-1"])
    def test_any_other_range_than_the_signed_one_is_refused(
        self, client: Client, large: PracticeObject, wanted: str | None
    ) -> None:
        part = client.specification(large)["parts"][0]
        assert_store_error(client.fetch(part["url"], wanted), 403, "SignatureDoesNotMatch")

    def test_the_signed_headers_are_named(self, client: Client, large: PracticeObject) -> None:
        assert "X-Amz-SignedHeaders=host%3Brange&" in client.specification(large)["parts"][0]["url"]
        assert "X-Amz-SignedHeaders=host&" in client.link(large)


class TestStrictness:
    def test_the_method_is_signed(self, client: Client, open_file: PracticeObject) -> None:
        url = client.link(open_file)
        head = client.http.head(url)
        assert (head.status_code, head.content) == (403, b"")
        assert_store_error(client.http.post(url), 403, "SignatureDoesNotMatch")

    def test_authorization_beside_a_link_is_refused_without_repeating_it(
        self, client: Client, open_file: PracticeObject
    ) -> None:
        response = client.fetch(client.link(open_file), Authorization="Bearer canary")
        assert_store_error(response, 400, "InvalidArgument", "Only one auth mechanism allowed")
        assert "canary" not in response.text

    def test_without_a_signature_nothing_is_served(self, client: Client, open_file: PracticeObject) -> None:
        url = client.link(open_file).partition("?")[0]
        assert_store_error(client.fetch(url), 403, "AccessDenied")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(choice=st.data())
    def test_a_link_with_one_other_character_is_refused(
        self, client: Client, open_file: PracticeObject, choice: st.DataObject
    ) -> None:
        url = client.link(open_file)
        start = url.index("score.data")
        place = choice.draw(st.integers(start, len(url) - 1))
        # Percent escapes mean the same in either case.
        others = [new for new in "0123456789abcdefxyz" if new != url[place].lower()]
        letter = choice.draw(st.sampled_from(others))
        response = client.fetch(url[:place] + letter + url[place + 1 :])
        assert response.status_code == 403
        assert client.site.bytes_served(open_file.object_id) == 0

    def test_a_link_is_good_for_its_own_object_only(
        self, client: Client, large: PracticeObject, open_file: PracticeObject
    ) -> None:
        url = client.link(open_file).replace(open_file.object_id, large.object_id)
        assert_store_error(client.fetch(url), 403, "SignatureDoesNotMatch")

    def test_a_second_value_of_a_parameter_is_refused(
        self, client: Client, open_file: PracticeObject
    ) -> None:
        response = client.fetch(client.link(open_file) + "&X-Amz-Expires=999999")
        assert_store_error(response, 403, "SignatureDoesNotMatch")

    def test_the_host_is_signed(self, client: Client, open_file: PracticeObject) -> None:
        response = client.fetch(client.link(open_file), Host="elsewhere.example.org")
        assert_store_error(response, 403, "SignatureDoesNotMatch")

    def test_a_good_link_to_nothing_is_404(self, client: Client, data: PracticeData) -> None:
        # Score refuses to make one, so it is taken from behind its back.
        url = client.site._link(data.get(Role.MISSING).object_id, None)
        assert_store_error(client.fetch(url), 404, "NoSuchKey")

    def test_the_store_is_another_origin_than_score_and_song(self, client: Client) -> None:
        urls = client.site.storage_url, client.site.metadata_url, client.site.store_url
        assert len({urlsplit(url).netloc for url in urls}) == 3


class TestExpiry:
    def test_a_link_past_its_life_is_refused(
        self, data: PracticeData, client: Client, open_file: PracticeObject
    ) -> None:
        with PracticeSite(data, expiry_seconds=0) as brief:
            other = Client(brief, client.http)
            response = other.fetch(other.link(open_file))
        assert_store_error(response, 403, "AccessDenied", "Request has expired")

    def test_all_links_can_be_ended_at_once(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        url = client.link(open_file)
        site.expire_links()
        assert_store_error(client.fetch(url), 403, "AccessDenied", "Request has expired")
        assert client.fetch(client.link(open_file)).status_code == 200

    def test_new_links_can_be_given_another_life(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        assert "X-Amz-Expires=86400&" in client.link(open_file)
        site.expiry_seconds = 2.5
        assert "X-Amz-Expires=3&" in client.link(open_file)

    def test_a_body_begun_in_time_is_sent_to_its_end(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        site.hold()
        with client.http.stream("GET", client.link(open_file)) as response:
            site.expire_links()
            site.release()
            assert response.read() == truth(open_file)
