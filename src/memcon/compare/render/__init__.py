"""Set notes as text, Markdown and HTML."""
