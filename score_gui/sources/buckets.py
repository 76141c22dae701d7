"""Asks public buckets what they hold. Amazon and Google answer the same question, without anybody's name or token.

Facts: `list-type=2` gives at most 1,000 keys a page, in ascending order; a folder that is not there is an empty page.
An ETag of 32 hex digits is the MD5 of the file, any other is not.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from score_gui.model import server_problems, setup_problems
from score_gui.model.cloud_path import BUCKETS, Cloud, CloudPath, is_key
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.profile import Profile
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.net.settings import NetSettings

_MOST_KEYS = 1000
_MOST_PAGES = 1000
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')
_MOST_DIGITS = 15
_CLOSED = frozenset({403, 404})


@dataclass(frozen=True, slots=True)
class BucketFile:
    """A file in a bucket; `size` in bytes, `md5` where the bucket tells it."""

    path: CloudPath
    size: int
    md5: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a listing, and the token that asks for the next one."""

    files: tuple[BucketFile, ...]
    next_token: str | None


class WrongListingError(ValueError):
    """The answer is no listing of a bucket."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class _ClosedError(Exception):
    """A bucket is gone, or keeps its list to itself."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Buckets:
    """The public buckets behind a profile: its storage address is Amazon's, its metadata address Google's.

    May be used from several threads. Raises ValueError if an address is none.
    """

    def __init__(self, profile: Profile, net: NetSettings) -> None:
        self._bases = {Cloud.AWS: profile.storage_url, Cloud.GOOGLE: profile.metadata_url}
        self._clients: Mapping[Cloud, ApiClient] = {
            cloud: ApiClient(base, lambda: None, net) for cloud, base in self._bases.items()
        }

    def address(self, path: CloudPath) -> str:
        """Where a file is fetched."""
        return f"{self._bases[path.cloud].rstrip('/')}/{path.bucket}/{quote(path.key)}"

    def find(self, path: CloudPath) -> Iterator[BucketFile]:
        """The files of a series, or the one that is named, wherever in its cloud they lie; nothing if they are gone.

        Series move between buckets, and the UUID says which it is. Raises ProblemError.
        """
        others = (bucket for bucket in BUCKETS[path.cloud] if bucket != path.bucket)
        closed: Problem | None = None
        for bucket in (path.bucket, *others):
            found = False
            try:
                for file in self._files(replace(path, bucket=bucket)):
                    found = True
                    yield file
            except _ClosedError as error:
                closed = error.problem
            if found:
                return
        if closed is not None:
            raise ProblemError(closed)

    def _files(self, path: CloudPath) -> Iterator[BucketFile]:
        token: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._page(path, token)
            yield from (file for file in page.files if path.is_series or file.path == path)
            if page.next_token is None:
                return
            token = page.next_token
        raise ProblemError(
            server_problems.unexpected_answer(self._clients[path.cloud].host, phrase("the list has no end"))
        )

    def _page(self, path: CloudPath, token: str | None) -> Page:
        client = self._clients[path.cloud]
        question: dict[str, str | int | bool] = {"list-type": 2, "prefix": path.key, "max-keys": _MOST_KEYS}
        if token is not None:
            question["continuation-token"] = token
        try:
            reply = client.get_text((path.bucket,), question)
            return read_page(reply.value, path)
        except ApiFailure as failure:
            if failure.status in _CLOSED:
                raise _ClosedError(setup_problems.buckets_closed(client.host, failure.status)) from None
            said = phrase("status {status}", status=failure.status)
            raise ProblemError(server_problems.unexpected_answer(client.host, said)) from None
        except WrongListingError as failure:
            raise ProblemError(server_problems.unexpected_answer(client.host, failure.detail)) from None

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


def read_page(text: str, asked: CloudPath) -> Page:
    """A page of the listing of `asked`. Keys that lie elsewhere, or could not be a file of a series, are left out.

    Raises WrongListingError.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise WrongListingError(phrase("it defines entities"))
    try:
        root = ET.fromstring(text)  # noqa: S314 - it defines no entities, see above
    except ET.ParseError:
        raise WrongListingError(phrase("it is no XML")) from None
    if _local(root) != "ListBucketResult":
        raise WrongListingError(phrase("it is no listing"))
    rows = [{_local(cell): cell.text or "" for cell in row} for row in root if _local(row) == "Contents"]
    told = {_local(cell): cell.text or "" for cell in root if _local(cell) != "Contents"}
    files = tuple(file for row in rows if (file := _file(row, asked)) is not None)
    is_last = told.get("IsTruncated", "false").strip().lower() != "true"
    token = told.get("NextContinuationToken") or None
    if not is_last and token is None:
        raise WrongListingError(phrase("it ends in the middle"))
    return Page(files, None if is_last else token)


def _file(row: Mapping[str, str], asked: CloudPath) -> BucketFile | None:
    key, size = row.get("Key", ""), row.get("Size", "")
    if not is_key(key) or key.endswith("/") or not key.startswith(asked.key):
        return None
    if not (size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS):
        raise WrongListingError(phrase("it tells no sizes"))
    md5 = _MD5.fullmatch(row.get("ETag", "").strip())
    return BucketFile(CloudPath(asked.cloud, asked.bucket, key), int(size), md5[1] if md5 else None)


def _local(element: ET.Element) -> str:
    """The name without its namespace, which differs between the clouds."""
    return element.tag.rpartition("}")[2]
