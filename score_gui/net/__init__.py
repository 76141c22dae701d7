"""HTTP, in two planes that share one transport and nothing else.

`ApiClient` carries the token, to one origin only. `DataClient` fetches bytes with pre-signed URLs and carries
nothing. Both translate every failure into a `Problem` before it leaves this room.
"""
