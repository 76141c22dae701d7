"""Rows that cannot be provoked between this site and this program on loopback, and why."""

NOT_HERE: list[tuple[str, str, str]] = []
