"""The pages, each with what is to be read of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from helpers.pages import cms
from helpers.pages.stories import AR, DE, EN, EN2, ES, FR, ID, ID2, PT, RU, TR, VI, ZH, Story
from helpers.pages.words import comments, footer, menu, popular


@dataclass(frozen=True)
class Made:
    """A file, and what a reader should get of it."""

    name: str
    data: bytes
    language: str
    title: str
    body: tuple[str, ...]
    """Its paragraphs, standfirst and direct speech included; empty where it holds no article."""
    published: dt.date | None
    """None where it tells none."""
    neutral: tuple[str, ...] = ()
    """Words that count neither as body nor as furniture: datelines."""


DAY: Final = dt.date(2023, 12, 21)
"""A Thursday."""


def _made(
    name: str, story: Story, text: str, day: dt.date | None = DAY, *, lead: bool = False, encoding: str = "utf-8",
    body: tuple[str, ...] | None = None, neutral: tuple[str, ...] = (),
) -> Made:  # fmt: skip
    paragraphs = (*((story.lead,) if lead else ()), *story.body[:3], story.speech, *story.body[3:])
    return Made(
        name, text.encode(encoding, "xmlcharrefreplace"), story.language, story.title,
        paragraphs if body is None else body, day, neutral,
    )  # fmt: skip


def made() -> list[Made]:
    """Return all pages, in one order."""
    return [*_good(), *_encoded(), *_odd(), *_undated(), *_broken()]


def _good() -> list[Made]:
    """Return pages of current systems."""
    other = dt.date(2024, 3, 4)
    react = cms.react(ES, DAY)
    return [
        _made("wordpress-id.html", ID, cms.wordpress(ID, DAY)),
        _made("wordpress-en.html", EN, cms.wordpress(EN, other), other),
        _made("portal-id.html", ID, cms.portal_divs(ID, DAY), neutral=("JAKARTA, HARIAN.co.id",)),
        _made("portal-id-2.html", ID2, cms.portal_divs(ID2, other), other, neutral=("JAKARTA, HARIAN.co.id",)),
        _made("breaks-id.html", ID, cms.breaks(ID, DAY), neutral=("Jakarta (Warta)",)),
        _made("breaks-id-2.html", ID2, cms.breaks(ID2, other), other, neutral=("Jakarta (Warta)",)),
        _made("react-en.html", EN, cms.react(EN, DAY), lead=True),
        _made("react-es.html", ES, react, lead=True),
        _made("react-tr.html", TR, cms.react(TR, other), other),
        _made("bare-divs-en.html", EN2, cms.bare_divs(EN2, DAY)),
        _made("bare-divs-en-2.html", EN, cms.bare_divs(EN, other), other),
        _made("blocks-ru.html", RU, cms.blocks_ru(RU, DAY), neutral=("МОСКВА, 21 дек - ВЕСТИ",)),
        _made("newspaper-es.html", ES, cms.newspaper(ES, DAY), lead=True),
        _made("newspaper-fr.html", FR, cms.newspaper(FR, other), other, lead=True),
        _made("broadcaster-ar.html", AR, cms.arabic(AR, DAY)),
        _made("ministry-ar.html", AR, cms.drupal(AR, other), other),
        _made("ministry-ru.html", RU, cms.drupal(RU, DAY)),
        _made("portal-vi.html", VI, cms.vietnamese(VI, DAY), lead=True),
        _made("amp-pt.html", PT, cms.amp(PT, DAY)),
        _made("agency-zh.html", ZH, cms.chinese(ZH, DAY), neutral=("新华社开罗12月21日电（记者周晓岚）",)),
        _made("broadcaster-de.html", DE, cms.german(DE, other), other, lead=True),
        _made("portal-pt.html", PT, cms.portuguese(PT, DAY), lead=True),
        _made("blog-id.html", ID2, cms.blogger(ID2, DAY)),
        _made("tailwind-en.html", EN2, cms.tailwind(EN2, DAY)),
    ]


def _encoded() -> list[Made]:
    """Return pages whose bytes are of other encodings, some of which lie."""
    lie = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">'
    latin = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">'
    marked = cms.telegraph(VI, DAY).replace('<meta charset="utf-8">', "")
    return [
        _made("tables-ru-1251-lies.html", RU, cms.tables(RU, DAY, lie), encoding="cp1251"),
        _made("tables-ru-1251.html", RU, cms.tables(RU, DAY), encoding="cp1251"),
        _made("tables-es-latin1.html", ES, cms.tables(ES, DAY, latin), encoding="cp1252"),
        _made(
            "agency-zh-gb.html",
            ZH,
            cms.chinese(ZH, DAY, '<meta charset="gb2312">'),
            encoding="gb18030",
            neutral=("新华社开罗12月21日电（记者周晓岚）",),
        ),
        _made("agency-vi-utf16.html", VI, "\ufeff" + marked, encoding="utf-16-le"),
        _made("ministry-tr-utf8-lies.html", TR, cms.tables(TR, DAY, latin)),
    ]


def _odd() -> list[Made]:
    """Return pages as people save them, and days that are hard to tell."""
    saved = cms.telegraph(EN, DAY, where="none").replace(
        "<html", "<!-- saved from url=(0058)https://www.harian.example/2023/12/21/kenya-norway-talks -->\n<html", 1
    )
    wayback = cms.telegraph(FR, dt.date(2019, 5, 6)).replace(
        "<body>",
        "<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'><div id='wm-ipp-inside'>12 captures "
        "<span>21 Dec 2023</span> - 4 Mar 2024 <table><tr><td class='y'>2023</td></tr></table></div></div>"
        "<!-- END WAYBACK TOOLBAR INSERT -->",
    )
    utc = cms.telegraph(ID, DAY, where="none").replace(
        "</head>", cms.meta("article:published_time", "2023-12-20T17:30:00Z") + "</head>"
    )
    second = cms.telegraph(PT, DAY).replace(
        "</div></div><aside",
        f'</div></div><div id="next"><article><h2>{PT.others[0]}</h2><time datetime="2021-02-03">3/2/2021</time>'
        f"<p>{PT.others[1]}. {PT.others[2]}. {PT.others[3]}.</p></article></div><aside",
    )
    return [
        _made("saved-en.html", EN, saved),
        _made("wayback-fr.html", FR, wayback, dt.date(2019, 5, 6)),
        _made("utc-id.html", ID, utc),
        _made("visible-id.html", ID2, cms.telegraph(ID2, DAY)),
        _made("visible-es.html", ES, cms.telegraph(ES, DAY, where="before")),
        _made("visible-fr.html", FR, cms.telegraph(FR, DAY)),
        _made("visible-vi.html", VI, cms.telegraph(VI, DAY)),
        _made("visible-ar.html", AR, cms.telegraph(AR, DAY, where="before")),
        _made("visible-ru.html", RU, cms.telegraph(RU, DAY)),
        _made("visible-zh.html", ZH, cms.telegraph(ZH, DAY)),
        _made("visible-de.html", DE, cms.telegraph(DE, DAY)),
        _made("next-pt.html", PT, second),
        _made("page-in-a-text.txt", EN2, cms.telegraph(EN2, DAY)),
        _made("no-suffix", ID, cms.telegraph(ID, DAY)),
    ]


def _undated() -> list[Made]:
    """Return pages that tell no day, though numbers stand on them that look like one."""
    return [
        _made("undated-en.html", EN2, cms.telegraph(EN2, DAY, where="none"), None),
        _made("undated-id.html", ID, cms.telegraph(ID, DAY, where="none"), None),
        _made("undated-ru.html", RU, cms.telegraph(RU, DAY, where="none"), None),
        _made("undated-tables-es.html", ES, _without_stamp(cms.tables(ES, DAY)), None),
        _made("modified-fr.html", FR, _modified(cms.telegraph(FR, DAY, where="none")), None),
    ]


def _without_stamp(text: str) -> str:
    start = text.index('<FONT SIZE="1">', text.index("</TD><TD")) + len('<FONT SIZE="1">')
    return text[:start] + text[text.index("</FONT>", start) :]


def _modified(text: str) -> str:
    """Say when a page, not its article, was made and changed."""
    said = {"@context": "https://schema.org", "@type": "WebPage", "datePublished": "2015-02-03", "name": "Harian"}
    return text.replace("</head>", cms.ld(said) + cms.meta("copyright", "2001-2024", "name") + "</head>")


def _broken() -> list[Made]:
    """Return what holds no article, or half of one."""
    cut = cms.wordpress(EN, DAY)
    at = cut.index(EN.body[5]) + 40
    kept = (*EN.body[:3], EN.speech, *EN.body[3:5], EN.body[5][:40])
    shell = cms.page(
        EN, cms.head(EN), "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"
    )
    consent = cms.page(
        DE,
        cms.head(DE),
        "<div class='consent'><h1>Wir brauchen Ihre Zustimmung</h1><p>Wir verwenden Cookies.</p></div>",
    )
    empty = Made("empty.html", b"", "en", "", (), None)
    front = cms.page(ID, cms.head(ID), f"{menu(ID)}{popular(ID, DAY)}{comments(ID, DAY)}{footer(ID, 2024)}")
    return [
        _made("cut.html", EN, cut[:at], body=kept),
        _made("shell.html", EN, shell, None, body=()),
        _made("consent.html", DE, consent, None, body=()),
        _made("front.html", ID, front, None, body=()),
        empty,
        Made("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(300), "en", "", (), None),
    ]


MAKERS: Final[tuple[Callable[[], list[Made]], ...]] = (_good, _encoded, _odd, _undated, _broken)
