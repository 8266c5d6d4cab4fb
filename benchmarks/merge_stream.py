"""A stream of mentions as news gives them, with the truth beside: which mentions tell of one event.

Invented officials of real countries meet, call and quarrel for years. Each event is told by one to many outlets, each
in its own way: names in full, in part, misspelt or as an office; the day, a week, a month, a year or nothing; a
slip of the year; fewer sides than there were, or one too many; a video call as a virtual meeting; one act under the
name of its neighbour; a story copied from an agency; older events of the same states as background. Every rate is in
`Noise`.
"""

import datetime as dt
import math
import random
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, combinations, count
from pathlib import Path
from typing import cast

from memcon.records import (
    Act,
    Channel,
    DateEvidence,
    EventDate,
    Form,
    Kind,
    Mention,
    Participant,
    Place,
    Precision,
    Quote,
    Role,
    Status,
)  # fmt: skip

FIRST = dt.date(2006, 1, 1)
EVENTS_A_DAY = 30
MENTIONS_AN_EVENT = 5.0
Variant = Channel | Form | Act

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
NAMES: dict[str, dict[str, str]] = _DATA["names"]
CULTURE: dict[str, str] = {country: known["culture"] for country, known in _DATA["countries"].items()}
STATES: dict[str, list[str]] = {country: known["names"] for country, known in _DATA["countries"].items()}
WORDS: list[str] = _DATA["words"]["quote"].split()
BEHIND = ("", "", *(onset + vowel for onset in "bdgklmnrst" for vowel in "aio"))
"""What may be added to a name where a country needs more people than it has names."""
OFFICES = {
    "president": ("Presiden", "President"),
    "premier": ("Perdana Menteri", "Prime Minister", "PM"),
    "foreign": ("Menteri Luar Negeri", "Foreign Minister", "Menlu"),
    "defence": ("Menteri Pertahanan", "Defence Minister", "Menhan"),
    "staff": ("Kepala Staf", "Chief of Staff", "Panglima"),
    "voice": ("Juru bicara Kementerian Luar Negeri", "Foreign Ministry spokesperson"),
    "envoy": ("Duta Besar", "Ambassador"),
}
TERM = {"head": 1500, "foreign": 900, "defence": 800, "staff": 900, "voice": 700, "envoy": 1000}  # days in office
ACTS = (
    ("criticise", 18), ("accuse", 16), ("demand", 8), ("warn", 9), ("reject", 8), ("protest", 6), ("summon", 6),
    ("threaten", 5), ("sanction", 7), ("attack", 6), ("show_force", 5), ("suspend", 2), ("expel", 3), ("bar", 2),
    ("violate_border", 2), ("obstruct", 2), ("seize", 2), ("cut_ties", 1),
)  # fmt: skip
NEXT_ACT = {"accuse": "criticise", "criticise": "accuse", "protest": "criticise", "summon": "protest",
            "warn": "threaten", "threaten": "warn", "suspend": "cut_ties", "cut_ties": "suspend"}  # fmt: skip
SPOKEN = {"criticise", "accuse", "demand", "warn", "reject", "protest", "threaten"}
FORMS = ("visit", "talks", "third_country", "multilateral", "unspecified")
CITIES = (
    "Geneva/CHE",
    "Wina/AUT",
    "Singapura/SGP",
    "New York/USA",
    "Bali/IDN",
    "Munich/DEU",
    "Doha/QAT",
    "Istanbul/TUR",
)
OUTLETS = tuple(f"{name}.{end}" for name in ("kabar", "harian", "warta", "daily", "times", "post", "globe") for end in
                ("id", "com", "net", "org"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noise:
    """How often a mention departs from the plain truth; shares of all mentions of its sort."""

    week: float = 0.02
    """Of dates: a week instead of the day; likewise below."""
    days: float = 0.01
    month: float = 0.02
    undated: float = 0.02
    wrong_year: float = 0.005
    wrong_day: float = 0.003
    """A day before or after: time zones, weekdays misread. No rule can mend it."""
    short_name: float = 0.25
    """Of people: the family name alone, or the given name where that is the custom; likewise below."""
    office_only: float = 0.05
    no_name: float = 0.1
    misspelt: float = 0.02
    respelt: float = 0.05
    """Another transliteration."""
    no_title: float = 0.35
    lost_side: float = 0.02
    """Of mentions: one country is not named; likewise below."""
    added_side: float = 0.01
    other_act: float = 0.03
    """One act under the name of its neighbour."""
    any_act: float = 0.003
    virtual_meeting: float = 0.2
    """A video call told as a virtual meeting."""
    again: float = 0.25
    """The article tells the event a second time, with less."""
    background: float = 0.25
    """The article tells an older event of one of the countries."""
    copied: float = 0.12
    """The quote is an agency's, word for word."""


@dataclass(frozen=True, slots=True)
class Official:
    """One who speaks for a country, for a while."""

    country: str
    office: str
    family: str
    given: str
    family_first: bool

    @property
    def full(self) -> str:
        """Both names, in the order that is the custom."""
        return f"{self.family} {self.given}" if self.family_first else f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Truth:
    """What happened, or was to happen."""

    number: int
    kind: Kind
    status: Status
    variant: str
    day: dt.date
    told: dt.date
    """The first day on which it can be told: before the day, for what is planned."""
    sides: tuple[str, ...]
    """The actor first, in a dispute."""
    people: tuple[Official | None, ...]
    """By side; None where a state acts without a face."""
    place: str | None


@dataclass(slots=True)
class Stream:
    """Countries, their officials over time, what they do to each other, and what is told of it."""

    seed: int
    noise: Noise = field(default_factory=Noise)
    mentions: list[Mention] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    """The number of the event of each mention."""
    events: list[Truth] = field(default_factory=list)
    _rng: random.Random = field(init=False)
    _dyads: list[tuple[str, str]] = field(init=False)
    _cumulated: list[float] = field(init=False)
    _officials: dict[tuple[str, str, int], Official] = field(default_factory=dict)
    _history: dict[str, deque[Truth]] = field(default_factory=dict)
    _done: set[tuple[object, ...]] = field(default_factory=set)
    _wire: dict[int, str] = field(default_factory=dict)
    _articles: int = 0

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        self._dyads = list(combinations(CULTURE, 2))
        self._rng.shuffle(self._dyads)
        weights = [1 / (rank + 8) ** 0.9 for rank in range(len(self._dyads))]
        self._cumulated = list(accumulate(weights))

    def run(self, mentions: int) -> None:
        """Tell events in the order of their days until so many mentions are told."""
        for _ in self._happening(mentions):
            if len(self.mentions) >= mentions:
                break
        del self.mentions[mentions:], self.truth[mentions:]

    def telling(self, mentions: int) -> Iterator[Mention]:
        """Yield what `run` tells, mention by mention, and keep none of them."""
        left = mentions
        for _ in self._happening(mentions):
            told = self.mentions[:left]
            left -= len(told)
            self.mentions.clear()
            yield from told
            if not left:
                break

    def _happening(self, mentions: int) -> Iterator[None]:
        """Let one event after the other happen, at the pace of a stream of so many mentions."""
        events = mentions / MENTIONS_AN_EVENT
        a_day = events / max(60.0, events / EVENTS_A_DAY)
        for at in count():
            self._happen(FIRST + dt.timedelta(days=int(at / a_day)))
            yield

    def crowd(self, mentions: int) -> None:
        """Tell of one day of two states, on which as many people of each meet, call and quarrel as that takes."""
        rng = self._rng
        sides = self._dyads[0]
        people = {side: [self._anybody(side) for _ in range(math.isqrt(mentions) + 1)] for side in sides}
        while len(self.mentions) < mentions:
            between = sides if rng.random() < 0.5 else sides[::-1]
            met = tuple(rng.choice(people[side]) for side in between)
            kind: Kind = rng.choices(("meeting", "call", "dispute"), (40, 20, 40))[0]
            variants = {"meeting": FORMS, "call": ("phone", "video"), "dispute": tuple(act for act, _ in ACTS)}
            place = rng.choice(CITIES) if kind == "meeting" else None
            self._report(kind, "occurred", rng.choice(variants[kind]), FIRST, FIRST, between, met, place)
        del self.mentions[mentions:], self.truth[mentions:]

    def _anybody(self, country: str) -> Official:
        """Return one of many who speak for a country, with a name of two words that few others have."""
        known = NAMES[CULTURE[country]]
        family, given = (
            self._rng.choice(known[part].split()).replace("_", " ") + self._rng.choice(BEHIND)
            for part in ("family", "given")
        )
        return Official(country, self._rng.choice([*TERM]), family, given, family_first=known["first"] == "family")

    # --- what happens ---

    def _happen(self, day: dt.date) -> None:
        rng = self._rng
        sides: tuple[str, ...] = rng.choices(self._dyads, cum_weights=self._cumulated)[0]
        if rng.random() < 0.5:
            sides = sides[::-1]
        if rng.random() < 0.42:
            self._quarrel(day, sides)
        else:
            self._contact(day, sides)

    def _quarrel(self, day: dt.date, sides: tuple[str, ...]) -> None:
        rng = self._rng
        act = rng.choices([a for a, _ in ACTS], [w for _, w in ACTS])[0]
        times = rng.choice((2, 3, 4)) if act == "summon" and rng.random() < 0.2 else 1
        for _ in range(times):
            office = rng.choice(("voice", "foreign", "foreign", "head", "defence"))
            faced = rng.random() < (0.85 if act in SPOKEN else 0.4)
            speaker = self._official(sides[0], office, day) if faced else None
            envoy = self._official(sides[1], "envoy", day) if act == "summon" and rng.random() < 0.6 else None
            self._report("dispute", "occurred", act, day, day, sides, (speaker, envoy))
            if act in SPOKEN and rng.random() < 0.25:  # the other side answers
                voice = self._official(sides[1], rng.choice(("voice", "foreign")), day)
                answer = day + dt.timedelta(days=rng.choice((0, 0, 1)))
                self._report("dispute", "occurred", "reject", answer, answer, sides[::-1], (voice, None))
            day += dt.timedelta(days=rng.randint(2, 30))

    def _contact(self, day: dt.date, sides: tuple[str, ...]) -> None:
        rng = self._rng
        if rng.random() < 0.06:
            more = [c for c in rng.sample(list(CULTURE), rng.choice((1, 1, 3))) if c not in sides]
            sides = (*sides, *more)
        office = rng.choices(("foreign", "defence", "head", "staff"), (40, 25, 25, 10))[0]
        people = tuple(self._official(c, office if rng.random() < 0.93 else "head", day) for c in sides)
        call = rng.random() < 0.35 and len(sides) == 2
        kind: Kind = "call" if call else "meeting"
        variant = rng.choice(("phone", "phone", "video", "unspecified") if call else FORMS)
        place = None if call else rng.choice((*CITIES, *(CITIES[:4])))
        fate = rng.random()
        if fate < 0.2 and not call:
            told = day - dt.timedelta(days=rng.randint(2, 25))
            self._report(kind, "planned", variant, day, told, sides, people, place)
            if fate < 0.03:
                self._report(kind, "cancelled", variant, day, day - dt.timedelta(days=1), sides, people, place)
                return
        elif fate > 0.96:
            self._report(kind, rng.choice(("requested", "refused")), variant, day, day, sides, people)
            return
        self._report(kind, "occurred", variant, day, day, sides, people, place)
        if rng.random() < 0.08:  # the same people again, days later
            again = day + dt.timedelta(days=rng.randint(1, 9))
            self._report(kind, "occurred", variant, again, again, sides, people, place)

    def _official(self, country: str, office: str, day: dt.date) -> Official:
        offset = sum(map(ord, country + office))
        key = (country, office, (day.toordinal() + offset * 37) // TERM[office])
        found = self._officials.get(key)
        if found is None:
            rng = random.Random(f"{self.seed} {key}")  # not in the order in which they are met
            known = NAMES[CULTURE[country]]
            family, given = rng.choice(known["family"].split()), rng.choice(known["given"].split()).replace("_", " ")
            found = Official(country, office, family, given, family_first=known["first"] == "family")
            self._officials[key] = found
        return found

    # --- what is told ---

    def _report(
        self,
        kind: Kind,
        status: Status,
        variant: str,
        day: dt.date,
        told: dt.date,
        sides: tuple[str, ...],
        people: tuple[Official | None, ...],
        place: str | None = None,
    ) -> None:
        rng = self._rng
        quarrel = kind == "dispute"
        sort, between = (variant, sides) if quarrel else ("contact", tuple(sorted(sides)))
        same = (sort, status, day, between, frozenset(people))
        faceless = (sort, status, day, between)
        if same in self._done or (not any(people) and faceless in self._done):
            return  # nobody could tell the two apart
        self._done.update((same, faceless))
        event = Truth(len(self.events), kind, status, variant, day, told, sides, people, place)
        self.events.append(event)
        for _ in range(min(40, int(rng.paretovariate(1.25)))):
            published = told + dt.timedelta(days=rng.choices((0, 1, 2, 3), (50, 36, 10, 4))[0])
            article = f"{rng.choice(OUTLETS)}-{self._articles:07d}"
            self._articles += 1
            at = rng.randint(0, 400)
            self._tell(event, article, published, at)
            if rng.random() < self.noise.again:
                self._tell(event, article, published, at + rng.randint(150, 900), less=True)
            if rng.random() < self.noise.background:
                past = self._history.get(rng.choice(sides))
                older = rng.choice(past) if past else event
                if older.told < told:
                    self._tell(older, article, published, at + rng.randint(1000, 3000), less=True)
        for country in sides:
            self._history.setdefault(country, deque(maxlen=40)).append(event)

    def _tell(self, event: Truth, article: str, published: dt.date, at: int, *, less: bool = False) -> None:
        rng, noise = self._rng, self.noise
        people = tuple(p for i, side in enumerate(event.sides) for p in self._party(event, i, side, less=less))
        countries = set(event.sides)
        if rng.random() < noise.lost_side and len(countries) > 1:
            lost = rng.choice(event.sides)
            countries.discard(lost)
            people = tuple(p for p in people if p.country != lost)
        elif rng.random() < noise.added_side:
            countries.add(rng.choice(list(CULTURE)))
        date = self._date(event, published, less=less)
        kind, variant, quote = self._words(event)
        place = None
        if event.place and rng.random() < (0.2 if less else 0.6):
            place = Place(name=event.place.partition("/")[0], country=event.place.partition("/")[2])
        self.truth.append(event.number)
        self.mentions.append(
            Mention(
                id=f"{article}#{kind}-{at}-{at + len(quote)}",
                article=article,
                published=published,
                kind=kind,
                status=event.status,
                variant=cast("Variant", variant),
                date=date,
                place=place,
                countries=tuple(sorted(countries)),
                participants=people,
                initiator=None,
                topics=(),
                summary=f"{event.variant} {'/'.join(event.sides)}",
                confidence=round(rng.uniform(0.5, 1.0), 3),
                quotes=(Quote(text=quote, start=at, end=at + len(quote), match="exact"),),
                date_evidence=DateEvidence(text="Kamis", start=at, end=at + 5, basis="weekday") if date else None,
                place_evidence=None,
                names=(),
                model="m",
                prompt="p@0",
            )
        )

    def _words(self, event: Truth) -> tuple[Kind, str, str]:
        """Return the kind and variant that are told, and the quote."""
        rng, noise = self._rng, self.noise
        kind, variant, more = event.kind, event.variant, ""
        if variant == "video" and rng.random() < noise.virtual_meeting:
            kind, variant, more = "meeting", "unspecified", "dalam pertemuan virtual "
        elif kind == "dispute" and rng.random() < noise.other_act:
            variant = NEXT_ACT.get(variant, variant)
        elif kind == "dispute" and rng.random() < noise.any_act:
            variant = rng.choice(ACTS)[0]
        elif kind != "dispute" and rng.random() < 0.3:
            variant = "unspecified"
        if kind == event.kind and rng.random() < noise.copied:
            quote = self._wire.setdefault(event.number, f"{event.number} agency " + _sentence(rng))
        else:
            quote = more + _sentence(rng)
        return kind, variant, quote

    def _date(self, event: Truth, published: dt.date, *, less: bool) -> EventDate | None:
        rng, noise = self._rng, self.noise
        age = abs((published - event.day).days)
        if less and age > 31:
            sort = rng.choices(("month", "year", "day", "none"), (55, 10, 25, 10))[0]
        elif less and age > 4:
            sort = rng.choices(("day", "week", "month", "none"), (40, 20, 20, 20))[0]
        elif less:
            sort = rng.choices(("day", "week", "none"), (45, 5, 50))[0]
        else:
            loose = (noise.week, noise.days, noise.month, noise.undated, noise.wrong_year, noise.wrong_day)
            sorts = ("week", "days", "month", "none", "wrong year", "wrong day", "day")
            sort = rng.choices(sorts, (*loose, 1 - sum(loose)))[0]
        return _dated(event.day, sort, rng)

    def _party(self, event: Truth, at: int, side: str, *, less: bool) -> list[Participant]:
        rng, noise = self._rng, self.noise
        role: Role | None = ("actor", "target")[min(at, 1)] if event.kind == "dispute" else None
        official = event.people[at]
        if official is None or rng.random() < noise.no_name * (2 if less else 1):
            if event.kind != "dispute" and rng.random() < 0.5:
                return []
            return [Participant(name=rng.choice(STATES[side]), title=None, country=side, role=role)]
        title = rng.choice(OFFICES[self._office(official)])
        if rng.random() < noise.office_only:
            return [Participant(name=title, title=None, country=side, role=role)]
        name = self._name(official, short=rng.random() < noise.short_name * (2 if less else 1))
        given_title = None if rng.random() < noise.no_title else title
        return [Participant(name=name, title=given_title, country=side, role=role)]

    def _office(self, official: Official) -> str:
        if official.office != "head":
            return official.office
        return "premier" if sum(map(ord, official.country)) % 3 == 0 else "president"

    def _name(self, official: Official, *, short: bool) -> str:
        rng, noise = self._rng, self.noise
        name = official.full
        if short:
            alone = CULTURE[official.country] in {"indonesian", "vietnamese"} or official.country == "ETH"
            name = official.given.split()[-1] if alone else official.family
        elif not official.family_first and rng.random() < 0.04:
            name = f"{official.given[0]}. {official.family}"
        if rng.random() < noise.misspelt:
            name = _misspelt(name, rng)
        elif rng.random() < noise.respelt:
            name = _respelt(name)
        return name


def _dated(day: dt.date, sort: str, rng: random.Random) -> EventDate | None:
    if sort == "none":
        return None
    start = end = day
    precision: Precision = "day"
    if sort == "week":
        start = day - dt.timedelta(days=day.weekday())
        end, precision = start + dt.timedelta(days=6), "week"
    elif sort == "days":
        start = day - dt.timedelta(days=rng.randint(0, 2))
        end, precision = start + dt.timedelta(days=2), "days"
    elif sort == "month":
        start = day.replace(day=1)
        end, precision = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), "month"
    elif sort == "year":
        start, end, precision = day.replace(month=1, day=1), day.replace(month=12, day=31), "year"
    elif sort == "wrong year":
        start = end = day.replace(year=day.year - 1, day=min(day.day, 28))
    elif sort == "wrong day":
        start = end = day + dt.timedelta(days=rng.choice((-1, 1)))
    return EventDate(start=start, end=end, precision=precision)


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=14))


def _misspelt(name: str, rng: random.Random) -> str:
    """Drop, double, change or swap a letter inside the longest word."""
    word = max(name.split(), key=len)
    if len(word) < 4:
        return name
    at = rng.randint(1, len(word) - 2)
    slip = rng.choice(("drop", "double", "swap", "change"))
    if slip == "drop":
        new = word[:at] + word[at + 1 :]
    elif slip == "double":
        new = word[:at] + word[at] + word[at:]
    elif slip == "swap":
        new = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        new = word[:at] + rng.choice("aeioulnrst") + word[at + 1 :]
    return name.replace(word, new, 1)


def _respelt(name: str) -> str:
    for old, new in (("ei", "ey"), ("iy", "y"), ("ks", "x"), ("ou", "u"), ("hm", "hamm"), ("ss", "s"), ("v", "w")):
        if old in name:
            return name.replace(old, new, 1)
    return name
