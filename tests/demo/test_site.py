"""What a test can do to a practice site, and how the site starts, counts and ends."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Service
from score_gui.demo.knobs import Gate

from .client import Client, truth


def site_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("practice-")]


@contextmanager
def taken_port_above_a_free_one() -> Iterator[int]:
    with ExitStack() as probes:
        for _ in range(50):
            port: int = probes.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
            try:
                socket.create_server(("127.0.0.1", port - 1)).close()
            except OSError:
                continue
            yield port
            return
    pytest.skip("no free port below a taken one")


class TestHold:
    def test_keeps_bodies_back_at_a_known_byte(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        site.hold(after=300_000)
        with client.http.stream("GET", client.link(large)) as response:
            assert response.headers["Content-Length"] == str(large.size)
            assert site.wait_held()
            assert site.bytes_served(large.object_id) == 300_000
            site.release()
            assert response.read() == truth(large)
        assert site.bytes_served(large.object_id) == large.size

    def test_can_be_moved_on(self, client: Client, site: PracticeSite, large: PracticeObject) -> None:
        site.hold()
        with client.http.stream("GET", client.link(large)) as response:
            assert site.wait_held()
            assert site.bytes_served(large.object_id) == 0
            site.hold(after=1000)
            pieces = response.iter_raw(1000)
            assert next(pieces) == truth(large)[:1000]
            assert site.wait_held()
            assert site.bytes_served(large.object_id) == 1000

    def test_does_not_count_who_may_go_on_and_has_not_found_out_yet(self) -> None:
        gate = Gate()
        with gate.queue(5):
            assert not gate.wait_held(1, timeout=0)
            gate.hold(5)
            assert gate.wait_held(1, timeout=0)
            gate.hold(6)
            assert not gate.wait_held(1, timeout=0)
            gate.release()
            assert not gate.wait_held(1, timeout=0)

    def test_waits_for_as_many_as_asked(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        site.hold()
        url = client.link(large)
        with client.http.stream("GET", url), client.http.stream("GET", url):
            assert site.wait_held(2)
            assert not site.wait_held(3, timeout=0)
            assert site.stats()["bodies"] == 2
        assert site.wait_quiet(), "clients that left are noticed at the gate"
        assert site.record.most_bodies == site.stats()["most_bodies"] == 2

    def test_does_not_keep_score_and_song_from_answering(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        site.hold()
        assert client.download(large).status_code == 200
        assert client.song("/isAlive").status_code == 200


class TestCorruptOnce:
    def test_spoils_one_byte_once(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        site.corrupt_once(open_file.object_id, 1000)
        url, good = client.link(open_file), truth(open_file)
        assert client.fetch(url, "bytes=0-999").content == good[:1000]
        bad = client.fetch(url, "bytes=900-1100").content
        assert [900 + place for place in range(201) if bad[place] != good[900 + place]] == [1000]
        assert client.fetch(url).content == good

    def test_spares_other_objects(
        self, client: Client, site: PracticeSite, open_file: PracticeObject, large: PracticeObject
    ) -> None:
        site.corrupt_once(large.object_id, 0)
        assert client.fetch(client.link(open_file)).content == truth(open_file)


class TestFailNext:
    def test_answers_wrongly_so_many_times(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        url = client.link(open_file)
        site.fail_next(2, 503, b"slow down", headers={"Retry-After": "1"})
        for _ in range(2):
            response = client.fetch(url)
            assert (response.status_code, response.content) == (503, b"slow down")
            assert response.headers["Retry-After"] == "1"
        assert client.fetch(url).status_code == 200
        assert site.record.answers(Service.STORE, 503) == 2

    @pytest.mark.parametrize("service", [Service.SCORE, Service.SONG])
    def test_can_hit_score_and_song(
        self, client: Client, site: PracticeSite, open_file: PracticeObject, service: Service
    ) -> None:
        site.fail_next(1, 500, service=service)
        statuses = client.download(open_file).status_code, client.song("/isAlive").status_code
        assert statuses == ((500, 200) if service is Service.SCORE else (200, 500))


class TestRateLimit:
    def test_sends_the_same_bytes(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        site.rate_limit = 1_000_000
        assert client.fetch(client.link(open_file)).content == truth(open_file)

    def test_does_not_keep_the_site_from_stopping(self, data: PracticeData, large: PracticeObject) -> None:
        with httpx.Client(trust_env=False, timeout=60) as http, PracticeSite(data) as site:
            site.rate_limit = 1
            with http.stream("GET", Client(site, http).link(large)) as response:
                site.stop()
                with pytest.raises(httpx.RemoteProtocolError):
                    response.read()


class TestRecord:
    def test_counts_calls_by_kind(
        self, client: Client, site: PracticeSite, open_file: PracticeObject, large: PracticeObject
    ) -> None:
        client.download(open_file)
        client.download(large)
        client.song(f"/entities/{large.object_id}")
        assert site.record.calls(Service.SCORE, "GET /download/{id}") == 2
        assert site.record.calls(Service.SONG, "GET /entities/{id}") == 1
        assert site.record.requests(Service.SONG) == 1

    def test_counts_what_was_sent_of_a_body_the_client_left(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        with client.http.stream("GET", client.link(large)) as response:
            got = len(next(response.iter_raw(100_000)))
        assert site.wait_quiet()
        assert got <= site.bytes_served(large.object_id) < large.size

    def test_counts_bytes_of_many_connections(
        self, client: Client, site: PracticeSite, large: PracticeObject
    ) -> None:
        url, step = client.link(large), 1_000_000
        ranges = [f"bytes={start}-{start + step - 1}" for start in range(0, 16 * step, step)]
        with ThreadPoolExecutor(8) as pool:
            bodies = list(pool.map(lambda wanted: client.fetch(url, wanted).content, ranges))
        assert b"".join(bodies) == truth(large)[: 16 * step]
        assert site.bytes_served(large.object_id) == 16 * step

    def test_has_no_secrets(self, client: Client, site: PracticeSite, large: PracticeObject) -> None:
        client.fetch(client.link(large), "bytes=0-0")
        text = str(site.stats())
        assert site.token not in text
        assert "Signature" not in text


class TestKeepAlive:
    def test_one_connection_serves_many_requests(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        url = client.link(open_file)
        for wanted in ("bytes=0-0", "bytes=999999999-", "bytes=1-1"):
            client.fetch(url, wanted)
        assert site.stats()["connections"]["store"] == 1

    def test_a_request_body_is_passed_over(self, client: Client, site: PracticeSite) -> None:
        client.http.request("POST", site.storage_url + "/profile", content=b"x" * 1000)
        assert client.score("/profile", token=site.token).text == "s3"
        assert site.stats()["connections"]["score"] == 1

    def test_a_client_may_ask_to_close(
        self, client: Client, site: PracticeSite, open_file: PracticeObject
    ) -> None:
        response = client.fetch(client.link(open_file), Connection="close")
        assert response.headers["Connection"] == "close"
        assert response.content == truth(open_file)


class TestStartAndStop:
    @pytest.fixture
    def idle(self, data: PracticeData) -> Iterator[PracticeSite]:
        site = PracticeSite(data)
        yield site
        site.stop()

    def test_all_threads_end_though_connections_are_kept_alive(
        self, idle: PracticeSite, open_file: PracticeObject
    ) -> None:
        idle.start()
        with httpx.Client(trust_env=False, timeout=60) as http:
            Client(idle, http).download(open_file)
            assert site_threads()
            idle.stop()
            assert site_threads() == []

    def test_all_threads_end_though_bodies_are_held_back(
        self, idle: PracticeSite, large: PracticeObject
    ) -> None:
        idle.start()
        idle.hold()
        with (
            httpx.Client(trust_env=False, timeout=60) as http,
            http.stream("GET", Client(idle, http).link(large)) as response,
        ):
            assert idle.wait_held()
            idle.stop()
            assert site_threads() == []
            with pytest.raises(httpx.RemoteProtocolError):
                response.read()

    def test_all_threads_end_though_a_client_reads_nothing(
        self, idle: PracticeSite, large: PracticeObject
    ) -> None:
        idle.start()
        with (
            httpx.Client(trust_env=False, timeout=60) as http,
            http.stream("GET", Client(idle, http).link(large)),
        ):
            idle.stop()
            assert site_threads() == []

    def test_stopping_twice_or_unstarted_does_nothing(self, idle: PracticeSite) -> None:
        idle.stop()
        idle.start()
        idle.stop()
        idle.stop()

    def test_a_stopped_site_refuses_connections_and_comes_back_at_the_same_urls(
        self, idle: PracticeSite, large: PracticeObject
    ) -> None:
        idle.start()
        urls = idle.storage_url, idle.metadata_url, idle.store_url
        with httpx.Client(trust_env=False, timeout=60) as http:
            client = Client(idle, http)
            link = client.link(large)
            idle.stop()
            with pytest.raises(httpx.ConnectError):
                client.download(large)
            idle.start()
            assert (idle.storage_url, idle.metadata_url, idle.store_url) == urls
            assert client.fetch(link, "bytes=0-0").status_code == 206, "links outlive a break"

    def test_a_site_does_not_come_back_elsewhere(self, idle: PracticeSite) -> None:
        idle.start()
        song_port = urlsplit(idle.metadata_url).port
        idle.stop()
        with (
            socket.create_server(("127.0.0.1", song_port or 0)),
            pytest.raises(OSError) as caught,  # noqa: PT011 - each system has a text of its own
        ):
            idle.start()
        assert caught.value.errno == errno.EADDRINUSE
        assert site_threads() == []

    def test_a_port_can_be_chosen(self, data: PracticeData) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        with PracticeSite(data, port=port) as site:
            assert urlsplit(site.storage_url).port == port

    def test_a_taken_port_is_told_and_nothing_is_left_open(self, data: PracticeData) -> None:
        with PracticeSite(data) as first:
            port = urlsplit(first.storage_url).port
            assert port is not None
            before = site_threads()
            with pytest.raises(OSError) as caught:  # noqa: PT011 - each system has a text of its own
                PracticeSite(data, port=port).start()
            assert caught.value.errno == errno.EADDRINUSE
            assert site_threads() == before

    def test_a_taken_neighbour_port_is_got_round(self, data: PracticeData) -> None:
        with (
            taken_port_above_a_free_one() as taken,
            PracticeSite(data, port=taken - 1) as site,
            httpx.Client(trust_env=False, timeout=60) as http,
        ):
            assert urlsplit(site.storage_url).port == taken - 1
            assert urlsplit(site.metadata_url).port != taken
            assert Client(site, http).song("/isAlive").json() is True

    def test_the_last_port_has_no_neighbours(self, data: PracticeData) -> None:
        try:
            with PracticeSite(data, port=65_535) as site:
                assert urlsplit(site.storage_url).port == 65_535
                assert urlsplit(site.metadata_url).port != 65_536
        except OSError:
            pytest.skip("the port is in use")

    def test_listens_on_loopback_only(self, site: PracticeSite) -> None:
        for url in (site.storage_url, site.metadata_url, site.store_url):
            assert urlsplit(url).hostname == "127.0.0.1"
