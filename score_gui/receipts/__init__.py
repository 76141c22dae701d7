"""Receipts: what was asked of a manifest and what arrived, for people, for programs and for `md5sum`.

A receipt outlives the queue: a methods section, a data steward or a colleague can see years later which files
came, how each was checked, and check them again with tools everybody has. It holds no token and no link.
"""

from score_gui.receipts.receipt import Line, Receipt, receipt_of
from score_gui.receipts.save import Saved, save

__all__ = ["Line", "Receipt", "Saved", "receipt_of", "save"]
