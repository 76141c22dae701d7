"""A secret is given out by `reveal` and by nothing else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import pytest

from score_gui.model.secret import Secret

CANARY = "canary-0b5e"


@dataclass(frozen=True)
class Holder:
    token: Secret


def test_reveal_gives_it_out() -> None:
    assert Secret(CANARY).reveal() == CANARY


@pytest.mark.parametrize(
    "shown",
    [
        str(Secret(CANARY)),
        repr(Secret(CANARY)),
        f"{Secret(CANARY)}",
        f"{Secret(CANARY):>40}",
        f"{Secret(CANARY)!r:.3}",
        "%s %r" % (Secret(CANARY), Secret(CANARY)),  # noqa: UP031 - logging does this
        repr([Secret(CANARY)]),
        repr(Holder(Secret(CANARY))),
    ],
)
def test_it_never_shows(shown: str) -> None:
    assert CANARY not in shown


def test_it_is_not_written_anywhere() -> None:
    for write in (pickle.dumps, json.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            write(Secret(CANARY))


def test_it_stays_out_of_logs_and_traces(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("t").info("%s", Secret(CANARY))
    trace = traceback.format_exception(ValueError(Secret(CANARY)))
    assert CANARY not in caplog.text + "".join(trace)


def test_equal_texts_are_equal_secrets() -> None:
    assert Secret("a") == Secret("a")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert Secret("a") != "a"
    assert Secret("é") != Secret("e")


def test_an_empty_one_is_false() -> None:
    assert not Secret("")
    assert Secret(" ")


def test_it_has_no_place_for_more() -> None:
    with pytest.raises(AttributeError):
        Secret("a").note = CANARY  # type: ignore[attr-defined]
