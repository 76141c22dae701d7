"""Run as a program of its own: asks a site for a link, uses it, has it renewed and uses the new one.

Takes an object ID; the site is named by the environment. Prints what it found, and never a link.
"""

from __future__ import annotations

import os
import sys

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.net.data import DataClient
from score_gui.sources.base import Ticket
from score_gui.sources.open import open_source
from score_gui.wiring import Wiring

MOST = 1 << 16


def read(client: DataClient, ticket: Ticket, wanted: ByteRange) -> bytes:
    with client.fetch(ticket.url, wanted, group="live", headers=ticket.headers) as answer:
        return b"".join(bytes(chunk) for chunk in answer.chunks())


def main(object_id: str) -> None:
    """Print `renewed` if two links of the object gave the same bytes."""
    with Wiring(os.environ) as wiring:
        profile = wiring.environment_profile
        assert profile is not None, "STORAGE_URL and METADATA_URL name the site"
        source = open_source(profile, wiring.environment_token, wiring.net)
        client = DataClient(wiring.net)
        try:
            asked = source.describe(Entry(object_id), with_index=False, layout_needs_analysis=False)
            whole = asked.specification
            wanted = ByteRange(0, min(MOST, whole.size))
            first = source.ticket(whole, wanted)
            again = source.renew(whole, first, wanted)
            same = read(client, first, _within(first, wanted)) == read(client, again, _within(again, wanted))
        finally:
            client.close()
            source.close()
    print("renewed" if same else "the two links gave different bytes")  # noqa: T201


def _within(ticket: Ticket, wanted: ByteRange) -> ByteRange:
    """An exact ticket takes its own range only."""
    return ticket.range if ticket.exact else wanted


if __name__ == "__main__":
    main(sys.argv[1])
