"""Tests at real servers of other makes: see `make test-servers`."""
