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
  columns.mentions.forEach((articles, at) => articles.forEach((article) => eventsOf[article].push(at)));
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

  /** The cells of a value by column, as memcon.pages.report.columns makes them: one rule a sort of value. */
  const cells = ({ name, sort }, value, roles) => {
    const { tables: words } = index.events;
    if (sort === "choice") return { [name]: place(words[name], value) };
    if (sort === "date")
      return value
        ? { start: Date.parse(value.start) / DAY, end: Date.parse(value.end) / DAY, precision: place(words.precision, value.precision) }
        : { start: null, end: null, precision: -1 };
    if (sort === "number") return { [name]: value === null ? -1 : Math.round(value * 1000) };
    if (sort === "codes") return { [name]: value.map((code) => 4 * countryPlace(code) + (roles[code] || 0)) };
    if (sort === "people") return { [name]: [...new Set(value.map((one) => place(words[name], one.name.split(/\s+/u).join(" "))))] };
    if (sort === "proofs")
      return { [name]: [...new Set(value.map((proof) => articlePlaces.get(proof.article)).filter((one) => one !== undefined))] };
    return { [name]: Array.isArray(value) ? value.length : value };
  };

  /** Write the columns of a record that a script has put. */
  const setColumns = (at, event) => {
    const roles = {};
    for (const { country, role } of event.participants) {
      if (country && (role === "actor" || role === "target")) roles[country] |= role === "actor" ? 1 : 2;
    }
    for (const field of index.events.fields.filter((one) => one.filtered))
      for (const [name, cell] of Object.entries(cells(field, valueOf(event, field.name), roles))) columns[name][at] = cell;
  };

  const variant = (event) => event[index.events.kinds[event.kind].variant];
  /** The value of a field of an event, by its name in `index.events.fields`. */
  const valueOf = (event, name) => (name === "variant" ? variant(event) : event[name]);
  const isContact = (kind) => index.events.kinds[kind].family === "contact";

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
    valueOf,
    isContact,
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
    for (const article of columns.mentions[at] || []) eventsOf[article] = eventsOf[article].filter((one) => one !== at);
    places.delete(was);
    places.set(event.id, at);
    dropped.delete(at);
    changed.set(at, event);
    setColumns(at, event);
    for (const article of columns.mentions[at]) eventsOf[article].push(at);
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
