"""Where public files of the Imaging Data Commons lie: a cloud, a bucket, and a key or a folder in it.

The commons keeps every series under its own UUID, in buckets of the same content at Amazon and at Google. A UUID names
one version for ever, so it is taken literally and never exchanged for a newer one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FOLDER = re.compile(f"({_UUID})/")
_OBJECT = re.compile(rf"({_UUID})/([A-Za-z0-9][A-Za-z0-9._-]{{0,199}})")


class Cloud(StrEnum):
    """Who keeps the bucket; the value is how its addresses begin."""

    AWS = "s3"
    GOOGLE = "gs"


BUCKETS: Mapping[Cloud, tuple[str, ...]] = MappingProxyType(
    {
        Cloud.AWS: ("idc-open-data", "idc-open-data-two", "idc-open-data-cr"),
        Cloud.GOOGLE: ("idc-open-data", "idc-open-idc1", "idc-open-cr", "public-datasets-idc"),
    }
)
"""Those of today; at Google `public-datasets-idc` held what `idc-open-data` holds, until version 19 of the commons."""
RETIRED = frozenset({"idc-open", "idc-open-idc"})
"""Buckets that are gone; what they held may lie in another one under the same UUID."""
NON_COMMERCIAL = frozenset({"idc-open-data-cr", "idc-open-cr"})
"""Buckets whose files no licence allows to be used commercially. Others may hold such files too."""


@dataclass(frozen=True, slots=True)
class CloudPath:
    """A series (its folder: the key ends with `/`) or one file of it. Written `s3://bucket/key` or `gs://bucket/key`."""

    cloud: Cloud
    bucket: str
    key: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From what `str` gives. Raises ValueError if it names no series and no file of one."""
        scheme, _, rest = text.partition("://")
        bucket, _, key = rest.partition("/")
        if not is_key(key) or bucket not in BUCKETS[Cloud(scheme)]:
            raise ValueError("neither a series nor a file of one")
        return cls(Cloud(scheme), bucket, key)

    def __str__(self) -> str:
        return f"{self.cloud}://{self.bucket}/{self.key}"

    @property
    def is_series(self) -> bool:
        return self.key.endswith("/")

    @property
    def series(self) -> str:
        """The UUID of the series."""
        return self.key.partition("/")[0]

    @property
    def name(self) -> str:
        """The name of the file; empty for a series."""
        return self.key.partition("/")[2]


def is_key(text: str) -> bool:
    """Whether it is the key of a file in a series, or the folder of a series."""
    return (_FOLDER.fullmatch(text) or _OBJECT.fullmatch(text)) is not None
