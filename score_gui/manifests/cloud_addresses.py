"""Reads the addresses of the Imaging Data Commons in all their writings, and finds out which cloud is meant.

Lists for Google write `s3://` as those for Amazon do, and one bucket has the same name at both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from score_gui.model.cloud_path import BUCKETS, RETIRED, Cloud, CloudPath, is_key
from score_gui.model.language import tr

_ADDRESS = re.compile(r"(s3|gs)://([^/\s]+)/?(\S*)", re.IGNORECASE)
_AMAZON = "s3.amazonaws.com"
_AMAZON_HOST = re.compile(r"(?:(?P<bucket>[a-z0-9-]+)\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com")
_GOOGLE_HOST = re.compile(r"(?:(?P<bucket>[a-z0-9-]+)\.)?storage\.googleapis\.com")
_EVERYTHING = re.compile(r"/\*{0,2}$")


class NotOursError(ValueError):
    """No address of a series or of a file of one. The text is for people."""


@dataclass(frozen=True, slots=True)
class Address:
    """What one line says. `cloud` is None where only the other lines can tell it; the bucket may be a retired one."""

    cloud: Cloud | None
    bucket: str
    key: str

    def on(self, cloud: Cloud) -> CloudPath:
        """The path at the cloud that the line names, or else at this one."""
        chosen = self.cloud or cloud
        bucket = self.bucket if self.bucket in BUCKETS[chosen] else BUCKETS[chosen][0]
        return CloudPath(chosen, bucket, self.key)

    @property
    def is_retired(self) -> bool:
        return self.bucket in RETIRED


def read_address(text: str) -> Address:
    """From `s3://`, `gs://`, or the https address of a bucket. Raises NotOursError."""
    scheme, bucket, rest = _parts(text.strip())
    key = _key(rest)
    cloud = Cloud.GOOGLE if scheme == "gs" else _only_cloud(bucket)
    if scheme in {"amazon", "google"}:
        cloud = Cloud.AWS if scheme == "amazon" else Cloud.GOOGLE
    if bucket in RETIRED:
        return Address(cloud, bucket, key)
    if not any(bucket in buckets for buckets in BUCKETS.values()):
        raise NotOursError(tr("The bucket is none of the Imaging Data Commons"))
    if cloud is not None and bucket not in BUCKETS[cloud]:
        raise NotOursError(tr("The cloud has no such bucket of the Imaging Data Commons"))
    return Address(cloud, bucket, key)


def cloud_of_endpoint(text: str) -> Cloud | None:
    """The cloud whose address stands in a comment or an option of s5cmd."""
    if "storage.googleapis.com" in text:
        return Cloud.GOOGLE
    return Cloud.AWS if "amazonaws.com" in text else None


def usual_cloud(addresses: Iterable[Address]) -> Cloud:
    """The cloud of lines that do not tell theirs, by those that do; Amazon if none does."""
    told = Counter(address.cloud for address in addresses if address.cloud is not None)
    return max(told, key=lambda cloud: told[cloud]) if told else Cloud.AWS


def _parts(text: str) -> tuple[str, str, str]:
    if found := _ADDRESS.fullmatch(text):
        return found[1].lower(), found[2].lower(), found[3]
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NotOursError(tr("This is no address of a bucket")) from None
    path = parts.path.lstrip("/")
    for scheme, pattern in (("amazon", _AMAZON_HOST), ("google", _GOOGLE_HOST)):
        if parts.scheme == "https" and (found := pattern.fullmatch(parts.hostname or "")):
            bucket = found["bucket"]
            return (scheme, bucket, path) if bucket else (scheme, *_split(path))
    raise NotOursError(tr("This is no address of a bucket"))


def _split(path: str) -> tuple[str, str]:
    bucket, _, key = path.partition("/")
    return bucket.lower(), key


def _key(rest: str) -> str:
    key = _EVERYTHING.sub("/", rest)
    if key.count("/") == 0 and is_key(f"{key.lower()}/"):
        key += "/"
    series, slash, name = key.partition("/")
    key = f"{series.lower()}{slash}{name}"
    if is_key(key):
        return key
    if key.strip("/*") == "":
        raise NotOursError(tr("This names a whole bucket, not a series"))
    raise NotOursError(
        tr("This names no series: the UUID of one is missing, or more than its folder follows")
    )


def _only_cloud(bucket: str) -> Cloud | None:
    having = [cloud for cloud, buckets in BUCKETS.items() if bucket in buckets]
    return having[0] if len(having) == 1 else None
