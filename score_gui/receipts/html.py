"""A receipt as a page for people: one file, no script, nothing fetched, light and dark, good on paper."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType

from score_gui.model.language import chosen, mark, tr, trn
from score_gui.model.text import bytes_text, number_text
from score_gui.model.transfer import Check, Status
from score_gui.receipts.receipt import Line, Receipt

_STYLE = """
:root { color-scheme: light dark; --text: #1a1e24; --quiet: #4f5863; --line: #e3e6ea; --good: #0b7556;
  --need: #b3143c; --page: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #e7e9ec; --quiet: #b2b9c2; --line: #2d3137;
  --good: #53c99f; --need: #ff8f7a; --page: #17191c; } }
@media print { :root { --text: #000; --quiet: #333; --line: #bbb; --good: #000; --need: #000; --page: #fff; } }
body { font: 14px/1.45 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 40px auto;
  max-width: 1100px; padding: 0 24px; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere; }
p { margin: 4px 0; } .quiet { color: var(--quiet); } .good { color: var(--good); } .need { color: var(--need); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 20px 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; font-weight: 400; color: var(--quiet); }
th, td { border-bottom: 1px solid var(--line); padding: 6px 12px 6px 0; vertical-align: top; }
td.name { overflow-wrap: anywhere; font-weight: 500; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: 12px ui-monospace, monospace; display: block; overflow-wrap: anywhere; }
tr { break-inside: avoid; } thead { display: table-header-group; }
"""

_CHECKS: Mapping[Check, str] = MappingProxyType(
    {
        Check.WHOLE: mark("MD5 of the whole file matches"),
        Check.PARTS: mark("MD5s of all parts match"),
        Check.SIZE: mark("Size matches; no MD5 was known"),
        Check.NONE: mark("Not checked"),
    }
)


def as_html(receipt: Receipt) -> str:
    """The page. Foreign text in it is escaped."""
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{chosen().code}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ',
            "style-src 'unsafe-inline'\">\n",
            f"<title>{_title(receipt)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n",
            *_head(receipt),
            *_facts(receipt),
            *_table(receipt),
            "</body>\n</html>\n",
        )
    )


def _title(receipt: Receipt) -> str:
    return escape(tr("Receipt of {manifest}", manifest=receipt.manifest))


def _head(receipt: Receipt) -> Iterator[str]:
    yield f"<h1>{_title(receipt)}</h1>\n"
    kind = "good" if receipt.is_complete else "need"
    yield f'<p class="{kind}">{escape(_verdict(receipt))}</p>\n'


def _verdict(receipt: Receipt) -> str:
    asked, size = len(receipt.lines), bytes_text(receipt.size)
    if not receipt.is_complete:
        return trn(
            "{here:,} of {count} file are here, {size}; {verified:,} verified by MD5. {missing:,} did not arrive.",
            "{here:,} of {count} files are here, {size}; {verified:,} verified by MD5. {missing:,} did not arrive.",
            asked,
            here=receipt.here,
            size=size,
            verified=receipt.verified,
            missing=asked - receipt.here,
        )
    unchecked = receipt.here - receipt.verified
    if unchecked:
        return trn(
            "{count} file, {size}: all are here, {verified:,} verified by MD5, {unchecked:,} checked by size only.",
            "{count} files, {size}: all are here, {verified:,} verified by MD5, {unchecked:,} checked by size only.",
            receipt.here,
            size=size,
            verified=receipt.verified,
            unchecked=unchecked,
        )
    return trn(
        "{count} file, {size}: all are here, {verified:,} verified by MD5.",
        "{count} files, {size}: all are here, {verified:,} verified by MD5.",
        receipt.here,
        size=size,
        verified=receipt.verified,
    )


def _facts(receipt: Receipt) -> Iterator[str]:
    yield "<dl>\n"
    facts = [
        (tr("Folder"), str(receipt.folder)),
        (tr("Made"), _when(receipt.made)),
        (tr("Program"), receipt.tool),
    ]
    facts += [(site.name, site.storage_url) for site in receipt.sites]
    for name, value in facts:
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n"
    yield "</dl>\n"


def _table(receipt: Receipt) -> Iterator[str]:
    name, size, check, arrived = map(escape, (tr("File"), tr("Bytes"), tr("Check"), tr("Arrived")))
    yield (
        f'<table>\n<thead><tr><th>{name}</th><th class="number">{size}</th><th>{check}</th>'
        f"<th>MD5</th><th>{arrived}</th></tr></thead>\n<tbody>\n"
    )
    for line in receipt.lines:
        size = number_text(line.size) if line.size is not None else ""
        arrived = _when(line.arrived) if line.is_here and line.arrived is not None else ""
        yield (
            f'<tr><td class="name">{escape(line.path or line.name)}<code class="quiet">'
            f'{escape(line.object_id)}</code></td><td class="number">{size}</td>'
            f"<td>{_check(line)}</td><td>{_md5(line)}</td><td>{escape(arrived)}</td></tr>\n"
        )
    yield "</tbody>\n</table>\n"


def _check(line: Line) -> str:
    if not line.is_here:
        why = tr("Not here: {trouble}", trouble=tr(line.trouble)) if line.trouble else tr("Not here")
        return f'<span class="need">{escape(why)}</span>'
    kind = "good" if line.check in {Check.WHOLE, Check.PARTS} else "quiet"
    said = tr(_CHECKS[line.check])
    if line.status is Status.SKIPPED:
        said = f"{tr('Was here already.')} {said}"
    return f'<span class="{kind}">{escape(said)}</span>'


def _md5(line: Line) -> str:
    if line.md5_computed is not None and line.md5_computed == line.md5_expected:
        return f"<code>{escape(line.md5_computed)}</code>"
    told = (
        (mark("{md5} expected"), line.md5_expected),
        (mark("{md5} computed"), line.md5_computed),
    )
    return "".join(
        f"<code>{escape(tr(words, md5=value))}</code>" for words, value in told if value is not None
    )


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(at))
