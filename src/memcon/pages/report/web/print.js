/* On paper: the events that pass, each with its facts and its words. Made when the browser is about to print. */
{
  const { html, data } = memcon;
  const { Text, Facts, Kind, Status, title, nature, sourceName, count } = memcon.ui;
  const MOST = 2_000; // events on paper: some 700 pages

  const Printed = ({ event }) => html`<article class=${`printed ${event.kind}`}>
    <h3><${Kind} kind=${event.kind} /> ${nature(event)} <${Status} status=${event.status} /> <${Text} s=${title(event)} /></h3>
    <p class="id"><${Text} s=${event.id} /></p>
    <${Facts} event=${event} />
    ${event.mentions.map((proof) => html`<blockquote>${proof.quotes.map((quote) => html`<p><${Text} s=${quote.text} /></p>`)}<footer><${Text} s=${sourceName(proof.article)} />, ${proof.quotes.map((quote) => `${quote.start}–${quote.end}`).join(", ")}</footer></blockquote>`)}
  </article>`;

  const paper = () => document.getElementById("paper");
  const draw = () => {
    const places = memcon.filters.current(memcon.state.filters).passing;
    const shown = places.slice(0, MOST);
    preact.render(
      html`<header><h1><${Text} s=${data.index.title} /></h1><p>${count(places.length, "event")}${places.length > shown.length ? `, the first ${MOST.toLocaleString("en")} printed: filter for others` : ""}. Offsets are in characters of the article.</p></header>
      ${shown.map((at) => html`<${Printed} event=${data.event(at)} />`)}`,
      paper(),
    );
  };
  window.addEventListener("beforeprint", draw);
  window.addEventListener("afterprint", () => preact.render(null, paper()));
}
