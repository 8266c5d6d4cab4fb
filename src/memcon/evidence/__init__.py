"""What holds of what a model pointed at: every fact grounded in its words, or refused with a reason.

How far a rule looks was chosen by its errors on hand-read articles, most of which cannot be kept: such constants are
listed in docs/adr/0006-thresholds.md, and `make quality` tells what a change of one does.
"""
