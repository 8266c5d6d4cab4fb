"""A run: ask a model about each article, keep what holds, and write it."""
