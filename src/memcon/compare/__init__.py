"""Hold a run against another, against events read by hand, and against its articles."""
