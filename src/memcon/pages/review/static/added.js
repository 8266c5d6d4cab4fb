/* An event that was missed: its words are selected in the article, the rest is told in a form. */
{
  const { html } = memcon;
  const { Button, Text, words } = memcon.ui;
  const { useState, useRef, useLayoutEffect } = memcon.hooks;

  review.range = null; // the words that were selected last
  review.adding = null; // {ranges, kind} while the form is open

  const begin = (kind) => {
    if (!review.range) {
      memcon.say("select the words of the event in an article first");
      return;
    }
    review.adding = { range: review.range, kind };
    memcon.refresh();
  };

  const Selection = ({ range }) => {
    review.range = range;
    const keep = (pressed) => pressed.preventDefault(); // so that the words stay selected
    return html`<div class="review-selection" role="group" aria-label="Add a missed event"><span>Add what these words report:</span>
      ${Object.keys(memcon.data.index.events.kinds).map((kind) => html`<${Button} class="act" onPointerDown=${keep} onClick=${() => begin(kind)}>${words(kind)}<//>`)} <kbd aria-hidden="true">i</kbd></div>`;
  };

  const Form = () => {
    const { range, kind } = review.adding;
    const box = useRef(null);
    const [form, set] = useState(() => review.emptyForm(kind));
    useLayoutEffect(() => {
      box.current.showModal();
    }, []);
    const close = () => {
      review.adding = null;
      memcon.refresh();
    };
    const save = (submitted) => {
      submitted.preventDefault();
      const given = review.values(form);
      const values = review.further.map((field) => ({ field, value: given[field] }));
      review.range = null;
      review.decide(
        { action: "add", article: range.article, spans: [[range.start, range.end]], kind: given.kind, status: given.status, variant: given.variant, values, note: form.note.trim() },
        `added: ${given.kind} in ${range.article}`,
      );
      close();
    };
    return html`<dialog class="review-dialog" ref=${box} aria-labelledby="review-add-title" onClose=${close}><form class="review-edit" onSubmit=${save}>
      <h2 id="review-add-title">Add a missed event</h2><blockquote><q><${Text} s=${range.text} /></q></blockquote>
      <${review.Fields} form=${form} set=${set} machine=${() => undefined} />
      <p class="review-buttons"><button type="submit" class="act strong">Add</button> <${Button} class="act" onClick=${close}>Cancel<//></p></form></dialog>`;
  };

  memcon.register({
    name: "review-add",
    articleSelection: (range) => html`<${Selection} range=${range} />`,
    header: () => (review.adding ? html`<${Form} key=${`${review.adding.range.article} ${review.adding.range.start}`} />` : null),
    keys: [{ key: "i", label: "add an event that the selected words report", run: () => begin("meeting") }],
  });
}
