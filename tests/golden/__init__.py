"""Bytes that hold at every commit: what memcon writes and prints, of inputs and answers that are kept here.

What is checked stands in `test_golden.py`, how it is made in `held.py`, when it may change in `record.py`. Articles of
`rules` are sentences of the other tests; their answers were made for them by script, wrong ones among them, so that as
many rules as possible speak. Where modules lie is known to `inside.py` alone.
"""
