"""What is wrong with bytes that came, in the words a person reads; the rest is in `problems`."""

from __future__ import annotations

from score_gui.model.language import phrase, phrases
from score_gui.model.problem import Problem, Recovery, for_person
from score_gui.model.text import Size


def md5_differs(bad: int, of: int, again: int) -> Problem:
    """`bad` of `of` parts differ; `again` bytes are fetched once more."""
    if bad == 1:
        cause = phrases(
            "1 of {count} part differs from what the site tells.",
            "1 of {count} parts differs from what the site tells.",
            of,
        )
    else:
        cause = phrase("{bad} of {of:,} parts differ from what the site tells.", bad=bad, of=of)
    next_step = phrase("Fetching {size} again.", size=Size(again))
    return Problem("md5-differs", phrase("MD5 does not match"), cause, next_step, Recovery.REFETCH)


def md5_never_matches(expected: str, seen: str) -> Problem:
    """The MD5 differs, and fetching again did not help."""
    cause = phrase(
        "The site tells {expected}, the file has {seen}, also after fetching again.",
        expected=expected,
        seen=seen,
    )
    next_step = phrase("Tell the help desk of the site. The file stays under its unfinished name.")
    return for_person("checksum", phrase("MD5 does not match"), cause, next_step)


def parts_never_match(bad: int, of: int) -> Problem:
    """Parts differ from their MD5s, and fetching them again did not help."""
    cause = phrases(
        "{bad} of {count} part keep another MD5 than the site tells, also after fetching again.",
        "{bad} of {count} parts keep another MD5 than the site tells, also after fetching again.",
        of,
        bad=bad,
    )
    next_step = phrase("Tell the help desk of the site. The file stays under its unfinished name.")
    return for_person("checksum-parts", phrase("MD5 does not match"), cause, next_step)
