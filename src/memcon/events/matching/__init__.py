"""Recognise the events of one run in another: by their words, then by likeness."""
