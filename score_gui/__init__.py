"""score_gui: a desktop download manager for large genomic files from Overture Score sites."""

__version__ = "0.1.0"
