"""What somebody does who presses everything in any order: one deed at a time, whatever stands in front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QClipboard, QDragEnterEvent, QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from score_gui.app import App
from score_gui.model.settings import TEXT_SIZES
from score_gui.ui.details import Tab
from score_gui.ui.tokens import Scheme
from tests.monkey.things import Things

W = TypeVar("W", bound=QWidget)

KEYS = (
    Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_Return,
    Qt.Key.Key_Delete, Qt.Key.Key_Menu, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_A, Qt.Key.Key_Backspace,
)  # fmt: skip
SIZES = ((1280, 800), (960, 600), (700, 500), (1900, 1100), (640, 480))
CLOSED = ("practice", "übung")
"""What is left alone: practice files are made for longer than a run lasts."""


class Hands:
    """Does something with the window, or with the dialog or menu in front of it."""

    def __init__(self, app: App, things: Things, random: Random) -> None:
        self._app = app
        self._things = things
        self._random = random
        self.did = ""
        self._deeds: dict[Callable[[], None], int] = {
            self.drop: 6,
            self.paste: 2,
            self.press_the_main_button: 10,
            self.trigger_an_action: 12,
            self.press_a_key: 10,
            self.click_somewhere: 8,
            self.select_rows: 10,
            self.open_the_menu_of_a_row: 4,
            self.use_something: 10,
            self.search: 3,
            self.turn_the_wheel: 2,
            self.show_another_tab: 2,
            self.resize: 3,
            self.change_colours: 1,
            self.change_text_size: 1,
            self.minimise: 1,
        }

    def act(self) -> None:
        """One deed. What pops up stays, and is what the next deeds are about."""
        menu: QWidget | None = QApplication.activePopupWidget()
        dialog = self._dialog_in_front()
        if isinstance(menu, QMenu):
            self._name("in a menu", self._use_menu, menu)
        elif isinstance(dialog, QFileDialog):
            self._name("in the system's dialog", self._use_file_dialog, dialog)
        elif dialog is not None:
            self._name(f"in {type(dialog).__name__}", self._use_dialog, dialog)
        else:
            deed = self._choose(self._deeds)
            self.did = deed.__name__
            deed()

    def clear_the_view(self) -> None:
        """Close what is open over the window."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        while (dialog := self._dialog_in_front()) is not None:
            dialog.close()
            if dialog.isVisible():
                dialog.hide()

    # --- deeds ---

    def drop(self) -> None:
        mime = QMimeData()
        if self._random.random() < 0.75:
            paths = self._things.some_paths(self._random)
            self._note(*(path.name for path in paths))
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        else:
            mime.setText(self._things.some_text(self._random))
        args = (
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        window = self._app.window
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), *args))
        QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), *args))

    def paste(self) -> None:
        QGuiApplication.clipboard().setText(self._things.some_text(self._random), QClipboard.Mode.Clipboard)
        self._app.window.actions_.paste.trigger()

    def press_the_main_button(self) -> None:
        words = ("Download", "Queue", "Cancel", "Start", "Close")
        found = [b for b in self._reachable(QAbstractButton) if _words(b).startswith(words)]
        if found:
            self._press(self._random.choice(found))

    def trigger_an_action(self) -> None:
        actions = self._app.window.actions_
        closed = {actions.quit, actions.practice}
        found = [one for one in actions.all if one.isEnabled() and one not in closed]
        if found:
            self._trigger(self._random.choice(found))

    def press_a_key(self) -> None:
        self._key(QApplication.focusWidget() or self._app.window.page.view)

    def click_somewhere(self) -> None:
        """With either button of the mouse, anywhere in the window but on what leads outside."""
        window = self._app.window
        where = QPoint(self._random.randrange(window.width()), self._random.randrange(window.height()))
        target = window.childAt(where) or window
        if isinstance(target, QAbstractButton) and self._is_closed(target):
            return
        self._note(type(target).__name__)
        left = self._random.random() < 0.85
        button = Qt.MouseButton.LeftButton if left else Qt.MouseButton.RightButton
        click = QTest.mouseDClick if self._random.random() < 0.1 else QTest.mouseClick
        click(target, button, pos=target.mapFrom(window, where))

    def select_rows(self) -> None:
        view = self._app.window.page.view
        rows = view.rows.rows_between(0, view.rows.rowCount() - 1)
        if rows:
            few = self._random.randint(1, min(len(rows), 4))
            count = len(rows) if self._random.random() < 0.2 else few
            view.select({row.id for row in self._random.sample(rows, count)})

    def open_the_menu_of_a_row(self) -> None:
        view = self._app.window.page.view
        view.customContextMenuRequested.emit(QPoint(60, self._random.randrange(10, 200)))

    def use_something(self) -> None:
        self._use_part_of(self._app.window)

    def search(self) -> None:
        words = self._random.choice(["", "", "a", "file-1", "no such file", "\u202e", "<b>"])
        self._app.window.tools.search.setText(words)

    def turn_the_wheel(self) -> None:
        view = self._app.window.page.view.viewport()
        if view.isVisible():
            place = QPointF(view.rect().center())
            turn = QPoint(0, self._random.choice([120, -120, -480]))
            flags = (
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(view, QWheelEvent(place, view.mapToGlobal(place), QPoint(), turn, *flags))

    def show_another_tab(self) -> None:
        self._app.window.page.details.show_tab(self._random.choice(list(Tab)))

    def resize(self) -> None:
        self._app.window.resize(*self._random.choice(SIZES))

    def change_colours(self) -> None:
        self._app.theme.choose(self._random.choice(list(Scheme)))

    def change_text_size(self) -> None:
        """Everything in sight is made anew by that."""
        choices = self._app.choices
        choices.put(replace(choices.settings, text_size=self._random.choice(TEXT_SIZES)))

    def minimise(self) -> None:
        window = self._app.window
        window.showMinimized()
        window.showNormal()

    # --- what stands in front ---

    def _use_menu(self, menu: QWidget) -> None:
        found = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        if isinstance(menu, QMenu) and found and self._random.random() < 0.7:
            chosen = self._random.choice(found)
            if chosen.menu() is None and not self._is_closed_word(chosen.text()):
                self._note(chosen.text())
                menu.close()
                chosen.trigger()
                return
        menu.close()

    def _use_file_dialog(self, dialog: QFileDialog) -> None:
        """Choose among our own things only: a dialog of the system can name any file there is."""
        if self._random.random() < 0.4:
            dialog.reject()
            return
        is_folder = dialog.fileMode() is QFileDialog.FileMode.Directory
        path = self._things.a_folder(self._random) if is_folder else self._things.a_path(self._random)
        dialog.fileSelected.emit(str(path))
        dialog.reject()

    def _use_dialog(self, dialog: QWidget) -> None:
        luck = self._random.random()
        if luck < 0.12:
            dialog.close()
        elif luck < 0.24:
            self._key(QApplication.focusWidget() or dialog)
        else:
            self._use_part_of(dialog)

    def _use_part_of(self, owner: QWidget) -> None:
        """Press, tick, choose or type in any part that can be reached."""
        kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView, QAbstractSpinBox, QTabBar)
        found = [
            one
            for one in owner.findChildren(QWidget)
            if isinstance(one, kinds)
            and one.isVisible()
            and one.isEnabled()
            and one.window() is owner.window()
        ]
        found = [one for one in found if not (isinstance(one, QAbstractButton) and self._is_closed(one))]
        if found:
            part = self._random.choice(found)
            self._note(f"{type(part).__name__} {part.accessibleName() or _words(part)}")
            self._use(part)

    def _use(self, part: QWidget) -> None:
        match part:
            case QAbstractButton():
                part.click()
            case QComboBox() if part.count():
                part.setCurrentIndex(self._random.randrange(part.count()))
                part.activated.emit(part.currentIndex())
            case QLineEdit() if not part.isReadOnly():
                self._type(part)
            case QAbstractSpinBox():
                part.stepBy(self._random.choice([-10, -1, 1, 10]))
            case QHeaderView():
                part.sectionClicked.emit(self._random.randrange(max(1, part.count())))
            case QAbstractItemView():
                self._click_an_item(part)
            case QTabBar() if part.count():
                part.setCurrentIndex(self._random.randrange(part.count()))

    def _type(self, field: QLineEdit) -> None:
        is_secret = field.echoMode() is not QLineEdit.EchoMode.Normal
        words = self._things.token if is_secret else self._things.a_word(self._random)
        field.setFocus()
        field.selectAll()
        field.insert(words)
        if self._random.random() < 0.5:
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _click_an_item(self, view: QAbstractItemView) -> None:
        model = view.model()
        if not model.rowCount():
            return
        index = model.index(self._random.randrange(model.rowCount()), 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())

    # --- little things ---

    def _key(self, target: QWidget) -> None:
        key = self._random.choice(KEYS)
        self._note(key.name)
        shift = self._random.random() < 0.15
        QTest.keyClick(
            target, key, Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        )

    def _press(self, button: QAbstractButton) -> None:
        self._note(_words(button))
        button.click()

    def _trigger(self, action: QAction) -> None:
        self._note(action.text())
        action.trigger()

    def _reachable(self, kind: type[W]) -> list[W]:
        return [one for one in self._app.window.findChildren(kind) if one.isVisible() and one.isEnabled()]

    def _dialog_in_front(self) -> QWidget | None:
        modal: QWidget | None = QApplication.activeModalWidget()
        if modal is not None:
            return modal
        open_ones = [one for one in self._app.window.findChildren(QDialog) if one.isVisible()]
        return open_ones[-1] if open_ones else None

    def _is_closed(self, button: QAbstractButton) -> bool:
        return self._is_closed_word(f"{_words(button)} {button.accessibleName()}")

    @staticmethod
    def _is_closed_word(words: str) -> bool:
        return any(one in words.lower() for one in CLOSED)

    def _choose(self, deeds: dict[Callable[[], None], int]) -> Callable[[], None]:
        return self._random.choices(list(deeds), list(deeds.values()))[0]

    def _name(self, where: str, use: Callable[[W], None], widget: W) -> None:
        self.did = where
        use(widget)

    def _note(self, *words: str) -> None:
        self.did = " ".join([self.did, *words])


def _words(widget: QWidget) -> str:
    text: object = getattr(widget, "text", str)
    return str(text() if callable(text) else text).strip().replace("&", "")
