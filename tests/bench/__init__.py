"""Benchmarks: figures side by side in one run, for machines are noisy. Not part of the tests."""
