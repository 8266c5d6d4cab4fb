/* Where coders differ, side by side: one case after another, settled by a key each. Only where a run is adjudicated. */
if (memcon.extra.review.cases) {
  const { html } = memcon;
  const { Button, Text, count, plain } = memcon.ui;
  const { useRef, useLayoutEffect } = memcon.hooks;

  const SECTIONS = [
    ["differ", "Coders differ"],
    ["agree", "Coders agree"],
    ["alone", "One coder looked"],
  ];
  const { cases } = memcon.extra.review;
  const byId = new Map(cases.map((one) => [one.id, one]));
  let open = false;
  let section = "differ";
  let shown = null; // the id of the case in sight

  const waits = (one) => review.waiting.some(({ ask }) => ask.action === "settle" && (ask.case === one.id || (!ask.case && one.standing === "agree")));
  const isOpen = (one) => !one.settled && !waits(one);
  const inSection = (name) => cases.filter((one) => one.standing === name);
  const left = (name) => inSection(name).filter(isOpen).length;
  const current = () => byId.get(shown);

  review.hears.push((told) => {
    for (const [id, settled] of Object.entries(told.settled || {})) if (byId.has(id)) byId.get(id).settled = settled;
  });

  const show = (one) => {
    shown = one ? one.id : null;
    memcon.refresh();
    document.querySelector(".adjudicate-case")?.scrollTo(0, 0);
  };
  /** The next case of the section that is not settled, after the one in sight; round the end, and none where none is left. */
  const onward = () => {
    const list = inSection(section);
    const at = list.indexOf(current());
    const next = [...list.slice(at + 1), ...list.slice(0, Math.max(0, at))].find(isOpen);
    if (next) show(next);
    else memcon.say(`no case is left where ${section === "alone" ? "one coder looked" : `coders ${section}`}`);
  };
  const step = (by) => {
    const list = inSection(section);
    if (!list.length) return;
    const at = list.indexOf(current());
    show(list[Math.max(0, Math.min(list.length - 1, at + by))]);
  };
  const choose = (name) => {
    section = name;
    show(inSection(name).find(isOpen) || inSection(name)[0]);
  };
  const take = (opinion) => {
    const one = current();
    if (!one || !opinion || !isOpen(one)) {
      memcon.say(!one || !opinion ? "there is no such opinion" : "it is settled: u undoes");
      return;
    }
    review.decide({ action: "settle", case: one.id, take: opinion.who, note: review.takeNote() }, `settled as ${opinion.who} says: ${one.title}`);
    onward();
  };
  const takeAll = () => {
    const some = left("agree");
    if (!some) memcon.say("there is nothing left on which coders agree");
    else review.decide({ action: "settle", note: review.takeNote() }, `${count(some, "case")} settled as coders agree`);
  };
  const eventOf = (one) => {
    const names = new Set(one.mentions);
    return [...memcon.data.places.keys()].map(memcon.event).find((event) => event && !review.rejected(event) && review.names(event).some((name) => names.has(name)));
  };
  /** Decide otherwise than any coder: the event's own form, after which the case is settled by what is saved. */
  const edit = () => {
    const one = current();
    const event = one && eventOf(one);
    if (!event) {
      memcon.say("it is no event of the run yet: take an opinion first, then edit the event");
      return;
    }
    close();
    memcon.clear();
    memcon.go({ tab: "events", event: event.id, reading: true });
    if (!document.querySelector(".review-edit")) review.edit();
  };
  const start = () => {
    open = true;
    if (!current()) section = SECTIONS.map(([name]) => name).find((name) => left(name)) || section;
    show(current() || inSection(section).find(isOpen) || inSection(section)[0]);
  };
  const close = () => {
    open = false;
    memcon.refresh();
  };

  const keys = (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.target.closest("input, textarea, select")) return;
    const one = current();
    const number = Number(pressed.key);
    const acts = { e: edit, n: () => step(1), p: () => step(-1), u: () => review.undo(), T: takeAll };
    const run = number >= 1 && number <= 9 ? () => take(one?.opinions[number - 1]) : acts[pressed.key];
    if (!run) return;
    pressed.preventDefault();
    pressed.stopPropagation();
    run();
  };

  const Words = ({ one }) => html`<div class="adjudicate-words" role="region" aria-label="Words" tabindex="0">${one.words.map((quote) => html`<blockquote>${quote.before ? html`<span class="dim">…<${Text} s=${quote.before} /></span>` : null}<mark><${Text} s=${quote.text} /></mark>${quote.after ? html`<span class="dim"><${Text} s=${quote.after} />…</span>` : null} <cite><${Text} s=${quote.article} /></cite></blockquote>`)}</div>`;

  const verdict = (opinion) => (opinion.events.length === 1 ? "an event" : opinion.events.length ? `${opinion.events.length} events` : "no event");
  const Sides = ({ one }) => {
    const fields = Object.keys(one.opinions.find((each) => each.events.length === 1)?.events[0] || {});
    const values = (name) => one.opinions.map((each) => (each.events.length === 1 ? each.events[0][name] : null));
    const differ = (all) => new Set(all.filter((each) => each !== null)).size > 1;
    const cell = (value) => (value === null ? html`<td class="dim">–</td>` : html`<td><${Text} s=${value} /></td>`);
    const verdicts = one.opinions.map(verdict);
    return html`<div class="adjudicate-table" role="region" aria-label="What coders say" tabindex="0"><table>
      <thead><tr><td></td>${one.opinions.map((each) => html`<th scope="col"><${Text} s=${each.who} /></th>`)}</tr></thead>
      <tbody><tr><th scope="row">said</th>${one.opinions.map((each) => html`<td><${Text} s=${each.said} /></td>`)}</tr>
        ${!one.mentions.length ? null : html`<tr class=${differ(verdicts) ? "differs" : ""}><th scope="row">is${differ(verdicts) ? html` <span class="since">differs</span>` : null}</th>${verdicts.map(cell)}</tr>`}
        ${fields.map((name) => html`<tr class=${differ(values(name)) ? "differs" : ""}><th scope="row">${name}${differ(values(name)) ? html` <span class="since">differs</span>` : null}</th>${values(name).map(cell)}</tr>`)}</tbody></table></div>`;
  };

  const Case = ({ one }) => html`<h3><${Text} s=${one.title} /></h3>
    <p role="status">${one.settled ? html`Settled by <${Text} s=${one.settled.who} />: ${one.settled.action}. u undoes the last decision.` : waits(one) ? "Not sent yet." : "Not settled."}</p>
    <${Words} one=${one} /><${Sides} one=${one} />
    <div class="review-acts" role="group" aria-label="Settle">${one.opinions.map((each, at) => html`<${Button} class="act" onClick=${() => take(each)} aria-keyshortcuts=${String(at + 1)} aria-label=${`Take what ${plain(each.who)} says`}>Take <${Text} s=${each.who} /> <kbd aria-hidden="true">${at + 1}</kbd><//>`)}
      <${Button} class="act" onClick=${edit} aria-keyshortcuts="e">Edit <kbd aria-hidden="true">e</kbd><//>
      <${Button} class="act" onClick=${() => step(-1)} aria-keyshortcuts="p">Previous <kbd aria-hidden="true">p</kbd><//><${Button} class="act" onClick=${() => step(1)} aria-keyshortcuts="n">Next <kbd aria-hidden="true">n</kbd><//>
      <${Button} class="act" onClick=${() => review.undo()} aria-keyshortcuts="u">Undo <kbd aria-hidden="true">u</kbd><//>
      <label class="review-note">Note <input maxlength="4000" value=${review.note} placeholder="goes with your next decision" onInput=${(typed) => { review.note = typed.target.value; }} /></label></div>`;

  const Panel = () => {
    const box = useRef(null);
    useLayoutEffect(() => {
      box.current.showModal();
    }, []);
    const one = current();
    const list = inSection(section);
    return html`<dialog class="review-dialog adjudicate" ref=${box} aria-labelledby="adjudicate-title" onClose=${close} onKeyDown=${keys}>
      <h2 id="adjudicate-title">Adjudication</h2>
      <p class="review-acts" role="group" aria-label="Cases">${SECTIONS.map(([name, label]) => html`<${Button} class="act" aria-pressed=${section === name ? "true" : "false"} onClick=${() => choose(name)}>${label}: ${left(name)} of ${inSection(name).length} left<//>`)}
        <${Button} class="act" onClick=${takeAll} aria-keyshortcuts="T" disabled=${!left("agree")}>Take all that agree <kbd aria-hidden="true">T</kbd><//>
        <${Button} class="act" onClick=${close}>Close<//></p>
      <div class="adjudicate-case">${one && list.includes(one) ? html`<p class="dim">${list.indexOf(one) + 1} of ${list.length}</p><${Case} key=${one.id} one=${one} />` : html`<p>No case here.</p>`}</div></dialog>`;
  };

  memcon.register({
    name: "adjudication",
    header: () => html`<${Button} class="act" onClick=${start} aria-keyshortcuts="A">Adjudicate: ${left("differ")} left <kbd aria-hidden="true">A</kbd><//>${open ? html`<${Panel} />` : null}`,
    keys: [{ key: "A", label: "where coders differ, side by side", run: start }],
  });
  review.adjudicate = start;
}
