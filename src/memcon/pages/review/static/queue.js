/* What to look at next: orders of the list, the next undecided event, and a coder's sample, article after article. */
{
  const { html, data } = memcon;
  const { Button, List, Text, count } = memcon.ui;
  const { columns } = data;

  // --- orders ---

  /** How little is known of an event, 0 to 2: 1 for a doubt, and up to 1 the nearer its confidence is to a half. */
  const uncertainty = (at) => (columns.doubts[at] ? 1 : 0) + (columns.confidence[at] < 0 ? 1 : 1 - Math.abs(columns.confidence[at] / 500 - 1));
  /** Fields on which sources differ, and once for each further opinion where several people decided. */
  const disagreement = (at) => {
    const decided = data.event(at).review?.decisions ?? [];
    const last = new Map(decided.map((by) => [by.who, by.action]));
    return columns.conflicts[at] + (last.size > 1 ? new Set(last.values()).size - 1 : 0);
  };
  const country = (at) => (columns.countries[at].length ? data.index.events.countries[columns.countries[at][0] >> 2][1] : "\uffff");
  const SORTS = [
    { name: "uncertain", label: "least certain first", key: (at) => -uncertainty(at) },
    { name: "newest", label: "newest first", key: (at) => (columns.start[at] === null ? 1 : -1e6 - columns.start[at]) },
    { name: "country", label: "country", key: country },
    { name: "disagree", label: "most disagreement first", key: (at) => -disagreement(at) },
  ];
  const cycle = () => {
    const names = ["", ...SORTS.map((one) => one.name)];
    const sort = names[(names.indexOf(memcon.state.filters.sort) + 1) % names.length];
    memcon.go({ filters: { sort } }, { quiet: true, jump: true });
    memcon.say(`order: ${SORTS.find((one) => one.name === sort)?.label ?? "date"}`);
  };

  if (review.queue) review.queue = review.queue.filter((id) => data.articlePlaces.has(id)); // of a sample that is older

  // --- what is undecided, and what is read ---

  const reads = () => review.waiting.filter(({ ask }) => ask.action === "read").map(({ ask }) => ask.article);
  const isRead = (article) => article in review.read || reads().includes(article);
  const isOpen = (id) => {
    const event = memcon.event(id);
    return Boolean(event) && !event.review && !review.waits(event);
  };
  const first = (event, article) => event.mentions.find((proof) => proof.article === article).quotes[0].start;
  /** The ids of the events of an article, in the order of their words. */
  const eventsIn = (article) => {
    const events = data.eventsOf[data.articlePlaces.get(article)].filter((at) => !data.dropped.has(at)).map(data.event);
    return events.sort((a, b) => first(a, article) - first(b, article)).map((event) => event.id);
  };

  /** Where a coder has to stop in an article: at each event that is undecided, else at the article until it is read. */
  const stops = (article) => {
    if (isRead(article)) return [];
    const open = eventsIn(article).filter(isOpen);
    return open.length ? open.map((event) => ({ article, event })) : [{ article, event: null }];
  };
  const step = (by) => (by > 0 ? (all) => all : (all) => [...all].reverse());
  const nextStop = (by) => {
    const { article, event } = memcon.state;
    const turn = step(by);
    const articles = turn(review.queue);
    const at = articles.indexOf(article);
    const here = at < 0 ? [] : turn(eventsIn(article));
    const rest = event ? here.slice(here.indexOf(event) + 1) : [];
    const inside = rest.find(isOpen);
    if (inside) return { article, event: inside };
    const later = [...articles.slice(at + 1), ...articles.slice(0, at + 1)];
    for (const one of later) {
      const found = turn(stops(one)).find((stop) => stop.article !== article || stop.event !== event);
      if (found) return found;
    }
    return null;
  };
  const nextOpen = (by) => {
    const ids = step(by)(memcon.events());
    const at = ids.indexOf(memcon.state.event);
    return [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at))].find(isOpen);
  };

  /** Show the next that is undecided, or the one before. */
  review.undecided = (by) => {
    if (memcon.state.tab === "queue") {
      const stop = nextStop(by);
      if (!stop) return memcon.say("all of your sample is read");
      const spot = stop.event && first(memcon.event(stop.event), stop.article);
      return memcon.go({ ...stop, focus: stop.event ? [spot, spot + 1] : null }, { quiet: true, jump: true });
    }
    const id = nextOpen(by);
    if (id) memcon.go({ tab: "events", event: id }, { quiet: true, jump: true });
    else memcon.say("nothing in this list is undecided");
    return undefined;
  };

  /** Say that the article in sight was read whole and nothing is missing; where that was said, take it back. */
  const read = () => {
    const article = memcon.inSight() ? memcon.state.article : null;
    if (!article) return memcon.say("no article is in sight");
    if (reads().includes(article)) return memcon.say("it is being marked as read");
    if (article in review.read) return review.undo(review.read[article]);
    review.decide({ action: "read", article, note: review.takeNote() }, `read whole: ${article}`);
    if (memcon.state.tab === "queue") review.undecided(1);
    return undefined;
  };

  const Read = ({ article }) => html`<p class="review-acts"><${Button} class="act" onClick=${read} aria-pressed=${isRead(article.article) ? "true" : "false"} aria-keyshortcuts="w">Read, nothing missing <kbd aria-hidden="true">w</kbd><//></p>`;

  // --- the sample ---

  const Row = ({ id }) => {
    const article = memcon.article(id);
    const events = eventsIn(id);
    const open = events.filter(isOpen).length;
    return html`<span class=${`edge ${isRead(id) ? "state-ok" : ""}`}></span><span class="row-head"><span class="when">${article.published || "no day"}</span>${isRead(id) ? html`<span class="verdict accepted">read</span>` : null}</span>
      <span class="row-title"><${Text} s=${article.title || id} /></span>
      <span class="row-words">${events.length ? `${events.length - open} of ${count(events.length, "event")} decided` : "no event found in it"}</span>`;
  };
  const choose = (n, { keep } = {}) => memcon.go({ article: review.queue[n], event: stops(review.queue[n])[0]?.event ?? null, focus: null, reading: !keep }, { quiet: keep, jump: true });
  const done = () => review.queue.filter(isRead).length;
  const Queue = () => html`<div class="tools"><span class="found" role="status">${done().toLocaleString("en")} of ${count(review.queue.length, "article")} read</span></div>
    <${List} label="Sample" count=${review.queue.length} height=${82} keyOf=${(n) => review.queue[n]} selected=${review.queue.indexOf(memcon.state.article)} empty="The sample holds no article." choose=${choose} row=${(n) => html`<${Row} id=${review.queue[n]} />`} />`;
  /** Show the article before or after, in the sample. */
  const along = (by) => () => {
    const at = review.queue.indexOf(memcon.state.article);
    choose(Math.max(0, Math.min(review.queue.length - 1, at + by)), { keep: true });
  };
  const inQueue = () => memcon.state.tab === "queue";

  Object.assign(review, { isRead, articlesRead: () => (review.queue ? done() : Object.keys(review.read).length) });
  memcon.register({
    name: "review-queue",
    sorts: SORTS,
    tabs: review.queue ? [{ name: "queue", label: "Sample", size: () => review.queue.length, view: () => html`<${Queue} />` }] : [],
    articleActions: (article) => html`<${Read} article=${article} />`,
    keys: [
      { key: "g", label: "go to the next that is undecided", run: () => review.undecided(1) },
      { key: "G", label: "back to the one before that is undecided", run: () => review.undecided(-1) },
      { key: "w", label: "the article was read whole, nothing is missing; again: it was not", run: read },
      { key: "o", label: "another order of the list", run: cycle },
      { key: "j", label: "in the sample: next article", when: inQueue, run: along(1) },
      { key: "k", label: "in the sample: previous article", when: inQueue, run: along(-1) },
    ],
  });
}
