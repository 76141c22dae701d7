"""Rows that cannot be provoked between this site and this program on loopback, and why."""

NOT_HERE: list[tuple[str, str, str]] = [
    (
        "F03",
        "packets that nobody answers",
        "loopback always answers; the limit on connecting is in tests/net",
    ),
    (
        "F37",
        "JSON that unpacks to something huge",
        "packed JSON is refused unread; the cap on size is in tests/net",
    ),
    ("F39", "HTTP/2 faults", "the program speaks HTTP/1.1 only"),
    (
        "F47",
        "SHA-1 certificates, TLS 1.0",
        "OpenSSL refuses both by itself; the lowest version is in tests/net",
    ),
    (
        "F54",
        "the local clock jumps",
        "spans are measured by a monotonic clock; tests/sources has links and dates",
    ),
    (
        "F77",
        "a file system that knows no case",
        "no kernel with one at hand; clashes are settled before any file is made, see the row above",
    ),
    ("F79", "ten thousand files in one folder", "measured in tests/bench"),
]
