"use strict";
/* The page's one global, `memcon`, and what a further script may give it.

A script that is set after this one calls `memcon.register({...})` once; every field may be left out:

  name             a word, for messages
  facets           [{name, label, values(event) → [string]}]: filters beside those of the page
  badge(event)     → view or null: beside an event in the list (no control: the row is one) and over its record
  eventActions(event)      → view or null: controls under the title of an event's record
  mentionActions(event, proof) → view or null: controls beside one mention of it
  articleSelection(range)  → view or null: shown when words of an article are selected;
                   range = {article, start, end, text}, offsets in code points as everywhere in memcon
  articleActions(article)  → view or null: controls under the title of an article
  rejectedActions(rejected)→ view or null: controls beside a rejected answer
  acts             true where its keys act on the event in sight: filters then take away from sight what they hide
  sorts            [{name, label, key(place) → number or text}]: orders of the list beside that by date; ties by date
  tabs             [{name, label, size() → number, view() → view}]: parts of the page, the list of each beside the reader
  header()         → view or null: at the right of the page's head
  keys             [{key, label, when() → bool, run()}]: told in the help, before the page's own
  changed(state)   called after every change of what is shown

A view is what `memcon.html` returns: memcon.html`<button onClick=${...}>Accept</button>`; text in it is text.
`event`, `proof`, `rejected` and `article` are records as memcon writes them (schemas/). An event is known by its id
and, across runs, by its evidence: `event.mentions[].article` and `.quotes[].start/.end`. They are not to be changed;
instead:

  memcon.extra                 what `render(extra=…)` was given, as review data
  memcon.state                 what is shown: {tab, event, article, focus, filters, …}; `event` is an id or null
  memcon.go({event: id, …})    show something else; the address follows
  memcon.shown()               → record of the event in sight, or null: the one on which a key may act
  memcon.event(id)             → record or null      memcon.events()  → ids of those that pass the filters, in order
  memcon.article(id)           → record with `.pieces` of its text
  memcon.put(event, {was})     add an event or show it changed; `was` is its id before, where that changed
  memcon.drop(id)              take an event out of the page
  memcon.refresh()             draw again, when something that a view depends on has changed
  memcon.say(text)             tell it to a screen reader and in the corner of the page
  memcon.html, memcon.hooks    htm bound to Preact's h, and Preact's hooks
  memcon.ui                    pieces of the page: Text (foreign words, made safe to look at), Button, plain(text)
*/
const memcon = {
  html: htm.bind(preact.h),
  hooks: preactHooks,
  ui: {},
  plugins: [],
  extra: JSON.parse(document.getElementById("extra").textContent),
  register(plugin) {
    memcon.plugins.push(plugin);
  },
  /** Views that registered scripts give at a place, in their order. */
  slot(name, ...given) {
    return memcon.plugins.map((plugin) => (plugin[name] ? plugin[name](...given) : null)).filter(Boolean);
  },
};
window.memcon = memcon;
