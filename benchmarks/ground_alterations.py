"""Alter sentences for `bench_ground`: in one fact, so that they say something else, or harmlessly.

Generated from tables of the language, for Indonesian, English and Russian. An alteration that would mean the same is
never made: a country is swapped for another country, not for another of its names; a name for one that no article
here has; and what still stands somewhere in the article, word for word, is left out by `changes_nothing`.
"""

import random
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from memcon.text.ground import fold

MONTHS: Final = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
WEEKDAYS: Final = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
}
NUMBERS: Final = {
    "id": "dua tiga empat lima enam tujuh delapan sembilan sepuluh ratusan ribuan jutaan pertama kedua ketiga",
    "en": "two three four five six seven eight nine ten hundred thousand million billion first second third",
    "ru": "два три четыре пять шесть семь восемь девять десять двух трех первый второй третий первого второго",
}
# One line a country; every form on it names that country, so that a swap is made between lines only.
COUNTRIES: Final = {
    "id": "Amerika Serikat|AS|Amerika;Rusia;China|Tiongkok|Cina;Jepang;Korea Utara|Korut;Korea Selatan|Korsel;Ukraina;"
    "Indonesia;Malaysia;Singapura;Filipina;Vietnam;Thailand;India;Pakistan;Iran;Irak;Israel;Palestina;Suriah;Turki;"
    "Arab Saudi;Mesir;Inggris;Prancis|Perancis;Jerman;Belanda;Italia;Spanyol;Australia;Selandia Baru;Kanada;Meksiko;"
    "Brasil;Kuba;Venezuela;Myanmar;Kamboja;Mongolia;Taiwan;Yaman;Qatar;Norwegia",
    "en": "United States|U.S.|America;Russia;China;Japan;North Korea|DPRK;South Korea;Ukraine;Indonesia;Malaysia;"
    "Singapore;Philippines;Vietnam;Thailand;India;Pakistan;Iran;Iraq;Israel;Syria;Turkey;Saudi Arabia;Egypt;"
    "United Kingdom|Britain;France;Germany;Netherlands;Italy;Spain;Australia;New Zealand;Canada;Mexico;Brazil;Cuba;"
    "Venezuela;Burma|Myanmar;Georgia;Armenia;Azerbaijan;Kazakhstan;Yemen;Qatar;Norway;Sudan;Kenya;Nigeria",
    "ru": "США;России|Российской Федерации;Китая|КНР;Японии;Украины;Индии;Ирана;Израиля;Сирии;Турции;Египта;Франции;"
    "Германии;Италии;Испании;Казахстана;Белоруссии;Армении;Азербайджана;Узбекистана;Сербии;Венгрии",
}
NEGATIONS: Final = {
    "id": r"\b(?:tidak|bukan|belum|tak|jangan)\s+",
    "en": r"\b(?:not|never)\s+|(?<=did|was|has|are|ere|oes|ave)n[’']t\b|\bno\s+(?!\d)",
    "ru": r"\bне\s+",
}
DENYING: Final = {"id": "tidak ", "en": "not ", "ru": "не "}
# Before these an added negation is grammatical: verbs in Indonesian and Russian, what follows an auxiliary in English.
DENIABLE: Final = {
    "id": r"\b(?:me(?:m|n|ng|ny|l|r)?[a-z]{4,}|ber[a-z]{4,}|di[a-z]{5,}|akan|dapat|bisa|telah)\b",
    "en": r"(?<=\bis )\w+|(?<=\bare )\w+|(?<=\bwas )\w+|(?<=\bwere )\w+|(?<=\bwill )\w+|(?<=\bhas )\w+|(?<=\bhave )\w+",
    "ru": r"\b[а-я]{3,}(?:ал|ил|ала|или|ают|яет|ился|алась)\b",
}
# Family names that occur in no news of states; a swapped name is none of the article's people under another name.
STRANGERS: Final = {
    "id": "Wiryawan Sutopo Halimsyah Batubarani Kusnandari Pranggono Tjandrawati Lumbanraja Samosirwan Notodiharjo",
    "en": "Featherstone Okonjo-Reyes Vanderhoek Castlemaine Applewhite Thorvaldsen Quattrocchi Pemberley Winterbourne",
    "ru": "Черемухин Подберёзкина Вихреславский Заозерская Громобоев Стародубровский Кукушинская Перепёлкин",
}
# Capitalised, but no names of people: they have alterations of their own.
NOT_NAMES: Final = frozenset(
    fold(re.sub(r"[|;]", " ", " ".join((*MONTHS.values(), *WEEKDAYS.values(), *COUNTRIES.values())))).split()
)


class Altered(NamedTuple):
    """A quote made from a sentence."""

    kind: str
    quote: str


def altered_facts(sentence: str, language: str, dice: random.Random) -> Iterator[Altered]:
    """Yield the sentence with one number, negation, name, date or country changed, for each place where one stands."""
    yield from _numbers(sentence, language, dice)
    yield from _negations(sentence, language)
    yield from _names(sentence, language, dice)
    yield from _dates(sentence, language, dice)
    yield from _countries(sentence, language, dice)


def changes_nothing(quote: str, article: str) -> bool:
    """Return whether the words of `quote` stand in `article` all the same, as when a first negation is left out."""
    return _letters(quote) in _letters(article)


def harmless(sentence: str, dice: random.Random) -> Iterator[Altered]:
    """Yield the sentence with other punctuation, spacing, quotation marks, case, or an ellipsis."""
    yield Altered("punctuation", re.sub(r",(?!\d)", "", sentence))
    yield Altered("punctuation", sentence.rstrip(".!?") + ";")
    yield Altered("punctuation", _after_a_word(sentence, ",", dice))
    yield Altered("spacing", sentence.replace(" ", "  ", 3))
    yield Altered("spacing", _after_a_word(sentence, "\n", dice))
    yield Altered("spacing", sentence.replace(" ", "\u00a0"))
    yield Altered("spacing", re.sub(r"(?<=\w{4}) (?=\w{4})", " \u200b", sentence, count=2))
    yield Altered("quotes", sentence.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'", ord("‘"): "'"}) + '"')
    yield Altered("quotes", re.sub(r'"([^"]+)"', r"“\1”", f"“{sentence}”"))
    yield Altered("quotes", sentence.replace('"', "'").replace("“", "'").replace("”", "'") + "'")
    yield Altered("dashes", sentence.replace("-", "\u2013").replace("\u2014", "--") + " -")
    yield Altered("case", sentence.upper())
    yield Altered("case", sentence.lower())
    yield Altered("ellipsis", sentence.rstrip('.!?"”') + "…")
    yield Altered("ellipsis", "... " + " ".join(sentence.split(" ")[2:]))
    yield from _stitched(sentence, dice)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", fold(text)))


def _swap(sentence: str, match: re.Match[str], other: str) -> str:
    return sentence[: match.start()] + other + sentence[match.end() :]


def _numbers(sentence: str, language: str, dice: random.Random) -> Iterator[Altered]:
    for match in re.finditer(r"\d+", sentence):
        other = str(int(match[0]) + dice.choice((1, 2, 3, 7, 10, 20)))
        yield Altered("number", _swap(sentence, match, other))
        if len(match[0]) > 1 and len(set(match[0])) > 1:
            turned = match[0][::-1]
            if turned != match[0] and not turned.startswith("0"):
                yield Altered("number", _swap(sentence, match, turned))
    words = NUMBERS[language].split()
    for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", sentence, re.IGNORECASE):
        yield Altered(
            "number", _swap(sentence, match, dice.choice([word for word in words if word != match[0].lower()]))
        )


def _negations(sentence: str, language: str) -> Iterator[Altered]:
    for match in re.finditer(NEGATIONS[language], sentence, re.IGNORECASE):
        yield Altered("negation", _swap(sentence, match, ""))
    for match in re.finditer(DENIABLE[language], sentence):
        if not re.search(NEGATIONS[language] + "$", sentence[: match.start()]):
            yield Altered("negation", _swap(sentence, match, DENYING[language] + match[0]))


def _names(sentence: str, language: str, dice: random.Random) -> Iterator[Altered]:
    for match in re.finditer(r"(?<=[\w,] )[A-ZА-Я][a-zа-яё]{3,}\b", sentence):
        if fold(match[0]) not in NOT_NAMES:
            yield Altered("name", _swap(sentence, match, dice.choice(STRANGERS[language].split())))


def _dates(sentence: str, language: str, dice: random.Random) -> Iterator[Altered]:
    for table in (MONTHS, WEEKDAYS):
        words = table[language].split()
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", sentence):
            yield Altered("date", _swap(sentence, match, dice.choice([word for word in words if word != match[0]])))
    for match in re.finditer(r"\b(?:19|20)\d\d\b", sentence):
        yield Altered("date", _swap(sentence, match, str(int(match[0]) + dice.choice((-3, -2, -1, 1, 2, 3)))))


def _countries(sentence: str, language: str, dice: random.Random) -> Iterator[Altered]:
    lines = [line.split("|") for line in COUNTRIES[language].split(";")]
    of = {form: number for number, line in enumerate(lines) for form in line}
    forms = sorted(of, key=len, reverse=True)
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", sentence):
        for other in dice.sample([line[0] for number, line in enumerate(lines) if number != of[match[0]]], 2):
            yield Altered("country", _swap(sentence, match, other))


def _after_a_word(sentence: str, mark: str, dice: random.Random) -> str:
    """Return the sentence with a mark after one of its words, not beside a number."""
    spaces = [match.start() for match in re.finditer(r"(?<=[^\W\d]) (?=[^\W\d])", sentence)]
    at = dice.choice(spaces)
    return sentence[:at] + mark + sentence[at:]


def _stitched(sentence: str, dice: random.Random) -> Iterator[Altered]:
    """Yield the sentence with an ellipsis in place of one to five words from its middle."""
    words = sentence.split(" ")
    if len(words) < 10:
        return
    for mark in ("…", "...", "[...]"):
        start = dice.randrange(3, len(words) - 6)
        end = min(start + dice.randrange(1, 6), len(words) - 3)
        yield Altered("ellipsis", " ".join((*words[:start], mark, *words[end:])))
