/* The keyboard: one key, one act. `?` tells them all. */
{
  const { html, data } = memcon;
  const { Button } = memcon.ui;
  const { useRef, useLayoutEffect } = memcon.hooks;

  const step = (by) => {
    const ids = memcon.events();
    if (!ids.length) return;
    const now = ids.indexOf(memcon.state.event);
    const next = now < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, now + by));
    memcon.go({ tab: "events", event: ids[next] }, { quiet: true, jump: true });
  };
  /** The next or previous mention of the event, whatever article it is in. */
  const mention = (by) => {
    const event = memcon.event(memcon.state.event);
    if (!event) return;
    const { article, focus } = memcon.state;
    const spots = event.mentions.map((proof) => ({
      article: proof.article,
      focus: [proof.quotes[0].start, proof.quotes[0].end],
    }));
    const now = spots.findIndex((spot) => spot.article === article && (!focus || spot.focus[0] === focus[0]));
    const next = focus ? (now + by + spots.length) % spots.length : Math.max(0, now);
    memcon.go({ ...spots[next] }, { quiet: true, jump: true });
  };
  const tab = (name) => () => memcon.go({ tab: name });

  const KEYS = [
    { key: "j", label: "next event", run: () => step(1) },
    { key: "k", label: "previous event", run: () => step(-1) },
    { key: "n", label: "next mention of this event", run: () => mention(1) },
    { key: "p", label: "previous mention", run: () => mention(-1) },
    { key: "/", label: "search", run: () => document.getElementById("search").focus() },
    {
      key: "f",
      label: "show or hide the filters",
      run: () => memcon.go({ facets: !memcon.state.facets }, { quiet: true }),
    },
    { key: "c", label: "clear all filters", run: () => memcon.clear() },
    {
      key: "x",
      label: "show or hide what was rejected in the article",
      run: () => memcon.go({ refused: !memcon.state.refused }, { quiet: true }),
    },
    { key: "1", label: "events", run: tab("events") },
    { key: "2", label: "articles", run: tab("articles") },
    { key: "3", label: "rejected", run: tab("rejected") },
    { key: "4", label: "pictures", run: tab("pictures") },
    { key: "5", label: "the run", run: tab("run") },
    { key: "t", label: "light, dark, or as the system has it", run: () => memcon.theme() },
    { key: "?", label: "these keys", run: () => memcon.go({ help: !memcon.state.help }, { quiet: true }) },
  ];
  const own = () => memcon.plugins.flatMap((plugin) => plugin.keys || []);

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (event.target.closest("dialog")) return; // it closes, and nothing else does
      if (typing && typing.id === "search") typing.blur();
      else if (memcon.state.help) memcon.go({ help: false }, { quiet: true });
      else if (memcon.state.reading) memcon.go({ reading: false }, { quiet: true });
      else if (memcon.state.facets) memcon.go({ facets: false }, { quiet: true });
      return;
    }
    if (typing || (event.target.closest("dialog") && event.key !== "?")) return;
    const found = [...own(), ...KEYS].find((each) => each.key === event.key && (!each.when || each.when()));
    if (!found) return;
    event.preventDefault();
    found.run();
  };

  const Help = () => {
    const box = useRef(null);
    useLayoutEffect(() => {
      box.current.showModal();
    }, []);
    const close = () => memcon.go({ help: false }, { quiet: true });
    const row = (each) => html`<div><dt><kbd>${each.key}</kbd></dt><dd>${each.label}</dd></div>`;
    return html`<dialog class="help" ref=${box} aria-labelledby="help-title" onClose=${close}>
      <h2 id="help-title">Keys</h2>${own().length ? html`<dl>${own().map(row)}</dl>` : null}
      <dl>${KEYS.map(row)}<div><dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>in a list or a picture: move</dd></div><div><dt><kbd>Esc</kbd></dt><dd>close, or back to the list</dd></div></dl>
      <p class="dim">The browser prints the events that pass the filters, with their words. The address holds what is shown: keep it, send it.</p>
      <${Button} onClick=${close} autofocus>Close<//></dialog>`;
  };

  memcon.keys = { press, KEYS };
  Object.assign(memcon.ui, { Help });
}
