"""Whether the window may close: a person is asked while files are on their way, unless they want no such question."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from score_gui.ui.deeds import quit_question
from score_gui.ui.outside import Outside
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_rows import running_files

_ASK_BEFORE_QUIT = "ask-before-quit"


def may_quit(window: QWidget, rows: QueueRows, outside: Outside) -> bool:
    """Ask if need be, and remember where nobody wants to be asked again."""
    running = running_files(rows.totals)
    asks = str(outside.memory.value(_ASK_BEFORE_QUIT, True)).lower() != "false"
    if not running or not asks:
        return True
    answer = outside.ask_quit(window, quit_question(running))
    if not answer.ask_again:
        outside.memory.setValue(_ASK_BEFORE_QUIT, False)
    return answer.yes
