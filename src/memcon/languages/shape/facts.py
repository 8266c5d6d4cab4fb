"""`language.toml`: what holds of a language as a whole."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from memcon.languages.shape.base import Phrases, Table, Words


class Dates(Table):
    """How dates are read; dates.csv and numbers.toml have the words."""

    grammar: Literal["", "whole", "running"] = ""
    """`running`: dates are found in running text by dates.csv; `whole`: only words known to be a date's are read by it,
    and dateparser has the rest; empty: dateparser alone. Scripts of characters have a grammar of their own."""
    alone: bool = False
    """Whether the grammar is all there is: dateparser is not asked."""
    stamps: bool = False
    """Whether the days of publication are found by the grammar, and not by the months of CLDR."""
    also: tuple[str, ...] = ()
    """Other languages by whose words its dates are tried too; taggers take English and Indonesian for one another."""
    order: Literal["dmy", "mdy", "either"] = "dmy"
    """How day and month stand in 5/4/2024; `either`: nobody knows."""
    order_by_region: dict[str, Literal["dmy", "mdy", "either"]] = Field({})
    """The same by region, as in `en-US`; `*` is any other region."""
    turn_before: bool = False
    """Whether what says last or next after its word may stand before it too: *el próximo lunes*, *el lunes próximo*."""
    month_first: bool = False
    """Whether a day may follow its month without a year: *May 5*."""
    needs_of: bool = False
    """Whether an article or *of* must stand between a part of a period and the period: *the end of last month*."""
    day_leads: Phrases = ()
    """Words behind which a number that ends the words is a day of the month: *am 20.*, *le 20*, *el día 15*."""
    nearest: Phrases = ()
    """Words for *next* that before a weekend are the one that comes: *this coming weekend*, *kommendes Wochenende*."""
    era_years: int = 0
    """Up to here two digits of a year may be those of an era: 平成30年, 民國97年."""
    dated_units: Phrases = ()
    """Words for a day that before a number say that it is a day of the month: *ngày* 5, and *hai ngày*, two days."""
    unit_numbers: dict[str, int] = Field({})
    """Words for a unit that before another unit are a number: *năm* is year, and *năm ngày* five days."""
    unit_ordinals: dict[str, int] = Field({})
    """Weekdays that before a unit are an ordinal: *segunda* is Monday, and *segunda semana* the second week."""
    dashed: bool = False
    """Whether a dash may stand between day and month: *ngày 10-6* is 10 June."""
    unit_is_one: bool = False
    """Whether a unit without a number is one, behind a word for ago: *قبل أسبوع*."""
    year_word: bool = False
    """Whether the word for year may follow a year and belongs to it: *2024 года*."""
    year_endings: Phrases = ()
    """What may follow a year after a hyphen: *2014-м*."""
    case_endings: Phrases = ()
    """What may follow digits after an apostrophe, and belongs to them: 2023'*te*."""
    day_dot: bool = False
    """Whether a dot may follow the day of a month: *20. Oktober*."""
    ordinal_endings: Phrases = ()
    """What makes of digits an ordinal: 1st, 5-го; a hyphen is part of it."""
    first_endings: Phrases = ()
    """What does so of the digit 1 alone: 1er."""
    ordinal_before: Phrases = ()
    """What does so with a hyphen before them: *ke*-5."""
    decade_endings: Phrases = ()
    """What makes of digits a decade: 1990s, 90-an."""
    calendar: Literal["", "hijri", "jalali"] = ""
    """By which its years from 1200 to 1500 are told, where no word for an era says so."""
    era: int = 0
    """Years that its own era is ahead of the common one: 543 in Thai."""
    away_turns: Phrases = ()
    """Words for a day away that behind a weekday, week or month say last or next: *Senin kemarin*."""
    that_day: Phrases = ()
    """Words told from another day that behind a weekday change nothing: *Senin itu*."""
    only_day: Phrases = ()
    """Words for next that stand behind days and weekdays only: *nanti*."""
    ahead_before: Phrases = ()
    """Before a length of time that lies ahead: *in* two weeks."""
    short_years: Phrases = ()
    """Words for year behind two digits of one: 98 *года*."""
    from_after: Phrases = ()
    """Behind a length of time, before the day that it is counted from: two weeks *from* Friday."""
    before: Phrases = ()
    """Words for to that behind a length of time say before: за три дня *до* 7 июня."""
    length_behind: bool = False
    """Whether what is counted from a day stands behind it: *7 Haziran'dan iki gün önce*."""
    week_behind: Phrases = ()
    """What behind a weekday or day away says that much later: *Tuesday week*."""
    since: Phrases = ()
    """Words for ago that before a day say since: *منذ* 24 فبراير."""
    to_leads: Phrases = ()
    """Words for to that before a date say when: *a* finales de mayo."""
    capital_nouns: bool = False
    """Whether every noun has a capital, so that it tells no name."""
    spelled_days: bool = False
    """Whether an ordinal in words may stand before its month: *второго мая*."""
    unit_alone: Phrases = ()
    """Units that are one without a number, before what counts them: *неделю* назад, за *день* до 4 июня."""
    ahead_surely: Phrases = ()
    """The same where no event need be planned: *in* zwei Wochen, *dans* deux semaines."""
    behind_period: bool = False
    """Whether a part of a period stands behind it: *Mayıs sonunda*, *2023 yılının ilk çeyreği*."""
    windows: Phrases = ()
    """Words for last that behind a number of units make a stretch of it: ba ngày *qua*."""
    ahead_behind: Phrases = ()
    """Words for next that behind a number of units count from today: 3 ngày *sau*."""
    part_ranks: bool = False
    """Whether beginning and end rank a week of a month: *tuần đầu tháng 5*."""
    bound_counts: bool = False
    """Whether before and after count where a length stands behind them: *بعد يومين من 7 يونيو*, *بعد يومين*."""
    number_behind: bool = False
    """Whether a number stands between its unit and last or next: *الأيام الثلاثة الماضية*."""
    until_behind: Phrases = ()
    """Behind the second of two days, what makes a range of them: 5 Haziran'dan 7 Haziran'a *kadar*."""
    clock_after: Phrases = ()
    """Behind a time of day: 17.30 *Uhr*, 17 *h* 30."""
    about: Phrases = ()
    """Before a number that is not exact, and no unit's own: *some* three weeks ago."""
    plain_months: Phrases = ()
    """Months that in lower case are another word: may, march."""
    clock: Phrases = ()
    """Before a time of day, and before nothing else: *pukul* 10."""
    local_time: Words = ()
    """Words for the time of a place, after a time of day: *local time*, *waktu setempat*."""
    zone_before: Phrases = ()
    """A word before the name of a place, for its time: *waktu* Moskow."""
    zone_part: Phrases = ()
    """A word after that name, before the part of it: waktu Indonesia *bagian* barat."""
    zone_after: Phrases = ()
    """A word after the name of a zone: Eastern Standard *time*."""


def _every_word_has_an_ending(endings: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Hold that some ending fits every word, and that each has as many cases."""
    if endings and list(endings)[-1]:
        raise ValueError('the last must be the empty ending, "", for names that end in no other')
    if len({len(cases) for cases in endings.values()}) > 1:
        raise ValueError("each ending must have as many cases as the others")
    return endings


class Declension(Table):
    """How names of states and people are inflected, where they are."""

    endings: Annotated[dict[str, tuple[str, ...]], AfterValidator(_every_word_has_an_ending)] = Field({})
    """Of names of states: an ending, and what stands for it in the other cases, each in the same order; the empty
    ending is any other, and stands last. The first that fits is taken."""
    indeclinable: str = ""
    """Letters on which a name ends that is not inflected."""
    nominatives: dict[str, tuple[str, ...]] = Field({})
    """Of names of people: the ending of a case, and the endings of the nominative that it may stand for."""
    paradigms: dict[Literal["m", "f"], tuple[str, ...]] = Field({})
    """Of names of people, by gender: the ending of the nominative, then those of the other cases, divided by spaces; a
    hyphen is the empty ending. Two words are one name where one paradigm makes both of one stem."""
    open: str = ""
    """Letters behind which no ending of `paradigms` is empty: vowels, й, ь."""
    men: Phrases = ()
    """Endings of family names that no woman bears without an ending of her own: *Петров*."""
    women: Phrases = ()
    """Given names that only women bear, in lower case, though they look like a case of a man's: *анна*."""
    plurals: Phrases = ()
    """Endings of family names that no case changes: *Черных*."""


class Spelling(Table):
    """How names are said that are written in its letters."""

    homes: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 codes of states whose people's names are said so."""
    said: tuple[tuple[str, str], ...] = ()
    """Regular expressions over letters without accents, and what stands for each, in this order: *eau* is *o*."""


class Facts(Table):
    """`language.toml`: what holds of the language as a whole."""

    name: str = ""
    """In English."""
    script: str = "Latn"
    """ISO 15924, as in shared/scripts.toml, which says whether it has capitals and spaces."""
    aliases: tuple[str, ...] = ()
    """Other tags for it: ISO 639-2 and -3, withdrawn codes, members of a macrolanguage."""
    also_reads: tuple[str, ...] = ()
    """Languages whose words are read in its texts too: Indonesian news quotes English."""
    falls_back_to: str | None = None
    """The language whose folder has what this folder lacks: Malay falls back to Indonesian."""
    abbreviations_in: tuple[str, ...] = ()
    """Languages, with or without folder, in whose texts its abbreviations of states may stand too; `*` is any. AS is a
    country in Indonesian and a conjunction in an English headline."""
    locales: tuple[str, ...] = ()
    """Its locales in CLDR where those are not its tag alone: zh, zh_Hant."""
    keeps_marks: bool = False
    """Whether a word without its accents is another: Mỹ is not my."""
    country_after_office: bool = False
    """Whether a country stands between an office and its holder: *Presiden Georgia Salome Zourabichvili*."""
    verb_first: bool = False
    """Whether a verb mostly stands before its subject, and the object behind both."""
    fixed_order: bool = False
    """Whether who acts stands before an active verb and whom it is aimed at behind it, since no case shows it."""
    timezone: str = ""
    """The time by which its news is dated, where that is one and without summer time: `+07:00`."""
    glued: tuple[str, ...] = ()
    """Small words that are written onto the next word: Arabic و ف ب ل ك."""
    article: str = ""
    """The article where it is written onto its word: Arabic ال."""
    ordinal_dot: bool = False
    """Whether a dot makes an ordinal of a number: *der 3. Präsident*."""
    people_endings: tuple[str, ...] = ()
    """What a word for a people in countries.csv takes on: عراقي, عراقية, عراقيون; the article may stand before each."""
    people_forms: dict[str, tuple[str, ...]] = Field({})
    """Of words for a people in countries.csv: an ending, and what stands for it in the other genders, numbers and
    cases; the first that fits is taken. A word that ends in `*` has none."""
    alike: tuple[str, ...] = ()
    """Letters that are written for one another: `её`, `اأإآ`."""
    draft: bool = False
    """Whether its examples are counted only, and not required to hold."""
    dates: Dates = Dates()
    declension: Declension = Declension()
    spelling: Spelling = Spelling()
    detect_only: Phrases = ()
    """Words that tell it from the language that it falls back to, or that falls back to it."""
    detect_common: Phrases = ()
    """Its commonest words in news: what a short text full of names is known by."""
