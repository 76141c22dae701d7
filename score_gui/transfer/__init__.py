"""The engine: takes entries, returns verified files, and loses nothing on the way.

`machine`, `schedule`, `retry` and `progress` decide and touch nothing; `range_job`, `follower`, `part_file` and
`errands` act and decide nothing; `engine` is the one thread that owns every transfer and the ledger.
"""
