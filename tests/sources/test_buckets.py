"""What public buckets say of their files, and what becomes of answers that make no sense."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from score_gui.model.cloud_path import Cloud, CloudPath
from score_gui.model.problem import ProblemError
from score_gui.net.settings import NetSettings
from score_gui.sources.buckets import Buckets, WrongListingError, read_page
from tests.fakes.bucket_server import BucketServer, Files, error, listing, md5
from tests.fakes.raw_server import answer

SERIES = "28621ba9-1aca-4aab-a2a1-f6d2c3e2ab19"
PATH = CloudPath(Cloud.AWS, "idc-open-data", f"{SERIES}/")
LISTINGS = Path(__file__).parent / "listings"


@contextmanager
def buckets(files: Files) -> Iterator[tuple[BucketServer, Buckets]]:
    with BucketServer(files) as server, closing(Buckets(server.profile, NetSettings())) as made:
        yield server, made


def keys(made: Buckets, path: CloudPath = PATH) -> list[str]:
    return [str(file.path) for file in made.find(path)]


def problem_of(made: Buckets, path: CloudPath = PATH) -> str:
    with pytest.raises(ProblemError) as caught:
        list(made.find(path))
    return caught.value.problem.cause


def test_a_series_is_listed_page_by_page() -> None:
    files = {f"{SERIES}/{number}.dcm": b"x" * number for number in range(1, 6)}
    with buckets({"idc-open-data": {**files, f"{SERIES[:-1]}0/other.dcm": b""}}) as (server, made):
        found = list(made.find(PATH))
    assert [(file.path.key, file.size, file.md5) for file in found] == [
        (key, len(data), md5(data)) for key, data in files.items()
    ]
    assert len(server.listed) == 3


def test_a_single_file_is_found_by_its_whole_key() -> None:
    held = {f"{SERIES}/a.dcm": b"1", f"{SERIES}/a.dcm.old": b"22"}
    with buckets({"idc-open-data": held}) as (_, made):
        assert keys(made, CloudPath(Cloud.AWS, "idc-open-data", f"{SERIES}/a.dcm")) == [
            f"s3://idc-open-data/{SERIES}/a.dcm"
        ]


def test_a_series_that_has_moved_is_found_in_another_bucket_of_its_cloud() -> None:
    held: Files = {
        "idc-open-data": {},
        "idc-open-data-two": {},
        "idc-open-data-cr": {f"{SERIES}/a.dcm": b"1"},
    }
    with buckets(held) as (server, made):
        assert keys(made) == [f"s3://idc-open-data-cr/{SERIES}/a.dcm"]
    assert server.listed == [f"{bucket}/{SERIES}/" for bucket in held]


def test_a_series_that_is_nowhere_is_an_empty_list() -> None:
    with buckets({"idc-open-data": {}, "idc-open-data-two": {}, "idc-open-data-cr": {}}) as (_, made):
        assert keys(made) == []


def test_a_bucket_that_is_gone_hides_no_other_and_is_told_if_none_has_it() -> None:
    with buckets({"idc-open-data-two": {f"{SERIES}/a.dcm": b"1"}}) as (_, made):
        assert keys(made) == [f"s3://idc-open-data-two/{SERIES}/a.dcm"]
    with buckets({"idc-open-data-two": {}}) as (_, made):
        assert "answered 404 when asked for the files of a series" in problem_of(made)


@pytest.mark.parametrize("tag", [f"{'a' * 32}-5", "opaque", ""])
def test_a_tag_that_is_no_md5_is_not_taken_for_one(tag: str) -> None:
    key = f"{SERIES}/a.dcm"
    with buckets({"idc-open-data": {key: b"1"}}) as (server, made):
        server.etags[f"idc-open-data/{key}"] = tag
        assert [file.md5 for file in made.find(PATH)] == [None]


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (answer("200 OK", body=b"<html>sign in</html>"), "it is no listing"),
        (answer("200 OK", body=b"not xml"), "it is no XML"),
        (answer("200 OK", body=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "it defines entities"),
        (listing("<IsTruncated>true</IsTruncated>"), "it ends in the middle"),
        (listing(f"<Contents><Key>{SERIES}/a</Key><Size>-1</Size></Contents>"), "it tells no sizes"),
        (error("400 Bad Request", "InvalidArgument"), "status 400"),
        (error("503 Slow Down", "SlowDown", "Retry-After: 7"), "a pause of 7 seconds"),
    ],
)
def test_nonsense_is_a_problem_and_never_an_empty_list(fault: bytes, cause: str) -> None:
    with buckets({"idc-open-data": {}}) as (server, made):
        server.faults["idc-open-data"] = [fault]
        assert cause in problem_of(made)


def test_a_list_that_goes_on_for_ever_ends() -> None:
    with buckets({"idc-open-data": {}}) as (server, made):
        again = listing("<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>")
        server.faults["idc-open-data"] = [again] * 1001
        assert "has no end" in problem_of(made)


HOSTILE = [
    "../../etc/passwd",
    f"{SERIES}/../x",
    f"{SERIES}/a/b.dcm",
    f"{SERIES}/",
    f"{SERIES}/.hidden",
    "x.dcm",
]


@pytest.mark.parametrize("key", HOSTILE)
def test_a_key_that_is_no_file_of_the_series_is_left_out(key: str) -> None:
    body = (
        "<ListBucketResult>"
        f"<Contents><Key>{key}</Key><Size>1</Size></Contents>"
        f"<Contents><Key>{SERIES}/good.dcm</Key><Size>1</Size></Contents></ListBucketResult>"
    )
    assert [file.path.name for file in read_page(body, PATH).files] == ["good.dcm"]


def test_real_listings_are_read() -> None:
    page = read_page((LISTINGS / "s3_page1.xml").read_text("utf-8"), PATH)
    assert [(file.path.name, file.size, file.md5) for file in page.files] == [
        ("a0000000-0000-4000-8000-000000000001.dcm", 34968, "c4ca4238a0b923820dcc509a6f75849b"),
        ("a0000000-0000-4000-8000-000000000002.dcm", 34968, "c81e728d9d4c2f636f067f89cc14862c"),
    ]
    assert page.next_token == "vec/tok+en/with=="
    assert read_page((LISTINGS / "s3_empty.xml").read_text("utf-8"), PATH).files == ()
    with pytest.raises(WrongListingError):
        read_page((LISTINGS / "s3_denied.xml").read_text("utf-8"), PATH)
