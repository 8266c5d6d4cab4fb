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
    Object.assign(f, { q: address.get("f.q") || "" });
    for (const name of Object.keys(filters.FLAGS)) f[name] = address.get(`f.${name}`) === "yes";
    const event = address.get("event");
    const article = address.get("article");
    const at = /^(\d+)-(\d+)$/.exec(address.get("at") || "");
    const rejected = /^\d+$/.test(address.get("rejected") || "") ? Number(address.get("rejected")) : null;
    return {
      tab: TABS.includes(address.get("tab")) ? address.get("tab") : "events",
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
  memcon.clear = () => memcon.go({ filters: { ...filters.EMPTY, own: {} } });
}
