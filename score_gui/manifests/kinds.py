"""The families of manifests as people call them."""

from __future__ import annotations

from score_gui.model.language import mark, tr
from score_gui.model.manifest import Kind

_WORDS = {
    Kind.SCORE_25K: mark("ICGC 25K manifest"),
    Kind.SCORE_ARGO: mark("ARGO file manifest"),
    Kind.SCORE_ARGO_TABLE: mark("ARGO file table"),
    Kind.SCORE_ARRANGER: mark("Overture portal manifest"),
    Kind.SCORE_HEADERLESS: mark("Manifest without a header"),
    Kind.ID_LIST: mark("List of object IDs"),
    Kind.PORTAL_ARCHIVE: mark("Archive of manifests"),
    Kind.PORTAL_JSON: mark("ICGC portal JSON"),
    Kind.SONG_UPLOAD: mark("Song upload manifest"),
    Kind.GNOS_XML: mark("GNOS list"),
    Kind.SHELL_MANIFEST: mark("Download script"),
    Kind.EGA: mark("EGA list"),
    Kind.GDC: mark("GDC manifest"),
    Kind.PORTAL_URL_LIST: mark("ICGC portal URL list"),
    Kind.KIDS_FIRST: mark("Kids First manifest"),
    Kind.HTML: mark("Web page"),
    Kind.IDC_S5CMD: mark("IDC manifest (s5cmd)"),
    Kind.IDC_CSV: mark("IDC table"),
    Kind.IDC_JSON: mark("IDC manifest (JSON)"),
    Kind.IDC_ADDRESSES: mark("List of IDC addresses"),
    Kind.TCIA: mark("TCIA manifest"),
    Kind.DRS: mark("List of DRS IDs"),
    Kind.SITE: mark("Chosen at the site"),
    Kind.UNKNOWN: mark("Unknown file"),
}


def describe_kind(kind: Kind) -> str:
    """What a person calls this kind of list: `ICGC 25K manifest`."""
    return tr(_WORDS[kind])
