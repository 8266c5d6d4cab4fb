"""`telling.toml`: words of telling."""

from memcon.languages.shape.base import Table, Words


class TellingFile(Table):
    """`telling.toml`: words of telling, of which the rules ask who tells, to whom, and when it was told."""

    before_name: Words = ()
    """Before who tells: *according to* X, *kata* X, said X."""
    after_name: Words = ()
    """After who tells: X *said*, X *mengatakan*."""
    to_listener: Words = ()
    """Speaking or writing after which, with a preposition, the listener stands: *said* to, *letter* to."""
    told: Words = ()
    """The same without a preposition: *told* X that."""
    quoting: Words = ()
    """Before the source that a report is taken from: dikutip, as reported by."""
    attribution: Words = ()
    """Words beside which a report gives the day on which it was written: *kata* Retno, *Senin (3/6/2019)*. Only where
    the news of a language has this habit."""
    statement: Words = ()
    """Words for what was said: statement, pernyataan, reported."""
    performs: Words = ()
    """Words with which a statement does what it says: *condemns*, *is imposing*."""
