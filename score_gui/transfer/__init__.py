"""The engine: takes entries, returns verified files, and loses nothing on the way.

`schedule`, `retry`, `places` and `progress` decide and touch nothing; `range_job`, `follower`, `part_file` and
`errands` act and decide nothing; `orders`, `stages` and `work` say what follows from a wish or a report; `engine` is
the one thread in which they do.
"""
