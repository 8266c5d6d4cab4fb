"""What memcon knows of each language."""
