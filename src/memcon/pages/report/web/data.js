/* What the page holds: tables of records in pieces that are read when they are looked at, and columns to filter by. */
{
  const KEPT = 80; // pieces kept parsed of a packed table: about 16,000 records

  const unpack = (base64) => {
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return new TextDecoder().decode(fflate.inflateSync(bytes));
  };
  const read = (element) => {
    const value = JSON.parse(element.textContent);
    return "packed" in element.dataset ? JSON.parse(unpack(value)) : value;
  };

  /** A table in pieces; `get` parses the piece that a record is in. */
  class Rows {
    constructor(name) {
      this.pieces = [...document.querySelectorAll(`script[data-table="${name}"]`)];
      this.per = this.pieces.length ? Number(this.pieces[0].dataset.count) : 1;
      this.length = this.pieces.reduce((sum, piece) => sum + Number(piece.dataset.count), 0);
      this.parsed = new Map();
    }

    piece(number) {
      let rows = this.parsed.get(number);
      if (!rows) {
        rows = read(this.pieces[number]);
        this.parsed.set(number, rows);
        if (this.parsed.size > KEPT && "packed" in this.pieces[number].dataset) {
          this.parsed.delete(this.parsed.keys().next().value);
        }
      }
      return rows;
    }

    get(at) {
      return this.piece(Math.floor(at / this.per))[at % this.per];
    }
  }

  const index = read(document.getElementById("index"));
  const tables = {
    events: new Rows("events"),
    articles: new Rows("articles"),
    rejected: new Rows("rejected"),
    texts: new Rows("texts"),
  };
  const columns = index.events.rows;
  const names = index.articles.rows.id;
  const changed = new Map(); // records that a script has put, by place
  const dropped = new Set(); // places that a script has taken out

  const places = new Map(columns.id.map((id, at) => [id, at]));
  const articlePlaces = new Map(names.map((id, at) => [id, at]));
  const eventsOf = names.map(() => []);
  columns.articles.forEach((articles, at) => articles.forEach((article) => eventsOf[article].push(at)));
  const rejectedOf = names.map(() => []);
  index.rejected.rows.article.forEach((article, at) => rejectedOf[article].push(at));

  const DAY = 86_400_000;
  const place = (table, value) => {
    const found = table.indexOf(value);
    return found >= 0 ? found : table.push(value) - 1;
  };
  const countryPlace = (code) => {
    const found = index.events.countries.findIndex((country) => country[0] === code);
    return found >= 0 ? found : index.events.countries.push([code, code]) - 1;
  };

  /** Write the columns of a record that a script has put, as memcon.report.columns does. */
  const setColumns = (at, event) => {
    const roles = {};
    for (const { country, role } of event.participants) {
      if (country && (role === "actor" || role === "target")) roles[country] |= role === "actor" ? 1 : 2;
    }
    columns.id[at] = event.id;
    columns.kind[at] = place(index.events.kinds, event.kind);
    columns.status[at] = place(index.events.statuses, event.status);
    columns.variant[at] = place(index.events.variants, variant(event));
    columns.start[at] = event.date ? Date.parse(event.date.start) / DAY : null;
    columns.end[at] = event.date ? Date.parse(event.date.end) / DAY : null;
    columns.precision[at] = event.date ? place(index.events.precisions, event.date.precision) : -1;
    columns.confidence[at] = event.confidence === null ? -1 : Math.round(event.confidence * 1000);
    columns.countries[at] = event.countries.map((code) => 4 * countryPlace(code) + (roles[code] || 0));
    columns.people[at] = [
      ...new Set(event.participants.map((one) => place(index.events.people, one.name.split(/\s+/u).join(" ")))),
    ];
    columns.conflicts[at] = event.conflicts.length;
    columns.articles[at] = [
      ...new Set(event.mentions.map((proof) => articlePlaces.get(proof.article)).filter((one) => one !== undefined)),
    ];
  };

  const variant = (event) => event.form || event.channel || event.act;

  memcon.data = {
    index,
    columns,
    tables,
    places,
    articlePlaces,
    eventsOf,
    rejectedOf,
    changed,
    dropped,
    variant,
    DAY,
    event: (at) => changed.get(at) || tables.events.get(at),
    article: (at) => tables.articles.get(at) || { article: names[at], state: "unknown", title: null },
    rejected: (at) => tables.rejected.get(at),
    /** Pieces of an article's text, [[offset, text], …]; empty where the page holds none. */
    pieces: (at) => tables.texts.get(at),
    textKind: (at) => index.articles.texts[index.articles.rows.text[at]],
    iso: (day) => new Date(day * DAY).toISOString().slice(0, 10),
  };

  memcon.event = (id) => (places.has(id) ? memcon.data.event(places.get(id)) : null);
  memcon.article = (id) => {
    const at = articlePlaces.get(id);
    return at === undefined ? null : { ...memcon.data.article(at), pieces: memcon.data.pieces(at) };
  };
  memcon.put = (event, { was = event.id } = {}) => {
    const at = places.has(was) ? places.get(was) : columns.id.length;
    for (const article of columns.articles[at] || []) eventsOf[article] = eventsOf[article].filter((one) => one !== at);
    places.delete(was);
    places.set(event.id, at);
    dropped.delete(at);
    changed.set(at, event);
    setColumns(at, event);
    for (const article of columns.articles[at]) eventsOf[article].push(at);
    memcon.filters.forget(at);
    memcon.refresh();
  };
  memcon.drop = (id) => {
    if (!places.has(id)) return;
    dropped.add(places.get(id));
    memcon.filters.forget(places.get(id));
    memcon.refresh();
  };
}
