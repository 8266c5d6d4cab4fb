/* Which events pass: by kind, status, act, country, person, article, date, confidence, and words. All at once. */
{
  const { data } = memcon;
  const { columns, index } = data;
  /** Fields that are one of a few words, by which a page is filtered. */
  const CHOICES = index.events.fields.filter((one) => one.filtered && one.sort === "choice").map((one) => one.name);
  const LISTS = [...CHOICES, "country", "person", "article"];
  /** Fields of which an event has any or none, each with what a reader is told: who differs, and that they do. */
  const FLAGS = { conflicts: ["Sources", "disagree"], doubts: ["Model and rules", "differ"] };
  const EMPTY = {
    ...Object.fromEntries(LISTS.map((name) => [name, []])),
    own: {},
    from: null,
    to: null,
    undated: true,
    least: 0,
    most: 1000,
    ...Object.fromEntries(Object.keys(FLAGS).map((name) => [name, false])),
    q: "",
    sort: "",
  };
  const BITS = Object.fromEntries(
    [...LISTS, "date", "confidence", ...Object.keys(FLAGS), "q", "own"].map((name, at) => [name, 1 << at]),
  );

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // --- words: what of an event is searched, made piece by piece while the page rests ---

  const hay = []; // by place
  let reached = 0;
  const haystack = (at) => {
    const event = data.event(at);
    const parts = [event.id, event.summary, event.topics.join(" "), event.place ? event.place.name : ""];
    for (const one of event.participants) parts.push(one.name, one.title || "");
    for (const code of event.countries)
      parts.push((index.events.countries.find((each) => each[0] === code) || [code, ""])[1]);
    for (const proof of event.mentions) {
      parts.push(proof.article);
      for (const quote of proof.quotes) parts.push(quote.text);
    }
    return fold(parts.join("\n"));
  };
  const indexWords = (until) => {
    while (reached < columns.id.length && until()) {
      for (let n = 0; n < 100 && reached < columns.id.length; n += 1, reached += 1) hay[reached] ??= haystack(reached);
    }
    return reached >= columns.id.length;
  };
  /** Index while the page rests; `told` is called when words are being searched and more is known. */
  const indexInRest = (told) => {
    const rest = window.requestIdleCallback || ((run) => setTimeout(() => run({ timeRemaining: () => 8 }), 16));
    const step = (deadline) => {
      const done = indexWords(() => deadline.timeRemaining() > 4);
      if (memcon.state.filters.q) told();
      if (!done) rest(step);
    };
    rest(step);
  };

  const passesWords = (needles, at) =>
    at < reached && needles.every((needle) => (hay[at] ??= haystack(at)).includes(needle));

  // --- all filters ---

  const chosen = (table, values) => new Set(values.map((value) => table.indexOf(value)));
  const ownFacets = () => memcon.plugins.flatMap((plugin) => plugin.facets || []);

  /** Return the test of each filter that is set: place of an event → whether it passes. */
  const tests = (f) => {
    const found = [];
    const among = (name, table) => {
      if (!f[name].length) return;
      const wanted = chosen(table, f[name]);
      found.push([BITS[name], (at) => wanted.has(columns[name][at])]);
    };
    for (const name of CHOICES) among(name, index.events.tables[name]);
    if (f.country.length) {
      const wanted = f.country.map((code) => index.events.countries.findIndex((each) => each[0] === code));
      found.push([
        BITS.country,
        (at) => wanted.every((one) => columns.countries[at].some((value) => value >> 2 === one)),
      ]);
    }
    if (f.person.length) {
      const wanted = f.person.map((name) => index.events.tables.participants.indexOf(name));
      found.push([BITS.person, (at) => wanted.every((one) => columns.participants[at].includes(one))]);
    }
    if (f.article.length) {
      const wanted = f.article.map((id) => data.articlePlaces.get(id));
      found.push([BITS.article, (at) => wanted.some((one) => columns.mentions[at].includes(one))]);
    }
    if (f.from !== null || f.to !== null) {
      const [from, to] = [f.from ?? -Infinity, f.to ?? Infinity];
      found.push([BITS.date, (at) => columns.start[at] !== null && columns.end[at] >= from && columns.start[at] <= to]);
    } else if (!f.undated) found.push([BITS.date, (at) => columns.start[at] !== null]);
    if (f.least > 0 || f.most < 1000) {
      found.push([BITS.confidence, (at) => columns.confidence[at] >= f.least && columns.confidence[at] <= f.most]);
    }
    for (const name of Object.keys(FLAGS)) if (f[name]) found.push([BITS[name], (at) => columns[name][at] > 0]);
    const needles = fold(f.q).split(/\s+/u).filter(Boolean);
    if (needles.length) found.push([BITS.q, (at) => passesWords(needles, at)]);
    for (const facet of ownFacets()) {
      const wanted = f.own[facet.name] || [];
      if (wanted.length)
        found.push([BITS.own, (at) => facet.values(data.event(at)).some((value) => wanted.includes(value))]);
    }
    return found;
  };

  const tally = (size) => new Array(size).fill(0);

  /** Return places of the events that pass, and for each value how many would pass with it. */
  const run = (f) => {
    const all = columns.id.length;
    const asked = tests(f);
    const passing = [];
    const counts = {
      ...Object.fromEntries(CHOICES.map((name) => [name, tally(index.events.tables[name].length)])),
      country: tally(index.events.countries.length),
      person: tally(index.events.tables.participants.length),
      ...Object.fromEntries(Object.keys(FLAGS).map((name) => [name, 0])),
      own: {},
    };
    const own = ownFacets();
    for (const facet of own) counts.own[facet.name] = new Map();
    for (let at = 0; at < all; at += 1) {
      if (data.dropped.has(at)) continue;
      let missed = 0;
      for (const [bit, passes] of asked) {
        if (!(missed & bit) && !passes(at)) {
          missed |= bit;
          if (missed & (missed - 1)) break; // fails two filters: counts for none
        }
      }
      if (!missed) passing.push(at);
      for (const name of CHOICES) if (!(missed & ~BITS[name])) counts[name][columns[name][at]] += 1;
      for (const name of Object.keys(FLAGS)) if (!(missed & ~BITS[name]) && columns[name][at]) counts[name] += 1;
      if (!missed) {
        for (const value of columns.countries[at]) counts.country[value >> 2] += 1;
        for (const value of columns.participants[at]) counts.person[value] += 1;
      }
      if (own.length && !(missed & ~BITS.own)) {
        for (const facet of own) {
          for (const value of facet.values(data.event(at)))
            counts.own[facet.name].set(value, (counts.own[facet.name].get(value) || 0) + 1);
        }
      }
    }
    return { passing, counts, searching: Boolean(f.q) && reached < all };
  };

  /** The orders that scripts give: {name, label, key(place) → number or text, least first}; ties as in the file. */
  const sorts = () => memcon.plugins.flatMap((plugin) => plugin.sorts || []);
  const sorted = (places, name) => {
    const order = sorts().find((one) => one.name === name);
    if (!order) return places;
    const keys = new Map(places.map((at) => [at, order.key(at)]));
    return places.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : a - b));
  };

  let last = null;
  const current = (f) => {
    if (!last || last.f !== f || last.reached !== (f.q ? reached : 0)) {
      const result = run(f);
      sorted(result.passing, f.sort);
      last = { f, reached: f.q ? reached : 0, result, passes: new Set(result.passing) };
    }
    return last.result;
  };
  /** Tell whether the event at a place passes the filters. */
  const passes = (at) => Boolean(current(memcon.state.filters)) && last.passes.has(at);

  /** Return how many filters are set, words apart. */
  const set = (f) =>
    LISTS.reduce((sum, name) => sum + f[name].length, 0) +
    (f.from !== null || f.to !== null || !f.undated) +
    (f.least > 0 || f.most < 1000) +
    Object.keys(FLAGS).filter((name) => f[name]).length +
    Object.values(f.own).flat().length;

  memcon.filters = {
    CHOICES,
    LISTS,
    FLAGS,
    EMPTY,
    fold,
    run,
    current,
    passes,
    sorts,
    set,
    ownFacets,
    indexInRest,
    forget(at) {
      last = null;
      hay[at] = undefined;
    },
    reset() {
      last = null;
    },
  };
  memcon.events = () => current(memcon.state.filters).passing.map((at) => columns.id[at]);
}
