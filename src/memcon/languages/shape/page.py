"""`page.toml`: phrases that sites print round an article."""

from memcon.languages.shape.base import Phrases, Table, Words


class Link(Table):
    """Links to other articles."""

    starts: Phrases = ()
    """Begin such a line, whatever follows."""
    inside: Phrases = ()
    """Do so also after a sentence, before a colon or where no stop follows on the line."""
    labels: Phrases = ()
    """Do so only before a colon, or alone on the line."""
    brackets: Phrases = ()
    """Do so in brackets, before a colon: (read also: …)."""


class Section(Table):
    """Headings of lists of other articles."""

    headings: Phrases = ()


class Widget(Table):
    """Buttons, prompts, advertisements."""

    lines: Phrases = ()
    """Whole lines."""
    starts: Phrases = ()
    """Begin such a line."""
    counts: Words = ()
    """After a number: shares, views, min read."""
    pages: Phrases = ()
    """Before the number of a page: page 2 of 3."""
    of: Phrases = ()
    """Between that number and that of all pages."""
    feed: Words = ()
    """Whole lines of feeds and editors: *the post … appeared first on*."""


class Comment(Table):
    """Prompts for comments."""

    lines: Phrases = ()


class Labels(Table):
    """Words before a colon."""

    labels: Phrases = ()


class Caption(Table):
    """Legends of pictures."""

    labels: Phrases = ()
    starts: Phrases = ()
    makers: Phrases = ()
    """Inside brackets: who made a picture."""
    named_makers: Phrases = ()
    """The same, only before a colon or slash."""
    sources: Phrases = ()
    """In brackets at the end of a line, before a colon: where a text or picture is from."""
    places: Phrases = ()
    """In brackets: where somebody stands in it."""
    sides: Phrases = ()
    """The same between commas."""


class Copyright(Table):
    """Reserved rights."""

    starts: Phrases = ()
    words: Phrases = ()
    """Before a year, a sign or a holder: copyright 2024."""
    then: Phrases = ()
    """What may stand there beside a year and a sign: by."""


class Stamp(Table):
    """When an article was published."""

    labels: Phrases = ()
    """Before a day."""
    changed: Phrases = ()
    """Before the day of the last change."""
    clock: Phrases = ()
    """Before the time of day: pukul, at."""
    year: Phrases = ()
    """After a year: года."""


class Byline(Table):
    """Who wrote it."""

    by: Phrases = ()
    """Before the name, in this letter case: By, Oleh."""
    links: Phrases = ()
    """Small words between the names."""
    in_: Phrases = ()
    """Before the place."""


class Dateline(Table):
    """The place and agency at the beginning of a report."""

    small: Phrases = ()
    """Words of datelines that have no capital, months apart."""
    no_place: Phrases = ()
    """Words that begin a sentence and stand before a date: no dateline begins so. In this letter case."""
    agencies: Phrases = ()
    """News agencies as the language writes them, in brackets; only scripts without capitals need them."""
    whole: Words = ()
    """Datelines without a dash, at the beginning of a line: 新华社北京6月12日电."""


class Attribution(Table):
    """Days in attributions."""

    other_day: Words = ()
    """Between words of telling and a day that is another's: akan, sejak."""


class PageFile(Table):
    """`page.toml`: what of a page is not the article. Compared without regard to case, at the start of a line."""

    link: Link = Link()
    section: Section = Section()
    widget: Widget = Widget()
    comment: Comment = Comment()
    tag: Labels = Labels()
    credit: Labels = Labels()
    caption: Caption = Caption()
    copyright: Copyright = Copyright()
    stamp: Stamp = Stamp()
    byline: Byline = Byline()
    dateline: Dateline = Dateline()
    attribution: Attribution = Attribution()
