"""The lists that are well known and not Score manifests: each is called by its name and sent to the right tool."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from score_gui.manifests.columns import normal
from score_gui.model.language import mark, phrase, tr
from score_gui.model.manifest import Kind, Manifest


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a list is not read, and what to do instead."""

    kind: Kind
    reason: str
    advice: str

    def manifest(self, name: str) -> Manifest:
        return Manifest(self.kind, False, name, reason=self.reason, advice=tr(self.advice))


_TO_S5CMD = phrase(
    "Only the index of the Imaging Data Commons tells where these series lie, and it is not part of this program."
    " Get the s5cmd manifest from its portal, or make one with idc-index, and open that."
)

UPLOAD = Refusal(
    Kind.SONG_UPLOAD,
    "upload-manifest",
    mark(
        "This is a manifest for uploading to Song. To download these objects, open a list of their object IDs."
    ),
)
GNOS = Refusal(
    Kind.GNOS_XML,
    "gnos-retired",
    mark(
        "This is a GNOS list. The GNOS repositories are closed; look the files up in the portal and get a manifest"
        " for a Score repository."
    ),
)
SCRIPT = Refusal(
    Kind.SHELL_MANIFEST,
    "repository-script",
    mark(
        "This is a download script for another repository, such as EGA or PDC. Run it with that repository's tool."
    ),
)
EGA = Refusal(
    Kind.EGA,
    "ega-list",
    mark("This list names files or datasets of the EGA. Fetch them with the EGA's own client, pyega3."),
)
GDC = Refusal(
    Kind.GDC,
    "gdc-manifest",
    mark("This is a GDC manifest. Fetch these files with the GDC Data Transfer Tool."),
)
URL_LIST = Refusal(
    Kind.PORTAL_URL_LIST,
    "not-a-score-object",
    mark(
        "This list gives web addresses, not Score objects. Fetch them with a browser or the repository's own tool."
    ),
)
KIDS_FIRST = Refusal(
    Kind.KIDS_FIRST,
    "kids-first-drs",
    mark("This is a Kids First manifest. Its files are fetched through CAVATICA or another DRS client."),
)
WEB_PAGE = Refusal(
    Kind.HTML,
    "web-page-not-manifest",
    mark(
        "This is a web page, often a sign-in page saved in place of the list. Sign in to the portal and save the"
        " manifest again."
    ),
)
XML = Refusal(
    Kind.UNKNOWN,
    "xml-not-manifest",
    mark("This is an XML file, not a manifest. Save the file manifest (TSV) from the portal."),
)
IDC_TABLE = Refusal(
    Kind.IDC_CSV,
    "needs-idc-index",
    phrase(
        "This table of the Imaging Data Commons names series by their DICOM UIDs. {what_to_do}",
        what_to_do=_TO_S5CMD,
    ),
)
IDC_JSON = Refusal(
    Kind.IDC_JSON,
    "needs-idc-index",
    phrase(
        "This list of the Imaging Data Commons names series by their DICOM UIDs. {what_to_do}",
        what_to_do=_TO_S5CMD,
    ),
)
TCIA = Refusal(
    Kind.TCIA,
    "needs-idc-index",
    phrase(
        "This is a TCIA manifest, which names series by their DICOM UIDs. {what_to_do} Series that are not in the "
        "commons are fetched with the NBIA Data Retriever.",
        what_to_do=_TO_S5CMD,
    ),
)
DICOM_UIDS = Refusal(
    Kind.IDC_CSV,
    "needs-idc-index",
    phrase("This is a list of DICOM UIDs. {what_to_do}", what_to_do=_TO_S5CMD),
)
DRS = Refusal(
    Kind.DRS,
    "drs-list",
    mark("This is a list of DRS IDs. Fetch these objects with a DRS client, such as gen3-client."),
)

_COLUMNS_OF = (
    (DRS, frozenset({"drsuri"})),
    (KIDS_FIRST, frozenset({"latestdid"})),
    (KIDS_FIRST, frozenset({"accessurl", "participantid"})),
    (KIDS_FIRST, frozenset({"participantsid", "familyid"})),
    (EGA, frozenset({"fileaccessionid"})),
    (EGA, frozenset({"egafileid"})),
    (GDC, frozenset({"id", "filename", "md5", "size"})),
    (GDC, frozenset({"fileid", "datacategory", "caseid"})),
    (URL_LIST, frozenset({"url", "filename"})),
    (IDC_TABLE, frozenset({"crdcinstanceuuid"})),
    (IDC_TABLE, frozenset({"seriesinstanceuid"})),
    (IDC_TABLE, frozenset({"idcversion"})),
    (IDC_TABLE, frozenset({"awsbucket"})),
)
_UPLOAD_COLUMNS = frozenset({"fileuuid", "filename", "filemd5sum"})

_IDC_LINE = re.compile(
    r"""^["' \t]*(?:(?:s5cmd\s[^\n]{0,200}?)?\b(?:cp|sync)\s[^\n]{0,300}?(?:s3|gs)://|(?:s3|gs)://)""",
    re.MULTILINE,
)
_IDC_HEADING = re.compile(r"^#.*(?:\bs5cmd\b|\bIDC Data Version)", re.MULTILINE)
_SHELL_LINE = re.compile(
    r"^[ \t]*(?:aws\s[^\n]{0,300}\bs3\s+(?:cp|sync)|java\s+-jar|wget|curl)\s", re.MULTILINE
)
_TCIA_LINE = re.compile(r"^[ \t]*(?:downloadServerUrl|ListOfSeriesToDownload)\s*=", re.MULTILINE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_GNOS = re.compile(r"<(?:\w+:)?ResultSet\b")


def is_upload_header(header: Sequence[str]) -> bool:
    """The three columns of score-client's upload manifest; with any more they could be a download list."""
    return len(header) == 3 and {normal(cell) for cell in header} == _UPLOAD_COLUMNS


def named_header(header: Sequence[str]) -> Refusal | None:
    """The well-known list, other than a Score manifest, that has these columns."""
    names = {normal(cell) for cell in header}
    return next((refusal for refusal, columns in _COLUMNS_OF if columns <= names), None)


def named_beginning(beginning: str) -> Refusal | None:
    """The well-known list that a text is by how it begins."""
    head = beginning.lstrip("\ufeff \t\n")
    if head.startswith("<"):
        return _markup(head)
    if head.startswith("#!"):
        return SCRIPT
    if _TCIA_LINE.search(head):
        return TCIA
    if _SHELL_LINE.search(head):
        return SCRIPT
    return None


def is_imaging_list(beginning: str) -> bool:
    """Whether the beginning holds commands or addresses of the Imaging Data Commons, and no script."""
    if named_beginning(beginning) is not None:
        return False
    return _IDC_LINE.search(beginning.lstrip("\ufeff \t\n")) is not None or _is_bare_heading(beginning)


def _is_bare_heading(beginning: str) -> bool:
    """What the portal writes above its commands, and no command below it."""
    lines = [line for line in beginning.split("\n") if line.strip()]
    return all(line.startswith("#") for line in lines) and _IDC_HEADING.search(beginning) is not None


def _markup(head: str) -> Refusal:
    if _HTML.search(head):
        return WEB_PAGE
    return GNOS if _GNOS.search(head) else XML
