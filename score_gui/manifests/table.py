"""Reads the tables that portals write: one object per row, below a header that says which column is what."""

from __future__ import annotations

from collections.abc import Sequence

from score_gui.manifests.collector import Collector
from score_gui.manifests.columns import columns_of
from score_gui.manifests.decode import DAMAGE, Text
from score_gui.manifests.header import TAB, Header, split_row
from score_gui.manifests.limits import MAX_LINE
from score_gui.manifests.named import named_header
from score_gui.manifests.plain_rows import PlainRows
from score_gui.manifests.rows import RowReader
from score_gui.manifests.values import is_plain, object_id_of, told, why_no_object_id
from score_gui.model.language import mark, tr, trn
from score_gui.model.manifest import Kind

PART_BEGINS = "repeated-header"
"""The file is several lists glued together, and another one begins at this line."""

_SEPARATORS = {
    ",": ("comma-separated", mark("Columns are separated by commas, as a spreadsheet does")),
    ";": ("semicolon-separated", mark("Columns are separated by semicolons, as a spreadsheet does")),
}
_NAMES_EXPECTED = frozenset({Kind.SCORE_25K, Kind.SCORE_ARGO, Kind.SCORE_ARRANGER})
_LEFT_OUT = mark("A list for another kind of repository begins here; its lines are left out")


def read_table(source: Text, header: Header, collector: Collector) -> Kind:
    """Read everything below `header` into `collector`."""
    _remark_header(header, collector)
    reader = _TableReader(source, header, collector)
    for number, lines in collector.watch.blocks(source):
        skipped = max(0, header.line + 1 - number)
        reader.block(number + skipped, lines[skipped:])
    reader.end()
    return header.columns.kind


def _remark_header(header: Header, collector: Collector) -> None:
    columns = header.columns
    if header.after_other_list:
        collector.remark(PART_BEGINS, tr(_LEFT_OUT), 1, blocks=True)
    if header.separator in _SEPARATORS:
        code, words = _SEPARATORS[header.separator]
        collector.remark(code, tr(words))
    if header.preamble:
        message = trn(
            "{count} line before the header is not part of the list",
            "{count} lines before the header are not part of the list",
            header.preamble,
        )
        collector.remark(f"preamble-skipped:{header.preamble}", message)
    if columns.kind is Kind.SCORE_HEADERLESS:
        code = "empty-header" if header.line else "no-header"
        message = tr("The header is missing; columns are read by position, with the object ID third")
        if header.line:
            message = tr("The header is empty; columns are read by position, with the object ID third")
        collector.remark(code, message)
    if columns.kind is Kind.SCORE_ARGO_TABLE:
        message = tr("This is a table of files, not a manifest: names and exact sizes come from the server")
        collector.remark("table-export-not-manifest", message)
    if columns.describes_index_file:
        message = tr("Names, sizes and MD5s here belong to the index files; the server tells the right ones")
        collector.remark("name-size-md5-belong-to-index-file", message)


class _TableReader:
    def __init__(self, source: Text, header: Header, collector: Collector) -> None:
        self._damaged = source.damaged
        self._separator = header.separator
        self._collector = collector
        self._rows = RowReader(header.columns, collector)
        self._in_other_list = False

    def block(self, number: int, lines: Sequence[str]) -> None:
        """Read lines, the first of which has this number: all at once if they are plain, else one by one."""
        plain = PlainRows(self._rows, self._separator, self._collector)
        if lines and not self._in_other_list and plain.take(number, lines):
            self._collector.lines += len(lines)
            return
        for each, line in enumerate(lines, number):
            self.line(each, line)

    def line(self, number: int, line: str) -> None:
        text = line.removeprefix("\ufeff")
        if not text.strip() or _is_comment(text):
            return
        if self._in_other_list:
            self._look_for_header(number, text)
            return
        self._collector.lines += 1
        if len(text) > MAX_LINE:
            message = tr("Line is longer than {limit} kB", limit=MAX_LINE // 1000)
            self._collector.remark(f"row-{number}-too-long", message, number, blocks=True)
            return
        cells, found = self._cells(number, text)
        object_id = object_id_of(cells[self._rows.columns.object_id])
        if object_id is None:
            self._odd_row(number, text, cells)
        else:
            self._rows.read(object_id, cells, number, plain=is_plain(text))
            if found != self._rows.columns.width:
                self._remark_width(number, cells, found)

    def end(self) -> None:
        """Tell what only the whole list shows."""
        columns = self._rows.columns
        if self._rows.nameless and columns.kind in _NAMES_EXPECTED and not columns.describes_index_file:
            message = trn(
                "{count} line gives no file name; the server tells it",
                "{count} lines give no file name; the server tells it",
                self._rows.nameless,
            )
            self._collector.remark("names-from-server", message)

    def _cells(self, number: int, text: str) -> tuple[list[str], int]:
        """The cells, filled up to the width of the header and one empty cell more; and how many there were."""
        cells = split_row(text, self._separator)
        found = len(cells)
        if self._damaged and DAMAGE in text:
            cells = ["" if DAMAGE in cell else cell for cell in cells]
            message = tr(
                "Some cells are not UTF-8 text and were not read; save the list as UTF-8 to see them"
            )
            self._collector.remark(f"row-{number}-not-utf-8", message, number)
        cells += [""] * (self._rows.columns.width - found + 1)
        if found > self._rows.columns.width:
            cells.append("")
        return cells, found

    def _remark_width(self, number: int, cells: list[str], found: int) -> None:
        width, place = self._rows.columns.width, self._rows.columns.object_id
        if found < width and any(cells[place + 1 :]):
            self._collector.remark(
                "short-line",
                tr("Line ends after column {found} of {width}", found=found, width=width),
                number,
            )
        elif found > width and any(cell.strip() for cell in cells[width:]):
            self._collector.remark(
                "long-line",
                tr("Line has {found} columns, the header {width}", found=found, width=width),
                number,
            )

    def _odd_row(self, number: int, text: str, cells: list[str]) -> None:
        """A row without a plain object id: several in one, a further header, another list, or a mistake."""
        if self._read_joined(number, cells) or self._begins_list(number, text):
            return
        cell = told(cells[self._rows.columns.object_id])
        code, message = "bad-object-id", why_no_object_id(cell)
        if not cell:
            code, message = "no-object-id", tr("Empty object ID")
        about = self._rows.glimpse(cells)
        self._collector.remark(f"row-{number}-{code}", message, number, blocks=True, about=about)

    def _read_joined(self, number: int, cells: list[str]) -> bool:
        """The 25K portal joins files that share one URL into one row, each cell with commas."""
        pieces = cells[self._rows.columns.object_id].split(",")
        ids = [object_id for piece in pieces if (object_id := object_id_of(piece))]
        if len(pieces) < 2 or len(ids) != len(pieces):
            return False
        self._collector.remark(
            "joined-row-split", tr("{files} files in one line, read as {files}", files=len(ids)), number
        )
        for place, object_id in enumerate(ids):
            row = [_piece(cell, place, len(ids)) for cell in cells]
            self._rows.read(object_id, row, number, plain=False)
        self._collector.lines += len(ids) - 1
        return True

    def _begins_list(self, number: int, text: str) -> bool:
        if self._look_for_header(number, text):
            self._collector.lines -= 1
            return True
        foreign = text.startswith(("<", "#!")) or named_header(split_row(text, TAB)) is not None
        if foreign:
            self._in_other_list = True
            self._collector.remark(PART_BEGINS, tr(_LEFT_OUT), number, blocks=True)
        return foreign

    def _look_for_header(self, number: int, text: str) -> bool:
        """A further header, perhaps glued to the end of XML without a line break."""
        columns = columns_of(split_row(text.rpartition(">")[2], self._separator))
        if columns is None:
            return False
        nameless = self._rows.nameless
        self._rows = RowReader(columns, self._collector)
        self._rows.nameless = nameless
        self._in_other_list = False
        self._collector.remark(
            PART_BEGINS, tr("Another header: the file is several manifests in one"), number
        )
        return True


def _is_comment(text: str) -> bool:
    return text.startswith("#") and not text.startswith("#!")


def _piece(cell: str, place: int, count: int) -> str:
    """The share of one of `count` joined files in a cell; a cell that was not joined belongs to all."""
    pieces = cell.split(",")
    if len(pieces) == count:
        return pieces[place]
    return cell if len(pieces) == 1 else ""
