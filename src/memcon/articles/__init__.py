"""From a path to the sentences of a body: find inputs, read them, and tell the article from its page."""
