"""Fuzzing: bytes that nobody thought of, to the six readers that see what others wrote.

`targets.py` says what holds for each reader whatever it is given; `campaign.py` (`make fuzz`) looks for bytes for which
it does not hold, led by the coverage of the code; `corpus/` keeps what it found and what is worth beginning with, and
`test_fuzz_corpus.py` replays that in the ordinary suite.
"""
