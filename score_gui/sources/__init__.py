"""Where objects come from: one protocol, and one module for each kind of place that keeps it."""
