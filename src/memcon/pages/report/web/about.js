/* What surrounds the events: articles and how they ended, rejected answers and why, the run and what it cost. */
{
  const { html, data } = memcon;
  const { Text, Button, List, Kind, count, words, plain, sourceName } = memcon.ui;
  const { useState } = memcon.hooks;
  const { index } = data;

  const ArticleRow = ({ at }) => {
    const article = data.article(at);
    const given = data.eventsOf[at].length;
    return html`<span class=${`edge state-${article.state}`}></span><span class="row-head"><span class="when">${article.published || "no day"}</span><span class="state">${article.state}</span><span class="codes">${article.language ? plain(article.language) : ""}</span></span>
      <span class="row-title"><${Text} s=${article.title || article.article} /></span>
      <span class="row-words">${article.detail ? html`<${Text} s=${article.detail} />` : `${count(given, "event")}, ${article.rejected ?? 0} rejected${article.characters ? `, ${article.characters.toLocaleString("en")} characters` : ""}`}</span>`;
  };

  const choice = (
    label,
    values,
    chosen,
    set,
  ) => html`<label class="choice">${label} <select value=${chosen} onChange=${(event) => set(event.target.value)}>
    <option value="">all</option>${values.map(([value, n]) => html`<option value=${value} selected=${value === chosen}>${words(value)} (${n.toLocaleString("en")})</option>`)}</select></label>`;

  const tallied = (table, column) => {
    const counts = table.map((value) => [value, 0]);
    for (const at of column) if (at >= 0) counts[at][1] += 1;
    return counts.filter((each) => each[1]).sort((a, b) => b[1] - a[1]);
  };

  const Articles = () => {
    const [state, setState] = useState("");
    const rows = index.articles.rows;
    const wanted = index.articles.states.indexOf(state);
    const places = rows.id.map((_, at) => at).filter((at) => !state || rows.state[at] === wanted);
    const selected = places.findIndex((at) => rows.id[at] === memcon.state.article);
    return html`<div class="tools">${choice("State", tallied(index.articles.states, rows.state), state, setState)} <span class="dim">${count(places.length, "article")}</span></div>
      <${List} label="Articles" count=${places.length} height=${82} keyOf=${(n) => places[n]} selected=${selected} empty="No article."
        choose=${(n, { keep } = {}) => memcon.go({ article: rows.id[places[n]], event: null, focus: null, rejected: null, reading: !keep }, { quiet: keep })} row=${(n) => html`<${ArticleRow} at=${places[n]} />`} />`;
  };

  const RejectedRow = ({ at }) => {
    const one = data.rejected(at);
    return html`<span class="edge refused"></span><span class="row-head"><span class="reason">${words(one.reason)}</span>${one.kind ? html`<${Kind} kind=${one.kind} />` : null}<span class="nature">${one.field}</span></span>
      <span class="row-title"><${Text} s=${one.text || "–"} /></span><span class="row-words"><${Text} s=${one.detail} /></span>`;
  };

  const Rejected = () => {
    const [reason, setReason] = useState("");
    const [field, setField] = useState("");
    const { rows, reasons, fields } = index.rejected;
    const [r, f] = [reasons.indexOf(reason), fields.indexOf(field)];
    const places = rows.reason
      .map((_, at) => at)
      .filter((at) => (!reason || rows.reason[at] === r) && (!field || rows.field[at] === f));
    const open = (n, { keep } = {}) => {
      const one = data.rejected(places[n]);
      memcon.go(
        {
          rejected: places[n],
          article: one.article,
          event: null,
          refused: true,
          focus: one.near ? [one.near.start, one.near.end] : null,
          reading: !keep,
        },
        { quiet: keep, jump: true },
      );
    };
    return html`<div class="tools">${choice("Reason", tallied(reasons, rows.reason), reason, setReason)} ${choice("Field", tallied(fields, rows.field), field, setField)} <span class="dim">${count(places.length, "answer")}</span></div>
      <${List} label="Rejected answers" count=${places.length} height=${82} keyOf=${(n) => places[n]} selected=${places.indexOf(memcon.state.rejected)} empty="Nothing was rejected."
        choose=${open} row=${(n) => html`<${RejectedRow} at=${places[n]} />`} />`;
  };

  /** One rejected answer in full. */
  const Refusal = ({
    one,
  }) => html`<div class="refusal"><p class="over"><span class="reason">${words(one.reason)}</span>${one.kind ? html`<${Kind} kind=${one.kind} />` : null}<span class="dim">${one.field}</span>${one.prompt ? html`<span class="dim"><${Text} s=${one.prompt} /></span>` : null}</p>
    <p>The model said <q><${Text} s=${one.text || "nothing"} /></q></p>
    <p><${Text} s=${one.detail} /></p>
    ${one.near ? html`<p>Closest in the article: <${Button} class="link" onClick=${() => memcon.go({ article: one.article, refused: true, focus: [one.near.start, one.near.end] }, { jump: true })}><q><${Text} s=${one.near.text} /></q> <span class="num">${one.near.start}–${one.near.end}</span><//></p>` : null}
    ${memcon.slot("rejectedActions", one)}</div>`;

  /** The rejected answers of an article, under its text. */
  const Refused = ({ places }) =>
    html`<section class="refused-list"><h3>${count(places.length, "rejected answer")}</h3>${places.map((at) => html`<${Refusal} key=${at} one=${data.rejected(at)} />`)}</section>`;

  const number = (value) => (typeof value === "number" ? value.toLocaleString("en") : String(value));
  const Line = ({ name, children }) => html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;
  const listed = (found) =>
    Object.entries(found || {})
      .map(([name, n]) => `${number(n)} ${words(name)}`)
      .join(", ") || "none";
  const told = (found) =>
    Object.entries(found || {})
      .map(([name, n]) => (typeof n === "number" ? count(n, name) : `${n} ${name}`))
      .join(", ") || "none";
  const cost = (usage) =>
    usage.cost === null || usage.cost === undefined
      ? "price unknown"
      : usage.cost === 0
        ? "nothing"
        : `$${usage.cost.toFixed(usage.cost < 1 ? 4 : 2)}`;

  const Run = () => {
    const run = index.run;
    const usage = run.usage || {};
    if (!Object.keys(run).length)
      return html`<div class="run"><h2>The run</h2><p>There was no run.json in <${Text} s=${index.folder} />: nothing is known of how these events were made.</p></div>`;
    return html`<div class="run" tabindex="-1"><h2>The run</h2>
      <dl class="facts">
        <${Line} name="made by">memcon <${Text} s=${run.memcon} /> · Python <${Text} s=${run.python} /> · <${Text} s=${run.platform} /><//>
        <${Line} name="model"><${Text} s=${run.model} /> · <${Text} s=${run.strategy} /><span class="basis"><${Text} s=${run.base_url || run.endpoint} /></span><//>
        <${Line} name="prompts">${(run.prompts || []).map((one) => html`<div><${Text} s=${one} /></div>`)}<//>
        <${Line} name="started"><${Text} s=${run.started} /> · ${number(run.seconds)} s<//>
        <${Line} name="ended">${run.stopped ? html`<strong><${Text} s=${run.stop_reason || "stopped"} /></strong>: <${Text} s=${run.stopped} />` : "done"} <span class="dim">exit code ${number(run.exit_code)}</span><//>
        <${Line} name="articles"><${Text} s=${listed(run.articles)} />${Object.keys(run.failures || {}).length ? html`<span class="basis">failed: <${Text} s=${listed(run.failures)} /></span>` : null}<//>
        <${Line} name="events"><${Text} s=${told(run.events)} /> · from ${number(run.mentions)} mentions · ${number(run.rejected)} rejected<//>
        <${Line} name="calls">${number(usage.calls)} · ${number(usage.replayed)} from the ledger · ${number(usage.re_asked)} asked again · ${number(usage.failed)} failed<//>
        <${Line} name="tokens">${number(usage.prompt_tokens)} in (${number(usage.cached_tokens)} cached) · ${number(usage.completion_tokens)} out<//>
        <${Line} name="cost">${cost(usage)}<//>
        <${Line} name="folder"><${Text} s=${index.folder} /><//>
      </dl>
      <details><summary>All of run.json</summary><pre><${Text} s=${JSON.stringify(run, null, 2)} /></pre></details>
    </div>`;
  };

  Object.assign(memcon.ui, { Articles, Rejected, Refusal, Refused, Run });
}
