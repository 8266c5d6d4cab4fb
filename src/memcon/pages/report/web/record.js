/* One event: in a line, in a row of the list, and in full with every mention's words. */
{
  const { html, data } = memcon;
  const { Text, Button, count, words, plain } = memcon.ui;
  const { useState } = memcon.hooks;
  const countryNames = data.index.events.countries;

  const countryName = (code) => (countryNames.find((each) => each[0] === code) || [code, code])[1];

  /** A date as exactly as it is known. */
  const dateWords = (date) => {
    if (!date) return "undated";
    const { start, end, precision } = date;
    if (precision === "day" && start === end) return start;
    if (precision === "month" && start.slice(0, 7) === end.slice(0, 7)) return start.slice(0, 7);
    if (precision === "year" && start.slice(0, 4) === end.slice(0, 4)) return start.slice(0, 4);
    return `${start} – ${end.slice(0, 4) === start.slice(0, 4) ? end.slice(5) : end}`;
  };

  /** From the first to the last day of publication, as far as known. */
  const reportedDays = (told) => [...new Set([told.first, told.last])].filter(Boolean).join(" – ");
  /** When an event was, or where nobody tells, when it was first reported. */
  const when = ({ date, reported }) => (!date && reported && reported.first ? `reported ${reported.first}` : dateWords(date));

  const nature = (event) => {
    const form = data.variant(event);
    return form === "unspecified" ? "" : words(form);
  };

  const names = (people) => people.map((one) => one.name).join(", ");

  /** Who did what with whom, in words of the articles. */
  const title = (event) => {
    const actors = event.participants.filter((one) => one.role === "actor");
    const targets = event.participants.filter((one) => one.role === "target");
    const sides = (people, role) =>
      names(people) ||
      event.countries
        .filter((code) => !event.participants.some((one) => one.country === code && one.role !== role))
        .map(countryName)
        .join(", ");
    if (!data.isContact(event.kind) && (actors.length || targets.length)) {
      const [left, right] = [sides(actors, "actor"), sides(targets, "target")];
      return right ? `${left || "…"} → ${right}` : left;
    }
    return (
      event.participants.map((one) => one.name).join(" · ") || event.countries.map(countryName).join(" · ") || event.id
    );
  };

  const Kind = ({ kind }) => html`<span class=${`kind ${kind}`}>${kind}</span>`;
  const Status = ({ status }) => (status === "occurred" ? null : html`<span class="status">${words(status)}</span>`);
  const Sure = ({ value }) =>
    value === null
      ? null
      : html`<span class="sure" title=${`confidence ${value.toFixed(2)}`}><span aria-hidden="true" class="bar"><i style=${{ width: `${Math.round(value * 100)}%` }}></i></span>${value.toFixed(2)}</span>`;
  const Country = ({ code }) => html`<abbr title=${countryName(code)}>${plain(code)}</abbr>`;

  /** A row of the list of events. */
  const Row = ({ event }) => html`
    <span class=${`edge ${event.kind}`}></span>
    <span class="row-head"><span class="when">${when(event)}</span><${Kind} kind=${event.kind} />
      <span class="nature">${nature(event)}</span><${Status} status=${event.status} />${memcon.slot("badge", event)}
      <span class="codes">${event.countries.map((code) => html`<${Country} code=${code} />`)}</span></span>
    <span class="row-title"><${Text} s=${title(event)} /></span>
    <span class="row-words"><${Text} s=${event.mentions[0].quotes[0].text.replace(/\s+/gu, " ")} />${
      event.mentions.length > 1
        ? html`<span class="times" title=${count(event.mentions.length, "mention")}>×${event.mentions.length}</span>`
        : null
    }</span>`;

  const Fact = ({ name, children }) => html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;

  const Person = ({ one }) =>
    html`<li><${Text} s=${one.name} class="name" />${one.country ? html` <span class="code"><${Country} code=${one.country} /></span>` : null}${
      one.role ? html` <span class="role">${one.role}</span>` : null
    }${one.title ? html`<span class="title"><${Text} s=${one.title} /></span>` : null}</li>`;

  const pageOf = (id) => {
    if (data.places.has(id)) return "";
    return data.index.part ? data.index.part.elsewhere[id] : undefined;
  };
  const Linked = ({ link }) => {
    const page = pageOf(link.event);
    const name = html`<${Text} s=${link.event} />`;
    if (page === undefined) return html`${words(link.type)} ${name}`;
    return html`${words(link.type)} <a href=${`${encodeURIComponent(page)}#event=${encodeURIComponent(link.event)}`}>${name}</a>`;
  };

  /** A value of a field in words: one rule a sort of value; what has none stands elsewhere in the record. */
  const TOLD = {
    date: (value, event) => {
      const based = event.mentions.find((proof) => proof.date);
      const bounds = value ? [] : [event.earliest && `not before ${event.earliest}`, event.latest && `by ${event.latest}`].filter(Boolean);
      return html`${dateWords(value)}${bounds.map((one) => html` <span class="dim">${one}</span>`)}${value && value.precision !== "day" ? html` <span class="dim">to the ${value.precision.replace(/s$/u, "")}</span>` : null}${
        based
          ? html`<span class="basis">“<${Text} s=${based.date.text} />” · <${Text} s=${based.date.basis} /></span>`
          : null
      }`;
    },
    place: (value) =>
      html`<${Text} s=${value.name} />${value.country ? html` <span class="code"><${Country} code=${value.country} /></span>` : null}`,
    people: (value) => html`<ul class="people">${value.map((one) => html`<${Person} one=${one} />`)}</ul>`,
    codes: (value) =>
      value.length
        ? value.map((code, at) => html`${at ? ", " : ""}${plain(countryName(code))} <span class="code">${plain(code)}</span>`)
        : "none",
    code: (value) => html`<${Country} code=${value} />`,
    words: (value) => html`<${Text} s=${value.join(", ")} />`,
    doubts: (value) => value.map((one) => {
      const witnesses = [["the model", one.said], [`rule ${words(one.rule)}`, one.told]];
      if (one.holds === "code") witnesses.reverse(); // the record's word first
      return html`<div class="conflict">${words(one.field)}: ${witnesses.map(([who, said], at) => html`${at ? html` <span class="dim">or</span> ` : null}<${Text} s=${said} /> <span class="dim">(${who})</span>`)}</div>`;
    }),
    reported: (value) =>
      html`${reportedDays(value) || "on days unknown"} <span class="dim">${count(value.articles, "article")} · ${count(value.sources, "source")}${value.languages.length ? html` · ${plain(value.languages.join(", "))}` : null}</span>`,
    links: (value) => value.map((link) => html`<div><${Linked} link=${link} /></div>`),
    conflicts: (value) => value.map((one) => html`<div class="conflict">${words(one.field)}: ${one.values.map((said, at) => html`${at ? html` <span class="dim">or</span> ` : null}<${Text} s=${said} /> <span class="dim">(${one.mentions[at].length})</span>`)}</div>`),
  };
  const ALWAYS = ["date", "codes"]; // told where nothing is known, too
  const CALLED = { countries: "countries", participants: "who", links: "linked", conflicts: "disagree", doubts: "in doubt" };

  const Facts = ({ event }) => {
    const { codes } = event;
    const schemes = [
      codes.plover && ["PLOVER", codes.plover_mode ? `${codes.plover} ${codes.plover_mode}` : codes.plover],
      codes.cameo && ["CAMEO", codes.cameo],
      codes.ace && ["ACE", codes.ace],
    ].filter(Boolean);
    const fact = ({ name, sort, label }) => {
      const value = event[name];
      const known = Array.isArray(value) ? value.length : value;
      if (!TOLD[sort] || !(known || ALWAYS.includes(sort))) return null;
      return html`<${Fact} name=${CALLED[name] || label}>${TOLD[sort](value, event)}<//>`;
    };
    const { fields } = data.index.events;
    return html`<dl class="facts">
      ${fields.filter((one) => one.editable).map(fact)}
      <${Fact} name="codes">${schemes.length ? schemes.map(([name, code]) => html`<span class="scheme"><span class="dim">${name}</span> ${code}</span>`) : "none"}<//>
      ${fields.filter((one) => !one.editable).map(fact)}
    </dl>`;
  };

  const Merges = ({ event }) =>
    event.merges.length
      ? html`<details class="merges"><summary>Why these ${event.mentions.length} mentions are one event</summary><ul>${event.merges.map((one) => html`<li><${Text} s=${one.reason} /> <span class="dim"><${Text} s=${one.left} /> + <${Text} s=${one.right} /></span></li>`)}</ul></details>`
      : null;

  const sourceName = (id) => {
    const article = data.article(data.articlePlaces.get(id)) || {};
    return article.title || id;
  };

  /** What one article says of the event; a click shows it in place. */
  const Mention = ({ event, proof, here }) => {
    const article = data.article(data.articlePlaces.get(proof.article)) || {};
    const first = proof.quotes[0];
    return html`<li class=${here ? "mention here" : "mention"}>
      <${Button} class="quote" aria-current=${here ? "true" : undefined} onClick=${() => memcon.go({ event: event.id, article: proof.article, focus: [first.start, first.end], reading: true }, { jump: true })}>
        ${proof.quotes.map((quote) => html`<q><${Text} s=${quote.text} /></q>`)}
      <//>
      <p class="from"><${Text} s=${sourceName(proof.article)} />${article.published ? html` · ${article.published}` : null} · <span class="num">${first.start}–${first.end}</span>${
        proof.quotes.some((quote) => quote.match !== "exact")
          ? html` · <span class="dim">${proof.quotes.map((quote) => quote.match).find((match) => match !== "exact")}</span>`
          : null
      } · <span class="dim"><${Text} s=${proof.prompt} /></span></p>
      ${memcon.slot("mentionActions", event, proof)}
    </li>`;
  };

  const FEW = 4;
  const Mentions = ({ event, article }) => {
    const [all, setAll] = useState(false);
    const shown = all ? event.mentions : event.mentions.slice(0, FEW);
    return html`<section class="mentions"><h3>${count(event.mentions.length, "mention")}</h3><ol>
      ${shown.map((proof) => html`<${Mention} key=${proof.mention} event=${event} proof=${proof} here=${proof.article === article} />`)}</ol>
      ${shown.length < event.mentions.length ? html`<${Button} class="more" onClick=${() => setAll(true)}>Show all ${event.mentions.length}<//>` : null}</section>`;
  };

  /** The whole record of an event. */
  const Record = ({ event, article }) => html`<section class=${`record ${event.kind}`} aria-label="Event">
    <p class="over"><${Kind} kind=${event.kind} /><span class="nature">${nature(event)}</span><${Status} status=${event.status} />${memcon.slot("badge", event)}<${Sure} value=${event.confidence} />
      <span class="id"><${Text} s=${event.id} /></span></p>
    <h2 tabindex="-1"><${Text} s=${title(event)} /></h2>
    ${event.summary ? html`<p class="summary"><${Text} s=${event.summary} /></p>` : null}
    ${memcon.slot("eventActions", event)}
    <${Facts} event=${event} />
    <${Mentions} key=${event.id} event=${event} article=${article} />
    <${Merges} event=${event} />
  </section>`;

  Object.assign(memcon.ui, {
    Row,
    Record,
    Facts,
    Kind,
    Status,
    Country,
    dateWords,
    title,
    nature,
    sourceName,
    countryName,
    Sure,
  });
}
