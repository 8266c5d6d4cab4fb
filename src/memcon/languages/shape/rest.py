"""`sentences.toml`, `quotes.toml` and `numbers.toml`."""

from pydantic import Field

from memcon.languages.shape.base import Phrases, Table


class SentencesFile(Table):
    """`sentences.toml`: words that take a full stop of their own, without it."""

    before_name: Phrases = ()
    """Before a name, where written with a capital letter (Dr., Gen.): the stop never ends a sentence."""
    before_word: Phrases = ()
    """The same, in lower case too (str., dl.)."""
    before_number: Phrases = ()
    """Before a number: the stop ends a sentence unless a digit follows."""
    may_end: Phrases = ()
    """The stop ends a sentence only before a word that often begins one."""
    starters: Phrases = ()
    """Words that begin many sentences, and hardly ever follow an abbreviation inside one; in this letter case."""
    given: Phrases = ()
    """Given names before an initial, where a stop behind them is a slip: Joseph. F. Harlan. In this letter case."""
    of_state: Phrases = ()
    """Behind a state's abbreviation that has a stop by a slip (US. Navy): what is the state's. In this letter case."""
    after_quote: Phrases = ()
    """Right behind a quotation that ends in a stop: the sentence goes on with these (「…。」と述べた)."""


class QuotesFile(Table):
    """`quotes.toml`: what a quote may not change, and which words it may lose."""

    negations: Phrases = ()
    """Words that deny."""
    suspends: Phrases = ()
    """Words that suspend or overturn what follows: will, may, refused."""
    numbers: Phrases = ()
    """Words that count or order."""
    months: Phrases = ()
    """Months that dates.csv does not have."""
    days: Phrases = ()
    """Weekdays, and words for a day seen from today, that dates.csv does not have."""
    countries: Phrases = ()
    """States, peoples, organisations and capitals."""
    verbs: Phrases = ()
    """Verbs of doing between states: another verb is another event. Those of `telling.after_name` count too."""
    abbreviations: Phrases = ()
    """Words that end in a full stop inside a sentence."""
    telling: Phrases = ()
    """No other language writes these: two words of a hundred, and the text is of this language."""
    light: Phrases = ()
    """Small words that a quote may lose or gain."""
    lost: Phrases = ()
    """Small words that a quote may lose, not gain."""
    stutter: Phrases = ()
    """Small words that a quote may have twice in a row."""
    preposition: Phrases = ()
    """Small words that a quote may lose or gain, but not before a state."""


class NumberWords(Table):
    """One kind of number word: written out, and how those between are joined."""

    units: tuple[str, ...] = ()
    """One to nine."""
    teens: tuple[str, ...] = ()
    """Ten to nineteen."""
    tens: tuple[str, ...] = ()
    """Twenty, thirty … ninety."""
    joined: tuple[str, ...] = ()
    """How 21 to 99 are made: `{ten} - {unit}`; a hyphen stands apart. `{cardinal ten}` and
    `{cardinal unit}` are those of the cardinals, for ordinals that change one word only."""
    words: dict[str, int] = Field({})
    """Any other, with its value."""


class NumbersFile(Table):
    """`numbers.toml`: number words up to ninety-nine, as dates have them."""

    cardinal: NumberWords = NumberWords()
    ordinal: NumberWords = NumberWords()
