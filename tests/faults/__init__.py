"""A hostile site, and what must hold whatever it does: one table of faults, one oracle."""
