"""What this program knows about file systems: safe names, layouts, space, locks, moves that survive a crash.

No Qt and no network here. A name from a server or a manifest is hostile until it went through `names`.
"""
