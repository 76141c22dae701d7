"""Objects of an Overture Score server, or of the ICGC ARGO gateway that speaks the same language.

Two kinds of ticket. The external link covers the whole object and takes any range, so it is asked for first.
Where a site refuses it, the server signs one part at a time, and exactly that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.language import phrase
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.api import ApiClient, ApiFailure, Reply
from score_gui.net.token_header import Headers
from score_gui.sources import companions
from score_gui.sources.base import Description, Ticket
from score_gui.sources.completing import Completer
from score_gui.sources.links import UnsafeLinkError, lifetime, read_link, signs_range
from score_gui.sources.recent import Recent
from score_gui.sources.score_answer import (
    ScorePart,
    WrongAnswerError,
    read_external,
    read_range,
    read_specification,
)
from score_gui.sources.score_refusals import ScoreRefusals
from score_gui.sources.song import SongClient
from score_gui.sources.song_rows import SongEntity

_log = logging.getLogger(__name__)

_KEPT_TICKETS = 512
_KEPT_SECONDS = 3600.0
_EXTERNAL_AGAIN_SECONDS = 1800.0
_ACCESS_STATUSES = frozenset({401, 403, 404})


class ScoreSource:
    """The `Source` of one profile. `headers` tells what goes along with a link; by default nothing."""

    def __init__(
        self,
        profile: Profile,
        *,
        storage: ApiClient,
        song: SongClient,
        headers: Callable[[Secret], Headers] = lambda _link: (),
    ) -> None:
        self._profile = profile
        self._headers = headers
        self._storage = storage
        self._song = song
        self._refusals = ScoreRefusals(profile, storage, song)
        self._parts: Recent[tuple[str, ByteRange], Ticket] = Recent(_KEPT_TICKETS, _KEPT_SECONDS)
        self._no_external: Recent[str, bool] = Recent(1, _EXTERNAL_AGAIN_SECONDS)

    # --- what an object is ----------------------------------------------------------------------------------

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        specification = self._specification(entry.object_id)
        entity = None
        if _lacks_something(entry, with_index=with_index, layout_needs_analysis=layout_needs_analysis):
            entity = self._entity(entry.object_id)
        known = _filled(entry, entity)
        companion = self._companion(known) if with_index else None
        return Description(specification, known, companion, entity.open_access if entity else None)

    def measure(self, object_id: str) -> Specification:
        """Size and MD5 of an object, without a link to it. Raises ProblemError."""
        reply = self._ask(object_id, {"offset": 0, "length": -1, "exclude-urls": True})
        try:
            return read_specification(reply.value, object_id)[0]
        except WrongAnswerError as failure:
            raise self._described_wrongly(failure) from None

    def completer(self) -> Completer:
        """Whoever fills a list with what this site tells."""
        return Completer(self._song, self.measure)

    def _specification(self, object_id: str) -> Specification:
        asked_at = time.monotonic()
        reply = self._ask(object_id, {"offset": 0, "length": -1})
        try:
            specification, parts = read_specification(reply.value, object_id)
        except WrongAnswerError as failure:
            raise self._described_wrongly(failure) from None
        if len(parts) == 1 or self._no_external.get(""):
            self._keep_part_tickets(object_id, parts, reply, asked_at)
        return specification

    def _keep_part_tickets(
        self, object_id: str, parts: tuple[ScorePart, ...], reply: Reply, asked_at: float
    ) -> None:
        """The links came anyway; for a small file the one of its only part saves a request."""
        for one in parts[:_KEPT_TICKETS]:
            if one.link is None:
                continue
            ticket = self._ticket(one.link, one.part.range, reply, asked_at)
            self._parts.put((object_id, one.part.range), ticket)

    def _entity(self, object_id: str) -> SongEntity | None:
        """Song may be down or unwilling; a file can be fetched without its name."""
        try:
            return self._song.entity(object_id)
        except ProblemError as failure:
            _log.info("no name for object %s: %s", object_id, failure.problem.code)
            return None

    def _companion(self, main: Entry) -> Entry | None:
        index_id = main.index_object_id
        if index_id is None and companions.wants_index(main.file_name) and main.analysis_id:
            index_id = self._index_in_analysis(main)
        if index_id is None:
            return None
        listed = self._song.entity_if_listed(index_id, main.analysis_id)
        name = (listed and listed.file_name) or companions.usual_index_name(main.file_name)
        return Entry(
            object_id=index_id,
            file_name=name,
            donor=main.donor,
            project=main.project,
            study=main.study,
            program_id=main.program_id,
            samples=main.samples,
            analysis_id=main.analysis_id,
        )

    def _index_in_analysis(self, main: Entry) -> str | None:
        try:
            listed = self._song.entities_of_analysis(main.analysis_id or "")
        except ProblemError as failure:
            _log.info("no index for object %s: %s", main.object_id, failure.problem.code)
            return None
        return companions.find_index(main.file_name, ((one.object_id, one.file_name) for one in listed))

    # --- tickets --------------------------------------------------------------------------------------------

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        # Taken, not looked up: a link that the store refuses must not be handed out twice.
        kept = self._parts.take((specification.object_id, wanted))
        if kept is not None and kept.is_fresh(time.monotonic()):
            return kept
        return self._new_ticket(specification, wanted)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:  # noqa: ARG002 - nothing of it is kept
        return self._new_ticket(specification, wanted)

    def _new_ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        return self._external_ticket(specification) or self._range_ticket(specification, wanted)

    def _external_ticket(self, specification: Specification) -> Ticket | None:
        """None if the site does not give links for whole objects."""
        if self._no_external.get(""):
            return None
        object_id, asked_at = specification.object_id, time.monotonic()
        try:
            reply = self._request(object_id, {"offset": 0, "length": specification.size, "external": True})
            ticket = self._ticket(read_external(reply.value, object_id), specification.whole, reply, asked_at)
            if not ticket.exact:
                return ticket
            # An answer of one part from a server that does not know `external`: good for this one range alone.
            _log.info("%s gives no links for whole files", self._profile.name)
        except ApiFailure as failure:
            if failure.status in _ACCESS_STATUSES:
                raise self._refusals.as_error(failure, object_id) from None
            _log.info("%s gives no links for whole files: it answered %d", self._profile.name, failure.status)
        except WrongAnswerError:
            _log.info("%s gives no links for whole files that can be used", self._profile.name)
        self._no_external.put("", True)
        return None

    def _range_ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        object_id, asked_at = specification.object_id, time.monotonic()
        reply = self._ask(object_id, {"offset": wanted.start, "length": wanted.length})
        try:
            first = read_range(reply.value, object_id, wanted)[0]
        except WrongAnswerError as failure:
            raise self._described_wrongly(failure) from None
        return self._ticket(first.link, first.part.range, reply, asked_at)

    def _ticket(self, link: object, covers: ByteRange, reply: Reply, asked_at: float) -> Ticket:
        try:
            url = self._safe(link)
        except UnsafeLinkError as failure:
            raise ProblemError(server_problems.link_unsafe(self._profile.name, failure.detail)) from None
        return Ticket(
            url,
            covers,
            exact=signs_range(url),
            headers=self._headers(url),
            issued=asked_at,
            lifetime=lifetime(url, reply.date),
        )

    def _safe(self, link: object) -> Secret:
        """A link that repeats the token would carry it to the store, and its server's name would be shown."""
        url = read_link(link, self._storage.origin)
        if self._storage.tells_token(url.reveal()):
            raise UnsafeLinkError(phrase("it repeats the token"))
        return url

    # --- asking ---------------------------------------------------------------------------------------------

    def _ask(self, object_id: str, params: dict[str, Any]) -> Reply:
        try:
            return self._request(object_id, params)
        except ApiFailure as failure:
            raise self._refusals.as_error(failure, object_id) from None

    def _request(self, object_id: str, params: dict[str, Any]) -> Reply:
        """Ask the storage server; what it gives to everybody, it gives without a token that it refuses."""
        path = ("download", object_id)
        try:
            return self._storage.get_json(path, params)
        except ApiFailure as refused:
            if refused.status != 401 or not refused.token_sent:
                raise
            return self._request_openly(path, params, refused)
        except ValueError:
            raise ProblemError(problems.unknown_object(self._profile.name)) from None

    def _request_openly(self, path: tuple[str, str], params: dict[str, Any], refused: ApiFailure) -> Reply:
        try:
            return self._storage.get_json(path, params, with_token=False)
        except ApiFailure as failure:
            raise (refused if failure.status in {401, 403} else failure) from None

    def _described_wrongly(self, failure: WrongAnswerError) -> ProblemError:
        return ProblemError(problems.described_wrongly(self._profile.name, failure.detail))

    def close(self) -> None:
        self._storage.close()
        self._song.close()


def _lacks_something(entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> bool:
    if not entry.file_name or (layout_needs_analysis and not entry.analysis_id):
        return True
    needs_index = with_index and companions.wants_index(entry.file_name)
    return needs_index and not entry.index_object_id and not entry.analysis_id


def _filled(entry: Entry, entity: SongEntity | None) -> Entry:
    return replace(
        entry,
        file_name=entry.file_name or (entity and entity.file_name) or entry.object_id,
        analysis_id=entry.analysis_id or (entity.analysis_id if entity else None),
        study=entry.study or (entity.study if entity else None),
    )
