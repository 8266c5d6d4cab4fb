"""The words of dates in Indonesian (with Malay, which taggers confuse with it) and English, and what each contributes.

A lexicon maps a phrase, lower case and single spaces, to its kind and value. Add a word here and the grammar knows it.
Sources: KBBI VI for Indonesian (and *malam Minggu* as the eve of Sunday), Kamus Dewan for Malay, the Associated Press
Stylebook for abbreviated English months; usage as news sites print it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "weekday", "weekday_short", "minggu", "month", "month_short", "number", "ordinal", "unit", "one", "post", "pre",
    "past", "latest", "ago", "ahead", "onward", "part", "elapsed", "away", "dayword", "dateword", "daypart", "zone",
    "clock", "at", "of", "the", "to", "and", "or", "between", "bound", "every", "vague", "exceed", "weekend", "anaphor",
    "season", "quarter", "half", "amount", "multiple", "open", "close", "comma", "slash", "dash", "dot", "possessive",
    "dotted", "break", "lawword", "word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word contributes: its kind, and a number or name whose sense depends on the kind."""

    kind: Kind
    value: int | str = 0


Lexicon = Mapping[str, Meaning]


def lexicon(*groups: tuple[Kind, Mapping[str, int | str]]) -> dict[str, Meaning]:
    """Turn `kind: "phrase | phrase" -> value` groups into one table."""
    return {
        phrase: Meaning(kind, value)
        for kind, phrases in groups
        for written, value in phrases.items()
        for phrase in written.split(" | ")
    }


def indonesian_numbers() -> dict[str, int | str]:
    """One to ninety-nine in words: `dua puluh satu`."""
    ones = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    table: dict[str, int | str] = {word: value for value, word in enumerate(ones, 1)}
    table |= {"sepuluh": 10, "sebelas": 11}
    table |= {f"{word} belas": 10 + value for value, word in enumerate(ones[1:], 2)}
    for tens, word in enumerate(ones[1:], 2):
        table[f"{word} puluh"] = 10 * tens
        table |= {f"{word} puluh {one}": 10 * tens + value for value, one in enumerate(ones, 1)}
    return table


def english_numbers() -> dict[str, int | str]:
    """One to ninety-nine in words: `twenty-one`, whose hyphen stands apart after tokenising."""
    words = (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen"
    ).split()
    table: dict[str, int | str] = {word: value for value, word in enumerate(words, 1)}
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2):
        table[word] = 10 * tens
        for value, one in enumerate(words[:9], 1):
            table |= {f"{word} - {one}": 10 * tens + value, f"{word} {one}": 10 * tens + value}
    return table


def indonesian_ordinals() -> dict[str, int | str]:
    """`pertama`, `kedua` … `ketiga puluh satu`."""
    return {"pertama": 1} | {f"ke{word}": value for word, value in indonesian_numbers().items() if int(value) > 1}


def english_ordinals() -> dict[str, int | str]:
    """`first` … `thirty-first`."""
    irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
    irregular |= {"twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth"}
    table: dict[str, int | str] = {}
    for phrase, value in english_numbers().items():
        *head, last = phrase.split()
        table[" ".join([*head, irregular.get(last, f"{last}th")])] = value
    return table


INDONESIAN: Final[Lexicon] = lexicon(
    ("weekday", {"senin | isnin": 0, "selasa": 1, "rabu": 2, "kamis | khamis": 3, "jumat | jum'at | jumaat": 4, "sabtu": 5}),
    ("weekday", {"ahad": 6}),
    ("minggu", {"minggu": 6}),  # Sunday or week; the grammar tells by case and neighbours
    ("weekday_short", {"sen": 0, "sel": 1, "rab": 2, "kam": 3, "jum": 4, "sab": 5, "min | mgg": 6}),
    ("month", {"januari": 1, "februari | pebruari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli | julai": 7}),
    ("month", {"agustus | ogos": 8, "september": 9, "oktober": 10, "november | nopember": 11, "desember | disember": 12}),
    ("month_short", {"jan": 1, "feb": 2, "mar | mac": 3, "apr": 4, "jun": 6, "jul": 7, "agu | agt | ags | agust": 8}),
    ("month_short", {"sep | sept": 9, "okt": 10, "nov | nop": 11, "des | dis": 12}),
    ("number", indonesian_numbers()),
    ("ordinal", indonesian_ordinals()),
    ("unit", {"hari": "day", "pekan": "week", "bulan": "month", "tahun": "year", "kuartal | triwulan": "quarter"}),
    ("unit", {"semester | paruh | paro": "half", "dekade | dasawarsa": "decade", "abad": "century", "jam": "hour"}),
    ("unit", {"menit | minit": "minute", "detik": "second", "hari kerja": "workday"}),
    ("one", {"sehari": "day", "sepekan | seminggu": "week", "sebulan": "month", "setahun": "year", "sejam": "hour"}),
    ("one", {"sedekade | sedasawarsa": "decade", "seabad": "century", "semenit": "minute"}),
    ("post", {"lalu | yang lalu | silam | lampau | yang silam | lepas | yang lepas": -1, "ini | ini juga | sekarang": 0}),
    ("post", {"depan | mendatang | yang akan datang | akan datang | hadapan | nanti | yang mendatang": 1}),
    ("latest", {"terakhir | belakangan | kebelakangan": -1}),
    ("ahead", {"lagi | dari sekarang": 1}),
    ("onward", {"ke depan | ke hadapan | berikut": 1}),
    ("part", {"awal | permulaan": 0, "pertengahan | medio | tengah": 1, "akhir | penghujung | ujung | pengujung": 2}),
    ("away", {"hari ini | siang ini | pagi ini | sore ini | malam ini | petang ini | subuh ini | dini hari ini": 0}),
    ("away", {"tadi pagi | tadi siang | tadi sore | tadi petang | nanti malam | nanti sore | nanti siang | nanti petang": 0}),
    ("away", {"pagi tadi | siang tadi | sore tadi | petang tadi | subuh tadi | dini hari tadi | pada hari ini": 0}),
    ("away", {"tadi malam | semalam | malam tadi | malam kemarin | kemarin | malam semalam | tadi dini hari": -1}),
    ("away", {"besok | esok | esok hari | hari esok | besok hari": 1, "lusa": 2, "kemarin lusa | kemarin dulu": -2}),
    ("away", {"tadi subuh": 0, "besok lusa": 2}),
    ("dateword", {"tanggal | tgl | bertanggal | tertanggal | tarikh | tgl .": 0}),
    ("daypart", {"malam": "eve", "pagi | siang | sore | petang | subuh | dini hari | tengah malam | tengah hari": 0}),
    ("daypart", {"larut malam | malam hari | pagi hari | siang hari | sore hari | menjelang malam | menjelang siang": 0}),
    ("daypart", {"menjelang sore | menjelang tengah malam | jelang malam | jelang siang | pagi - pagi": 0}),
    ("at", {"pada | di": "year", "selama | sepanjang | periode | kurun | sejak | mulai | semenjak | dari | per": "year", "dalam | ketika": 0}),
    ("at", {"saat | yakni | yaitu | terhitung | sekitar | kira - kira | seputar | sedari | tepatnya | atau tepatnya": 0}),
    ("of", {"dari bulan | dari tahun": 0}),
    ("to", {"hingga | sampai | sampai dengan | hingga ke | sehingga": "bound", "s / d | s . d . | s . d": 0}),
    ("and", {"dan | serta | &": 0}),
    ("or", {"atau": 0}),
    ("between", {"antara": 0}),
    ("bound", {"sebelum | setelah | sesudah | usai | jelang | menjelang | selepas | paling lambat | selambat - lambatnya": 0}),
    ("bound", {"pasca | pra | seusai | sebelum tanggal | setelah tanggal": 0}),
    ("every", {"setiap | tiap | saban | tiap - tiap | masing - masing": 0}),
    ("vague", {"beberapa | sejumlah | sekian | puluhan | belasan | ratusan | ribuan | jutaan | berapa | banyak": 0}),
    ("vague", {"berhari - hari | berminggu - minggu | berbulan - bulan | bertahun - tahun | berabad - abad": 0}),
    ("vague", {"hari - hari | minggu - minggu | pekan - pekan | bulan - bulan | tahun - tahun": 0}),
    ("vague", {"setengah | separuh": 0}),
    ("exceed", {"lebih dari | kurang dari | hampir | lebih | setidaknya | sedikitnya | paling sedikit | nyaris": 0}),
    ("weekend", {"akhir pekan | akhir minggu | hujung minggu | ujung pekan | penghujung pekan": 0}),
    ("anaphor", {"sebelumnya | berikutnya | selanjutnya | kemudian | setelahnya | sesudahnya | yang sama | setelah itu": 0}),
    ("anaphor", {"sebelum itu | sesudah itu | berselang": 0}),
    ("season", {"musim semi | musim panas | musim gugur | musim dingin | musim hujan | musim kemarau": 0}),
    ("multiple", {"ribu | juta | miliar | milyar | triliun | ratus | puluh | belas | persen | kali": 0}),
    ("lawword", {"nomor | no | no . | pasal | ayat": 0}),
)  # fmt: skip

ENGLISH: Final[Lexicon] = lexicon(
    ("weekday", {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}),
    ("weekday_short", {"mon": 0, "tue | tues": 1, "wed | weds": 2, "thu | thur | thurs": 3, "fri": 4, "sat": 5, "sun": 6}),
    ("month", {"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8}),
    ("month", {"september": 9, "october": 10, "november": 11, "december": 12}),
    ("month_short", {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep | sept": 9, "oct": 10}),
    ("month_short", {"nov": 11, "dec": 12}),
    ("number", english_numbers()),
    ("ordinal", english_ordinals() | {"final": -1}),
    ("unit", {"day": "day", "week": "week", "month": "month", "year": "year", "quarter": "quarter", "half": "half"}),
    ("unit", {"days": "day", "weeks": "week", "months": "month", "years": "year", "quarters": "quarter"}),
    ("unit", {"decade | decades": "decade", "century | centuries": "century", "hour | hours": "hour", "fortnight": "fortnight"}),
    ("unit", {"minute | minutes": "minute", "working day | working days | business days | business day": "workday"}),
    ("one", {"a day": "day", "a week": "week", "a month": "month", "a year": "year", "an hour": "hour", "a minute": "minute"}),
    ("one", {"a fortnight": "fortnight", "a decade": "decade", "a century": "century", "a quarter": "quarter"}),
    ("pre", {"last": -1, "this": 0, "next | coming | upcoming | this coming | this upcoming | this next": 1}),
    ("past", {"past | this past": -1}),
    ("ago", {"ago": -1}),
    ("ahead", {"from now | hence | from today": 1}),
    ("part", {"early | beginning | start | outset": 0, "mid | middle": 1, "late | end | close": 2}),
    ("elapsed", {"earlier": 0, "later": 1}),
    ("away", {"today | tonight | this morning | this afternoon | this evening | earlier today | later today": 0}),
    ("away", {"yesterday | last night | last evening": -1, "tomorrow": 1}),
    ("away", {"the day before yesterday | day before yesterday": -2, "the day after tomorrow | day after tomorrow": 2}),
    ("daypart", {"morning | afternoon | evening | night | noon | midday | midnight | dawn | overnight": 0}),
    ("at", {"in | during | throughout | since | from | back in": "year", "on | at | dated | over | around | about | by": 0}),
    ("at", {"starting | beginning on | beginning in | circa | as of | roughly | approximately | some | within": 0}),
    ("of", {"of": 0}),
    ("the", {"the | earlier on | later on": 0}),
    ("to", {"to | through | thru": 0, "until | till | up to | up until": "bound"}),
    ("and", {"and | &": 0}),
    ("or", {"or": 0}),
    ("between", {"between": 0}),
    ("bound", {"before | after | by | prior to | ahead of | than | post | pre": 0}),
    ("every", {"every | each": 0}),
    ("vague", {"several | few | some | many | couple | couple of | a few | a couple of | a couple | various | recent": 0}),
    ("vague", {"numerous | a number of | dozens of | hundreds of | and a half | a half": 0}),
    ("exceed", {"more than | less than | nearly | almost | over | under | at least | fewer than | just over | just under": 0}),
    ("exceed", {"barely | well over | little more than | up to": 0}),
    ("weekend", {"weekend": 0}),
    ("anaphor", {"previous | following | preceding | subsequent | same": 0}),
    ("season", {"spring | summer | autumn | fall | winter": 0}),
    ("multiple", {"hundred | thousand | million | billion | trillion | dozen | percent": 0}),
    ("lawword", {"no | no . | number | article | resolution": 0}),
)  # fmt: skip

NAMES: Final = frozenset("mei may march april june juni juli august jun jan mar mac sun wed sat".split())
"""Month words that are also names or common words; without a day or a year they need a word such as *in* or *pada*."""

CASED: Final = frozenset({"may", "march", "mei"})
"""Month words that are another word in lower case, or a syllable of names: *may*, *march*."""

FEASTS: Final = frozenset("black good bloody super ash cyber easter palm holy maundy giving fat casual".split())
"""Words before a weekday that make a name of it: *Good Friday*, *Super Tuesday*."""

TITLES: Final = frozenset(
    "agung putih abu kelabu berdarah palma suci times telegraph mirror express mail herald post star".split()
)
"""Words after a weekday that make a name of it: *Jumat Agung*, *Sunday Times*."""
