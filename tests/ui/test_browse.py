"""Browsing a site as a person does it: studies, files, ids; with a site that is slow, away, old or odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.access.profiles import ARGO
from score_gui.model import server_problems
from score_gui.model.manifest import Kind, Manifest
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.sources.song_rows import read_analysis
from score_gui.ui.browse_flow import BrowseFlow
from score_gui.ui.browse_lines import BrowseLines, FileLine, GroupLine
from score_gui.ui.browse_model import Column
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.browse_session import PAGES_AT_ONCE
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.theme import Theme
from tests.ui.browse_samples import FakeSong, analysis_row, entry_names
from tests.ui.preview_samples import HOSTILE, run_at_once

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

T = TypeVar("T")
LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")
SMALL = {"AA-CA": 3, "BB-CA": 2, "EMPTY-CA": 0}


class Jobs:
    """A runner whose jobs wait until the test does them: the site is slow."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, work: Callable[[], T], on_done: Callable[[T], None], /) -> None:
        self.waiting.append((work, on_done))

    def do(self, count: int = 1) -> None:
        for _ in range(count):
            work, on_done = self.waiting.pop(0)
            on_done(work())

    def do_all(self) -> None:
        while self.waiting:
            self.do()


class Visit:
    """A window with the browser open on made-up sites."""

    def __init__(self, window: MainWindow, flow: BrowseFlow, songs: dict[str, FakeSong]) -> None:
        self.window, self.flow, self.songs = window, flow, songs
        self.reviewed: list[tuple[Manifest, Profile]] = []
        flow.review_asked.connect(lambda manifest, profile: self.reviewed.append((manifest, profile)))

    @property
    def page(self) -> BrowsePage:
        assert self.flow.page is not None
        return self.flow.page

    @property
    def names(self) -> list[str]:
        """The files in the table."""
        model = self.page.model
        lines = (model.line(place) for place in range(model.rowCount()))
        return [line.file.entry.file_name or "" for line in lines if isinstance(line, FileLine)]

    @property
    def ticked(self) -> list[str]:
        return entry_names(self.page.model.choice.entries)

    def place_of(self, name: str) -> int:
        model = self.page.model
        return next(
            place
            for place in range(model.rowCount())
            if isinstance(line := model.line(place), FileLine) and line.file.entry.file_name == name
        )

    def button(self, words: str) -> QPushButton:
        shown = [
            each
            for each in self.page.findChildren(QPushButton)
            if each.text().strip().startswith(words) and not each.isHidden() and is_shown(each)
        ]
        assert len(shown) == 1, [each.text() for each in self.page.findChildren(QPushButton)]
        return shown[0]


def is_shown(widget: QWidget) -> bool:
    return widget.isVisibleTo(widget.window())


Make = Callable[..., Visit]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[Make]:
    flows: list[BrowseFlow] = []

    def made(*profiles: Profile, sizes: dict[str, int] | None = None, run: Any = run_at_once) -> Visit:
        outside = Outside(lambda _: None, make_empty_page=lambda *_: QWidget())
        window = MainWindow(
            lambda _: None, settings=Settings(Path()), profiles=(), theme=theme, outside=outside, icons=icons
        )
        qtbot.addWidget(window)
        window.resize(1200, 700)
        window.show()
        songs = {one.id: FakeSong(sizes or SMALL, has_studies=one is not ARGO) for one in profiles or (LAB,)}
        open_song: Any = lambda profile: songs[profile.id]  # noqa: E731
        flow = BrowseFlow(window, theme, icons, run, lambda: profiles or (LAB,), open_song)
        flows.append(flow)
        visit = Visit(window, flow, songs)
        flow.open()
        return visit

    yield made
    for flow in flows:
        flow.close()


# --- studies and their files ----------------------------------------------------------------------------------


def test_studies_are_listed_with_their_counts_and_the_first_one_is_open(make: Make) -> None:
    visit = make()
    model = visit.page.side.model
    told = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2, model.rowCount())]
    assert told == ["AA-CA, 3 analyses", "BB-CA, 2 analyses", "EMPTY-CA, 0 analyses"]
    assert visit.names == [
        "SA408000.aln.cram",
        "SA408001.somatic.snv.vcf.gz",
        "SA408001.indel.vcf.gz",
        "SA408002.aln.cram",
    ]


def test_the_table_is_a_sound_model_and_tells_all_to_a_screen_reader(
    make: Make, qtmodeltester: ModelTester
) -> None:
    page = make().page
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.side.model)
    group, file = (
        page.model.index(row, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)
    )
    assert group.startswith("sequencingAlignment, DO32800  SA408000  ")
    assert group.endswith(", 1 file, 41.2 GB, not ticked, open")
    assert file == "SA408000.aln.cram, CRAM, controlled, 41.2 GB, not ticked"


def test_another_study_is_one_key_away(make: Make, qtbot: QtBot) -> None:
    visit = make()
    qtbot.keyClick(visit.page.side.list, Qt.Key.Key_Down)
    assert [line for line in visit.songs["lab"].asked if line.startswith("BB-CA")] == ["BB-CA 0"]
    assert len(visit.names) == 3


def test_a_study_without_published_analyses_says_so(make: Make) -> None:
    visit = make()
    visit.page.side.list.choose("EMPTY-CA")
    assert visit.page.message.said == "No published analyses"


def test_a_study_among_many_is_found_by_its_name_and_the_open_one_stays(make: Make) -> None:
    visit = make(sizes={f"ST{number:02}-CA": 1 for number in range(30)})
    side = visit.page.side
    assert is_shown(side.field)
    side.field.setText("st2")
    assert side.model.rowCount() == 2 + 10
    assert visit.names == ["SA408000.aln.cram"]
    side.field.clear()
    assert side.list.currentIndex().row() == 2


def test_a_long_study_is_read_page_by_page_up_to_a_border_and_then_on(make: Make) -> None:
    size = PAGES_AT_ONCE * 100 + 150
    visit = make(sizes={"LONG-CA": size})
    page = visit.page
    assert page.model.analyses == PAGES_AT_ONCE * 100
    assert page.strip.said == "2,000 of 2,150 analyses are here. The rest was not asked for."
    visit.button("Read on").click()
    assert (page.model.analyses, page.strip.said) == (size, "")


def test_what_was_read_is_not_asked_for_again(make: Make) -> None:
    visit = make()
    visit.page.side.list.choose("BB-CA")
    visit.page.side.list.choose("AA-CA")
    assert visit.songs["lab"].asked.count("AA-CA 0") == 1
    assert len(visit.names) == 4


# --- ticks ------------------------------------------------------------------------------------------------------


def test_ticks_add_up_over_studies_and_become_a_manifest(make: Make, qtbot: QtBot) -> None:
    visit = make()
    page = visit.page
    assert not page.foot.go.isEnabled()
    page.table.setFocus()
    page.table.selectRow(visit.place_of("SA408000.aln.cram"))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    page.side.list.choose("BB-CA")
    page.model.toggle([visit.place_of("SA408001.indel.vcf.gz")])
    assert visit.ticked == ["SA408000.aln.cram", "SA408001.indel.vcf.gz"]
    visit.button("Review 2 files, 41.2 GB…").click()
    [(manifest, profile)] = visit.reviewed
    assert (manifest.kind, manifest.accepted, profile) == (Kind.SITE, True, LAB)
    assert manifest.name == "AA-CA and 1 more, Lab Overture"
    first = manifest.entries[0]
    assert (first.size, first.donor, first.study) == (41_200_000_000, "DO32800", "AA-CA")
    assert first.md5 is not None
    assert first.index_object_id is not None


def test_the_heading_ticks_its_analysis_and_the_header_all_that_is_shown(make: Make, qtbot: QtBot) -> None:
    visit = make()
    model = visit.page.model
    model.toggle([visit.place_of("SA408001.indel.vcf.gz")])
    group = next(n for n in range(model.rowCount()) if isinstance(model.line(n), GroupLine) and n > 0)
    assert model.state(model.line(group)) is Qt.CheckState.PartiallyChecked
    model.toggle([group])
    assert len(visit.ticked) == 2
    visit.page.header.search.setText("cram")
    model.toggle_shown()
    assert len(visit.ticked) == 4
    visit.page.header.search.clear()
    assert model.shown_state() is Qt.CheckState.Checked
    visit.button("Untick all").click()
    assert visit.ticked == []


def test_ticks_outlive_the_page_but_not_another_site(make: Make, qtbot: QtBot) -> None:
    visit = make(LAB, Profile("other", "Other", "https://score.other.org", "https://song.other.org"))
    visit.page.model.toggle_shown()
    visit.page.header.profile_chosen.emit("other")
    assert visit.ticked == []
    visit.page.header.profile_chosen.emit("lab")
    assert len(visit.ticked) == 4
    qtbot.keyClick(visit.page.table, Qt.Key.Key_Escape)
    assert visit.flow.page is None
    visit.flow.open()
    assert len(visit.ticked) == 4
    assert visit.songs["lab"].asked.count("studies") == 1


def test_analyses_fold_and_their_ticks_stay(make: Make, qtbot: QtBot) -> None:
    visit = make()
    page = visit.page
    page.model.toggle_shown()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    assert "SA408000.aln.cram" not in visit.names
    assert page.table.currentIndex().row() == 0
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    assert page.table.currentIndex().row() == 0
    assert len(visit.ticked) == 4


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("indel", ["SA408001.indel.vcf.gz"]),
        ("do32801", ["SA408002.aln.cram"]),
        ("variantcall snv", ["SA408001.somatic.snv.vcf.gz"]),
        ("nothing", []),
    ],
)
def test_search_looks_at_names_types_and_donors(make: Make, words: str, found: list[str]) -> None:
    visit = make()
    visit.page.header.search.setText(words)
    assert visit.names == found
    assert visit.page.shows_message is not bool(found)


# --- a site that is slow, away or odd ----------------------------------------------------------------------------


def test_a_slow_study_can_be_stopped_and_gone_on_with(make: Make) -> None:
    jobs = Jobs()
    visit = make(sizes={"LONG-CA": 450}, run=jobs)
    jobs.do(2)  # the profiles, then the studies
    assert visit.page.message.said == "Asking for the analyses of LONG-CA…"
    jobs.do(2)  # the first page and the count
    assert visit.page.strip.said == "100 of 450 analyses are here"
    visit.button("Stop").click()
    assert visit.songs["lab"].closed > 0
    jobs.do_all()  # what was on its way came all the same, and is kept
    assert visit.page.strip.said == "200 of 450 analyses are here. The rest was not asked for."
    visit.button("Read on").click()
    jobs.do_all()
    assert (visit.page.model.analyses, visit.page.strip.said) == (450, "")
    asked = [line for line in visit.songs["lab"].asked if line.startswith("LONG-CA")]
    assert asked == [f"LONG-CA {offset}" for offset in (0, 100, 200, 300, 400)]


def test_leaving_in_the_middle_and_coming_back_goes_on(make: Make) -> None:
    jobs = Jobs()
    visit = make(sizes={"LONG-CA": 250}, run=jobs)
    jobs.do(3)
    visit.page.left.emit()
    jobs.do_all()
    visit.flow.open()
    jobs.do_all()
    assert visit.page.model.analyses == 250


def test_a_site_that_is_away_is_asked_again_on_request(make: Make) -> None:
    jobs = Jobs()
    visit = make(run=jobs)
    song = visit.songs["lab"]
    song.problem = server_problems.no_network("song.lab.example.org")
    jobs.do_all()
    assert visit.page.message.said == "No network"
    song.problem = None
    visit.button("Try again").click()
    jobs.do_all()
    assert len(visit.names) == 4


def test_trouble_in_the_middle_keeps_what_is_here(make: Make) -> None:
    jobs = Jobs()
    visit = make(sizes={"LONG-CA": 250}, run=jobs)
    jobs.do(3)
    visit.songs["lab"].problem = server_problems.server_error("song.lab.example.org", 500)
    jobs.do_all()
    assert visit.page.model.analyses == 100
    assert visit.page.strip.said.startswith("The server has trouble") or "500" in visit.page.strip.said
    visit.songs["lab"].problem = None
    visit.button("Try again").click()
    jobs.do_all()
    assert visit.page.model.analyses == 250


def test_a_name_that_looks_like_a_page_is_shown_letter_by_letter(make: Make) -> None:
    lines = BrowseLines()
    row = analysis_row("AA-CA", 0)
    row["analysisType"] = {"name": HOSTILE}
    row["files"][0]["fileName"] = f"\u202e{HOSTILE}"
    analysis = read_analysis(row)
    assert analysis is not None
    visit = make()
    model = visit.page.model
    model.show_lines(lines, model.choice)
    model.add([analysis])
    assert model.index(1, Column.NAME).data() == f"\N{REPLACEMENT CHARACTER}{HOSTILE}"
    assert "<img" not in model.index(1, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)


# --- ids ----------------------------------------------------------------------------------------------------------


def object_ids(visit: Visit) -> list[str]:
    return [file.entry.object_id for one in visit.songs["lab"].analyses("AA-CA") for file in one.files]


def look_up(visit: Visit, text: str) -> None:
    visit.page.side.list.choose(None)
    visit.page.ids.text.setPlainText(text)
    visit.button("Look up").click()


@pytest.fixture
def with_ids(make: Make, monkeypatch: pytest.MonkeyPatch) -> Visit:
    return make(sizes={"LIRI-JP": 3, "AA-CA": 3})


def test_typed_ids_are_looked_up_shown_together_and_ticked(with_ids: Visit) -> None:
    first, second, third, _ = object_ids(with_ids)
    look_up(with_ids, f"{third}, {first}\n{second}  no!id")
    assert set(with_ids.names) == {
        "SA408000.aln.cram",
        "SA408001.somatic.snv.vcf.gz",
        "SA408001.indel.vcf.gz",
    }
    assert len(with_ids.ticked) == 3
    assert with_ids.page.strip.said == "1 word is no ID: no!id."


def test_ids_that_nobody_knows_are_named(with_ids: Visit) -> None:
    unknown = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(5)]
    look_up(with_ids, "\n".join([*object_ids(with_ids)[:1], *unknown]))
    assert with_ids.page.strip.said == (
        f"5 IDs are not known at Lab Overture: {', '.join(unknown[:3])}, and 2 more."
    )
    look_up(with_ids, unknown[0])
    assert with_ids.page.message.said == "Nothing was found"


def test_without_an_id_there_is_nothing_to_look_up(with_ids: Visit) -> None:
    with_ids.page.side.list.choose(None)
    assert not with_ids.button("Look up").isEnabled()
    with_ids.page.ids.text.setPlainText("?")
    assert not with_ids.button("Look up").isEnabled()


def test_ctrl_enter_looks_up_and_tab_leaves_the_box(with_ids: Visit, qtbot: QtBot) -> None:
    with_ids.page.side.list.choose(None)
    with_ids.page.ids.text.setPlainText(object_ids(with_ids)[0])
    qtbot.keyClick(with_ids.page.ids.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert with_ids.names == ["SA408000.aln.cram"]
    assert with_ids.page.ids.text.tabChangesFocus()


def test_looking_up_can_be_stopped(make: Make) -> None:
    jobs = Jobs()
    visit = make(sizes={"LIRI-JP": 3, "AA-CA": 3}, run=jobs)
    jobs.do_all()
    look_up(visit, "\n".join([*object_ids(visit), *(f"unknown-{number}" for number in range(20))]))
    jobs.do()
    assert visit.page.strip.said == "8 of 24 IDs looked up"
    visit.button("Stop").click()
    assert visit.page.strip.said == "Stopped: 8 of 24 IDs looked up."
    before = len(visit.songs["lab"].asked)
    jobs.do_all()
    assert len(visit.songs["lab"].asked) == before
    assert len(visit.names) == 4


def test_the_gateway_of_argo_has_no_studies_and_offers_ids(make: Make) -> None:
    visit = make(ARGO, LAB)
    assert visit.page.message.said == "ICGC ARGO tells no list of studies"
    assert is_shown(visit.page.ids)
    assert visit.songs["icgc-argo"].asked == []
    visit.page.header.profile_chosen.emit("lab")
    assert len(visit.names) == 4
    assert not is_shown(visit.page.ids)


def test_without_any_site_the_profiles_are_asked_for(
    qtbot: QtBot, theme: Theme, icons: Icons, make: Make
) -> None:
    visit = make()
    none: Any = BrowseFlow(visit.window, theme, icons, run_at_once, lambda: (), lambda _: None)  # type: ignore[arg-type,return-value]
    with qtbot.waitSignal(none.profiles_asked):
        none.open()
