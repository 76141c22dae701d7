"""Makes an entry of one row of a table, and tells what was odd about its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from score_gui.files.names import safe_name
from score_gui.manifests.collector import Collector
from score_gui.manifests.columns import Columns
from score_gui.manifests.values import (
    count_of,
    is_accident,
    is_rounded,
    list_of,
    object_id_of,
    shown,
    size_of,
    told,
    type_of,
    without_unseen,
)
from score_gui.model.entries import Fields
from score_gui.model.language import mark, tr
from score_gui.model.manifest import Entry
from score_gui.model.md5 import read_md5

_MD5 = re.compile(r"[0-9a-f]{32}")
INDEX_ENDINGS = (".bai", ".crai", ".csi", ".tbi", ".idx")
_TELLS_INDEX = mark(
    "Name, size and MD5 here belong to the index file; those of the file come from the server"
)


_Value = TypeVar("_Value")


class _Memo(dict[str, _Value]):
    """Answers by cell, each worked out once: a million rows name few donors, projects and types."""

    def __init__(self, read: Callable[[str], _Value]) -> None:
        self._read = read

    def __missing__(self, cell: str) -> _Value:
        value = self[cell] = self._read(cell)
        return value


class RowReader:
    """Reads rows with known columns into a collector.

    `word`, `type`, `repos` and `donor` tell by cell what it says.
    """

    def __init__(self, columns: Columns, collector: Collector) -> None:
        self.columns = columns
        self.nameless = 0
        """Rows whose name the server has to tell."""
        self._collector = collector
        self.word = _Memo(_word)
        self.type = _Memo(lambda cell: told(cell).upper() or None)
        self.repos = _Memo(list_of)
        self.donor = _Memo(_named_or_counted)

    def read(self, object_id: str, raw: list[str], line: int, *, plain: bool) -> None:
        """Add the entry of a row. `raw` is as wide as the columns, with one empty cell more at its end.

        `plain`: no cell holds characters that must not be shown.
        """
        columns = self.columns
        cells = raw if plain else [without_unseen(cell) for cell in raw]
        index_id = self._index_id(cells[columns.index], object_id, line)
        name = self._name(raw[columns.file_name], object_id, line)
        size, md5 = self._size(cells[columns.size], line), self._md5(cells[columns.md5], line)
        if name is None:
            self.nameless += 1
        elif index_id is not None and name.lower().endswith(INDEX_ENDINGS):
            self._collector.remark("name-size-md5-belong-to-index-file", tr(_TELLS_INDEX), line)
            name = size = md5 = None
        donor, donor_count = self.donor[cells[columns.donor]]
        project, project_count = self.donor[cells[columns.project]]
        self._collector.add(
            Fields(
                object_id=object_id,
                file_name=name,
                size=size,
                md5=md5,
                index_object_id=index_id,
                repos=self.repos[cells[columns.repo]],
                file_type=self.type[cells[columns.file_type]] or type_of(name),
                donor=donor,
                donor_count=donor_count,
                project=project,
                project_count=project_count,
                study=self.word[cells[columns.study]],
                program_id=self.word[cells[columns.program]],
                samples=list_of(cells[columns.samples]),
                analysis_id=_word(cells[columns.analysis]),
                file_id=_word(cells[columns.file_id]),
                line=line,
            )
        )

    def glimpse(self, raw: list[str]) -> Entry:
        """What a row tells that has no object id, so that people see which file it speaks of."""
        columns, cells = self.columns, [without_unseen(cell) for cell in raw]
        name = told(raw[columns.file_name])
        donor, donor_count = self.donor[cells[columns.donor]]
        return Entry(
            "",
            file_name=safe_name(name, "") if name else None,
            size=size_of(cells[columns.size]),
            file_type=self.type[cells[columns.file_type]] or type_of(name),
            donor=donor,
            donor_count=donor_count,
        )

    def _name(self, raw: str, object_id: str, line: int) -> str | None:
        """The name as it will be on the disk."""
        text = told(raw)
        if not text:
            return None
        name = safe_name(text, object_id)
        if name != text and name != unicodedata.normalize("NFC", text):
            message = tr('Stored as "{name}"; the list says "{listed}"', name=shown(name), listed=shown(text))
            self._collector.remark("file-name-sanitised", message, line)
        return name

    def _size(self, cell: str, line: int) -> int | None:
        size = size_of(cell)
        if size is not None:
            return size
        if is_accident(cell):
            self._collector.remark("size-missing", tr("No size here; the server tells it"), line)
        elif is_rounded(cell):
            message = tr(
                "Size {size} was rounded by a spreadsheet; the server tells the real one",
                size=shown(cell.strip()),
            )
            self._collector.remark("size-damaged-by-spreadsheet", message, line)
        elif told(cell):
            message = tr(
                "Size {size} is not a number of bytes; the server tells it", size=shown(cell.strip())
            )
            self._collector.remark("size-unreadable", message, line)
        return None

    def _md5(self, cell: str, line: int) -> str | None:
        if _MD5.fullmatch(cell):
            return cell
        md5 = read_md5(cell)
        if md5 is None and is_accident(cell):
            self._collector.remark("md5-missing", tr("No MD5; the server is asked"), line)
        elif md5 is None and told(cell):
            written = shown(cell.strip(), 32)
            message = tr("MD5 {md5} cannot be read; the server is asked for it", md5=written)
            self._collector.remark("md5-unreadable", message, line)
        return md5

    def _index_id(self, cell: str, object_id: str, line: int) -> str | None:
        found = object_id_of(cell)
        if found is None and told(cell):
            message = tr("The object ID of the index file cannot be read; the server is asked for it")
            self._collector.remark("bad-index-object-id", message, line)
        return None if found == object_id else found


def _word(cell: str) -> str | None:
    return (told(cell) or None) if cell else None


def _named_or_counted(cell: str) -> tuple[str | None, int | None]:
    """`DO1` is a name, `3 donors` a number of them."""
    text = told(cell)
    count = count_of(text)
    return (", ".join(list_of(text)) or None if count is None else None), count
