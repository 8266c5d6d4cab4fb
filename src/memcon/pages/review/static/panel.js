/* How far the review is, what waits to be sent, and all decisions with their undo. */
{
  const { html } = memcon;
  const { Button, Text, count } = memcon.ui;
  const { useRef, useLayoutEffect } = memcon.hooks;

  let open = false;
  const toggle = () => {
    open = !open;
    memcon.refresh();
  };

  const Line = ({ one }) => html`<li class=${`${one.state} ${one.undone ? "undone" : ""}`}><span class="told"><${Text} s=${one.told} /></span>${one.note ? html` <q><${Text} s=${one.note} /></q>` : null} <span class="dim">${one.when.slice(0, 16).replace("T", " ")}</span>
    ${one.undone || one.action === "undo" ? null : html`<${Button} class="act" onClick=${() => review.undo(one.id)} aria-label=${`Undo: ${memcon.ui.plain(one.told)}`}>Undo<//>`}</li>`;

  const PAUSE = 5; // minutes between two decisions beyond which nobody was at work
  /** Decisions of this person today, and how many an hour while at work, of the last ones that the page is told. */
  const pace = () => {
    const midnight = new Date().setHours(0, 0, 0, 0);
    const today = review.quarters.filter(([start]) => start * 1000 >= midnight).reduce((sum, [, made]) => sum + made, 0);
    const times = review.log.filter((one) => one.who === review.who && one.action !== "undo").map((one) => Date.parse(one.when)).filter((at) => at >= midnight).sort((a, b) => a - b);
    const gaps = times.slice(1).map((at, n) => at - times[n]).filter((gap) => gap <= PAUSE * 60_000);
    const spent = gaps.reduce((sum, gap) => sum + gap, 0) / 3_600_000;
    return { today, speed: gaps.length > 1 && spent ? Math.round(gaps.length / spent) : null };
  };
  review.pace = pace;
  const Pace = () => {
    const { today, speed } = pace();
    const read = review.articlesRead();
    return html`<p class="pace">Today: ${count(today, "decision")}${speed ? `, ${speed.toLocaleString("en")} an hour, pauses over ${PAUSE} minutes left out` : ""}. In all: ${review.reviewed.toLocaleString("en")} of ${count(review.total, "event")} decided, ${review.queue ? `${read} of ${count(review.queue.length, "article")} of your sample` : count(read, "article")} read whole.</p>`;
  };

  let sought = "";
  const seek = (typed) => {
    sought = typed.target.value;
    memcon.refresh();
  };
  const matching = (all) => {
    const wanted = memcon.filters.fold(sought.trim());
    return wanted ? all.filter((one) => memcon.filters.fold(`${one.told} ${one.note}`).includes(wanted)) : all;
  };

  const Panel = () => {
    const box = useRef(null);
    useLayoutEffect(() => {
      box.current.showModal();
    }, []);
    const close = () => {
      open = false;
      memcon.refresh();
    };
    const stale = review.log.filter((one) => one.state === "stale" && !one.undone);
    return html`<dialog class="review-dialog" ref=${box} aria-labelledby="review-log-title" onClose=${close}>
      <h2 id="review-log-title">Decisions</h2>
      <p>You are <strong><${Text} s=${review.who} /></strong>. Decisions are appended to <code><${Text} s=${review.file} /></code>; the next extract applies them.</p>
      <${Pace} />
      ${review.refused.length ? html`<h3>Not possible</h3><ul class="review-log">${review.refused.map((one) => html`<li class="stale"><${Text} s=${`${one.label}: ${one.why}`} /> <${Button} class="act" onClick=${() => review.dismiss(one)}>Dismiss<//></li>`)}</ul>` : null}
      ${review.waiting.length ? html`<h3>Waiting to be sent</h3><ul class="review-log">${review.waiting.map((one) => html`<li><${Text} s=${one.label} /></li>`)}</ul>` : null}
      ${stale.length ? html`<h3>No longer hold</h3><ul class="review-log">${stale.map((one) => html`<${Line} key=${one.id} one=${one} />`)}</ul>` : null}
      <h3>All, the last first</h3><p><input type="search" aria-label="Search decisions" placeholder="Search decisions…" value=${sought} onInput=${seek} /></p><ul class="review-log">${matching([...review.log].reverse()).map((one) => html`<${Line} key=${one.id} one=${one} />`)}</ul>
      <p class="review-buttons"><${Button} class="act" onClick=${close}>Close<//></p></dialog>`;
  };

  const Header = () => html`<div class="review-head"><span class="progress" role="status">${review.reviewed.toLocaleString("en")} of ${review.total.toLocaleString("en")} reviewed${review.queue ? `, ${review.articlesRead()} of ${count(review.queue.length, "article")} read` : ""}</span>
      <progress aria-label="Reviewed" max=${Math.max(1, review.total)} value=${review.reviewed}></progress>
      ${review.marked.length > 1 ? html`<${Button} class="act" onClick=${review.merge}>Merge ${review.marked.length} <kbd aria-hidden="true">M</kbd><//>` : null}
      ${review.waiting.length ? html`<${Button} class="act waiting" onClick=${review.send}>${count(review.waiting.length, "decision")} not sent yet<//>` : null}
      ${review.refused.length ? html`<${Button} class="act trouble" onClick=${toggle}>${review.refused.length} not possible<//>` : null}
      <${Button} class="act" onClick=${toggle} aria-keyshortcuts="d">Decisions${review.stale ? html` <span class="since">${review.stale} stale</span>` : null} <kbd aria-hidden="true">d</kbd><//></div>
    ${review.trouble ? html`<p class="review-trouble" role="alert">${review.trouble}</p>` : null}
    ${open ? html`<${Panel} />` : null}`;

  memcon.register({
    name: "review-panel",
    header: () => html`<${Header} />`,
    keys: [{ key: "d", label: "all decisions, and what waits to be sent", run: toggle }],
  });
  review.begin();
}
