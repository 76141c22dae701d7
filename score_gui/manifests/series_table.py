"""Reads the tables and JSON lists of the Imaging Data Commons: a row for each series, or for each file of one.

Sources of the column names: the portal's cohort manifests, its API, and tables saved from BigQuery or idc-index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from score_gui.manifests.cloud_addresses import Address, NotOursError, read_address
from score_gui.manifests.collector import Collector
from score_gui.manifests.columns import normal
from score_gui.manifests.decode import Text
from score_gui.manifests.header import split_row
from score_gui.manifests.limits import MAX_LINE
from score_gui.manifests.series import About, SeriesList
from score_gui.manifests.values import object_id_of, told
from score_gui.model.cloud_path import BUCKETS, Cloud
from score_gui.model.language import mark, tr, trn

_ADDRESSES = ("awsurl", "seriesawsurl", "gcsurl", "seriesgcsurl")
_SERIES = ("crdcseriesuuid", "seriesuuid")
_FILE = ("crdcinstanceuuid", "instanceuuid")
_KNOWN = frozenset(
    {
        *_ADDRESSES,
        *_SERIES,
        *_FILE,
        *(
            "patientid",
            "collectionid",
            "sourcedoi",
            "studyinstanceuid",
            "seriesinstanceuid",
            "sopinstanceuid",
        ),
        *("crdcstudyuuid", "studyuuid", "idcversion", "awsbucket", "gcsbucket"),
    }
)
_LINES_LOOKED_AT = 40
_PLACES = frozenset({*_ADDRESSES, *_SERIES})
_NO_PLACE = mark("The row names neither a bucket address nor the UUID of a series")


@dataclass(frozen=True, slots=True)
class SeriesHeader:
    """Where the columns are: `line` from 1, `preamble` lines of prose before it."""

    line: int
    separator: str
    names: tuple[str, ...]
    preamble: int


def find_series_header(first: Sequence[str]) -> SeriesHeader | None:
    """The header of a table that tells where series lie; None if these first lines hold none."""
    preamble = 0
    for number, line in enumerate(first[:_LINES_LOOKED_AT], 1):
        separator = max(("\t", ",", ";"), key=line.count)
        names = tuple(normal(cell.strip()) for cell in split_row(line[:MAX_LINE], separator))
        if len(_KNOWN.intersection(names)) >= min(2, len(names)) and _PLACES.intersection(names):
            return SeriesHeader(number, separator, names, preamble)
        preamble += bool(line.strip()) and not line.startswith("#")
    return None


def read_series_table(source: Text, header: SeriesHeader, collector: Collector) -> None:
    """Read everything below the header into `collector`."""
    if header.preamble:
        message = trn(
            "{count} line before the header is not part of the list",
            "{count} lines before the header are not part of the list",
            header.preamble,
        )
        collector.remark(f"preamble-skipped:{header.preamble}", message)
    found = SeriesList(collector)
    for number, line in collector.watch.lines(source):
        if number > header.line and line.strip():
            cells = split_row(line[:MAX_LINE], header.separator)
            _read_row(dict(zip(header.names, cells, strict=False)), number, found)
    found.finish(tell_twins=False)  # there is a row for each file, and all of them name the same series


def read_series_json(content: Any, collector: Collector) -> bool:
    """Read what a JSON file lists into `collector`; False if it lists no series."""
    found = SeriesList(collector)
    rows = list(_json_rows(content))
    for number, row in enumerate(rows, 1):
        _read_row(
            {normal(name): str(value) for name, value in row.items() if value is not None}, number, found
        )
    found.finish(tell_twins=False)
    return bool(rows)


def _json_rows(content: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(content, list):
        yield from (row for row in content if isinstance(row, dict) and _names_series(row))
    elif isinstance(content, dict):
        listed = content.get("crdc_series_uuids")
        if isinstance(listed, list):
            yield from ({"crdc_series_uuid": one} for one in listed)
        elif isinstance(content.get("manifest"), dict):
            yield from _json_rows(content["manifest"].get("manifest_data"))
        else:
            yield from _json_rows(content.get("manifest_data"))


def _names_series(row: Mapping[str, Any]) -> bool:
    return any(normal(str(name)) in _PLACES for name in row)


def _read_row(row: Mapping[str, str], number: int, found: SeriesList) -> None:
    values = {name: told(value.strip(' "')) for name, value in row.items()}
    try:
        address = _address(values)
    except NotOursError as why:
        found.ignore(number, str(why))
        return
    found.add(address, number, About(values.get("patientid") or None, values.get("collectionid") or None))


def _address(values: Mapping[str, str]) -> Address:
    """The most exact that the row tells: an address, then bucket and UUIDs, then the UUID of the series alone."""
    for name in _ADDRESSES:
        if values.get(name):
            return read_address(values[name])
    series = _uuid(values, _SERIES)
    if series is None:
        raise NotOursError(tr(_NO_PLACE))
    file = _uuid(values, _FILE)
    key = f"{series}/{file}.dcm" if file else f"{series}/"
    for cloud, name in ((Cloud.AWS, "awsbucket"), (Cloud.GOOGLE, "gcsbucket")):
        if values.get(name):
            return read_address(f"{cloud}://{values[name]}/{key}")
    return Address(None, BUCKETS[Cloud.AWS][0], key)


def _uuid(values: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := object_id_of(values.get(name, "")))), None)
