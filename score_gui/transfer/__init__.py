"""The engine: takes entries, returns verified files, and loses nothing on the way.

`schedule`, `retry`, `places` and `progress` decide and touch nothing; `range_job`, `follower`, `part_file` and
`errands` act and decide nothing. What follows from a wish is said in `orders`, from a report in `reports`: whose turn
it is in `turns`, the steps of one file in `stages`, who fetches what in `connections`, what counts as safe in
`checkpoints`, how work begins and ends in `work`. `engine` is the one thread in which they do, `assembly` what puts
them together.
"""
