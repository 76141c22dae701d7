"""The answers of this program: what a site says of a few files, and how fast downloads were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from score_gui.demo import PracticeSite, Role, make_practice_data
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.problems import no_access, unknown_object
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.server_problems import no_network
from score_gui.model.specification import Specification
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Description, Ticket
from score_gui.sources.completing import Completer
from score_gui.sources.open import open_source
from score_gui.sources.score import ScoreSource
from score_gui.ui.outside import Forgetful
from score_gui.ui.preview_answers import MeasuredSpeed, PreviewAnswers
from score_gui.ui.preview_progress import Answers
from score_gui.ui.preview_queue import QueueBook
from tests.ui.preview_samples import entry, object_id


class Site:
    """Says of each object what the test wants, and keeps what it was asked."""

    def __init__(self, troubles: dict[str, Problem]) -> None:
        self._troubles = troubles
        self.asked: list[Entry] = []

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        assert not with_index
        assert not layout_needs_analysis
        self.asked.append(entry)
        if entry.object_id in self._troubles:
            raise ProblemError(self._troubles[entry.object_id])
        return Description(Specification(entry.object_id, 5), entry)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        raise AssertionError("no link is asked for")

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        raise AssertionError("no link is asked for")

    def close(self) -> None:
        pass


def answers_of(site: Site) -> PreviewAnswers:
    return PreviewAnswers(
        lambda _id: None, lambda _id: site, lambda _id: None, QueueBook(), MeasuredSpeed(Forgetful())
    )


def codes(answers: object) -> list[str | None]:
    assert isinstance(answers, list)
    return [None if each is None else each.code for each in answers]


def test_each_file_is_asked_for_once_and_a_refusal_concerns_it_alone() -> None:
    site = Site({object_id(2): no_access("ARGO", object_id(2)), object_id(3): unknown_object("ARGO")})
    found = answers_of(site).access("argo", [entry(number) for number in range(1, 5)])
    assert codes(found) == [None, "access-denied", "unknown-object", None]
    assert [each.object_id for each in site.asked] == [object_id(number) for number in range(1, 5)]


def test_what_concerns_all_ends_the_asking() -> None:
    site = Site({object_id(2): no_network("argo.example.org")})
    assert codes(answers_of(site).access("argo", [entry(1), entry(2), entry(3)])) == [None, "no-network"]


def test_a_missing_name_is_not_worth_a_question_to_another_server() -> None:
    site = Site({})
    answers_of(site).access("argo", [Entry(object_id(1))])
    assert site.asked[0].file_name == object_id(1)


def test_a_profile_that_is_gone_is_a_problem_and_no_crash() -> None:
    def gone(_profile_id: str) -> Site:
        raise ProblemError(no_network("nowhere"))

    answers = PreviewAnswers(
        lambda _id: None, gone, lambda _id: None, QueueBook(), MeasuredSpeed(Forgetful())
    )
    assert codes(answers.access("argo", [entry(1)])) == ["no-network"]


def test_the_speed_is_what_it_mostly_was_and_is_remembered(tmp_path: Path) -> None:
    memory = Forgetful()
    measured = MeasuredSpeed(memory)
    assert measured.now is None
    for _ in range(400):
        measured.note(90e6)
    measured.note(0.0)
    measured.note(1e6)
    assert measured.now is not None
    assert 80e6 < measured.now < 90e6
    measured.save()
    again = MeasuredSpeed(memory)
    assert again.now == round(measured.now)


def test_a_memory_that_holds_something_else_measures_anew() -> None:
    memory = Forgetful()
    memory.setValue("measured-speed", "very fast")
    assert MeasuredSpeed(memory).now is None


def filled_by(completer: Callable[[str], Completer | None], *entries: Entry) -> Answers | None:
    answers = PreviewAnswers(
        lambda _id: None, lambda _id: Site({}), completer, QueueBook(), MeasuredSpeed(Forgetful())
    )
    return answers.complete("p", entries, lambda: False)


def test_a_site_fills_a_list_of_ids(tmp_path: Path) -> None:
    data = make_practice_data(tmp_path, large_size=1000)
    held = data.get(Role.VCF)
    with PracticeSite(data) as site:
        profile = Profile("p", "P", site.storage_url, site.metadata_url)
        source = open_source(profile, lambda: Secret(site.token), NetSettings())
        assert isinstance(source, ScoreSource)
        found = filled_by(lambda _id: source.completer(), Entry(held.object_id), Entry(object_id(9)))
        source.close()
    assert found is not None
    assert (found.told[0].file_name, found.told[0].size, found.told[0].md5) == (
        held.name,
        held.size,
        held.md5,
    )
    assert found.unknown == {1}
    assert found.problem is None


def test_a_place_that_tells_no_more_than_its_lists_fills_none() -> None:
    assert filled_by(lambda _id: None, entry(1, size=None)) is None


def test_a_profile_that_is_gone_fills_nothing_and_says_why() -> None:
    def gone(_profile_id: str) -> Completer | None:
        raise ProblemError(no_network("nowhere"))

    found = filled_by(gone, entry(1, size=None))
    assert found is not None
    assert found.problem is not None
    assert found.problem.code == "no-network"
