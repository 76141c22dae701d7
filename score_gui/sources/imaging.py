"""Files of the Imaging Data Commons as the engine asks for them: public, so a ticket is the plain address.

What a file is, the list of its bucket has told; a queue that was kept knows it too, so nothing is asked twice.
"""

from __future__ import annotations

from score_gui.model import problems
from score_gui.model.byterange import ByteRange
from score_gui.model.cloud_path import CloudPath
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.sources.base import Description, Ticket
from score_gui.sources.buckets import BucketFile, Buckets


class ImagingSource:
    """The `Source` of the public buckets."""

    def __init__(self, profile: Profile, buckets: Buckets) -> None:
        self._site = profile.name
        self._buckets = buckets

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        """Index files and analyses are no matter here."""
        del with_index, layout_needs_analysis
        path = self._path(entry.object_id)
        if entry.size is None:
            file = next(self._buckets.find(path), None)
            if file is None:
                raise ProblemError(problems.unknown_object(self._site))
            entry = entry_of(file, entry)
        specification = Specification(entry.object_id, entry.size or 0, entry.md5)
        return Description(specification, entry, open_access=True)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        """One address for the whole file, good for ever."""
        del wanted
        address = self._buckets.address(self._path(specification.object_id))
        return Ticket(Secret(address), specification.whole, exact=False)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        """The same again: an address that is refused is refused for good, which the engine finds out by asking."""
        del old
        return self.ticket(specification, wanted)

    def close(self) -> None:
        self._buckets.close()

    def _path(self, object_id: str) -> CloudPath:
        try:
            path = CloudPath.read(object_id)
        except ValueError:
            raise ProblemError(problems.unknown_object(self._site)) from None
        if path.is_series:
            raise ProblemError(problems.unknown_object(self._site))
        return path


def entry_of(file: BucketFile, named: Entry) -> Entry:
    """The entry for a file of what a list named: a series, or the file itself."""
    return Entry(
        object_id=str(file.path),
        file_name=file.path.name,
        size=file.size,
        md5=file.md5,
        repos=named.repos,
        file_type=named.file_type,
        donor=named.donor,
        project=named.project,
        study=named.study,
        samples=named.samples,
        analysis_id=file.path.series,
        line=named.line,
    )
