"""How an answer of a model is got, paid once and kept. Knows no news."""
