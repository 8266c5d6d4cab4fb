"""Tests with workers of Ray: see `make test-ray`."""
