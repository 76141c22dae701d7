"""The profiles dialog, and the keys of a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QPushButton, QWidget

from score_gui.access.keys import IssuedKey
from score_gui.access.life import EndSource, TokenEnd
from score_gui.access.notes import Note
from score_gui.access.probe import Probe, Verdict
from score_gui.access.profiles import ARGO, LOCAL_OVERTURE
from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.token_header import TokenHeader
from score_gui.ui.icons import Icons
from score_gui.ui.preview_facts import Mark
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from score_gui.ui.profiles_keys import KeysDialog
from score_gui.ui.queue_use import QueueUse
from score_gui.ui.theme import Theme
from tests.fakes.rsa_key import public_key
from tests.gallery.camera import Make, Picture
from tests.ui.preview_samples import run_at_once
from tests.ui.profiles_samples import FakeProfileDesk

MADE_UP = "made-up-token-of-the-gallery"


def profiles(
    *,
    where: str | None = "Windows Credential Manager",
    typed: str = "",
    new: bool = False,
    silent: bool = False,
    asks: bool = False,
) -> Make:
    def make(theme: Theme, icons: Icons) -> QWidget:
        dialog = ProfilesDialog(theme, icons, profile_desk(where), run_at_once)
        dialog.set_use({"lab": QueueUse(33, 3, 112, 117_500_000_000, SAMPLE)})
        dialog.choose("lab")
        if new:
            dialog.new_profile(None)
        dialog.editor.token.setText(typed)
        if silent:
            dialog.editor.offer_file_test(SAMPLE)
            dialog.editor.say(
                Mark.LOOK,
                tr(
                    "{site} does not tell whether a token is good; the first download shows it.",
                    site="Lab Overture",
                ),
            )
        elif typed and typed.isascii():
            dialog.editor.test_asked.emit()
        if asks:
            next(b for b in dialog.findChildren(QPushButton) if b.text() == tr("Remove token…")).click()
        return dialog

    return make


def sealed(theme: Theme, icons: Icons) -> QWidget:
    """A site with a door before its data, and a token that is too long for it."""
    header = TokenHeader(public_key(), is_on=True)
    line = ProfileLine(replace(LAB, token_header=header), TokenState.KEPT)
    dialog = ProfilesDialog(theme, icons, FakeProfileDesk(lines=[line]), run_at_once)
    dialog.editor.advanced.open()
    dialog.editor.token.setText("made-up-" * 100)
    return dialog


def profile_desk(where: str | None) -> FakeProfileDesk:
    now = datetime.now().astimezone()
    day = timedelta(days=1)
    ends = {number: TokenEnd.on((now + number * day).date(), EndSource.SITE) for number in (28, -1)}
    kept = TokenState.KEPT if where else TokenState.UNTIL_QUIT
    daco = Note(now, now - day)
    lab = replace(LAB, key_service="https://login.lab.example.org/realms/lab")
    desk = FakeProfileDesk(
        where=where,
        lines=[
            ProfileLine(ARGO, kept, ends[28], "", note=daco),
            ProfileLine(lab, kept, ends[-1], "score.READ", can_manage=True, note=Note(now - 3 * day)),
            ProfileLine(LOCAL_OVERTURE, kept, None, "", note=Note(now, now)),
        ],
    )
    desk.answer = Probe(Verdict.ACCEPTED, tr("{site} accepts this token.", site="Lab Overture"))
    desk.issued = [
        IssuedKey("laptop", ("score.READ",), now - 300 * day, now + 65 * day, False, Secret("made-up-1")),
        IssuedKey("cluster-2026", ("PROGRAMDATA-LAB.READ",), now - 90 * day, now + 275 * day),
        IssuedKey(
            "laptop-2024", ("score.READ",), now - 800 * day, now - 435 * day, True, Secret("made-up-2")
        ),
    ]
    return desk


def keys(theme: Theme, icons: Icons) -> QWidget:
    profile = replace(LAB, key_service="https://login.lab.example.org/realms/lab")
    dialog = KeysDialog(theme, icons, profile_desk("the system keyring"), run_at_once, profile, None)
    dialog.table.selectRow(0)
    dialog.name.setText("laptop-2027")
    return dialog


SAMPLE = "f2b1c9d0-7c1e-5d77-9a52-0c1b7d1a6e55"
LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")


ALBUM = {
    "profiles": Picture(profiles(typed=MADE_UP), 736, 640),
    "profiles-no-keyring": Picture(profiles(where=None, typed=MADE_UP), 736, 720),
    "profiles-fault": Picture(profiles(typed=f"{MADE_UP}\N{EN DASH}"), 736, 640),
    "profiles-header": Picture(sealed, 736, 860),
    "profiles-new": Picture(profiles(new=True), 600, 560),
    "profiles-file": Picture(profiles(typed=MADE_UP, silent=True), 736, 700),
    "profiles-remove": Picture(profiles(asks=True), 736, 640),
    "profiles-keys": Picture(keys, 660, 520),
}
