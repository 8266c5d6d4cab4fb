/* What a reviewer does with an event: accept, reject, mark for merging, split; a key and a button for each. */
{
  const { html } = memcon;
  const { Button, Text, words, count } = memcon.ui;

  review.note = "";
  review.editing = null; // the key of the event whose fields are being edited
  review.marked = []; // keys of events to merge, in the order of marking
  review.parts = null; // while splitting: {key, of: {mention: part}}

  const current = memcon.shown; // what is in sight, and nothing else: one way for every act
  const byKey = (key) => {
    for (const id of memcon.data.places.keys()) {
      const event = memcon.event(id);
      if (event && review.key(event) === key) return event;
    }
    return null;
  };
  const taken = () => {
    const note = review.note.trim();
    review.note = "";
    return note;
  };
  review.takeNote = taken;
  const waits = (event) => {
    const key = review.key(event);
    const named = (ask) => [...(ask.event ? [ask.event] : []), ...(ask.events || [])];
    return review.waiting.some(({ ask }) => named(ask).some((names) => [...names].sort().join("\n") === key));
  };

  /** Do what asks for an event in sight; where there is none that can be decided, say so. */
  const acting = (act) => () => {
    const event = current();
    if (event && !review.rejected(event)) act(event);
    else memcon.say(event ? "it is rejected: u undoes" : "no event is in sight");
  };

  /** Show the event after this one, so that one key after another reviews a list. */
  const onward = () => {
    if (memcon.state.tab === "queue") return review.undecided(1);
    const ids = memcon.events();
    const at = ids.indexOf(memcon.state.event);
    const next = at < 0 ? null : ids[at + 1];
    if (next) memcon.go({ event: next }, { quiet: true, jump: true });
  };

  const settle = (action) => acting((event) => {
    review.decide({ action, event: review.names(event), note: taken() }, `${action}ed: ${event.id}`);
    onward();
  });
  const mark = acting((event) => {
    const key = review.key(event);
    review.marked = review.marked.includes(key) ? review.marked.filter((each) => each !== key) : [...review.marked, key];
    memcon.say(`${count(review.marked.length, "event")} marked for merging`);
  });
  const merge = () => {
    const events = review.marked.map(byKey).filter(Boolean);
    if (events.length < 2) {
      memcon.say("mark two events or more with m, then merge them with M");
      return;
    }
    const hidden = events.filter((event) => !memcon.filters.passes(memcon.data.places.get(event.id))).length;
    if (hidden) {
      memcon.say(`${count(hidden, "marked event")} ${hidden === 1 ? "is" : "are"} hidden by the filters: clear them (c), then merge`);
      return;
    }
    review.marked = [];
    review.decide({ action: "merge", events: events.map(review.names), note: taken() }, `merged: ${events.map((event) => event.id).join(", ")}`);
  };
  const splitting = acting((event) => {
    if (event.mentions.length < 2) {
      memcon.say("it has one mention: there is nothing to split");
      return;
    }
    const key = review.key(event);
    const of = Object.fromEntries(event.mentions.map((proof, at) => [proof.mention, at ? 2 : 1]));
    review.parts = review.parts && review.parts.key === key ? null : { key, of };
    memcon.refresh();
  });
  const split = acting((event) => {
    if (review.parts?.key !== review.key(event)) {
      memcon.say("give its mentions to events first (s)");
      return;
    }
    const parts = [];
    for (const name of review.names(event)) (parts[review.parts.of[name]] ??= []).push(name);
    const told = parts.filter(Boolean);
    if (told.length < 2) {
      memcon.say("give its mentions to two events or more");
      return;
    }
    review.parts = null;
    review.decide({ action: "split", event: review.names(event), parts: told, note: taken() }, `split: ${event.id}`);
  });
  const edit = acting((event) => {
    const key = review.key(event);
    review.editing = review.editing === key ? null : key;
    memcon.refresh();
    if (review.editing) document.querySelector(".review-edit select, .review-edit input")?.focus();
  });
  Object.assign(review, { waits, settle, mark, merge, splitting, split, edit });

  const open = () => Boolean(current()) && !review.rejected(current());
  const Act = ({ name, label, run, ...rest }) => html`<${Button} class="act" onClick=${run} aria-keyshortcuts=${name} ...${rest}>${label} <kbd aria-hidden="true">${name}</kbd><//>`;

  const Actions = ({ event }) => {
    const key = review.key(event);
    if (review.rejected(event)) return html`<div class="review-acts" role="group" aria-label="Decide"><${Act} name="u" label="Undo the last decision" run=${() => review.undo()} /></div>`;
    const marked = review.marked.includes(key);
    return html`<div class="review-acts" role="group" aria-label="Decide">
        <${Act} name="a" label="Accept" run=${settle("accept")} /><${Act} name="r" label="Reject" run=${settle("reject")} />
        <${Act} name="e" label="Edit" run=${edit} aria-expanded=${review.editing === key ? "true" : "false"} />
        <${Act} name="m" label=${marked ? "Unmark" : "Mark to merge"} run=${mark} aria-pressed=${marked ? "true" : "false"} />
        ${event.mentions.length > 1 ? html`<${Act} name="s" label="Split" run=${splitting} aria-expanded=${review.parts?.key === key ? "true" : "false"} />` : null}
        <label class="review-note">Note <kbd aria-hidden="true">l</kbd> <input id="review-note" maxlength="4000" value=${review.note} placeholder="goes with your next decision" onInput=${(typed) => { review.note = typed.target.value; }} onKeyDown=${(typed) => (typed.key === "Escape" || typed.key === "Enter") && typed.target.blur()} /></label>
      </div>
      ${review.parts?.key === key ? html`<p class="review-split">Give each mention below to an event, then <${Button} class="act" onClick=${split} aria-keyshortcuts="S">Split <kbd aria-hidden="true">S</kbd><//> <${Button} class="act" onClick=${splitting}>Cancel<//></p>` : null}
      ${review.editing === key ? html`<${review.EditForm} key=${key} event=${event} />` : null}
      <${Decided} event=${event} />`;
  };

  /** Who decided what of it, and what the machine says instead. */
  const Decided = ({ event }) => {
    if (!event.review) return null;
    return html`<ul class="review-decided">${event.review.decisions.map((by) => html`<li>${words(by.action)} by <${Text} s=${by.who} /> <span class="dim">${by.when.slice(0, 16).replace("T", " ")}</span>${by.note ? html`: <q><${Text} s=${by.note} /></q>` : null}${by.changed.map((cause) => html` <span class="since"><${Text} s=${cause} /></span>`)}</li>`)}
      ${event.review.corrections.map((one) => html`<li class="correction">${one.field}: the machine says <${Text} s=${review.say(review.said(one))} /></li>`)}</ul>`;
  };

  const Badge = ({ event }) => {
    const verdict = review.verdict(event);
    const marked = review.marked.includes(review.key(event));
    return html`${verdict === "not reviewed" ? null : html`<span class=${`verdict ${verdict.replace(" ", "-")}`}>${verdict}</span>`}${marked ? html`<span class="verdict marked">marked</span>` : null}${waits(event) ? html`<span class="verdict waiting">not sent yet</span>` : null}`;
  };
  const PAST = { accept: "accepted", reject: "rejected", edit: "edited", merge: "merged", split: "split", add: "added" };
  review.verdict = (event) => (event.review ? PAST[event.review.decisions.at(-1).action] || "reviewed" : "not reviewed");

  const PartOf = ({ proof }) => {
    const { of } = review.parts;
    const most = Object.keys(of).length;
    return html`<label class="review-part">belongs to event <select value=${of[proof.mention]} onChange=${(chosen) => { of[proof.mention] = Number(chosen.target.value); memcon.refresh(); }}>
      ${Array.from({ length: most }, (_, at) => html`<option value=${at + 1} selected=${of[proof.mention] === at + 1}>${at + 1}</option>`)}</select></label>`;
  };

  memcon.register({
    name: "review",
    acts: true,
    badge: (event) => html`<${Badge} event=${event} />`,
    eventActions: (event) => html`<${Actions} event=${event} />`,
    mentionActions: (event, proof) => (review.parts && review.parts.key === review.key(event) ? html`<${PartOf} proof=${proof} />` : null),
    facets: [{ name: "review", label: "Review", values: (event) => [review.verdict(event)] }],
    changed: (state) => {
      const event = memcon.event(state.event);
      const key = event && review.key(event);
      if (review.editing && review.editing !== key) review.editing = null;
      if (review.parts && review.parts.key !== key) review.parts = null;
    },
    keys: [
      { key: "a", label: "accept the event", run: settle("accept") },
      { key: "r", label: "reject it", run: settle("reject") },
      { key: "e", label: "edit its fields", when: open, run: edit },
      { key: "m", label: "mark it for merging", when: open, run: mark },
      { key: "M", label: "merge the marked events", run: merge },
      { key: "s", label: "split it", when: open, run: splitting },
      { key: "S", label: "split it as its mentions are given", when: open, run: split },
      { key: "l", label: "leave a note with the next decision", when: open, run: () => document.getElementById("review-note")?.focus() },
      { key: "u", label: "undo the last decision", run: () => review.undo() },
    ],
  });
}
