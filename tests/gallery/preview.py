"""The preview in every state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from score_gui.access.life import EndSource, TokenEnd
from score_gui.access.profiles import IMAGING
from score_gui.manifests.compare import compare
from score_gui.model.cloud_path import CloudPath
from score_gui.model.language import phrase
from score_gui.model.manifest import Entry, Kind, Manifest, Remark
from score_gui.model.problems import no_access, token_needed, token_refused
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, NameRule
from score_gui.sources.buckets import BucketFile
from score_gui.sources.imaging import entry_of
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_facts import FolderFacts
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_progress import Answers, Progress
from score_gui.ui.preview_reader import ListOutside
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.preview_rows import Row
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme
from tests.gallery.camera import Make, Picture
from tests.ui.preview_samples import (
    GB,
    HOSTILE,
    FakePreviewDesk,
    entry,
    liver,
    manifest,
    object_id,
    run_at_once,
)

SETTINGS = Settings(Path("/mnt/lab2/genomes/liver"))
PROFILES = (("argo", "ICGC ARGO"),)


def desk(here: int = 48, verified: int = 48) -> FakePreviewDesk:
    """An everyday site and disk: a token for four weeks, a measured line, some files here."""
    made = FakePreviewDesk()
    made.ends = TokenEnd(datetime.now(UTC) + timedelta(days=28), EndSource.SITE)
    made.measured = 91_000_000.0
    made.here = frozenset(range(6, 6 + here))
    made.verified = frozenset(range(6, 6 + verified))
    return made


def page(
    told: Manifest,
    answers: FakePreviewDesk | None = None,
    act: Callable[[PreviewPage], None] | None = None,
    profiles: Sequence[tuple[str, str]] = PROFILES,
) -> Make:
    def make(theme: Theme, icons: Icons) -> QWidget:
        outside = PreviewOutside(answers or desk(), run_at_once)
        made = PreviewPage(theme, icons, told, SETTINGS, profiles, outside=outside)
        if act is not None:
            act(made)
        return made

    return make


def everyday(made: PreviewPage) -> None:
    """No VCF, and the row whose remark is about its name is looked at."""
    assert made.content is not None
    model = made.content.model
    model.set_value(Facet.TYPE, "VCF", on=False)
    lines = (model.line(place) for place in range(model.rowCount()))
    rows = (each for each in lines if isinstance(each, Row) and each.entry is not None)
    made.content.table.choose(next(row.number for row in rows if row.twin is not None))


def asking(made: PreviewPage) -> None:
    """As in the portal, and asked about what shares a name."""
    everyday(made)
    made.options.choose_layout(Layout.PORTAL)
    made.options.choose_rule(NameRule.ASK)


def of_images(made: PreviewPage) -> None:
    """As the flow shows lists of images."""
    made.options.choose_layout(Layout.BUNDLE)


def searching(text: str) -> Callable[[PreviewPage], None]:
    return lambda made: made.header.search.setText(text)


def compared(made: PreviewPage) -> None:
    now = made.manifest
    before = [replace(each, size=5) if each.line == 20 else each for each in now.entries[9:]]
    gone = [entry(900 + number) for number in range(5)]
    made.show_comparison(compare(replace(now, name="argo_liver_2026-10.tsv", entries=(*before, *gone)), now))


def window(*lists: Manifest) -> Make:
    """The whole window, with these lists open."""

    def make(theme: Theme, icons: Icons) -> QWidget:
        outside = Outside(lambda _path: None)
        made = MainWindow(
            lambda _command: None, settings=SETTINGS, profiles=(), theme=theme, outside=outside, icons=icons
        )
        rows = [ProfileRow("argo", "ICGC ARGO", TokenState.KEPT, 28)]
        flow = PreviewFlow(
            made,
            theme,
            icons,
            PreviewOutside(desk(), run_at_once),
            lambda: rows,
            ListOutside(lambda *_: lists[0]),
        )
        flow.settings = SETTINGS
        made.show()  # whoever opens a list sees the window already
        for each in lists:
            flow.show(each, SETTINGS, PROFILES)
        flow.tabs.choose(flow.previews[0])
        everyday(flow.previews[0])
        return made

    return make


def reading(theme: Theme, _icons: Icons) -> QWidget:
    made = Reading("icgc_all_2026-11.tsv")
    made.watch.look(0.42)
    return ReadingView(theme, made)


def small_drive() -> FakePreviewDesk:
    """A stick that is too small in every way, and a token that is not taken."""
    made = desk(0, 0)
    made.folder = FolderFacts("E:", free=60 * GB, file_system="FAT32", largest_file=(1 << 32) - 1)
    made.answers = dict.fromkeys((each.object_id for each in LIVER.entries), token_refused("ICGC ARGO"))
    return made


def busy() -> FakePreviewDesk:
    """A disk that the queue will fill, where names are taken."""
    made = desk(20, 0)
    made.folder = FolderFacts("/mnt/lab2", free=9000 * GB, file_system="ext4", queued=1200 * GB)
    made.taken = frozenset({30, 31})
    return made


def filling(made: PreviewPage) -> None:
    """A list of ids in the middle of being filled by its site."""
    assert made.content is not None
    made.content.filling.show_progress(Progress(asked=96, of=208), "ICGC ARGO")


def ids(count: int, known: int) -> Manifest:
    told = [
        entry(line) if line <= known else Entry(object_id(line), line=line) for line in range(1, count + 1)
    ]
    return Manifest(Kind.ID_LIST, True, "ids_for_the_lab.txt", tuple(told), lines=count)


def telling_names_only() -> FakePreviewDesk:
    made = desk(0, 0)

    def site(asked: Sequence[Entry]) -> Answers:
        told = {place: replace(one, file_name=f"SA{one.line}.aln.cram") for place, one in enumerate(asked)}
        return Answers(told, unknown=frozenset({0}), no_sizes=token_needed("ICGC ARGO"))

    made.site = site
    return made


def refusing() -> FakePreviewDesk:
    """A site that opens no file of one program; the folder is synced away."""
    made = desk(0, 0)
    made.ends = TokenEnd(datetime.now(UTC) + timedelta(hours=7), EndSource.TOKEN)
    made.folder = FolderFacts("D:", free=9000 * GB, file_system="NTFS", synced_by="OneDrive")
    closed = [each.object_id for each in LIVER.entries if each.program_id == "OCCAMS-GB"]
    made.answers = dict.fromkeys(closed, no_access("ICGC ARGO", closed[0]))
    made.taken = frozenset({8, 9})
    return made


def public() -> FakePreviewDesk:
    """A site without tokens."""
    made = desk(0, 0)
    made.ends = None
    made.tokens = {IMAGING.id: TokenState.NOT_NEEDED}
    return made


LIVER = liver()
SERIES = tuple(f"28621ba9-1aca-4aab-a2a1-{number:012x}" for number in range(1, 7))
IMAGES = Manifest(
    Kind.IDC_S5CMD,
    accepted=True,
    name="manifest_20261002_091502_aws.s5cmd",
    entries=tuple(
        entry_of(
            BucketFile(
                CloudPath.read(f"s3://idc-open-data/{series}/{object_id(100 * line + n)}.dcm"),
                527_510,
                "0" * 31 + "1",
            ),
            Entry(f"s3://idc-open-data/{series}/", repos=("AWS",), file_type="DICOM", line=line),
        )
        for line, series in enumerate(SERIES, 5)
        for n in range(74)
    ),
    remarks=(
        Remark(
            "line-11-not-found",
            phrase("The series is in none of the buckets any more: {series}", series=SERIES[0]),
            11,
            blocks=True,
        ),
    ),
    lines=7,
)
UNKNOWN = Manifest(
    Kind.UNKNOWN,
    accepted=False,
    name="notes.txt",
    reason="not-recognised",
    advice=phrase(
        'This is not a manifest that score_gui knows. Its first line is "{words}".',
        words="16.11.2026, 14:30",
    ),
)
NO_LINE = Manifest(
    Kind.SCORE_ARGO,
    accepted=False,
    name="argo_broken.tsv",
    reason="no-usable-line",
    advice=phrase("No line of this list can be read as a file. The remarks say why, line by line."),
    remarks=tuple(Remark("x", phrase("Object ID is cut off"), line, blocks=True) for line in range(2, 40)),
)
ODD = manifest(
    *(entry(line, donor=f"DO{line // 4}", size=None, md5=None) for line in range(2, 40)),
    entry(41, HOSTILE),
    remarks=(
        *(Remark("md5-missing", phrase("No MD5; the server is asked"), line) for line in range(2, 42)),
        Remark("utf-16", phrase("The file is UTF-16 text, as a spreadsheet saves it; read as such")),
        *(
            Remark("odd", phrase("Columns are separated by commas, as a spreadsheet does"), None)
            for _ in range(4)
        ),
    ),
    name="excel_saved_this_list_under_a_very_long_name_2026-11-20_final_v2.tsv",
)
MANY = manifest(
    *(
        entry(
            line, f"SA{line}.aln.cram", donor=f"DO{line // 12}", program_id=f"P{line % 11}-XX", study="PCAWG"
        )
        for line in range(1, 100_001)
    ),
    name="icgc_all_2026-11.tsv",
)
ALBUM = {
    "preview-window": Picture(window(LIVER), 1280, 800),
    "preview-window-tabs": Picture(window(LIVER, MANY, UNKNOWN), 1280, 800),
    "preview-everyday": Picture(page(LIVER, act=everyday), 1280, 742),
    "preview-asking": Picture(page(LIVER, busy(), asking), 1280, 742),
    "preview-filling": Picture(page(ids(208, 96), desk(0, 0), filling), 1280, 742),
    "preview-names-only": Picture(page(ids(24, 0), telling_names_only()), 700, 560),
    "preview-one": Picture(page(manifest(entry(2)), desk(0, 0)), 1280, 742),
    "preview-many": Picture(page(MANY, desk(300, 200)), 1280, 742),
    "preview-nothing-found": Picture(page(LIVER, act=searching("DO999")), 1280, 742),
    "preview-images": Picture(page(IMAGES, public(), of_images, ((IMAGING.id, IMAGING.name),)), 1280, 742),
    "preview-compared": Picture(page(LIVER, desk(0, 0), compared), 1280, 742),
    "preview-odd": Picture(page(ODD, desk(0, 0)), 1280, 742),
    "preview-small-drive": Picture(page(LIVER, small_drive()), 1280, 742),
    "preview-refusing": Picture(page(LIVER, refusing()), 1280, 742),
    "preview-reading": Picture(reading, 1280, 742),
    "preview-refused": Picture(page(UNKNOWN), 1280, 742),
    "preview-no-line": Picture(page(NO_LINE), 1280, 742),
    "preview-narrow": Picture(window(LIVER), 960, 600),
    "preview-tiny": Picture(page(ODD, desk(0, 0)), 700, 560),
}
