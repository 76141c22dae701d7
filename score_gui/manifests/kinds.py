"""The families of manifests as people call them."""

from __future__ import annotations

from score_gui.model.manifest import Kind

_WORDS = {
    Kind.SCORE_25K: "ICGC 25K manifest",
    Kind.SCORE_ARGO: "ARGO file manifest",
    Kind.SCORE_ARGO_TABLE: "ARGO file table",
    Kind.SCORE_ARRANGER: "Overture portal manifest",
    Kind.SCORE_HEADERLESS: "Manifest without a header",
    Kind.ID_LIST: "List of object IDs",
    Kind.PORTAL_ARCHIVE: "Archive of manifests",
    Kind.PORTAL_JSON: "ICGC portal JSON",
    Kind.SONG_UPLOAD: "Song upload manifest",
    Kind.GNOS_XML: "GNOS list",
    Kind.SHELL_MANIFEST: "Download script",
    Kind.EGA: "EGA list",
    Kind.GDC: "GDC manifest",
    Kind.PORTAL_URL_LIST: "ICGC portal URL list",
    Kind.KIDS_FIRST: "Kids First manifest",
    Kind.HTML: "Web page",
    Kind.IDC_S5CMD: "IDC manifest (s5cmd)",
    Kind.IDC_CSV: "IDC table",
    Kind.IDC_JSON: "IDC manifest (JSON)",
    Kind.IDC_ADDRESSES: "List of IDC addresses",
    Kind.TCIA: "TCIA manifest",
    Kind.DRS: "List of DRS IDs",
    Kind.SITE: "Chosen at the site",
    Kind.UNKNOWN: "Unknown file",
}


def describe_kind(kind: Kind) -> str:
    """What a person calls this kind of list: `ICGC 25K manifest`."""
    return _WORDS[kind]
