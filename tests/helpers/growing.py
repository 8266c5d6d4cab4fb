"""Texts that repeat one unit, and every public function that reads a text of others, to see how its work grows.

The units are what scanners stumble over; those of a language are its own words, taken from its folder. A work is a
function of one text, whatever else it needs being short and fixed.
"""

import dataclasses
import datetime as dt
import functools
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from helpers import office, printed
from memcon import languages
from memcon.articles import body, dateline, formats, published, wrapped
from memcon.articles.copies import Copies, can_be_copy
from memcon.articles.ends import sentence_ends, words_of
from memcon.articles.formats import base, pdf
from memcon.articles.formats import jsonl as json_lines
from memcon.articles.formats import text as text_files
from memcon.articles.formats.documents import docx, rtf
from memcon.articles.formats.tables import array, excel, separated
from memcon.articles.marked import without_metadata
from memcon.articles.read import completed
from memcon.articles.sentences import body_of, is_headline, not_body, segment
from memcon.articles.shard import share_of
from memcon.compare.evaluate.gate import read_gate
from memcon.errors import InputError, UsageError
from memcon.events.matching import likeness, unknown, wording
from memcon.evidence import cues, screen
from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage, Text
from memcon.evidence.reporting import NamedParties, Odds, Standing, odds
from memcon.evidence.titles import is_title
from memcon.extraction.answers import Findings
from memcon.languages.detect import identify, normal_code
from memcon.models import failure, parse
from memcon.models.lessons import lesson_of, read_refusal
from memcon.models.takes import ALL
from memcon.records import Article, Beside, Candidate, Party, Sentence, given
from memcon.records.article import publisher, sha256
from memcon.records.jsonl import BadLine, dump, parse_object, split_lines
from memcon.records.review import correction
from memcon.records.versions import dumped, upgraded, version_of
from memcon.resolve import countries, people
from memcon.resolve.countries.cities import division_name
from memcon.resolve.dates import find_dates, read_date, recognised, resolve_date, unread_beside
from memcon.resolve.dates.cjk import date_spans, said_in_characters
from memcon.resolve.dates.full import full_dates
from memcon.resolve.dates.url import date_in_url
from memcon.resolve.people import leaders, same, titles
from memcon.resolve.people.cases import forms, genders, may_have_forms
from memcon.resolve.people.slips import misspelt
from memcon.resolve.people.spelling import latin, near
from memcon.resolve.people.traits import traits_of
from memcon.text import characters, folding, safe, tokens
from memcon.text.ground import Folded, choose, explain, ground, ground_within, stands_at
from memcon.text.ground.verbatim import verbatim_places
from memcon.text.trie import variants

SIGNS: Final[Mapping[str, str]] = {
    "letters": "a", "capitals": "A", "words": "ab ", "names": "Ab ", "short lines": "ab\n", "stops": "a. ",
    "dots": ".", "initials": "A.B. ", "spaces": " ", "tabs": "\t", "lines": "\n", "returns": "\r\n",
    "blank lines": " \n", "hard spaces": "\xa0", "quotes": '"', "quoted": '"a" ', "curly": "“", "said": "“a” ",
    "apostrophes": "'", "round": "(", "rounds": "()", "in round": "(a) ", "closing": ")", "square": "[",
    "in square": "[a]", "braces": "{", "keys": '{"a":', "digits": "1", "numbers": "1 ", "dates": "1/2/2024 ",
    "days": "5 May ", "colons": ":", "clock": "10:00 ", "commas": ",", "listed": "a, ", "semicolons": ";",
    "dashes": "-", "long dashes": "—", "parted": "a — ", "slashes": "/", "bars": "|", "stars": "*", "hashes": "#",
    "underscores": "_", "backslashes": "\\", "escapes": '\\"', "ellipses": "…", "parts": "ab … ", "fences": "```",
    "fenced lines": "```\n", "json fences": "```json\n", "thoughts": "<think>", "ended": "<think></think>",
    "tags": "<b>", "half tags": "<", "images": "![a](b) ", "links": "https://a.b/c ", "glued links": "https://",
    "mails": "a@", "sites": "a.com ", "marks": "\ufeff", "accents": "e\u0301", "accents alone": "\u0301",
    "invisible": "\u200b", "surrogates": "\ud800", "emoji": "👍🏽", "han": "中", "stops of han": "中。", "kana": "日は",
    "hangul": "한국 ", "thai": "ไทย", "arabic": "و", "hebrew": "ה", "hindi": "क्", "vowels": "aé",
    "han dates": "2024年1月", "han days": "五", "greek": "ς", "sharp": "ß", "ligatures": "ﷺ", "bullets": "\n• a",
    "items": "1. a\n", "divisions": "Georgia, ", "cities in": "London in ", "governors": "Governor of Georgia ",
    "joined emoji": "👩\u200d", "flags": "🇰🇪", "capital links": "Of ", "crumbs": "a  > ", "hexes": "0x",
}  # fmt: skip
CLASSES: Final = (
    "words.conjunctions.and", "words.prepositions.at", "words.both.two", "telling.quoting", "telling.attribution",
    "events.negation.not", "page.byline.links", "page.stamp.labels",
)  # fmt: skip


def units() -> Iterator[tuple[str, str]]:
    """Yield every unit with its name: signs, and of each language some first words, alone and between names."""
    yield from SIGNS.items()
    for tag in languages.tags():
        found = [word for name in classes(tag) for word in languages.words_of(tag, name)[:1] if "/" not in word]
        if found:
            yield f"words of {tag}", "".join(f"{word.strip('*')} " for word in found)
            yield f"joined by {tag}", f"Ab {found[0].strip('*')} "


@functools.cache
def classes(tag: str) -> tuple[str, ...]:
    """Return the names of the classes of connectives that a language's folder fills."""
    return tuple(name for name in CLASSES if _filled(tag, name))


def _filled(tag: str, name: str) -> bool:
    try:
        return bool(languages.words_of(tag, name))
    except (KeyError, AttributeError):
        return False


def grown(unit: str, characters: int) -> str:
    """Return the unit as often as it has room in so many characters: a cut one would end texts in different ways."""
    return unit * max(1, characters // len(unit))


TOLD: Final = "Kenya's president met Peru's president in Nairobi on 18 June 2024."
DAY: Final = dt.date(2024, 6, 20)


def _established(text: str, language: str = "en") -> object:
    """Establish a meeting that stands at the head of a long text."""
    whole = f"{TOLD} {text}"
    article = Article(id="a", text=whole, language=language, published=DAY)
    said = Candidate(
        kind="meeting", status="occurred", variant="unspecified", quotes=(TOLD,), near=(0, len(TOLD)),
        parties=(Party(name="Kenya's president"), Party(name="Peru's president")), date_words="18 June 2024",
        place_words="Nairobi", model="m", prompt="p@0",
    )  # fmt: skip
    return [establish(said, Passage.of(article, Folded(whole), trust=trust)) for trust in ("code", "model")]


def _odds(words: str) -> Odds:
    """Tell how likely a sentence of these words reports something."""
    text = Text(words, "en")
    return odds(text, NamedParties.named_in(text), Standing())


def _answered(words: str) -> object:
    """Establish a meeting each of whose fields a model filled with as much."""
    article = Article(id="a", text=TOLD, language="en", published=DAY)
    said = Candidate(
        kind="meeting", status="occurred", variant="unspecified", quotes=(TOLD, words), near=(0, len(TOLD)),
        parties=(Party(name="Kenya's president", title=words, side=words), Party(name=words)), date_words=words,
        place_words=words, initiator=words, topics=(words,), summary=words, model="m", prompt="p@0",
    )  # fmt: skip
    return [establish(said, Passage.of(article, Folded(TOLD), trust=trust)) for trust in ("code", "model")]


def _parted(text: str) -> object:
    """Establish a meeting whose words stand far apart in the text, with what a quote passes over between them."""
    told = TOLD.replace(" met ", f" met {text} ")
    article = Article(id="a", text=told, language="en", published=DAY)
    said = Candidate(
        kind="meeting", status="occurred", variant="unspecified", quotes=(TOLD,), near=(0, len(told)),
        parties=(Party(name="Kenya's president"), Party(name="Peru's president")), date_words="18 June 2024",
        place_words="Nairobi", model="m", prompt="p@0",
    )  # fmt: skip
    return [establish(said, Passage.of(article, Folded(told), trust=trust)) for trust in ("code", "model")]


def _people(text: str) -> tuple[same.Person, same.Person]:
    """Return two people with names of so many letters, a title and a country."""
    name = f"Q{text}"  # what other works have read is not read anew
    return same.Person(name=name, title=name, country="USA"), same.Person(name=name[:-1], country="USA", language="ru")


def _refused(read: Callable[[str], object]) -> Callable[[str], object]:
    def work(text: str) -> object:
        try:
            return read(text)
        except (UsageError, ValueError) as error:
            return error

    return work


def _content(text: str) -> base.Content:
    data = text.encode("utf-8", "replace")
    return base.Content("a", "a", data[: 1 << 16], iter([data]), 10_000_000)


def _object(text: str) -> object:
    try:
        return parse_object(text.encode("utf-8", "replace"))
    except BadLine as error:
        return error


def _read(read: Callable[[base.Content], Iterator[object]]) -> Callable[[str], object]:
    def work(text: str) -> object:
        try:
            return list(read(_content(text)))
        except InputError as error:
            return error

    return work


def _read_bytes(read: Callable[[base.Content], Iterator[object]], data: bytes) -> object:
    try:
        return list(read(base.Content("a", "a", data[: 1 << 12], iter([data]), 10_000_000)))
    except InputError as error:
        return error


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the XML of as many paragraphs as the text has lines, of what XML can hold."""
    kept = "".join(char for char in text if char in "\t\n" or (char.isprintable() and not "\ud800" <= char <= "\udfff"))
    return map(office.paragraph, kept.split("\n"))


def _rows(text: str) -> list[str]:
    """Return a text in rows of a page."""
    kept = text.encode("utf-16-be", "replace").decode("utf-16-be")
    return [kept[at : at + 80] for at in range(0, len(kept), 80)]


def _record_line(text: str) -> bytes:
    """Return the line of an article with that title."""
    return dump(dataclasses.replace(Article(id="a", text=TOLD), title=text))


def keys_of(text: str) -> str:
    """Return an object that has as many keys as the text has room for, and one of them twice."""
    return _numbered(len(text) // 8)


@functools.cache
def _numbered(keys: int) -> str:
    return "{" + ",".join(f'"{number}":0' for number in range(keys)) + ',"0":0}'


def _is_title(text: str) -> object:
    """Look for a title in a text, and for the text as a title, in its parts too."""
    passage = Passage.of(Article(id="a", text=text, language="en"), Folded(text), trust="model")
    return [is_title(passage, title, (0, 2), ["model"]) for title in ("a b", text[:9_999], f"{text}, {text}")]


EN: Final = languages.language("en")
WORKS: Final[Mapping[str, Callable[[str], object]]] = {
    "articles.shard.share_of": lambda text: share_of(text, 16),
    "models.parse.clean": parse.clean,
    "models.parse.parse": lambda text: parse.parse(Findings, text),
    "models.parse.parse, in a string": lambda text: parse.parse(Findings, json.dumps({"meetings": [{"quote": text}]})),
    "models.parse.parse, keys": lambda text: parse.parse(Findings, keys_of(text)),
    "models.parse.parse, in prose": lambda text: parse.parse(Findings, f'{text} {{"meetings": []}} {text}'),
    "models.lessons.lesson_of": lambda text: lesson_of(
        read_refusal(json.dumps({"error": {"message": text, "param": text}}).encode()), {"messages": [], "seed": 0}, ALL
    ),
    "models.lessons.read_refusal": lambda text: read_refusal(text.encode("utf-8", "replace")),
    "models.parse.whole_items": lambda text: parse.whole_items('{"a": [' + text),
    "models.parse.goes_in_circles": parse.goes_in_circles,
    "models.failure.safe": failure.safe,
    "models.failure.duration": failure.duration,
    "text.folding.fold": folding.fold,
    "text.folding.visible": folding.visible,
    "text.folding.fold_word": folding.fold_word,
    "text.folding.without_accents": folding.without_accents,
    "text.folding.plain_characters": folding.plain_characters,
    "text.tokens.tokenize": tokens.tokenize,
    "text.tokens.tokenize_folded": lambda text: tokens.tokenize_folded(folding.fold(text)),
    "text.safe.safe_text": safe.safe_text,
    "text.safe.safe_line": safe.safe_line,
    "text.characters.word_start": lambda text: characters.word_start(text, len(text) - 1, least=0),
    "text.characters.word_end": lambda text: characters.word_end(text, 0, most=len(text)),
    "text.ground.ground, a long text": lambda text: ground(TOLD, f"{text} {TOLD}"),
    "text.ground.ground, nowhere": lambda text: ground(TOLD, text),
    "text.ground.ground, a long quote": lambda text: ground(text, TOLD),
    "text.ground.ground, at many places": lambda text: ground(text[:600], text),
    "text.ground.ground, both": lambda text: ground(text[: len(text) // 2], text),
    "text.ground.explain, a long text": lambda text: explain(TOLD, text),
    "text.ground.explain, a long quote": lambda text: explain(text, TOLD),
    "text.ground.explain, both": lambda text: explain(f"{text[: len(text) // 2]} not", text),
    "text.ground.ground_within": lambda text: ground_within("Ab", text, (0, 1)),
    "text.ground.stands_at": lambda text: stands_at((len(text) // 3, len(text)), Folded(text)),
    "text.ground.verbatim.verbatim_places": lambda text: verbatim_places(Folded("a b"), Folded(text)),
    "evidence.titles.is_title": _is_title,
    "languages.detect.identify": identify,
    "languages.detect.normal_code": normal_code,
    "articles.body.marks": lambda text: body.marks(text, "en"),
    "articles.dateline.dateline_of": lambda text: dateline.dateline_of(text, "en"),
    "articles.published.find_published": lambda text: published.find_published(text, language="en"),
    "articles.published.is_stamp": lambda text: published.is_stamp(text.strip() or "a", "en"),
    "articles.wrapped.lines_of": lambda text: list(wrapped.lines_of(text)),
    "articles.ends.sentence_ends": lambda text: list(sentence_ends(text, 0, len(text), words_of(EN))),
    "articles.sentences.segment": lambda text: segment(Article(id="a", text=text, language="en")),
    "articles.sentences.not_body": lambda text: not_body(Article(id="a", text=text, language="en")),
    "articles.sentences.body_of": lambda text: body_of(text, segment(Article(id="a", text=text))),
    "articles.sentences.is_headline": lambda text: is_headline(
        Article(id="a", text=f"{text}\n", title=text), Sentence(number=1, start=0, end=len(text), body=True)
    ),
    "articles.sentences.segment, a title": lambda text: segment(Article(id="a", text=f"{text} a", title=text)),
    "articles.read.completed": lambda text: completed(Article(id="a", text=text)),
    "articles.formats.extra_of": formats.extra_of,
    "articles.formats.tables.array.read": _read(array.read),
    "articles.formats.tables.array.read, a text": lambda text: _read(array.read)(
        json.dumps([{"id": "a", "text": text}])
    ),
    "articles.formats.tables.separated.read": _read(separated.read),
    "articles.formats.tables.separated.read, rows": lambda text: _read(separated.read)(f"id,text\n{text}"),
    "articles.formats.tables.excel.shows_a_month": excel.shows_a_month,
    "articles.formats.jsonl.recognises": lambda text: json_lines.recognises(text.encode("utf-8", "replace")),
    "articles.formats.jsonl.read": _read(json_lines.read),
    "articles.formats.text.read": _read(text_files.read),
    "articles.formats.documents.docx.read": lambda text: _read_bytes(docx.read, office.docx(*_paragraphs(text))),
    "articles.formats.documents.rtf.read": lambda text: _read_bytes(rtf.read, office.rtf(office.rtf_paragraph(text))),
    "articles.formats.documents.rtf.read, raw": lambda text: _read_bytes(
        rtf.read, b"{\\rtf1 " + text.encode("ascii", "replace") + b"}"
    ),
    "articles.formats.documents.rtf.read, an export": lambda text: _read_bytes(
        rtf.read, office.rtf(*map(office.rtf_paragraph, ("T", text, "Body", text, "Load-Date: x", "End of Document")))
    ),
    "articles.formats.pdf.read": lambda text: _read_bytes(pdf.read, printed.pdf(printed.column(_rows(text)))),
    "articles.copies.Copies.original_of": lambda text: Copies().original_of(Article(id="a", text=text, language="en")),
    "articles.copies.can_be_copy": lambda text: can_be_copy(
        Article(id="a", text=text, language="en"), Article(id="b", text=text, language="en")
    ),
    "articles.marked.without_metadata": lambda text: without_metadata(
        text, [Beside(start=at, end=at + 1, reason="metadata") for at in range(0, len(text) - 1, 2)]
    ),
    "records.jsonl.parse_object": _object,
    "records.jsonl.parse_object, keys": lambda text: _object(keys_of(text)),
    "records.jsonl.split_lines": lambda text: list(
        split_lines(iter(functools.partial(io.BytesIO(text.encode("utf-8", "replace")).read, 512), b""))
    ),
    "resolve.countries.find_places": lambda text: countries.find_places(text, "en"),
    "resolve.countries.find_countries": lambda text: countries.find_countries(text, "en"),
    "resolve.countries.resolve_country": lambda text: countries.resolve_country(text, "en"),
    "resolve.countries.resolve_body": lambda text: countries.resolve_body(text, "en"),
    "resolve.countries.resolve_place": lambda text: countries.resolve_place(text, "en"),
    "resolve.dates.find_dates": lambda text: find_dates(text, DAY, "en"),
    "resolve.dates.resolve_date": lambda text: resolve_date(text, DAY, "en"),
    "resolve.dates.resolve_date, no language": lambda text: resolve_date(text, DAY, None),
    "resolve.dates.recognised": lambda text: recognised(text, "en", "dmy"),
    "resolve.dates.full.full_dates": lambda text: full_dates(text, "en"),
    "resolve.dates.url.date_in_url": date_in_url,
    "resolve.dates.cjk.said_in_characters": lambda text: said_in_characters(text, "zh"),
    "resolve.dates.cjk.date_spans": date_spans,
    "resolve.people.read": lambda text: people.read(text, "USA"),
    "resolve.people.leaders.country_of_leader": lambda text: leaders.country_of_leader(text, "en"),
    "resolve.people.titles.is_rank": titles.is_rank,
    "resolve.people.titles.strip": lambda text: titles.strip(text, "en"),
    "resolve.people.titles.offices": titles.offices,
    "evidence.reporting.odds": _odds,
    "evidence.screen.plain": screen.plain,
    "evidence.screen.to_a_machine": lambda text: screen.to_a_machine().search(text),
    "evidence.cues.status_told": lambda text: cues.status_told("meeting", text, EN),
    "evidence.cues.variants_told": lambda text: cues.variants_told("dispute", text, EN),
    "evidence.cues.tells": lambda text: cues.tells("meeting", text, EN),
    "evidence.cues.continues": lambda text: cues.continues("meeting", text, EN),
    "evidence.cues.is_opinion": lambda text: cues.is_opinion(text, EN),
    "evidence.cues.calls_on": lambda text: cues.calls_on(text, EN),
    "evidence.cues.either": lambda text: cues.either(text, EN),
    "evidence.cues.of_two": lambda text: cues.of_two(text, EN),
    "evidence.cues.summons": lambda text: cues.summons(text, EN),
    "evidence.cues.only": lambda text: cues.only("call", text, EN),
    "evidence.establish.establish, a long text": _established,
    "evidence.establish.establish, long words": _answered,
    "evidence.establish.establish, words far apart": _parted,
    "events.matching.likeness.folded": likeness.folded,
    "events.matching.likeness.name_words": likeness.name_words,
    "events.matching.wording.trimmed": lambda text: wording.trimmed(text, 80),
    "events.matching.wording.say": wording.say,
    "events.matching.wording.say_json": lambda text: wording.say_json(json.dumps(text)),
    "events.matching.unknown.steps": lambda text: list(unknown.steps("a", json.dumps([text]), json.dumps({"a": text}))),
    "compare.evaluate.gate.read_gate": _refused(read_gate),
    "languages.language": languages.language,
    "languages.matches_anywhere": lambda text: languages.matches_anywhere("events.meets.virtual", text),
    "records.article.publisher": lambda text: publisher(text, f"https://{text}"),
    "records.article.sha256": sha256,
    "records.given.read_day": _refused(given.read_day),
    "records.given.read_language": _refused(given.read_language),
    "records.given.read_zone": _refused(given.read_zone),
    "records.given.zone_of": _refused(lambda text: given.zone_of(None, text)),
    "records.review.correction": lambda text: correction("summary", text, "d"),
    "records.versions.dumped": lambda text: dumped(_record_line(text), 1),
    "records.versions.upgraded": lambda text: upgraded(json.loads(dumped(_record_line(text), 1))),
    "records.versions.version_of": lambda text: version_of(text.encode("utf-8", "replace")),
    "records.jsonl.dump": lambda text: dump(dataclasses.replace(Article(id="a", text=text), title=text)),
    "resolve.countries.cities.division_name": lambda text: division_name("USA", text),
    "resolve.countries.locate": lambda text: countries.locate(text, "en"),
    "resolve.countries.office_word": lambda text: countries.office_word(text, "en"),
    "resolve.dates.read_date": lambda text: read_date(text, DAY, "en"),
    "resolve.dates.unread_beside": lambda text: unread_beside(text, "en"),
    "resolve.people.cases.forms": lambda text: forms(text, "ru", first=True),
    "resolve.people.cases.genders": lambda text: genders(text, "ru"),
    "resolve.people.cases.may_have_forms": lambda text: may_have_forms(text, None),
    "resolve.people.spelling.latin": latin,
    "resolve.people.spelling.near": lambda text: near(text, text[1:]),
    "resolve.people.slips.misspelt": lambda text: misspelt(
        people.read(text, None), people.read(f"Ab {text[1:]}", None)
    ),
    "resolve.people.same.same_person": lambda text: same.same_person(*_people(text)),
    "resolve.people.same.same_party": lambda text: same.same_party(*_people(text)),
    "resolve.people.same.inflected": lambda text: same.inflected(_people(text)),
    "resolve.people.same.family_name": lambda text: same.family_name(_people(text)[0]),
    "resolve.people.traits.traits_of": lambda text: [traits_of(person) for person in _people(text)],
    "resolve.people.same.name_keys": lambda text: same.name_keys(_people(text)[0]),
    "text.ground.choose": lambda text: choose(ground("Ab", text), (5, 9)),
    "text.trie.variants": variants,
}
"""Every public function of a room that reads text of others, as a function of that text."""
