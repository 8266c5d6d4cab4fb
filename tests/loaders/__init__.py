"""Loaders of other libraries, as the documentation shows them, on runs that are hard to load; see `run`."""
