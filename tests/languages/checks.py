"""What memcon makes of the lines of a language's `examples.tsv`: each check, and the function that answers it.

`python -m languages.checks TAG` (`make test-language LANG=TAG`) prints the rate by check and each line that fails.
"""

import argparse
import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from memcon import _data
from memcon.articles.body import marks
from memcon.articles.dateline import dateline_of
from memcon.articles.published import find_published
from memcon.articles.sentences import segment
from memcon.errors import DataError
from memcon.evidence import cues
from memcon.evidence.draft import Draft
from memcon.evidence.establish import establish
from memcon.evidence.party import ground_party
from memcon.evidence.passage import Passage
from memcon.evidence.rules import follow
from memcon.evidence.status import STATUS, VARIANT
from memcon.evidence.telling import only_tells
from memcon.languages import language, load, script_of
from memcon.languages.detect import identify
from memcon.records import Article, Candidate, Kind, Party, Status, Variant
from memcon.resolve.countries import find_countries
from memcon.resolve.dates import resolve_date
from memcon.text.ground import Folded

AND: Final = " ¦ "
"""Between several values of a line."""
NONE: Final = "-"
GIVEN: Final = {"status": ("kind", "chosen"), "tells": ("name",)}
"""What must stand in the second column of a check. `date` and `planned` may have `published=2024-05-31`."""
VALUES: Final = {"kind": get_args(Kind), "chosen": get_args(Status)}


@dataclass(frozen=True, slots=True)
class Example:
    """A line: what is asked of which text, and what a careful reader answers."""

    line: int
    check: str
    given: dict[str, str]
    text: str
    expected: str


def path_of(tag: str) -> Path:
    return _data.find(f"languages/{tag}/examples.tsv")


def examples(tag: str) -> Iterator[Example]:
    """Yield the examples of a language. ValueError, with the line, for one that is not well formed."""
    lines = path_of(tag).read_text("utf-8").splitlines()
    if lines[0] != "check\tgiven\ttext\texpected":
        raise ValueError(f"{tag}/examples.tsv:1: the header must be check, given, text, expected")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        at = f"{tag}/examples.tsv:{number}"
        if len(cells) != 4:
            raise ValueError(f"{at}: needs a check, what is given, a text and what is expected, divided by tabs")
        check, given, text, expected = cells
        pairs = [("name", given.removeprefix("name="))] if given.startswith("name=") else []
        if not pairs and given != NONE and not all("=" in pair for pair in given.split()):
            raise ValueError(f"{at}: {given!r}: what is given is written key=value, or -")
        pairs = pairs or [cast("tuple[str, str]", tuple(pair.split("=", 1))) for pair in given.split() if pair != NONE]
        one = Example(number, check, dict(pairs), text, expected)
        if told := fault(one):
            raise ValueError(f"{at}: {told}")
        yield one


def fault(one: Example) -> str:
    """Return what is wrong with a line before anything is asked of it; nothing where it can be asked."""
    if one.check not in CHECKS:
        return f"no such check: {one.check!r}: one of {', '.join(CHECKS)}"
    if missing := [key for key in GIVEN.get(one.check, ()) if key not in one.given]:
        return f"{one.check!r} needs {missing[0]}= in its second column"
    if one.given.get("name", "") not in one.text:
        return f"{one.given['name']!r} does not stand in the text"
    for key, value in one.given.items():
        if key in VALUES and value not in VALUES[key]:
            return f"{key}={value}: one of {', '.join(VALUES[key])}"
    if not re.fullmatch(r"(\d{4}-\d\d-\d\d)?", one.given.get("published", "")):
        return f"published={one.given['published']}: needs a day as 2024-05-31"
    return ""


def answer(one: Example, tag: str) -> str:
    """Return what memcon says."""
    return CHECKS[one.check](one, tag)


def _sentences(one: Example, tag: str) -> str:
    text = one.text.replace("\\n", "\n")
    article = Article(id="a", text=text, language=tag)
    return AND.join(text[sentence.start : sentence.end].replace("\n", " ") for sentence in segment(article))


def _date(one: Example, tag: str) -> str:
    published = dt.date.fromisoformat(one.given["published"]) if "published" in one.given else None
    date = resolve_date(one.text, published, tag, one.check == "planned")
    if date is None:
        return NONE
    one_year, one_month = date.start.year == date.end.year, f"{date.start:%Y-%m}" == f"{date.end:%Y-%m}"
    if date.precision == "day" or date.start == date.end:
        return date.start.isoformat() if date.start == date.end else f"{date.start}/{date.end}"
    if date.precision == "month" and one_month:
        return f"{date.start:%Y-%m}"
    return f"{date.start:%Y}" if date.precision == "year" and one_year else f"{date.start}/{date.end}"


def _published(one: Example, tag: str) -> str:
    found = find_published(one.text.replace("\\n", "\n"), language=tag)
    return found.day.isoformat() if found else NONE


def _dateline(one: Example, tag: str) -> str:
    return one.text[: dateline_of(one.text, tag)].rstrip() or NONE


def _passage(one: Example, tag: str) -> Passage:
    """Return the text as a passage that is one quote."""
    whole = (0, len(one.text))
    return Passage.of(Article(id="a", text=one.text, language=tag), Folded(one.text)).at([whole], whole)


def _candidate(one: Example, kind: Kind, variant: Variant = "unspecified", status: Status = "occurred") -> Candidate:
    return Candidate(
        kind=kind, status=status, variant=variant, quotes=(one.text,), near=(0, len(one.text)), model="m", prompt="p@0",
    )  # fmt: skip


def _status(one: Example, tag: str) -> str:
    kind, chosen = cast("Kind", one.given["kind"]), cast("Status", one.given["chosen"])
    draft, _ = follow(STATUS, Draft.of(_candidate(one, kind, status=chosen)), _passage(one, tag))
    return draft.status


def _medium(one: Example, tag: str) -> str:
    call, meeting = cues.only("call", one.text, language(tag)), cues.only("meeting", one.text, language(tag))
    if call != meeting:
        return "call" if call else "meeting"
    return "either" if call or cues.either(one.text, language(tag)) else NONE


def _variant(kind: Kind) -> Callable[[Example, str], str]:
    def variant(one: Example, tag: str) -> str:
        draft, _ = follow(VARIANT, Draft.of(_candidate(one, kind)), _passage(one, tag))
        return NONE if draft.variant == "unspecified" else draft.variant

    return variant


def _unofficial(one: Example, tag: str) -> str:
    return "yes" if cues.unofficial(one.text, language(tag)) else "no"


def _tells(one: Example, tag: str) -> str:
    start = one.text.index(one.given["name"])
    return "yes" if only_tells(_passage(one, tag), (start, start + len(one.given["name"]))) else "no"


def _acts(one: Example, tag: str) -> str:
    (event,) = establish(_candidate(one, "dispute", "criticise"), _passage(one, tag))
    mention = event.mention
    if mention is None:
        return NONE
    actors, targets = (
        dict.fromkeys(one.country or NONE for one in mention.participants if one.role == role) or {NONE: None}
        for role in _ROLES
    )
    return AND.join(f"{actor} > {target}" for actor in actors for target in targets)


def _countries(one: Example, tag: str) -> str:
    return AND.join(dict.fromkeys(country.code for country in find_countries(one.text, tag))) or NONE


def _person(one: Example, tag: str) -> str:
    named = ground_party(Party(name=one.text), _passage(one, tag))
    if named is None:
        return NONE
    return AND.join((named.title or NONE, one.text[slice(*named.name)], named.country or NONE))


def _body(one: Example, tag: str) -> str:
    above = "Qwerty qwerty qwerty\n\nQwerty qwerty, qwerty qwerty qwerty qwerty.\n\n"
    whole = (len(above), len(above) + len(one.text))
    found = marks(above + one.text + "\n\nQwerty qwerty qwerty qwerty.\n", tag)
    return "furniture" if any(mark.start <= whole[0] and whole[1] <= mark.end for mark in found) else "body"


def _language(one: Example, tag: str) -> str:
    return identify(one.text) or NONE


_ROLES: Final = ("actor", "target")
CHECKS: Final[dict[str, Callable[[Example, str], str]]] = {
    "sentences": _sentences,
    "date": _date,
    "planned": _date,
    "published": _published,
    "dateline": _dateline,
    "status": _status,
    "medium": _medium,
    "act": _variant("dispute"),
    "form": _variant("meeting"),
    "channel": _variant("call"),
    "unofficial": _unofficial,
    "tells": _tells,
    "acts": _acts,
    "countries": _countries,
    "person": _person,
    "body": _body,
    "language": _language,
}


def main() -> None:
    """Print the rate of each check, and each line that fails."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("tag")
    parser.add_argument("--check", help="only this one")
    asked = parser.parse_args()
    if not path_of(asked.tag).is_file():
        sys.exit(f"no file src/memcon/languages/{asked.tag}/examples.tsv: write examples first")
    try:
        load.check(asked.tag, script_of(asked.tag))
        lines = list(examples(asked.tag))
    except (DataError, ValueError) as error:
        sys.exit(str(error))
    right: Counter[str] = Counter()
    asked_for: Counter[str] = Counter()
    told = []
    for one in lines:
        if asked.check not in {None, one.check}:
            continue
        said = answer(one, asked.tag)
        asked_for[one.check] += 1
        right[one.check] += said == one.expected
        if said != one.expected:
            given = " ".join(f"{key}={value}" for key, value in one.given.items())
            told.append(f"{one.line} {one.check} {given}\t{one.text}\n\texpected  {one.expected}\n\tgot       {said}")
    rows = [*((check, right[check], number) for check, number in asked_for.items())]
    rows.append((asked.tag, right.total(), asked_for.total()))
    told += [f"{name:12} {held:4} of {number:4}  {held / max(1, number):6.1%}" for name, held, number in rows]
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
