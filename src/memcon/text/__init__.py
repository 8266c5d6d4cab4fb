"""Characters and words, and where words stand in a text. Knows nothing of news."""
