/* The filters, each value with how many events it would leave. */
{
  const { html, data, filters } = memcon;
  const { Text, Button, words, plain, countryName } = memcon.ui;
  const { useState } = memcon.hooks;
  const MOST = 8; // values shown before "more"
  const LEGENDS = { variant: "Form, channel or act" };
  const title = (name) => words(name).replace(/^./u, (first) => first.toUpperCase());

  /** Values of one filter; `items` are {value, label, count}, chosen ones first, then by count. */
  const Values = ({ name, legend, items, chosen, toggle, find }) => {
    const [all, setAll] = useState(false);
    const [asked, setAsked] = useState("");
    const wanted = filters.fold(asked.trim());
    const on = new Set(chosen);
    const ranked = items
      .filter((one) => (one.count || on.has(one.value)) && (!wanted || filters.fold(one.label).includes(wanted)))
      .sort((a, b) => on.has(b.value) - on.has(a.value) || b.count - a.count || (a.label < b.label ? -1 : 1));
    const shown = ranked.slice(0, all ? 200 : MOST);
    if (!items.length) return null;
    return html`<fieldset class="facet"><legend>${legend}</legend>
      ${find && items.length > MOST ? html`<input type="search" class="find" placeholder=${find} aria-label=${find} value=${asked} onInput=${(event) => setAsked(event.target.value)} />` : null}
      <ul>${shown.map(
        (
          one,
        ) => html`<li key=${one.value}><label class=${one.count ? "" : "none"}><input type="checkbox" name=${name} checked=${on.has(one.value)} onChange=${() => toggle(one.value)} />
        <span class=${`value ${name === "kind" ? one.value : ""}`}><${Text} s=${one.label} /></span> <span class="num">${one.count.toLocaleString("en")}</span></label></li>`,
      )}</ul>
      ${ranked.length > MOST && shown.length < ranked.length ? html`<${Button} class="more" onClick=${() => setAll(true)}>${Math.min(ranked.length, 200) - shown.length} more<//>` : null}
      ${ranked.length ? null : html`<p class="dim">none</p>`}
    </fieldset>`;
  };

  const Range = ({ f }) => {
    const set = (name) => (event) => {
      const day = event.target.value ? Date.parse(event.target.value) / data.DAY : null;
      memcon.go({ filters: { [name]: Number.isNaN(day) ? null : day } });
    };
    const value = (day) => (day === null ? "" : data.iso(day));
    return html`<fieldset class="facet"><legend>Date</legend><div class="pair">
      <label>from <input type="date" value=${value(f.from)} onChange=${set("from")} /></label>
      <label>to <input type="date" value=${value(f.to)} onChange=${set("to")} /></label></div>
      <label class="line"><input type="checkbox" checked=${f.undated && f.from === null && f.to === null} disabled=${f.from !== null || f.to !== null}
        onChange=${() => memcon.go({ filters: { undated: !f.undated } })} /> <span class="value">undated too</span></label></fieldset>`;
  };

  const Sureness = ({ f }) => {
    const set = (name) => (event) => memcon.go({ filters: { [name]: Math.round(Number(event.target.value) * 1000) } });
    return html`<fieldset class="facet"><legend>Confidence</legend><div class="pair">
      <label>least <input type="number" min="0" max="1" step="0.05" value=${f.least / 1000} onChange=${set("least")} /></label>
      <label>most <input type="number" min="0" max="1" step="0.05" value=${f.most / 1000} onChange=${set("most")} /></label></div></fieldset>`;
  };

  const Facets = ({ f, result }) => {
    const { counts } = result;
    const { events } = data.index;
    const plainItems = (table, tally, label = words) =>
      table.map((value, at) => ({ value, label: label(value), count: tally[at] || 0 }));
    const countries = events.countries.map(([code, name], at) => ({
      value: code,
      label: name === code ? code : `${name} ${code}`,
      count: counts.country[at] || 0,
    }));
    const on = (name) => (value) => memcon.toggle(name, value);
    const own = (name) => (value) => {
      const now = f.own[name] || [];
      memcon.go({
        filters: {
          own: { ...f.own, [name]: now.includes(value) ? now.filter((one) => one !== value) : [...now, value] },
        },
      });
    };
    const choice = (name) =>
      html`<${Values} key=${name} name=${name} legend=${LEGENDS[name] || title(name)} items=${plainItems(events.tables[name], counts[name])} chosen=${f[name]} toggle=${on(name)} />`;
    return html`<div class="facets">
      <div class="facets-head"><h2>Filters</h2>${filters.set(f) ? html`<${Button} class="link" onClick=${memcon.clear}>clear all<//>` : null}</div>
      ${filters.ownFacets().map(
        (
          facet,
        ) => html`<${Values} key=${facet.name} name=${facet.name} legend=${facet.label} chosen=${f.own[facet.name] || []} toggle=${own(facet.name)}
        items=${[...counts.own[facet.name]].map(([value, count]) => ({ value, label: value, count }))} />`,
      )}
      ${filters.CHOICES.filter((name) => name !== "variant").map(choice)}
      <${Values} name="country" legend="Countries, all of" items=${countries} chosen=${f.country} toggle=${on("country")} find="find a country" />
      <${Values} name="person" legend="People and bodies, all of" items=${plainItems(events.tables.participants, counts.person, String)} chosen=${f.person} toggle=${on("person")} find="find a name" />
      ${choice("variant")}
      <${Range} f=${f} />
      <${Sureness} f=${f} />
      ${Object.entries(filters.FLAGS)
        .filter(([name]) => counts[name] || f[name])
        .map(([name, [who, differ]]) => html`<fieldset class="facet"><legend>${who}</legend><label class="line"><input type="checkbox" checked=${f[name]} onChange=${() => memcon.go({ filters: { [name]: !f[name] } })} /> <span class="value">${differ}</span> <span class="num">${counts[name].toLocaleString("en")}</span></label></fieldset>`)}
    </div>`;
  };

  /** What is filtered, as words that a click takes away. */
  const Chips = ({ f }) => {
    const chips = [];
    const add = (label, off) =>
      chips.push(
        html`<${Button} class="chip" onClick=${off} aria-label=${`Remove filter ${plain(label)}`}><${Text} s=${label} /><span aria-hidden="true"> ×</span><//>`,
      );
    for (const name of filters.LISTS.filter((one) => one !== "country"))
      for (const value of f[name])
        add(name === "person" || name === "article" ? value : words(value), () => memcon.toggle(name, value));
    for (const code of f.country) add(countryName(code), () => memcon.toggle("country", code));
    if (f.from !== null || f.to !== null)
      add(`${f.from === null ? "…" : data.iso(f.from)} – ${f.to === null ? "…" : data.iso(f.to)}`, () =>
        memcon.go({ filters: { from: null, to: null } }),
      );
    else if (!f.undated) add("dated", () => memcon.go({ filters: { undated: true } }));
    if (f.least > 0 || f.most < 1000)
      add(`confidence ${f.least / 1000}–${f.most / 1000}`, () => memcon.go({ filters: { least: 0, most: 1000 } }));
    for (const [name, said] of Object.entries(filters.FLAGS))
      if (f[name]) add(said.join(" ").toLowerCase(), () => memcon.go({ filters: { [name]: false } }));
    for (const [name, values] of Object.entries(f.own))
      for (const value of values)
        add(value, () => memcon.go({ filters: { own: { ...f.own, [name]: values.filter((one) => one !== value) } } }));
    return chips.length ? html`<div class="chips">${chips}</div>` : null;
  };

  Object.assign(memcon.ui, { Facets, Chips });
}
