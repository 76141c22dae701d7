"""Lists are filled with what the practice site tells: all of it by Song, names and sizes apart at ICGC ARGO."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeSite, Role, Service, make_practice_data
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.problems import no_access, token_needed
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.settings import NetSettings
from score_gui.sources.completing import AT_ONCE, Completer, Told, complete, lacks_something
from score_gui.sources.open import open_source
from score_gui.sources.score import ScoreSource

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1000)


@pytest.fixture(params=[Flavour.SCORE, Flavour.ARGO], ids=["Song", "ARGO"])
def site(request: pytest.FixtureRequest, data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data, flavour=request.param) as made:
        yield made


def source_of(site: PracticeSite, token: str | None) -> ScoreSource:
    kind = SiteKind.ARGO if site.metadata_url == site.storage_url else SiteKind.OVERTURE
    profile = Profile("p", "The site", site.storage_url, site.metadata_url, kind)
    made = open_source(profile, lambda: Secret(token) if token else None, NetSettings())
    assert isinstance(made, ScoreSource)
    return made


@pytest.fixture
def source(site: PracticeSite) -> Iterator[ScoreSource]:
    made = source_of(site, site.token)
    yield made
    made.close()


def told(source: ScoreSource, *entries: Entry) -> dict[int, Told]:
    return dict(complete(source.completer(), entries))


def test_bare_ids_get_names_sizes_and_md5s(source: ScoreSource, data: PracticeData) -> None:
    held = [data.get(role) for role in (Role.LARGE, Role.VCF, Role.TWIN_A)]
    found = told(source, *(Entry(one.object_id) for one in held))
    for place, one in enumerate(held):
        entry = found[place].entry
        assert (entry.file_name, entry.size, entry.md5) == (one.name, one.size, one.md5)
        assert (entry.study, entry.analysis_id) == (one.analysis.study_id, one.analysis.analysis_id)


@pytest.mark.skipif("not __import__('importlib').util.find_spec('pysam')", reason="no index without pysam")
def test_index_files_come_along(source: ScoreSource, data: PracticeData) -> None:
    found = told(source, Entry(data.get(Role.VCF).object_id), Entry(data.get(Role.TBI).object_id))
    assert found[0].entry.index_object_id == data.get(Role.TBI).object_id
    assert (found[1].entry.file_name, found[1].entry.size) == (
        data.get(Role.TBI).name,
        data.get(Role.TBI).size,
    )


def test_what_a_list_tells_already_stands_and_costs_no_question(
    source: ScoreSource, site: PracticeSite, data: PracticeData
) -> None:
    whole = Entry(data.get(Role.LARGE).object_id, "my name", 7, "0" * 32)
    half = Entry(data.get(Role.VCF).object_id, size=1)
    assert not lacks_something(whole)
    found = told(source, whole, half)
    assert list(found) == [1]
    assert (found[1].entry.file_name, found[1].entry.size) == (data.get(Role.VCF).name, 1)


def test_an_id_that_nobody_knows_is_said_to_be_so(source: ScoreSource) -> None:
    assert told(source, Entry(UNKNOWN))[0] == Told(Entry(UNKNOWN), is_known=False)


def test_files_of_one_analysis_are_told_together(data: PracticeData) -> None:
    with PracticeSite(data) as site:
        source = source_of(site, site.token)
        completer = source.completer()
        one, other = data.get(Role.VCF), data.get(Role.TWIN_A)
        same = [held for held in (one, other) if held.analysis == one.analysis]
        for held in [*same, one]:
            assert completer.tell(Entry(held.object_id)).entry.size == held.size
        source.close()
        assert site.record.calls(Service.SONG, "GET /entities/{id}") == 1


def test_without_a_token_argo_tells_names_but_no_sizes_of_controlled_files(data: PracticeData) -> None:
    with PracticeSite(data, flavour=Flavour.ARGO) as site:
        source = source_of(site, None)
        completer = source.completer()
        large, vcf = (Entry(data.get(role).object_id) for role in (Role.LARGE, Role.VCF))
        controlled = completer.tell(large)
        is_open = completer.tell(vcf)
        source.close()
    assert controlled.entry.file_name == data.get(Role.LARGE).name
    assert controlled.entry.size is None
    assert completer.no_sizes is not None
    assert is_open.entry.size == data.get(Role.VCF).size, "asked for although a token is missing for another"


def test_where_an_open_file_needs_a_token_too_no_more_sizes_are_asked_for(data: PracticeData) -> None:
    with PracticeSite(data, flavour=Flavour.ARGO) as site:
        source = source_of(site, None)
        sizes = Sizes(ProblemError(token_needed("The site")))
        completer = with_sizes(source.completer(), sizes)
        for _ in range(3):
            assert completer.tell(Entry(data.get(Role.VCF).object_id)).entry.size is None
        source.close()
    assert sizes.asked == 1


class Sizes:
    """Tells sizes, or what stands in the way; remembers how many were asked for, and how many at once."""

    def __init__(self, *troubles: ProblemError) -> None:
        self.troubles = list(troubles)
        self.asked = 0

    def __call__(self, object_id: str) -> Specification:
        self.asked += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return Specification(object_id, 5, "1" * 32)


@pytest.fixture
def quiet_song(data: PracticeData) -> Iterator[Completer]:
    with PracticeSite(data) as site:
        source = source_of(site, site.token)
        yield source.completer()
        source.close()


def with_sizes(completer: Completer, sizes: Sizes) -> Completer:
    return Completer(completer._song, sizes)


def test_a_file_that_is_refused_concerns_itself_alone(quiet_song: Completer) -> None:
    sizes = Sizes(ProblemError(no_access("The site", UNKNOWN)))
    completer = with_sizes(quiet_song, sizes)
    assert completer.tell(Entry(UNKNOWN)) == Told(Entry(UNKNOWN), is_known=False)
    assert completer.tell(Entry(UNKNOWN)).entry == Entry(UNKNOWN, size=5, md5="1" * 32)


def test_without_a_token_no_more_sizes_are_asked_for(quiet_song: Completer) -> None:
    sizes = Sizes(ProblemError(token_needed("The site")))
    completer = with_sizes(quiet_song, sizes)
    for _ in range(3):
        completer.tell(Entry(UNKNOWN))
    assert sizes.asked == 1


def test_what_concerns_the_whole_site_ends_it(data: PracticeData) -> None:
    site = PracticeSite(data).start()
    source = source_of(site, site.token)
    site.stop()
    with pytest.raises(ProblemError):
        list(complete(source.completer(), [Entry(data.get(Role.VCF).object_id)]))
    source.close()


def test_no_more_questions_are_open_at_once_than_agreed_and_none_begins_after_the_end() -> None:
    begun: list[str] = []
    most, open_now = 0, 0
    lock, leave = threading.Condition(), threading.Semaphore(0)

    class Asked:
        def tell(self, entry: Entry) -> Told:
            nonlocal most, open_now
            with lock:
                begun.append(entry.object_id)
                open_now += 1
                most = max(most, open_now)
                lock.notify_all()
            assert leave.acquire(timeout=60)
            with lock:
                open_now -= 1
                lock.notify_all()
            return Told(replace(entry, size=1))

    entries = [Entry(f"id-{number}") for number in range(50)]
    answers = complete(Asked(), entries, lambda: len(begun) >= AT_ONCE)  # type: ignore[arg-type]
    taken = threading.Thread(target=lambda: list(answers))
    taken.start()
    with lock:
        assert lock.wait_for(lambda: open_now == AT_ONCE, 60)
    leave.release(AT_ONCE)
    taken.join(60)
    assert not taken.is_alive()
    leave.release(len(entries))
    with lock:
        assert lock.wait_for(lambda: open_now == 0, 60)
    assert most == AT_ONCE
    assert len(begun) <= 2 * AT_ONCE
