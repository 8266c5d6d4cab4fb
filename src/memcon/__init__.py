"""memcon: reads news and writes the record of contact and conflict between states, every fact tied to its words."""
