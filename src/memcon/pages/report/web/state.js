/* What is shown, in one value; the address after # follows it, so that the browser's back goes back. */
{
  const { data, filters } = memcon;
  const TABS = ["events", "articles", "rejected", "pictures", "run"];
  const START = {
    tab: "events",
    event: null,
    article: null,
    focus: null,
    rejected: null,
    refused: false,
    help: false,
    facets: false,
    reading: false,
    filters: filters.EMPTY,
    jump: 0,
  };
  const { LISTS } = filters;

  const written = (state) => {
    const address = new URLSearchParams();
    const f = state.filters;
    if (state.tab !== "events") address.set("tab", state.tab);
    if (state.event) address.set("event", state.event);
    if (state.article) address.set("article", state.article);
    if (state.focus) address.set("at", state.focus.join("-"));
    if (state.rejected !== null) address.set("rejected", state.rejected);
    for (const name of LISTS) for (const value of f[name]) address.append(`f.${name}`, value);
    for (const [name, values] of Object.entries(f.own))
      for (const value of values) address.append(`f.own.${name}`, value);
    if (f.from !== null) address.set("f.from", data.iso(f.from));
    if (f.to !== null) address.set("f.to", data.iso(f.to));
    if (!f.undated) address.set("f.undated", "no");
    if (f.least > 0) address.set("f.least", f.least / 1000);
    if (f.most < 1000) address.set("f.most", f.most / 1000);
    for (const name of Object.keys(filters.FLAGS)) if (f[name]) address.set(`f.${name}`, "yes");
    if (f.q) address.set("f.q", f.q);
    if (f.sort) address.set("f.sort", f.sort);
    return address.toString();
  };

  const day = (text) => {
    const found = /^\d{4}-\d{2}-\d{2}$/.test(text || "") ? Date.parse(text) : NaN;
    return Number.isNaN(found) ? null : found / data.DAY;
  };
  const thousandth = (text, otherwise) =>
    Number(text) >= 0 && Number(text) <= 1 && text !== null ? Math.round(Number(text) * 1000) : otherwise;

  const readAddress = (hash) => {
    const address = new URLSearchParams(hash.replace(/^#/, ""));
    const f = { ...filters.EMPTY, own: {} };
    for (const name of LISTS) f[name] = address.getAll(`f.${name}`);
    for (const { name } of filters.ownFacets()) {
      const values = address.getAll(`f.own.${name}`);
      if (values.length) f.own[name] = values;
    }
    Object.assign(f, {
      from: day(address.get("f.from")),
      to: day(address.get("f.to")),
      undated: address.get("f.undated") !== "no",
    });
    Object.assign(f, { least: thousandth(address.get("f.least"), 0), most: thousandth(address.get("f.most"), 1000) });
    const sort = address.get("f.sort");
    Object.assign(f, { q: address.get("f.q") || "", sort: filters.sorts().some((one) => one.name === sort) ? sort : "" });
    for (const name of Object.keys(filters.FLAGS)) f[name] = address.get(`f.${name}`) === "yes";
    const event = address.get("event");
    const article = address.get("article");
    const at = /^(\d+)-(\d+)$/.exec(address.get("at") || "");
    const rejected = /^\d+$/.test(address.get("rejected") || "") ? Number(address.get("rejected")) : null;
    return {
      tab: [...TABS, ...memcon.ownTabs().map((one) => one.name)].includes(address.get("tab")) ? address.get("tab") : "events",
      event: data.places.has(event) ? event : null,
      article: data.articlePlaces.has(article) ? article : null,
      focus: at ? [Number(at[1]), Number(at[2])] : null,
      rejected: rejected !== null && rejected < data.tables.rejected.length ? rejected : null,
      filters: f,
    };
  };

  const set = (next) => {
    memcon.state = next;
    memcon.refresh();
    for (const plugin of memcon.plugins) if (plugin.changed) plugin.changed(next);
  };

  const WITH_READER = ["events", "articles", "rejected"];
  const NARROW = window.matchMedia("(max-width: 760px)");
  memcon.ownTabs = () => memcon.plugins.flatMap((plugin) => plugin.tabs || []);

  /** The event whose record is in sight, or null: what a key may act on. None behind a dialog, in a part of the page
      without the record, or behind the list of a narrow page. */
  memcon.shown = () => (memcon.inSight() ? memcon.event(memcon.state.event) : null);
  /** Tell whether what is read is in sight. */
  memcon.inSight = () => {
    const read = [...WITH_READER, ...memcon.ownTabs().map((one) => one.name)].includes(memcon.state.tab);
    return read && !(NARROW.matches && !memcon.state.reading) && !document.querySelector("dialog[open]");
  };

  const idsOf = (f) => filters.current(f).passing.map((at) => data.columns.id[at]);
  /** The event that takes the place of one that is hidden: of `ids`, the next that passes the filters, else the nearest
      before it, else the first of all. */
  memcon.instead = (ids, id, f = memcon.state.filters) => {
    const [at, now] = [ids.indexOf(id), idsOf(f)];
    const passing = new Set(now);
    const found = at < 0 ? undefined : [...ids.slice(at + 1), ...ids.slice(0, at).reverse()].find((each) => passing.has(each));
    return found ?? now[0] ?? null;
  };

  /** Where a script acts on the event in sight, filters take away what they hide: another takes its place, or none. */
  const followed = (before, next, patch) => {
    if (!patch.filters || patch.event !== undefined || !next.event || !memcon.plugins.some((plugin) => plugin.acts)) return {};
    if (filters.current(next.filters).passing.includes(data.places.get(next.event))) return {};
    const event = memcon.instead(idsOf(before.filters), next.event, next.filters);
    return { event, article: event ? memcon.event(event).mentions[0].article : null, focus: null };
  };

  /** Show something else. `filters` are merged; an event brings its first article along. `quiet`: no step for "back". */
  memcon.go = (patch, { quiet = false, jump = false } = {}) => {
    const before = memcon.state;
    const next = { ...before, ...patch };
    if (patch.filters) next.filters = { ...before.filters, ...patch.filters };
    if (patch.event && patch.article === undefined) {
      const event = memcon.event(patch.event);
      next.article = event ? event.mentions[0].article : null;
      next.focus = null;
    }
    Object.assign(next, followed(before, next, patch));
    if (patch.event && patch.event !== before.event) next.rejected = patch.rejected ?? null;
    if (jump) next.jump = before.jump + 1;
    const address = written(next);
    if (address !== written(before)) {
      try {
        if (quiet || patch.filters) history.replaceState(null, "", `#${address}`);
        else history.pushState(null, "", `#${address}`);
      } catch {
        // some browsers refuse more than so many a minute: the address then stays behind
      }
    }
    set(next);
  };

  memcon.begin = () => {
    memcon.state = { ...START, ...readAddress(location.hash) };
    if (memcon.state.event && !memcon.state.article)
      memcon.state.article = memcon.event(memcon.state.event).mentions[0].article;
    window.addEventListener("popstate", () =>
      set({ ...memcon.state, ...readAddress(location.hash), jump: memcon.state.jump + 1 }),
    );
  };

  /** Turn one value of a list filter on or off. */
  memcon.toggle = (name, value) => {
    const values = memcon.state.filters[name];
    memcon.go({
      filters: { [name]: values.includes(value) ? values.filter((one) => one !== value) : [...values, value] },
    });
  };
  memcon.clear = () => memcon.go({ filters: { ...filters.EMPTY, own: {}, sort: memcon.state.filters.sort } });
}
