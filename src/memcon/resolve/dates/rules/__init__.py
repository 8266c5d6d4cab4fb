"""Rules of the grammar of dates, by what they read."""
