"""What a person sees: windows, dialogs, table models and delegates. Holds no transfer state of its own.

Nothing here reads a file of the person's, opens a socket, asks the keyring or computes a hash; wishes leave
as commands and signals, and facts arrive as events.
"""
