"""The nouns of score_gui: immutable values that every room shares.

Nothing here acts. A value of this room can be made in any thread, compared, logged and sent through an inbox.
"""
