/* The page: head, filters, list, and the reader with record and article. */
{
  const { html, data, filters } = memcon;
  const {
    Text,
    Button,
    List,
    Row,
    Record,
    Article,
    Articles,
    Rejected,
    Refusal,
    Run,
    Pictures,
    Facets,
    Chips,
    Help,
    count,
  } = memcon.ui;
  const { useRef, useLayoutEffect } = memcon.hooks;
  const { index } = data;
  const THEMES = ["system", "light", "dark"];
  const NARROW = window.matchMedia("(max-width: 760px)");

  const stored = () => {
    try {
      return localStorage.getItem("memcon-theme");
    } catch {
      return null; // a page from a file may be refused it
    }
  };
  let theme = THEMES.includes(stored()) ? stored() : "system";
  const applyTheme = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  memcon.theme = () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem("memcon-theme", theme);
    } catch {
      // then it holds until the page is closed
    }
    applyTheme();
    memcon.say(`colours: ${theme}`);
    memcon.refresh();
  };

  let said = "";
  let saying = 0;
  memcon.say = (text) => {
    said = text;
    clearTimeout(saying);
    saying = setTimeout(() => {
      said = "";
      memcon.refresh();
    }, 4000);
    memcon.refresh();
  };

  const TABS = [
    ["events", "Events", () => data.columns.id.length - data.dropped.size],
    ["articles", "Articles", () => index.articles.rows.id.length],
    ["rejected", "Rejected", () => data.tables.rejected.length],
    ["pictures", "Pictures", null],
    ["run", "Run", null],
  ];

  const tabs = () => [...memcon.ownTabs().map(({ name, label, size }) => [name, label, size]), ...TABS];
  const Head = ({ state }) => html`<header class="head">
    <h1><${Text} s=${index.title} /></h1>
    <nav aria-label="Parts of the page">${tabs().map(([name, label, size]) => html`<${Button} class="tab" aria-current=${state.tab === name ? "page" : undefined} onClick=${() => memcon.go({ tab: name, reading: false })}>${label}${size ? html` <span class="num">${size().toLocaleString("en")}</span>` : null}<//>`)}</nav>
    <div class="head-end">${memcon.slot("header")}<${Button} class="icon" title="Colours: light, dark, system (t)" aria-label=${`Colours: ${theme}`} onClick=${memcon.theme}>${{ system: "◐", light: "○", dark: "●" }[theme]}<//>
      <${Button} class="icon" title="Keys (?)" aria-label="Keys" onClick=${() => memcon.go({ help: true }, { quiet: true })}>?<//></div>
  </header>`;

  const Parts = () => {
    const { part } = index;
    if (!part) return null;
    return html`<nav class="parts" aria-label="Pages of this report">Page ${part.number} of ${part.of}: events ${(part.before + 1).toLocaleString("en")}–${(part.before + data.tables.events.length).toLocaleString("en")} of ${part.total.toLocaleString("en")} ${part.names.map((name, at) => (at + 1 === part.number ? html`<strong>${at + 1}</strong>` : html`<a href=${encodeURIComponent(name)}>${at + 1}</a>`))}</nav>`;
  };

  const Sorts = ({ f }) => {
    const sorts = filters.sorts();
    if (!sorts.length) return null;
    return html`<label class="choice sorts">Order <select id="sorts" value=${f.sort} onChange=${(chosen) => memcon.go({ filters: { sort: chosen.target.value } }, { quiet: true })}>
      <option value="" selected=${!f.sort}>date</option>${sorts.map((one) => html`<option value=${one.name} selected=${one.name === f.sort}>${one.label}</option>`)}</select></label>`;
  };

  const Search = ({
    f,
    result,
  }) => html`<div class="search"><input id="search" type="search" placeholder="Search names, quotes, places…" aria-label="Search events" value=${f.q} onInput=${(event) => memcon.go({ filters: { q: event.target.value } }, { quiet: true })} />
    <${Button} class="filter-button" aria-expanded=${memcon.state.facets ? "true" : "false"} onClick=${() => memcon.go({ facets: !memcon.state.facets }, { quiet: true })}>Filters${filters.set(f) ? html` <span class="num">${filters.set(f)}</span>` : null}<//>
    <p class="found" role="status">${result.searching ? "searching… " : ""}${count(result.passing.length, "event")}${result.passing.length < data.columns.id.length ? html` <span class="dim">of ${data.columns.id.length.toLocaleString("en")}</span>` : null}</p><${Sorts} f=${f} /></div>`;

  const Events = ({ state, result }) => {
    const places = result.passing;
    const selected = state.event ? places.indexOf(data.places.get(state.event)) : -1;
    return html`<${Search} f=${state.filters} result=${result} /><${Chips} f=${state.filters} />
      <${List} label="Events" count=${places.length} height=${86} keyOf=${(n) => places[n]} selected=${selected} empty="No event passes the filters."
        choose=${(n, { keep } = {}) => memcon.go({ event: data.columns.id[places[n]], reading: !keep }, { quiet: keep, jump: true })} row=${(n) => html`<${Row} event=${data.event(places[n])} />`} />`;
  };

  const Welcome = () =>
    html`<div class="welcome"><p>Choose an event: its record and its words in the articles stand here.</p><p class="dim">Keys: <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>/</kbd> search, <kbd>?</kbd> all of them.</p>${index.missing ? html`<p class="note">This page holds no text: ${index.missing}. Quotes stand alone.</p>` : null}</div>`;

  const Reader = ({ state }) => {
    const box = useRef(null);
    const was = useRef(state.reading);
    useLayoutEffect(() => {
      if (!state.focus) box.current.scrollTop = 0;
    }, [state.event, state.tab === "events" ? null : state.article]);
    useLayoutEffect(() => {
      if (NARROW.matches && was.current !== state.reading) {
        if (state.reading) box.current.focus();
        else document.querySelector(".list")?.focus();
      }
      was.current = state.reading;
    }, [state.reading]);
    const event = memcon.event(state.event);
    return html`<main class="reader" ref=${box} tabindex="-1" id="reader">
      <${Button} class="back" onClick=${() => memcon.go({ reading: false }, { quiet: true })}>← Back to the list<//>
      ${event ? html`<${Record} event=${event} article=${state.article} />` : null}
      ${state.rejected !== null && !event ? html`<${Refusal} one=${data.rejected(state.rejected)} />` : null}
      ${state.article ? html`<${Article} key=${state.article} id=${state.article} event=${state.event} focus=${state.focus} refused=${state.refused} jump=${state.jump} />` : event ? null : html`<${Welcome} />`}
    </main>`;
  };

  const App = ({ state }) => {
    const result = filters.current(state.filters);
    const own = memcon.ownTabs().find((one) => one.name === state.tab);
    const listed = own || ["events", "articles", "rejected"].includes(state.tab);
    const faceted = ["events", "pictures"].includes(state.tab);
    return html`<div class=${`app tab-${state.tab} ${state.reading ? "reading" : ""} ${state.facets ? "facets-open" : ""}`}>
      <${Head} state=${state} /><${Parts} />
      <div class="columns">
        ${faceted ? html`<aside class="side" aria-label="Filters"><${Facets} f=${state.filters} result=${result} /><${Button} class="done" onClick=${() => memcon.go({ facets: false }, { quiet: true })}>Show ${count(result.passing.length, "event")}<//></aside>` : null}
        ${listed ? html`<section class="middle" aria-label=${state.tab}>${state.tab === "events" ? html`<${Events} state=${state} result=${result} />` : state.tab === "articles" ? html`<${Articles} />` : own ? own.view() : html`<${Rejected} />`}</section><${Reader} state=${state} />` : null}
        ${state.tab === "pictures" ? html`<main class="wide"><${Search} f=${state.filters} result=${result} /><${Chips} f=${state.filters} /><${Pictures} passing=${result.passing} /></main>` : null}
        ${state.tab === "run" ? html`<main class="wide"><${Run} /></main>` : null}
      </div>
      ${state.help ? html`<${Help} />` : null}
      <p class="said" role="status">${said}</p>
    </div>`;
  };

  let drawn = false;
  memcon.refresh = () => {
    if (drawn) preact.render(html`<${App} state=${memcon.state} />`, document.getElementById("page"));
  };
  memcon.start = () => {
    applyTheme();
    memcon.begin();
    drawn = true;
    document.getElementById("page").replaceChildren();
    if (
      !memcon.state.event &&
      memcon.state.tab === "events" &&
      !memcon.state.article &&
      data.columns.id.length &&
      !NARROW.matches
    ) {
      const first = filters.current(memcon.state.filters).passing[0];
      if (first !== undefined)
        memcon.state = {
          ...memcon.state,
          event: data.columns.id[first],
          article: data.event(first).mentions[0].article,
        };
    }
    memcon.refresh();
    document.addEventListener("keydown", memcon.keys.press);
    filters.indexInRest(memcon.refresh);
  };
}
