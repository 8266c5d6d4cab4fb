/* Decisions on their way: kept in the browser until the server says that they are on disk, and sent again until then. */
const review = { ...memcon.extra.review, waiting: [], refused: [], trouble: "", hears: [] };
{
  const PREFIX = `memcon-review:${location.pathname}:`;
  const SLOWEST = 15_000; // milliseconds between two tries, at most
  let pause = 0;
  let sending = false;
  let timer = 0;
  let moved = false; // another page decided too: this one is loaded again when all is sent

  const store = {
    /** Keep an entry beyond the life of this page. False where the browser keeps nothing. */
    put(entry) {
      try {
        localStorage.setItem(PREFIX + entry.ask.id, JSON.stringify(entry));
        return true;
      } catch {
        return false;
      }
    },
    drop(id) {
      try {
        localStorage.removeItem(PREFIX + id);
      } catch {
        // then it was not kept either
      }
    },
    all() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
        return keys.map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => (a.ask.when < b.ask.when ? -1 : 1));
      } catch {
        return [];
      }
    },
  };

  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  /** What names an event for certain while a run is reviewed: the ids of its mentions. */
  review.names = (event) => event.mentions.map((proof) => proof.mention);
  review.key = (event) => review.names(event).sort().join("\n");
  review.rejected = (event) => Boolean(event.review && event.review.decisions.at(-1).action === "reject");

  /** Decide something: `label` says what, for the reviewer. It counts from now on, whatever dies. */
  review.decide = (ask, label) => {
    const entry = { ask: { id: uuid(), when: new Date().toISOString(), note: "", ...ask }, label };
    review.waiting.push(entry);
    if (!store.put(entry)) review.trouble = "this browser keeps nothing: do not close the page before all is sent";
    memcon.refresh();
    pause = 0;
    return send();
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending || !review.waiting.length) return;
    sending = true;
    try {
      while (review.waiting.length) {
        const entry = review.waiting[0];
        const answer = await fetch("decisions", {
          method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(entry.ask), cache: "no-store",
        });
        const done = await taken(answer, entry);
        if (!done) return later();
      }
      review.trouble = "";
      if (moved) location.reload();
    } catch {
      review.trouble = "the server does not answer: start memcon review again; what you decide is kept here";
      later();
    } finally {
      sending = false;
      memcon.refresh();
    }
  };

  /** Act on an answer; true where the entry needs no further try. */
  const taken = async (answer, entry) => {
    if (answer.status === 404 || answer.status === 421) {
      review.trouble = "this page is of an earlier start: open the address that memcon review printed; what you decide is kept here";
      return false;
    }
    if (answer.status >= 500) {
      const told = await answer.json().catch(() => ({}));
      review.trouble = told.error || `the server is in trouble (${answer.status}); what you decide is kept here`;
      return false;
    }
    const told = await answer.json().catch(() => ({ error: `refused (${answer.status})` }));
    review.waiting = review.waiting.filter((each) => each !== entry);
    store.drop(entry.ask.id);
    if (answer.ok) {
      learn(told);
      memcon.say(answer.status === 200 ? `${entry.label}: was saved before` : entry.label);
    } else {
      review.refused.push({ ...entry, why: told.error });
      memcon.say(`not possible: ${entry.label}: ${told.error}`);
    }
    return true;
  };

  const later = () => {
    pause = Math.min(SLOWEST, pause ? pause * 2 : 500);
    timer = setTimeout(send, pause);
  };

  const learn = (told) => {
    if (told.reload || told.revision !== review.revision + (told.lines ?? 1)) moved = true;
    for (const name of ["revision", "reviewed", "total", "stale", "who", "read", "quarters"]) review[name] = told[name];
    const kept = told.log_first - review.log_first; // the log comes from the first line on that has changed
    review.log = kept >= 0 ? [...review.log.slice(0, kept), ...told.log] : told.log;
    review.log_first = Math.min(review.log_first, told.log_first);
    for (const hear of review.hears) hear(told);
    show(told.changes);
  };

  /** Change the page as told. Ids may move round in a ring, so the moving ones step aside first. */
  const show = (changes) => {
    const shown = memcon.state.event;
    const ids = memcon.events();
    const passed = ids.includes(shown);
    let next = shown;
    const puts = changes.filter((change) => change.put);
    for (const { drop } of changes) {
      if (!drop) continue;
      if (drop === shown) next = null;
      memcon.drop(drop);
    }
    const moving = puts.filter(({ put, was }) => was && was !== put.id);
    for (const { was } of moving) memcon.put({ ...memcon.event(was), id: `~${was}` }, { was });
    for (const { put, was } of puts) {
      memcon.put(put, { was: moving.some((each) => each.was === was) ? `~${was}` : (was ?? put.id) });
      if (was === shown && next === shown) next = put.id;
    }
    if (shown && next === null) next = (puts.find(({ was }) => !was) || {}).put?.id ?? memcon.events()[0] ?? null;
    if (next && passed && !memcon.filters.passes(memcon.data.places.get(next))) next = memcon.instead(ids, shown);
    if (next !== shown) memcon.go({ event: next }, { quiet: true });
  };

  /** Take back the last decision: one that still waits is dropped, one that was made is undone. */
  review.undo = (id) => {
    const waiting = review.waiting.at(-1);
    if (!id && waiting && !(sending && review.waiting[0] === waiting)) {
      review.waiting.pop();
      store.drop(waiting.ask.id);
      memcon.say(`taken back: ${waiting.label}`);
      return;
    }
    const mine = (each) => !each.undone && each.action !== "undo" && each.who === review.who;
    const last = id ? review.log.find((each) => each.id === id) : review.log.findLast(mine);
    if (!last) memcon.say("there is nothing of yours to undo");
    else review.decide({ action: "undo", undoes: last.id }, `undone: ${last.told}`);
  };
  review.dismiss = (entry) => {
    review.refused = review.refused.filter((each) => each !== entry);
    memcon.refresh();
  };
  review.send = () => {
    pause = 0;
    return send();
  };
  review.begin = () => {
    review.waiting = store.all();
    window.addEventListener("online", review.send);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && review.send());
    send();
  };
}
