/* An article with its words marked: quotes by kind of event, names, dates and places; the events beside them. */
{
  const { html, data } = memcon;
  const { Text, Button, Out, marked, offsets, count, words, plain, dateWords, title, Kind } = memcon.ui;
  const { useRef, useLayoutEffect, useMemo, useState } = memcon.hooks;

  /** Everything in an article that is to be marked: {start, end, sort, event or rejected}, offsets in code points. */
  const spansOf = (at, refused) => {
    const id = data.index.articles.rows.id[at];
    const spans = [];
    for (const place of data.eventsOf[at]) {
      if (data.dropped.has(place)) continue;
      const event = data.event(place);
      for (const proof of event.mentions) {
        if (proof.article !== id) continue;
        for (const quote of proof.quotes) spans.push({ ...quote, sort: "quote", event });
        for (const name of proof.names) spans.push({ ...name, sort: "name", event });
        if (proof.date) spans.push({ ...proof.date, sort: "date", event });
        if (proof.place) spans.push({ ...proof.place, sort: "place", event });
      }
    }
    if (refused) {
      for (const place of data.rejectedOf[at]) {
        const one = data.rejected(place);
        if (one.near) spans.push({ ...one.near, sort: "refused", rejected: place });
      }
    }
    return spans;
  };

  /** Cut [start, end) at every edge of a span; each piece knows the spans that it lies in. */
  const cut = (start, end, spans) => {
    const inside = spans.filter((span) => span.start < end && span.end > start);
    const edges = new Set([start, end]);
    for (const span of inside) {
      edges.add(Math.max(start, span.start));
      edges.add(Math.min(end, span.end));
    }
    const sorted = [...edges].sort((a, b) => a - b);
    const opening = [...inside].sort((a, b) => a.start - b.start);
    const pieces = [];
    let open = [];
    let next = 0;
    for (let n = 0; n + 1 < sorted.length; n += 1) {
      const [left, right] = [sorted[n], sorted[n + 1]];
      open = open.filter((span) => span.end > left);
      while (next < opening.length && opening[next].start <= left) open.push(opening[next++]);
      pieces.push({ start: left, end: right, spans: open.filter((span) => span.end > left) });
    }
    return pieces;
  };

  /** Events of an article in the order of their first words, each with its number beside the text. */
  const numbered = (spans) => {
    const first = new Map();
    for (const span of spans) {
      if (span.sort !== "quote") continue;
      const known = first.get(span.event.id);
      if (!known || span.start < known.start)
        first.set(span.event.id, { event: span.event, start: span.start, end: span.end });
    }
    return [...first.values()].sort((a, b) => a.start - b.start).map((one, at) => ({ ...one, number: at + 1 }));
  };

  const classes = (piece, chosen) => {
    const quotes = piece.spans.filter((span) => span.sort === "quote");
    const top = quotes.find((span) => span.event.id === chosen) || quotes[0];
    const kinds = new Set(quotes.map((span) => span.event.kind));
    const found = new Set(piece.spans.map((span) => `is-${span.sort}`));
    if (top) found.add(top.event.kind);
    if (kinds.size > 1) found.add(`also-${[...kinds].find((kind) => kind !== top.event.kind)}`);
    if (piece.spans.some((span) => span.event && span.event.id === chosen)) found.add("chosen");
    return { name: [...found].join(" "), top };
  };

  const select = (event, span) =>
    memcon.go({ event: event.id, article: memcon.state.article, focus: [span.start, span.end] });

  const Piece = ({ piece, text, chosen, refs }) => {
    if (!piece.spans.length) return marked(text);
    const { name, top } = classes(piece, chosen);
    const target = top || piece.spans.find((span) => span.event);
    const refused = piece.spans.find((span) => span.sort === "refused");
    const act = target
      ? () => select(target.event, top || piece.spans[0])
      : refused
        ? () => memcon.go({ rejected: refused.rejected, refused: true })
        : undefined;
    const begins = refs.filter((one) => one.start === piece.start);
    return html`${begins.map((one) => html`<${Button} class=${`ref ${one.event.kind}`} data-n=${one.number} aria-label=${`Event ${one.number}: ${one.event.kind}, ${dateWords(one.event.date)}, ${plain(title(one.event))}`} aria-current=${one.event.id === chosen ? "true" : undefined} onClick=${() => select(one.event, one)}><//>`)}<mark class=${name} data-start=${piece.start} data-end=${piece.end} onClick=${act}>${marked(text)}</mark>`;
  };

  /** The text in pieces. What is not held is a gap. */
  const Body = ({ at, spans, chosen, refs }) => {
    const held = data.pieces(at);
    const parts = [];
    held.forEach(([from, text], number) => {
      const points = offsets(text);
      if (number || from) parts.push(html`<p class="gap" aria-label="left out">…</p>`);
      const pieces = cut(from, from + points.length, spans);
      parts.push(
        html`<div class="held" data-from=${from}>${pieces.map((piece) => html`<${Piece} key=${`${piece.start}-${piece.end}`} piece=${piece} chosen=${chosen} refs=${refs} text=${text.slice(points.unit(piece.start - from), points.unit(piece.end - from))} />`)}</div>`,
      );
    });
    return parts;
  };

  /** Without a text: each quote alone, at its place. */
  const QuotesAlone = ({ spans, chosen, refs }) =>
    html`<ol class="alone">${refs.map((one) => {
      const quotes = spans.filter((span) => span.sort === "quote" && span.event.id === one.event.id);
      return html`<li class=${one.event.id === chosen ? "chosen" : ""}>${quotes.map((quote) => html`<${Button} class="quote" onClick=${() => select(one.event, quote)}><mark class=${`is-quote ${one.event.kind} ${one.event.id === chosen ? "chosen" : ""}`} data-start=${quote.start} data-end=${quote.end}><${Text} s=${quote.text} /></mark><//> <span class="num dim">${quote.start}–${quote.end}</span>`)}</li>`;
    })}</ol>`;

  /** The events beside the text, each as near to its words as the others leave room. */
  const Margin = ({ refs, chosen, body }) => {
    const box = useRef(null);
    const place = () => {
      const element = box.current;
      if (!element || getComputedStyle(element).position !== "absolute") {
        for (const card of element ? element.children : []) card.style.top = "";
        return;
      }
      const zero = body.current.getBoundingClientRect().top;
      let free = 0;
      const cards = [...element.children];
      const tops = cards.map((card) => {
        const mark = body.current.querySelector(`[data-start="${card.dataset.start}"]`);
        return mark ? mark.getBoundingClientRect().top - zero - 4 : 0;
      });
      cards.forEach((card, n) => {
        const top = Math.max(tops[n], free);
        card.style.top = `${top}px`;
        free = top + card.offsetHeight + 6;
      });
      element.style.height = `${free}px`;
      body.current.style.minHeight = `${free}px`;
    };
    useLayoutEffect(() => {
      place();
      const watch = new ResizeObserver(place);
      watch.observe(body.current);
      return () => watch.disconnect();
    });
    return html`<ol class="margin" ref=${box} aria-label="Events in this article">${refs.map((one) => {
      const others = one.event.mentions.filter((proof) => proof.article !== memcon.state.article).length;
      return html`<li key=${one.event.id} data-start=${one.start}><${Button} class=${`card ${one.event.kind} ${one.event.id === chosen ? "chosen" : ""}`} aria-current=${one.event.id === chosen ? "true" : undefined} onClick=${() => select(one.event, one)}>
        <span class="card-head"><span class="n">${one.number}</span><${Kind} kind=${one.event.kind} /> <span class="when">${dateWords(one.event.date)}</span></span>
        <span class="card-title"><${Text} s=${title(one.event)} /></span>
        ${others ? html`<span class="dim">also in ${count(others, "other mention")}</span>` : null}<//></li>`;
    })}</ol>`;
  };

  const WHY = {
    gone: data.index.missing
      ? `The page holds no text: ${data.index.missing}. The quotes stand alone.`
      : "The article was not found when this page was made: its quotes stand alone.",
    changed: "The article is not the text that the run read: its quotes stand alone.",
    parts: "The page holds what stands round the quotes; the rest is left out.",
  };

  /** Head of an article: what is known of it, how it ended, why. */
  const Head = ({ article, kind }) => html`<header class="article-head">
    <h2 tabindex="-1"><${Text} s=${article.title || article.article} /></h2>
    <p class="from">${article.title ? html`<span><${Text} s=${article.article} /></span>` : null}${article.source ? html`<span><${Text} s=${article.source} /></span>` : null}${
      article.published
        ? html`<span>published ${article.published} <span class="dim">(<${Text} s=${article.published_basis || "given"} />)</span></span>`
        : html`<span class="dim">day of publication unknown</span>`
    }${article.language ? html`<span>${plain(article.language)}</span>` : null}<span class="state">${article.state}</span>${article.url ? html`<span><${Out} url=${article.url} /></span>` : null}</p>
    ${article.detail ? html`<p class="note"><strong>${words(article.reason)}</strong>: <${Text} s=${article.detail} /></p>` : null}
    ${WHY[kind] && article.state !== "failed" ? html`<p class="note">${WHY[kind]}</p>` : null}
    ${memcon.slot("articleActions", article)}
  </header>`;

  /** Words that the reader has selected, as a span of the article; null for none or for words of elsewhere. */
  const selection = (element, id) => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    const held = (
      range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement
    ).closest(".held");
    if (!held || !element.contains(held) || !held.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(held);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(held.dataset.from) + [...before.toString()].length;
    const text = range.toString();
    return text.trim() ? { article: id, start, end: start + [...text].length, text } : null;
  };

  const Selected = ({ body, id }) => {
    const [range, setRange] = useState(null);
    useLayoutEffect(() => {
      const look = () => setRange(body.current ? selection(body.current, id) : null);
      document.addEventListener("selectionchange", look);
      return () => document.removeEventListener("selectionchange", look);
    }, [id]);
    return range ? html`<div class="selected">${memcon.slot("articleSelection", range)}</div>` : null;
  };

  const Article = ({ id, event, focus, refused, jump }) => {
    const at = data.articlePlaces.get(id);
    const article = data.article(at) || { article: id, state: "unknown" };
    const kind = data.textKind(at);
    const body = useRef(null);
    const spans = spansOf(at, refused);
    const refs = useMemo(() => numbered(spans), [spans]);
    useLayoutEffect(() => {
      if (!focus || !body.current) return;
      const mark = [...body.current.querySelectorAll("[data-start]")].find(
        (one) => Number(one.dataset.end) > focus[0] && Number(one.dataset.start) <= focus[0] && one.tagName === "MARK",
      );
      if (mark) mark.scrollIntoView({ block: "center" });
    }, [id, jump]);
    const names = data.rejectedOf[at].length;
    return html`<article class="article" aria-label="Article">
      <${Head} article=${article} kind=${kind} />
      ${names ? html`<p class="tools"><label><input type="checkbox" checked=${refused} onChange=${() => memcon.go({ refused: !refused }, { quiet: true })} /> Show ${count(names, "rejected answer")}</label></p>` : null}
      <div class="spread">
        <div class="body" ref=${body} lang=${/^[a-z]{2,3}$/u.test(article.language || "") ? article.language : undefined} dir="auto">
          ${data.pieces(at).length ? html`<${Body} at=${at} spans=${spans} chosen=${event} refs=${refs} />` : html`<${QuotesAlone} spans=${spans} chosen=${event} refs=${refs} />`}
        </div>
        <${Margin} refs=${refs} chosen=${event} body=${body} />
      </div>
      ${memcon.plugins.some((plugin) => plugin.articleSelection) ? html`<${Selected} body=${body} id=${id} />` : null}
      ${refused && names ? html`<${memcon.ui.Refused} places=${data.rejectedOf[at]} />` : null}
    </article>`;
  };

  Object.assign(memcon.ui, { Article, spansOf, cut, numbered });
}
