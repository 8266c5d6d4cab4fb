"""What is known of each language: a folder of data, checked on load, and the patterns made of its words.

`language(tag)` gives a `Language`; one without a folder has every class empty, so that each rule is silent in it.
Adding a language is a folder (`shape` says what may stand in it) and no Python.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from memcon import _data
from memcon.languages.lexicon import Parts, Script, joined

if TYPE_CHECKING:
    from memcon.languages.shape import Facts
    from memcon.languages.shape.rest import NumberWords

ROOT: Final = "languages"
SHARED: Final = "shared"
"""The folder of what is of no language; its words count in every one."""
_SLOT: Final = re.compile(
    r"\{(?:~(?P<most>\d+)|(?P<space>_)|(?P<names>[a-z]+(?:\.[a-z_0-9-]+)+(?:\|[a-z]+(?:\.[a-z_0-9-]+)+)*))\}"
)
Order = Literal["dmy", "mdy", "either"]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language as its texts are read. There is one value of each, so that it may be the key of a cache."""

    tag: str
    """ISO 639-1 where there is one; empty where the language of a text is unknown."""
    region: str
    """As in `en-US`; mostly empty."""
    reads: tuple[str, ...]
    """Tags of the folders whose words count in its texts, its own first."""
    facts: "Facts"
    """What `language.toml` says; nothing much for a language without a folder."""

    @property
    def cased(self) -> bool:
        """Whether its script has capitals."""
        return bool(_scripts().get(self.facts.script, {}).get("cased", True))

    @property
    def spaced(self) -> bool:
        """Whether its script has spaces between words."""
        return bool(_scripts().get(self.facts.script, {}).get("spaced", True))

    @property
    def numbered_dates(self) -> bool:
        """Whether its dates are numbers before characters for year, month and day: 2024年10月14日."""
        return bool(_scripts().get(self.facts.script, {}).get("numbered_dates", False))

    @property
    def order(self) -> Order:
        """How day and month stand in numbers of its texts."""
        by_region = self.facts.dates.order_by_region
        return (
            by_region.get(self.region, by_region.get("*", self.facts.dates.order))
            if self.region
            else self.facts.dates.order
        )

    def compile(self, template: str) -> re.Pattern[str]:
        r"""Return the pattern that `template` makes with the words of this language; compiled once.

        In the template, `{telling.before_name}` is any word of the class `before_name` of telling.toml, and
        `{words.prepositions.at|words.prepositions.to}` one of either class; `{dates.weekday}` and `{dates.away.0}` are
        the words of rows of dates.csv of a kind, and of a value; `{_}` is what stands between two words, and
        `{~3}` up to three words of a clause, each with the space behind it. All else is a regular expression in which
        letter case counts. An empty class matches nothing.
        """
        return _compiled(self, template)

    def pattern(self, *names: str) -> re.Pattern[str]:
        """Return the pattern of any word of these classes."""
        return _compiled(self, "{" + "|".join(names) + "}")

    def listed(self, *names: str) -> tuple[str, ...]:
        """Return the words of these classes as they stand in the folders read, each once."""
        return tuple(
            dict.fromkeys(word for name in names for tag in (*self.reads, SHARED) for word in words_of(tag, name))
        )

    def printed(self, *names: str) -> tuple[str, ...]:
        """Return the words of these classes that a site may print round its texts.

        Those are of the texts' own language and of those that count everywhere; of all where the language is unknown.
        """
        of = tags() if not self.tag else (*self.reads, *read_for_names())
        return tuple(dict.fromkeys(word for name in names for tag in (*of, SHARED) for word in words_of(tag, name)))

    def knows(self, *names: str) -> bool:
        """Say whether any of these classes has a word."""
        return any(self.listed(*names))

    def rows(self, table: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a table of the folders read, its own first: `countries`, `dates` and so on."""
        for tag in (*self.reads, SHARED):
            yield from rows_of(tag, table)


@functools.lru_cache(maxsize=4096)
def language(tag: str | None) -> Language:
    """Return the language of an ISO 639 tag, `en-US` or `pt_BR` too; None is what shared/reading.toml says."""
    return _language((tag or "").strip().lower().replace("_", "-"))


@functools.cache
def _language(tag: str) -> Language:
    base, _, region = tag.partition("-")
    own = base if base in tags() else _aliases().get(base, base)
    if not own:
        return Language("", "", _unknown_reads_as(), _nothing())
    if own not in tags():
        return Language(own, region.upper(), (), _nothing())
    facts = facts_of(own)
    own_chain = chain(own)
    reads = dict.fromkeys([*own_chain, *(also for each in own_chain for also in facts_of(each).also_reads)])
    return Language(own, region.upper(), tuple(reads), facts)


@functools.cache
def tags() -> tuple[str, ...]:
    """Return the tags of the languages that have a folder, sorted."""
    return tuple(sorted(path.parent.name for path in _data.find(ROOT).glob("*/language.toml")))


@functools.cache
def chain(tag: str) -> tuple[str, ...]:
    """Return the folders that have what a language's texts need: its own, that which it falls back to, and so on."""
    made = [tag] if tag in tags() else []
    while made and (back := facts_of(made[-1]).falls_back_to) and back not in made:
        made.append(back)
    return tuple(made)


def numbers_of(tag: str, kind: str) -> "NumberWords":
    """Return the number words of a language: `number` or `ordinal`; empty ones where it has none."""
    from memcon.languages.load import file_of  # noqa: PLC0415
    from memcon.languages.shape.rest import NumbersFile, NumberWords  # noqa: PLC0415

    for of in chain(tag):
        made = file_of(of, "numbers")
        if isinstance(made, NumbersFile) and made != NumbersFile():
            return made.cardinal if kind == "number" else made.ordinal
    return NumberWords()


@functools.cache
def plain_letters(tag: str) -> Callable[[str], str]:
    """Return a function that writes the letters alike of a language as one, and leaves out vowel points."""
    facts = facts_of(tag) if tag in tags() else _nothing()
    table: dict[int, str | None] = {ord(letter): alike[0] for alike in facts.alike for letter in alike[1:]}
    marks = _scripts().get(facts.script, {}).get("marks", "")
    if marks:
        signs = re.compile(f"[{marks}]")
        return lambda text: signs.sub("", text).translate(table)
    return (lambda text: text.translate(table)) if table else (lambda text: text)


def facts_of(tag: str) -> "Facts":
    """Return what the `language.toml` of a folder says."""
    from memcon.languages.load import facts  # noqa: PLC0415 - the shapes are built only when a language is asked for

    return facts(tag)


def rows_of(tag: str, table: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of one folder; none where the folder has no such table."""
    from memcon.languages.load import rows  # noqa: PLC0415

    return rows(tag, table)


def words_of(tag: str, name: str) -> tuple[str, ...]:
    """Return the words of a class of one folder; none where it has none."""
    from memcon.languages import load  # noqa: PLC0415

    return load.words_of(tag, name)


def everywhere(name: str) -> tuple[str, ...]:
    """Return the words of a class in all languages, each once: for what is compared whatever the language."""
    return tuple(dict.fromkeys(word for tag in (*tags(), SHARED) for word in words_of(tag, name)))


def read_for_names() -> tuple[str, ...]:
    """Return the languages whose words for states, offices and titles count in texts of every language."""
    return shared_words("reading", "names")


@functools.cache
def pattern_everywhere(*names: str) -> re.Pattern[str]:
    """Return the pattern of any word of these classes in any language: for texts whose language is not told."""
    return re.compile(_any_word((*tags(), SHARED), names))


def matches_anywhere(name: str, text: str) -> bool:
    """Say whether a word of a class of any language stands in a text; where it is ASCII, only those that may be so."""
    return (_ascii_pattern(name) if text.isascii() else pattern_everywhere(name)).search(text) is not None


@functools.cache
def _ascii_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a class in the languages of Latin letters, and others that have a word of them."""
    latin = {tag for tag in tags() if facts_of(tag).script == "Latn"}
    read = (tag for tag in (*tags(), SHARED) if tag in latin or any(map(str.isascii, words_of(tag, name))))
    return re.compile(_any_word(read, [name]))


@functools.cache
def shared_words(table: str, key: str) -> tuple[str, ...]:
    """Return a list of a file of `shared/`, of what is of no language: `agencies`, `scripts`."""
    return tuple(_data.toml(f"{ROOT}/{SHARED}/{table}.toml")[key])


@functools.cache
def zone_offsets() -> Mapping[str, str]:
    """Return the names of time zones that stand for one offset whoever uses them, as `WIB`, each with it: `+07:00`."""
    offsets: Mapping[str, str] = _data.toml(f"{ROOT}/{SHARED}/zones.toml")["offsets"]
    return offsets


def script_of(tag: str) -> Script:
    """Return what the patterns of a folder's words depend on."""
    facts = facts_of(tag)
    known = _scripts().get(facts.script, {})
    return Script(
        spaced=known.get("spaced", True),
        marks=known.get("marks", ""),
        glued=facts.glued,
        article=facts.article,
        alike=facts.alike,
    )


@functools.cache
def _compiled(lang: Language, template: str) -> re.Pattern[str]:
    own = script_of(lang.reads[0]) if lang.reads else Script()

    def filled(slot: re.Match[str]) -> str:
        if slot["space"]:
            return own.space
        if slot["most"]:
            return own.gap(int(slot["most"]))
        return _any_word((*lang.reads, SHARED), slot["names"].split("|"))

    return re.compile(_SLOT.sub(filled, template))


def _any_word(of: Iterable[str], names: Iterable[str]) -> str:
    """Return the pattern of any word of these classes in these folders, whatever its letter case."""
    folders = tuple(of)
    return f"(?i:{joined(parts for name in names for tag in folders for parts in _parts(tag, name))})"


@functools.cache
def _parts(tag: str, name: str) -> tuple[Parts, ...]:
    return tuple(map(script_of(tag).parts, words_of(tag, name)))


@functools.cache
def _aliases() -> dict[str, str]:
    return {alias: tag for tag in tags() for alias in facts_of(tag).aliases}


@functools.cache
def _scripts() -> dict[str, dict[str, Any]]:
    return _data.toml(f"{ROOT}/{SHARED}/scripts.toml")


@functools.cache
def _unknown_reads_as() -> tuple[str, ...]:
    return shared_words("reading", "unknown")


@functools.cache
def _nothing() -> "Facts":
    from memcon.languages.shape import Facts  # noqa: PLC0415

    return Facts()
