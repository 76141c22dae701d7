"""Gathers the series and files of the Imaging Data Commons that a list names, whichever way it is written."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.manifests.cloud_addresses import Address, usual_cloud
from score_gui.manifests.collector import Collector
from score_gui.model.cloud_path import NON_COMMERCIAL, RETIRED, Cloud
from score_gui.model.entries import Fields
from score_gui.model.language import tr

_CLOUDS = {Cloud.AWS: "AWS", Cloud.GOOGLE: "Google Cloud"}


@dataclass(frozen=True, slots=True)
class About:
    """What a table says of a series beside its address."""

    patient: str | None = None
    collection: str | None = None


class SeriesList:
    """`add` and `ignore` in the order of the list, then `finish`: only the whole list tells which cloud is meant."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._found: list[tuple[Address, int, About]] = []
        self._hint: Cloud | None = None

    def hint(self, cloud: Cloud | None) -> None:
        """A comment or an option names this cloud; the first one counts."""
        self._hint = self._hint or cloud

    def add(self, address: Address, line: int, about: About | None = None) -> None:
        self._found.append((address, line, about or About()))

    def ignore(self, line: int, why: str, *, blocks: bool = True) -> None:
        """A line that names nothing to be fetched."""
        self._collector.lines += blocks
        self._collector.remark(f"line-{line}-ignored", why, line, blocks=blocks)

    def remark(self, code: str, message: str, line: int | None = None) -> None:
        self._collector.remark(code, message, line)

    def finish(self, *, tell_twins: bool = True) -> None:
        """Put everything into the collector. With `tell_twins` a series that is named again gets a remark."""
        usual = self._hint or usual_cloud(address for address, _, _ in self._found)
        first: dict[str, int] = {}
        clouds: set[Cloud] = set()
        for address, line, about in self._found:
            path = address.on(usual)
            clouds.add(path.cloud)
            before = first.setdefault(path.key, line)
            if before != line:
                if tell_twins:
                    self._tell_twin(line, before)
                continue
            self._collector.lines += 1
            self._collector.add(self._entry(str(path), line, about, _CLOUDS[path.cloud], path.series))
        self._tell_buckets(clouds)

    def _entry(self, path: str, line: int, about: About, cloud: str, series: str) -> Fields:
        return Fields(
            path,
            repos=(cloud,),
            file_type="DICOM",
            donor=about.patient,
            project=about.collection,
            analysis_id=series,
            line=line,
        )

    def _tell_twin(self, line: int, before: int) -> None:
        self._collector.lines += 1
        message = tr("Same series as line {line}", line=before)
        self._collector.remark("duplicate-series", message, line, blocks=True, other_line=before)

    def _tell_buckets(self, clouds: set[Cloud]) -> None:
        addresses = [address for address, _, _ in self._found]
        if any(address.bucket in NON_COMMERCIAL for address in addresses):
            message = tr(
                "The licences of some of these collections forbid commercial use; the portal tells which"
            )
            self._collector.remark("license-non-commercial", message)
        if any(address.bucket in RETIRED for address in addresses):
            message = tr("Names a bucket that is gone; its series are looked for in those of today")
            self._collector.remark("retired-bucket", message)
        if len(clouds) > 1:
            self._collector.remark(
                "two-clouds", tr("Some files lie at Amazon and some at Google; both are asked")
            )
