# ruff: noqa: E501  markup stands as sites put it out
"""What content management systems make of an article: one function a kind. Each gives a whole page as text.

A function takes the story and the day, and sets the story's body with the speech after its third paragraph.
"""

import datetime as dt
import json

from helpers.pages.stories import Story
from helpers.pages.words import BESIDE, MONTHS, comments, footer, menu, popular, said

SITE = "https://www.harian.example"


def head(story: Story, *more: str, charset: str = '<meta charset="utf-8">') -> str:
    return (
        f'<head>{charset}<title>{story.title} - Harian</title><meta name="viewport" content="width=device-width">'
        f'<meta property="og:title" content="{story.title}"><meta property="og:site_name" content="Harian">'
        f'<style>.ad{{margin:0}}</style><script>window.dataLayer=[{{"y":2011}}];</script>{"".join(more)}</head>'
    )


def page(story: Story, head_: str, body: str, attributes: str = "") -> str:
    rtl = ' dir="rtl"' if story.language == "ar" else ""
    return f'<!DOCTYPE html>\n<html lang="{story.language}"{rtl}>{head_}<body{attributes}>{body}</body></html>\n'


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def wordpress(story: Story, day: dt.date) -> str:
    """A WordPress of today: blocks, sharing, related posts, comments; Yoast's graph, whose WebPage is older."""
    words = BESIDE[story.language]
    url = f"{SITE}/{day:%Y/%m/%d}/menteri-bertemu/"
    graph = [
        {"@type": "WebPage", "@id": url, "url": url, "name": story.title, "datePublished": "2015-03-02T08:00:00+00:00"},
        {
            "@type": "NewsArticle", "@id": f"{url}#article", "headline": story.title, "author": {"@type": "Person", "name": story.byline},
            "datePublished": f"{day.isoformat()}T10:15:00+07:00", "dateModified": f"{day + dt.timedelta(days=40)}T01:00:00+07:00",
            "publisher": {"@type": "Organization", "name": "Harian"},
        },
        {"@type": "WebSite", "@id": SITE, "name": "Harian"},
    ]  # fmt: skip
    paragraphs = [f"<p>{text}</p>" for text in story.body]
    paragraphs.insert(3, f'<blockquote class="wp-block-quote"><p>{story.speech}</p></blockquote>')
    paragraphs.insert(2, f'<p><strong>{words.related} <a href="/x">{story.others[0]}</a></strong></p>')
    figure = (
        f'<figure class="wp-block-image size-large"><img decoding="async" src="/a.jpg" alt="{story.caption}">'
        f'<figcaption class="wp-element-caption">{story.caption}</figcaption></figure>'
    )
    body = (
        f'{menu(story)}<div id="page" class="site"><main id="primary"><article id="post-311" class="post-311 post type-post hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{story.title}</h1><div class="entry-meta"><span class="posted-on">'
        f'<a href="{url}"><time class="entry-date published" datetime="{day.isoformat()}T10:15:00+07:00">{said(story.language, day)}</time></a></span>'
        f'<span class="byline"><a href="/author/r">{story.byline}</a></span></div></header><div class="entry-content">{figure}{"".join(paragraphs)}'
        f'<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{words.share}</h3><ul><li>X</li><li>Facebook</li></ul></div>'
        f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>{words.related}</h3><p><a href="/y">{story.others[1]}</a></p></div></div>'
        f'<footer class="entry-footer"><span class="tags-links">{words.tags}: <a href="/tag/a">Laut</a>, <a href="/tag/b">Diplomasi</a></span></footer>'
        f"</article>{comments(story, day)}</main>{popular(story, day)}</div>{footer(story, day.year + 1)}"
    )
    return page(
        story,
        head(story, f'<link rel="canonical" href="{url}">', ld({"@context": "https://schema.org", "@graph": graph})),
        body,
    )


def portal_divs(story: Story, day: dt.date) -> str:
    """A large Indonesian portal: links, advertisements and a pull into the app stand among the paragraphs."""
    words = BESIDE[story.language]
    parts = [f"<p><strong>JAKARTA, HARIAN.co.id</strong> - {story.body[0]}</p>"]
    for number, text in enumerate(story.body[1:], 1):
        parts.append(f"<p>{text}</p>")
        if number == 1:
            parts.append(
                f'<div class="kcm-read-more"><div class="lihatjg">{words.related} <a href="/r/1" target="_blank">{story.others[0]}</a></div></div>'
            )
        if number == 2:
            parts.append(f"<div>{story.speech}</div>")
        if number == 3:
            parts.append(
                '<div class="parallaxindetail scrollpage"><div class="para_caption">ADVERTISEMENT</div><div class="para_caption">SCROLL TO CONTINUE WITH CONTENT</div></div>'
            )
        if number == 4:
            parts.append(
                f'<table class="linksisip"><tbody><tr><td><div class="lihatjg"><strong>{words.related}</strong></div><h2><a href="/r/2">{story.others[1]}</a></h2></td></tr></tbody></table>'
            )
    body = (
        f'{menu(story)}<div class="container"><div class="breadcrumb"><a href="/">Beranda</a> <a href="/n">Nasional</a></div>'
        f'<article class="detail"><div class="detail__header"><h1 class="detail__title">{story.title}</h1><div class="detail__author">{story.byline} - <span class="detail__label">Harian</span></div>'
        f'<div class="detail__date">{said("id", day, order="{weekday}, {day} {short} {year} {clock} WIB")}</div></div>'
        f'<div class="detail__media"><figure><img src="/p.jpg"><figcaption class="detail__media-caption">{story.caption} (Foto: Antara)</figcaption></figure></div>'
        f'<div class="detail__body"><div class="detail__body-text itp_bodycontent"><!--s:isi-->{"".join(parts)}<!--e:isi--></div>'
        f'<div class="detail__body-tag"><div class="nav">{"".join(f"<a>{tag}</a>" for tag in ("batas laut", "dili", "menlu"))}</div></div></div>'
        f'<div class="newsletter-box"><p>{words.subscribe}</p></div></article>{popular(story, day)}</div>{footer(story, day.year)}'
    )
    return page(
        story,
        head(
            story,
            meta("publishdate", f"{day:%Y/%m/%d} 10:15:22", "name"),
            meta("og:url", f"{SITE}/berita/d-7101/menlu"),
        ),
        body,
    )


def breaks(story: Story, day: dt.date) -> str:
    """An agency that parts paragraphs by <br>, and tells the day in words alone."""
    words = BESIDE[story.language]
    text = [f"Jakarta (Warta) - {story.body[0]}", *story.body[1:3], story.speech, *story.body[3:]]
    text.insert(4, f'<span class="baca-juga"><b>{words.related} <a href="/b">{story.others[2]}</a></b></span>')
    body = (
        f'{menu(story)}<main><section class="wrap__article-detail"><div class="wrap__article-detail-title"><h1>{story.title}</h1></div>'
        f'<ul class="list-inline"><li class="list-inline-item"><span class="text-secondary font-weight-normal"><i class="fa fa-clock-o"></i> {said("id", day)}</span></li></ul>'
        f'<div class="wrap__article-detail-image"><figure><img src="/i.jpg"><div class="wrap__article-detail-image-caption">{story.caption} ANTARA/HO-Kemlu</div></figure></div>'
        f'<div class="wrap__article-detail-content post-content">{"<br /><br />".join(text)}<br /><br />'
        f'<p class="text-muted mt-2 small">Pewarta: {story.byline}<br />Editor: Tatang M<br />Copyright © WARTA {day.year}</p></div>'
        f'<div class="blog-tags"><ul><li><a href="/tag/x">#menlu</a></li></ul></div></section>{popular(story, day)}</main>{footer(story, day.year + 2)}'
    )
    return page(story, head(story), body)


def react(story: Story, day: dt.date) -> str:
    """A broadcaster's page of components with hashed classes: blocks of text, captions, links."""
    words = BESIDE[story.language]
    blocks = [
        f'<div data-component="text-block" class="sc-18fde0d6-0 dlWCEZ"><p class="sc-eb7bd5f6-0 fYAfXe">{story.lead or story.body[0]}</p></div>'
    ]
    for number, text in enumerate(story.body if story.lead else story.body[1:]):
        blocks.append(
            f'<div data-component="text-block" class="sc-18fde0d6-0 dlWCEZ"><p class="sc-eb7bd5f6-0 fYAfXe">{text}</p></div>'
        )
        if number == (2 if story.lead else 1):
            blocks.append(
                f'<div data-component="text-block" class="sc-18fde0d6-0 dlWCEZ"><p class="sc-eb7bd5f6-0 fYAfXe">{story.speech}</p></div>'
            )
            blocks.append(
                f'<section data-component="links-block" class="sc-1b7fe"><h2>{words.related}</h2><ul><li><a href="/1">{story.others[0]}</a></li><li><a href="/2">{story.others[1]}</a></li></ul></section>'
            )
    caption = f'<div data-component="caption-block" class="sc-18fde0d6-0"><figcaption class="sc-8353772e-0 cvNhQw">{story.caption}</figcaption></div>'
    body = (
        f'<div id="__next">{menu(story)}<main id="main-content"><article class="sc-jlZhRR"><div data-component="headline-block"><h1 class="sc-518485e5-0">{story.title}</h1></div>'
        f'<div data-testid="byline-new" class="sc-2b5e3b35-0"><div><time dateTime="{day.isoformat()}T10:15:42.000Z" class="sc-2b5e3b35-2">3 hours ago</time></div><span>{story.byline}</span></div>'
        f'<div data-component="image-block"><figure><img src="/x.webp" alt=""><span class="sc-d4">Getty Images</span></figure></div>{caption}{"".join(blocks)}'
        f'<div data-component="tags-block"><div>{words.tags}</div><a href="/t/1">Trade</a><a href="/t/2">Diplomacy</a></div></article></main>{popular(story, day)}{footer(story, day.year)}</div>'
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"published": 1_300_000_000_000, "related": list(story.others)}}, ensure_ascii=False)}</script>'
    )
    return page(story, head(story), body)


def bare_divs(story: Story, day: dt.date) -> str:
    """An agency whose paragraphs are divs, each with a class of a build tool."""
    words = BESIDE[story.language]
    texts = [*story.body[:3], story.speech, *story.body[3:]]
    divs = "".join(
        f'<div data-testid="paragraph-{number}" class="text__text__1FZLe text__dark-grey__3Ml43">{text}</div>'
        for number, text in enumerate(texts)
    )
    body = (
        f'{menu(story)}<main id="fusion-app"><article class="article__main__33WV2"><header class="article-header__author-date"><h1 data-testid="Heading">{story.title}</h1>'
        f'<div class="info-content__author-date"><div>By <a href="/a">{story.byline}</a></div><time><span class="date-line__date___kNbY">{said("en", day, order="{month} {day}, {year}")}</span>'
        f'<span class="date-line__date___kNbY">10:15 AM UTC</span><span class="date-line__date___kNbY">Updated ago</span></time></div></header>'
        f'<div class="primary-gallery"><figure><img src="/g.jpg"><figcaption><p data-testid="Caption">{story.caption} REUTERS/Staff</p></figcaption></figure></div>'
        f'<div class="article-body__content__17Yit">{divs}<p class="sign-off__text">Reporting by {story.byline}; Editing by Ann Moss</p></div>'
        f'<div class="newsletter-signup"><p>{words.subscribe}</p></div><p class="trust-badge">Our Standards: <a href="/s">The Trust Principles.</a></p></article></main>{popular(story, day)}{footer(story, day.year)}'
    )
    return page(story, head(story, meta("article:published_time", f"{day.isoformat()}T10:15:22.517Z", "name")), body)


def blocks_ru(story: Story, day: dt.date) -> str:
    """A Russian agency: each paragraph a div in a div, links to other articles between, the day in an address."""
    words = BESIDE["ru"]

    def block(text: str) -> str:
        return f'<div class="article__block" data-type="text"><div class="article__text">{text}</div></div>'

    parts = [block(f"<strong>МОСКВА, {day.day} дек - ВЕСТИ.</strong> {story.body[0]}"), *map(block, story.body[1:3])]
    parts.append(
        f'<div class="article__block" data-type="quote"><div class="article__quote"><div class="article__quote-text">{story.speech}</div></div></div>'
    )
    parts.append(
        f'<div class="article__block" data-type="article"><div class="article__article m-image"><a class="article__article-link" href="/20231219/x.html"><span class="article__article-title">{story.others[1]}</span></a>'
        f'<div class="article__article-info">19 декабря, 08:30</div></div></div>'
    )
    parts += map(block, story.body[3:])
    body = (
        f'{menu(story)}<div class="layout-article"><div class="article"><div class="article__header"><div class="article__info"><div class="article__info-date"><a href="/{day:%Y%m%d}/">10:15 {day:%d.%m.%Y}</a> <span class="article__info-date-modified">(обновлено: 11:40 {day:%d.%m.%Y})</span></div></div>'
        f'<div class="article__title">{story.title}</div></div><div class="article__announce"><div class="photoview__open"><img src="/f.jpg"></div><div class="photoview__copyright">© Вести / Иван Петров</div><div class="article__photo-desc">{story.caption}</div></div>'
        f'<div class="article__body">{"".join(parts)}<div class="article__tags"><a class="article__tags-item">В мире</a><a class="article__tags-item">Казахстан</a></div></div></div>{popular(story, day)}</div>{comments(story, day)}{footer(story, 2024)}'
        f'<div class="m-subscribe">{words.subscribe}</div>'
    )
    return page(story, head(story, meta("article:published_time", f"{day:%Y%m%d}T1015")), body)


def tables(story: Story, day: dt.date, charset: str = "") -> str:
    """A page of the nineties: tables, fonts, breaks, and no word of its encoding but what `charset` claims."""
    texts = [*story.body[:3], story.speech, *story.body[3:]]
    links = "<br>".join(
        f'<a href="{number}.htm"><font size="1">{title}</font></a>' for number, title in enumerate(story.others)
    )
    return (
        f'<HTML><HEAD>{charset}<TITLE>{story.title}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><TABLE WIDTH="760" BORDER="0"><TR><TD COLSPAN="2"><IMG SRC="logo.gif"></TD></TR>'
        f'<TR><TD WIDTH="160" VALIGN="TOP"><FONT SIZE="1">{links}</FONT></TD><TD VALIGN="TOP"><FONT SIZE="1">{said(story.language, day)}</FONT><BR><FONT SIZE="4"><B>{story.title}</B></FONT><BR><BR>'
        f'<FONT SIZE="2">{"<BR><BR>".join(texts)}</FONT></TD></TR><TR><TD COLSPAN="2"><FONT SIZE="1">&copy; 1997-2024 Harian. {BESIDE[story.language].rights}</FONT></TD></TR></TABLE></BODY></HTML>'
    )


def newspaper(story: Story, day: dt.date) -> str:
    """A Spanish or French daily: standfirst, captions, links, a wall that hides what it shows to subscribers."""
    words = BESIDE[story.language]
    parts = [f'<p class="article__paragraph">{text}</p>' for text in story.body]
    parts.insert(3, f'<p class="article__paragraph">{story.speech}</p>')
    parts.insert(
        2,
        f'<section class="catcher catcher--inline"><span class="catcher__label">{words.related}</span> <a class="js-article-read-also" href="/r">{story.others[2]}</a></section>',
    )
    parts.insert(5, f'<div class="ad-slot" data-google-query-id="x"><span>{words.advert}</span></div>')
    body = (
        f'{menu(story)}<main><article class="article article--content"><header class="article__header"><ul class="breadcrumb"><li>{words.menu[1]}</li></ul><h1 class="article__title">{story.title}</h1><p class="article__desc">{story.lead}</p>'
        f'<div class="meta__authors">{story.byline}</div><span class="meta__date">{said(story.language, day)}</span></header>'
        f'<figure class="article__media"><picture><img src="/h.jpg"></picture><figcaption class="article__legend">{story.caption} <span class="article__credit">EFE</span></figcaption></figure>'
        f'<div class="article__content">{"".join(parts)}</div><section class="paywall" style="display:none"><p>Il vous reste 72 % de cet article à lire. La suite est réservée aux abonnés.</p></section>'
        f'<div class="services"><p>{words.subscribe}</p><button>{words.share}</button></div></article>{popular(story, day)}</main>{comments(story, day)}{footer(story, day.year)}'
    )
    time = f"{day.isoformat()}T10:15:00+01:00"
    return page(
        story,
        head(
            story,
            meta("og:article:published_time", time),
            meta("og:type", "article"),
            f'<link rel="canonical" href="{SITE}/internacional/{day.isoformat()}/cancilleres.html">',
        ),
        body,
    )


def arabic(story: Story, day: dt.date) -> str:
    """An Arabic broadcaster: the day as numbers and for readers of the screen, a box of numbers of the newsletter."""
    words = BESIDE["ar"]
    parts = [f"<p>{text}</p>" for text in [*story.body[:3], story.speech, *story.body[3:]]]
    parts.insert(
        2,
        f'<div class="more-on"><h2 class="more-on__heading">{words.related}</h2><ul><li><a href="/n/1"><h3>{story.others[0]}</h3></a></li><li><a href="/n/2"><h3>{story.others[1]}</h3></a></li></ul></div>',
    )
    body = (
        f'{menu(story)}<main class="l-col--8"><header class="article-header"><h1>{story.title}</h1></header><figure class="article-featured-image"><img src="/a.jpg"><figcaption>{story.caption} (الجزيرة)</figcaption></figure>'
        f'<div class="article-info-block"><div class="article-dates"><div class="date-simple"><span class="screen-reader-text">Published On {day.day} {MONTHS["en"].split()[day.month - 1][:3]} {day.year}</span><span aria-hidden="true">{day.day}/{day.month}/{day.year}</span></div></div></div>'
        f'<div class="wysiwyg wysiwyg--all-content css-ibbk12" aria-live="polite">{"".join(parts)}</div><div class="article-source">المصدر: وكالات</div><div class="article-tags">{words.tags}: <a>الأردن</a></div></main>{popular(story, day)}{footer(story, day.year)}'
    )
    return page(
        story,
        head(
            story,
            ld(
                {
                    "@context": "https://schema.org",
                    "@type": ["NewsArticle"],
                    "headline": story.title,
                    "datePublished": f"{day.isoformat()}T12:15:00Z",
                }
            ),
        ),
        body,
    )


def drupal(story: Story, day: dt.date) -> str:
    """A ministry's Drupal: fields in fields, the day in words alone."""
    words = BESIDE[story.language]
    parts = "".join(f"<p>{text}</p>" for text in [*story.body[:3], story.speech, *story.body[3:]])
    return page(
        story, head(story, meta("Generator", "Drupal 9 (https://www.drupal.org)", "name")),
        f'<div class="dialog-off-canvas-main-canvas">{menu(story)}<main role="main"><div class="region region-content"><div id="block-content"><article role="article" class="node node--type-news node--view-mode-full">'
        f'<h1><span class="field field--name-title">{story.title}</span></h1><div class="field field--name-field-date field__item">{said(story.language, day)}</div>'
        f'<div class="field field--name-field-image"><img src="/s.jpg" alt="{story.caption}"></div><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">{parts}</div>'
        f'<div class="field field--name-field-share">{words.share}</div></article></div></div></main>{popular(story, day)}{footer(story, day.year)}</div>',
        ' class="path-node"',
    )  # fmt: skip


def vietnamese(story: Story, day: dt.date) -> str:
    """A Vietnamese portal: sapo, Normal paragraphs, a caption in a table, the writer's name at the right."""
    parts = [f'<p class="Normal">{text}</p>' for text in story.body]
    parts.insert(3, f'<p class="Normal">{story.speech}</p>')
    parts.insert(
        1,
        f'<figure data-size="true" itemprop="associatedMedia image" class="tplCaption"><div class="fig-picture"><img src="/v.jpg"></div><figcaption itemprop="description"><p class="Image">{story.caption} Ảnh: <em>TTXVN</em></p></figcaption></figure>',
    )
    parts.insert(
        5,
        f'<div class="box-tinlienquanv2"><article class="item-news"><h4 class="title-news"><a href="/lq.html">{story.others[0]}</a></h4></article><article class="item-news"><h4 class="title-news"><a href="/lq2.html">{story.others[1]}</a></h4></article></div>',
    )
    body = (
        f'{menu(story)}<section class="section page-detail"><div class="container"><div class="sidebar-1"><div class="header-content width_common"><ul class="breadcrumb"><li><a href="/the-gioi">Thế giới</a></li></ul><span class="date">{said("vi", day)}</span></div>'
        f'<h1 class="title-detail">{story.title}</h1><p class="description">{story.lead}</p><article class="fck_detail ">{"".join(parts)}<p style="text-align:right;"><strong>{story.byline}</strong> (theo <em>AFP</em>)</p></article>'
        f'<div class="footer-content width_common"><a class="back-folder">Trở lại Thế giới</a></div></div>{popular(story, day)}</div></section>{comments(story, day)}{footer(story, day.year)}'
    )
    return page(story, head(story, meta("pubdate", f"{day.isoformat()}T10:15:00+07:00", "name")), body)


def amp(story: Story, day: dt.date) -> str:
    """An AMP page, its paragraphs without classes, related links as a list."""
    words = BESIDE[story.language]
    parts = [f"<p>{text}</p>" for text in [*story.body[:3], story.speech, *story.body[3:]]]
    parts.insert(4, f'<amp-ad width="300" height="250" type="x"><div placeholder>{words.advert}</div></amp-ad>')
    return (
        f'<!doctype html><html ⚡ lang="{story.language}">{head(story, ld({"@context": "http://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": f"{day.isoformat()}T10:15:00-03:00"}))}<body>{menu(story)}'
        f'<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{story.title}</h1><div class="amp-wp-meta amp-wp-byline">{story.byline}</div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{day.isoformat()}T10:15:00-03:00">3 dias atrás</time></div></header>'
        f'<figure class="amp-wp-article-featured-image wp-caption"><amp-img src="/f.jpg" width="800" height="500"></amp-img><p class="wp-caption-text">{story.caption}</p></figure><div class="amp-wp-article-content">{"".join(parts)}</div>'
        f'<footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-tag">{words.tags}: Diplomacia</div></footer></article><ul class="amp-related">{"".join(f"<li><a href=/x>{title}</a></li>" for title in story.others[:3])}</ul>{footer(story, day.year)}</body></html>'
    )


def chinese(story: Story, day: dt.date, charset: str = '<meta charset="utf-8">') -> str:
    """A Chinese agency: the day in pieces, paragraphs set in with two wide spaces, an editor at the end."""
    parts = "".join(
        f"<p>\u3000\u3000{text}</p>"
        for text in [
            f"新华社开罗12月{day.day}日电（记者周晓岚）{story.body[0]}",
            *story.body[1:3],
            story.speech,
            *story.body[3:],
        ]
    )
    return page(
        story, head(story, charset=charset),
        f'{menu(story)}<div class="header domPC"><div class="header-cont"><div class="header-time left"><span class="year"><em> {day.year}</em></span><span class="day"><em>{day.month:02}</em>/<em>{day.day:02}</em></span><span class="time">10:15:36</span></div><div class="source">来源：新华网</div></div><h1><span class="title">{story.title}</span></h1></div>'
        f'<div class="main clearfix"><div class="main-left left"><div id="detail"><p style="text-align:center"><img src="/1.jpg"></p><p style="text-align:center"><font color="#000080">{story.caption}（新华社记者 李明 摄）</font></p>{parts}</div><div class="tiyi1">【纠错】 【责任编辑:王芳】</div></div>{popular(story, day)}</div>{footer(story, day.year)}',
    )  # fmt: skip


def german(story: Story, day: dt.date) -> str:
    """A German broadcaster: standfirst, teasers between paragraphs, a video whose player says what it does."""
    words = BESIDE["de"]
    parts = [
        f'<p class="m-ten m-offset-one textabsatz columns twelve">{text}</p>'
        for text in [*story.body[:3], story.speech, *story.body[3:]]
    ]
    parts.insert(
        2,
        f'<div class="teaser-absatz"><a class="teaser-absatz__link" href="/t"><span class="teaser-absatz__label">{words.related}</span><h3 class="teaser-absatz__headline">{story.others[5]}</h3><p class="teaser-absatz__shorttext">{story.others[3]}</p></a></div>',
    )
    parts.insert(
        4,
        '<div class="ts-mediaplayer"><p class="v-text">Ihr Gerät unterstützt keine Wiedergabe. Zum Abspielen aktivieren Sie JavaScript.</p></div>',
    )
    return page(
        story, head(story, meta("date", f"{day.isoformat()}T10:15:00", "name")),
        f'{menu(story)}<main class="content-wrapper"><article class="container"><div class="seitenkopf"><h1 class="seitenkopf__headline"><span class="seitenkopf__headline--text">{story.title}</span></h1><p class="metatextline">Stand: {day:%d.%m.%Y} 10:15 Uhr</p></div>'
        f'<div class="absatzbild"><img src="/i.webp"><div class="absatzbild__info"><p class="absatzbild__info__text">{story.caption}</p></div></div><p class="textabsatz"><strong>{story.lead}</strong></p>{"".join(parts)}'
        f'<div class="authorline__author">Von {story.byline}</div></article>{popular(story, day)}</main>{footer(story, day.year)}',
    )  # fmt: skip


def portuguese(story: Story, day: dt.date) -> str:
    """A Brazilian portal: each paragraph in a block of a column, a list of links after the second, times in UTC."""
    words = BESIDE["pt"]

    def chunk(text: str, kind: str = "unstyled") -> str:
        return f'<div class="mc-column content-text active-extra-styles" data-block-type="{kind}"><p class="content-text__container" data-track-category="Link">{text}</p></div>'

    parts = [chunk(text) for text in story.body]
    parts.insert(
        3,
        f'<div class="mc-column content-text" data-block-type="blockquote"><blockquote class="content-blockquote">{story.speech}</blockquote></div>',
    )
    parts.insert(
        2,
        f'<div class="mc-column content-text"><ul class="content-unordered-list"><li><a href="/q"><strong>{words.related.upper()}</strong> {story.others[0]}</a></li><li><a href="/w">{story.others[2]}</a></li></ul></div>',
    )
    stamp = f"{day.isoformat()}T13:15:00.000Z"
    return page(
        story, head(story, meta("og:url", f"{SITE}/mundo/noticia/{day:%Y/%m/%d}/brasil-e-estonia.ghtml")),
        f'{menu(story)}<main class="mc-body theme" itemscope itemtype="http://schema.org/NewsArticle"><div class="mc-article-header"><h1 class="content-head__title" itemprop="headline">{story.title}</h1><h2 class="content-head__subtitle" itemprop="alternativeHeadline">{story.lead}</h2>'
        f'<div class="content-publication-data"><p class="content-publication-data__from">Por {story.byline}</p><p class="content-publication-data__updated"><time itemprop="datePublished" datetime="{stamp}">{day:%d/%m/%Y} 10h15</time> Atualizado há 5 dias</p></div></div>'
        f'<article itemprop="articleBody"><div class="mc-column content-media"><figure><amp-img></amp-img><figcaption class="content-media__description">{story.caption} — Foto: Agência</figcaption></figure></div>{"".join(parts)}</article>'
        f'<div class="glb-feed"><div class="bastian-feed-item"><h2>{story.others[1]}</h2><span>Há 2 horas</span></div></div></main>{popular(story, day)}{footer(story, day.year)}',
    )  # fmt: skip


def blogger(story: Story, day: dt.date) -> str:
    """A blog of Blogger: breaks, a picture among them, the day as an attribute of <abbr>."""
    text = "<br /><br />".join([*story.body[:3], story.speech, *story.body[3:]])
    archive = "".join(f"<li><a href='/{year}/'>{year} ({year - 1990})</a></li>" for year in (2011, 2012, 2013))
    return page(
        story, head(story),
        f"<div class='content'><div class='header'><h1 class='title'>Catatan Diplomasi</h1></div><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>{said(story.language, day, order='{weekday}, {day} {month} {year}')}</span></h2>"
        f"<div class='post hentry'><h3 class='post-title entry-title'>{story.title}</h3><div class='post-body entry-content'><div class='separator' style='clear: both; text-align: center;'><a href='/b.jpg'><img border='0' src='/b.jpg' /></a></div>{text}<div style='clear: both;'></div></div>"
        f"<div class='post-footer'>Diposting oleh {story.byline} di <abbr class='published' title='{day.isoformat()}T10:15:00+07:00'>10.15</abbr></div></div></div></div><div class='sidebar'><h2>Arsip Blog</h2><ul>{archive}</ul></div></div>",
    )  # fmt: skip


def tailwind(story: Story, day: dt.date) -> str:
    """A page of utility classes: every element a div, the speech in <q>, a post of somebody's shown, hidden notes."""
    words = BESIDE[story.language]
    texts = [f"<p>{text}</p>" for text in story.body]
    bare = story.speech.strip("“”«»")
    texts.insert(3, f"<p>{story.byline}: <q>{bare}</q></p>")
    texts.insert(
        2,
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">So proud of our delegation today!</p>— Team (@team) <a href="https://t.co/x">March 3, 2021</a></blockquote>',
    )
    texts.insert(1, "<p hidden>Draft note: check the spelling of the minister’s name before print.</p>")
    texts.insert(
        4,
        f'<div class="my-6 rounded-lg bg-gray-100 p-4 text-sm"><span class="font-bold">{words.subscribe}</span></div>',
    )
    return page(
        story, head(story, meta("article:published_time", f"{day.isoformat()}T06:15:00+00:00"), meta("article:modified_time", f"{day + dt.timedelta(days=9)}T06:15:00+00:00")),
        f'<div class="min-h-screen bg-white">{menu(story)}<div class="mx-auto max-w-3xl px-4"><div class="mt-8"><h1 class="text-4xl font-extrabold tracking-tight">{story.title}</h1><div class="mt-2 flex items-center gap-2 text-sm text-gray-500"><span>{story.byline}</span><span>·</span><span>4 min</span></div></div>'
        f'<div class="prose prose-lg mt-8">{"".join(texts)}</div></div>{popular(story, day)}{footer(story, day.year)}</div>',
    )  # fmt: skip


def telegraph(story: Story, day: dt.date, *, where: str = "after", clock: str = "10:15") -> str:
    """A small agency with nothing but words: the day in a line above or below the title, or none at all."""
    stamp = {"after": "", "before": "", "none": ""}
    if where != "none":
        stamp[where] = f'<div class="stamp">{said(story.language, day, clock)}</div>'
    parts = "".join(f"<p>{text}</p>" for text in [*story.body[:3], story.speech, *story.body[3:]])
    return page(
        story, head(story),
        f'{menu(story)}<div id="content">{stamp["before"]}<h1>{story.title}</h1>{stamp["after"]}<div class="pic"><img src="/x.jpg"><span class="pic-text">{story.caption}</span></div><div class="story">{parts}</div></div>{popular(story, day)}{footer(story, day.year)}',
    )  # fmt: skip
