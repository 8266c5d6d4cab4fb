/* The fields of an event as a form, the machine's value beside each. Serves editing and adding. */
{
  const { html } = memcon;
  const { Button, Text, words } = memcon.ui;
  const { useState } = memcon.hooks;
  const { choices } = review;
  const { data } = memcon;
  const { kinds } = data.index.events;
  const FIELDS = data.index.events.fields.filter((one) => one.editable);

  const variants = (kind) => choices[kinds[kind].variant];
  const usual = (kind) => (variants(kind).includes("unspecified") ? "unspecified" : variants(kind)[0]);

  /** A value in words, as the machine or a reviewer gave it. */
  review.say = (value) => {
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return "none";
    if (Array.isArray(value)) return value.map(review.say).join(", ");
    if (typeof value !== "object") return String(value);
    if ("start" in value) return memcon.ui.dateWords(value);
    return [value.name, value.title, value.country && `(${value.country})`, value.role].filter(Boolean).join(" ");
  };

  const IN_JSON = ["date", "place", "codes", "people", "words"]; // sorts of fields whose machine's value is told in JSON
  const sorts = Object.fromEntries(FIELDS.map(({ name, sort }) => [name, sort]));

  /** What the machine says of a field that a reviewer corrected. */
  review.said = ({ field, machine }) => (machine !== null && IN_JSON.includes(sorts[field]) ? JSON.parse(machine) : machine);

  const list = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);
  const same = (value) => value;

  /** How a form holds a value and gives it back: one rule a sort of value. */
  const HELD = {
    choice: { hold: same, give: same },
    date: {
      hold: (date) => (date ? { ...date } : { start: "", end: "", precision: "day" }),
      give: ({ start, end, precision }) => (start ? { start, end: end || start, precision: end && end !== start && precision === "day" ? "days" : precision } : null),
    },
    place: {
      hold: (place) => ({ name: place ? place.name : "", country: (place && place.country) || "" }),
      give: ({ name, country }) => (name.trim() ? { name: name.trim(), country: country.trim() || null } : null),
    },
    codes: { hold: (codes) => (codes || []).join(", "), give: list },
    words: { hold: (all) => (all || []).join(", "), give: list },
    people: {
      hold: (people) => (people || []).map((one) => ({ ...one })),
      give: (people) => people.filter((one) => one.name.trim()).map((one) => ({ name: one.name.trim(), title: one.title || null, country: one.country || null, role: one.role || null })),
    },
    code: { hold: (code) => code || "", give: (text) => text.trim() || null },
    text: { hold: (text) => text || "", give: (text) => text.trim() },
  };

  /** What a form holds of an event, or of as much of one as is known. */
  const filled = (event, note) => ({ ...Object.fromEntries(FIELDS.map(({ name, sort }) => [name, HELD[sort].hold(data.valueOf(event, name))])), note });
  review.emptyForm = (kind) => filled({ kind, status: choices.status[0], [kinds[kind].variant]: usual(kind) }, "");

  /** The values that a form gives, by field. */
  review.values = (form) => Object.fromEntries(FIELDS.map(({ name, sort }) => [name, HELD[sort].give(form[name])]));
  /** The fields of an added event that are no choice: those are told apart. */
  review.further = FIELDS.filter((one) => one.sort !== "choice").map((one) => one.name);

  /** One field: its label, its control, and what the machine says. */
  const Field = ({ label, machine, children }) => html`<div class="review-field"><label><span class="name">${label}</span>${children}</label>${machine === undefined ? null : html`<span class="machine">machine: <${Text} s=${review.say(machine)} /></span>`}</div>`;
  const Choice = ({ value, set, among, none, ...rest }) => html`<select ...${rest} value=${value} onChange=${(chosen) => set(chosen.target.value)}>${none ? html`<option value="" selected=${!value}>–</option>` : null}${among.map((one) => html`<option value=${one} selected=${one === value}>${words(one)}</option>`)}</select>`;
  const Line = ({ value, set, ...rest }) => html`<input ...${rest} value=${value} onInput=${(typed) => set(typed.target.value)} />`;

  const People = ({ people, set }) => {
    const change = (at, name) => (value) => set(people.map((one, n) => (n === at ? { ...one, [name]: value } : one)));
    return html`<div class="review-people">${people.map((one, at) => html`<div class="person" role="group" aria-label=${`Participant ${at + 1}`}>
        <${Line} aria-label="Name" placeholder="name" value=${one.name} set=${change(at, "name")} maxlength="500" /><${Line} aria-label="Title" placeholder="title" value=${one.title || ""} set=${change(at, "title")} maxlength="500" />
        <${Line} aria-label="Country" placeholder="country" value=${one.country || ""} set=${change(at, "country")} class="short" /><${Choice} aria-label="Role" value=${one.role || ""} set=${change(at, "role")} among=${choices.role} none=${true} />
        <${Button} class="act" aria-label=${`Remove participant ${at + 1}`} onClick=${() => set(people.filter((_, n) => n !== at))}>×<//></div>`)}
      <${Button} class="act" onClick=${() => set([...people, { name: "", title: null, country: null, role: null }])}>Add a participant<//></div>`;
  };

  const LABELS = { initiator: "Asked for by" };
  const titled = (name) => words(name).replace(/^./u, (first) => first.toUpperCase());

  /** The controls of a field: one rule a sort of value. */
  const CONTROLS = {
    choice: ({ name, value, set, form, told }) => {
      const among = name === "variant" ? variants(form.kind) : choices[name];
      return html`<${Field} label=${name === "variant" ? words(kinds[form.kind].variant) : titled(name)} machine=${told}><${Choice} value=${value} set=${set} among=${among} /><//>`;
    },
    date: ({ value, set, told }) => html`<${Field} label="First day" machine=${told}><${Line} type="date" value=${value.start} set=${(start) => set({ ...value, start })} /><//>
      <${Field} label="Last day"><${Line} type="date" value=${value.end} set=${(end) => set({ ...value, end })} min=${value.start} /><//>
      <${Field} label="Known to the"><${Choice} value=${value.precision} set=${(precision) => set({ ...value, precision })} among=${choices.precision} /><//>`,
    place: ({ name, value, set, told }) => html`<${Field} label=${titled(name)} machine=${told}><${Line} value=${value.name} set=${(words) => set({ ...value, name: words })} maxlength="500" /><//>
      <${Field} label="Its country"><${Line} value=${value.country} set=${(country) => set({ ...value, country })} /><//>`,
    codes: ({ name, value, set, told }) => html`<${Field} label=${titled(name)} machine=${told}><${Line} value=${value} set=${set} placeholder="CHN, USA, NATO" /><//>`,
    people: ({ name, value, set, told }) => html`<fieldset class="review-field all"><legend>${titled(name)}</legend><${People} people=${value} set=${set} />${told === undefined ? null : html`<span class="machine">machine: <${Text} s=${review.say(told)} /></span>`}</fieldset>`,
    text: ({ name, value, set, told }) => html`<${Field} label=${titled(name)} machine=${told}><textarea rows="2" maxlength="4000" value=${value} onInput=${(typed) => set(typed.target.value)}></textarea><//>`,
    code: ({ name, value, set, told }) => html`<${Field} label=${LABELS[name] || titled(name)} machine=${told}><${Line} value=${value} set=${set} /><//>`,
  };
  CONTROLS.words = CONTROLS.code;

  /** All fields. `machine(field)` gives what the machine says, or undefined. */
  const Fields = ({ form, set, machine }) => {
    const put = (name) => (value) => {
      const other = name === "kind" && !variants(value).includes(form.variant) ? { variant: usual(value) } : {};
      set({ ...form, [name]: value, ...other });
    };
    return html`${FIELDS.map(({ name, sort }) => CONTROLS[sort]({ name, value: form[name], set: put(name), form, told: machine(name) }))}
      <${Field} label="Note"><${Line} value=${form.note} set=${put("note")} maxlength="4000" /><//>`;
  };
  review.Fields = Fields;

  const differ = (a, b) => JSON.stringify(a) !== JSON.stringify(b);

  const kept = new Map(); // what is typed and not saved, by the key of its event: a filter or another event hides the form

  /** The words that the event rests on, in sight while its fields are edited. */
  const Words = ({ event }) => html`<div class="review-words" tabindex="0" role="region" aria-label="Its words">${event.mentions.map((proof) => html`<blockquote key=${proof.mention}>${proof.quotes.map((quote) => html`<q><${Text} s=${quote.text} /></q> `)}<span class="dim"><${Text} s=${proof.article} /></span></blockquote>`)}</div>`;

  review.EditForm = ({ event }) => {
    const key = review.key(event);
    const [form, put] = useState(() => kept.get(key) || filled(event, review.note));
    const set = (next) => {
      kept.set(key, next);
      put(next);
    };
    const machine = (field) => {
      const corrected = event.review && event.review.corrections.find((one) => one.field === field);
      if (corrected) return review.said(corrected);
      return data.valueOf(event, field);
    };
    const save = (submitted) => {
      submitted.preventDefault();
      const [before, after] = [review.values(filled(event, "")), review.values(form)];
      const edits = Object.keys(after).filter((field) => differ(before[field], after[field])).map((field) => ({ field, value: after[field] }));
      if (!edits.length) {
        memcon.say("nothing was changed");
        return;
      }
      kept.delete(key);
      review.editing = null;
      review.note = "";
      review.decide({ action: "edit", event: review.names(event), edits, note: form.note.trim() }, `edited ${edits.map((one) => one.field).join(", ")}: ${event.id}`);
      document.getElementById("reader")?.focus();
    };
    const cancel = () => {
      kept.delete(key);
      review.editing = null;
      memcon.refresh();
      document.getElementById("reader")?.focus();
    };
    const keys = (pressed) => {
      if (pressed.key === "Enter" && (pressed.ctrlKey || pressed.metaKey)) save(pressed);
      if (pressed.key !== "Escape") return;
      pressed.stopPropagation();
      cancel();
    };
    return html`<form class="review-edit" aria-label="Edit the event" onSubmit=${save} onKeyDown=${keys}>
      <${Words} event=${event} />
      <${Fields} form=${form} set=${set} machine=${machine} />
      <p class="review-buttons"><button type="submit" class="act strong" aria-keyshortcuts="Control+Enter">Save <kbd aria-hidden="true">Ctrl ↵</kbd></button> <${Button} class="act" onClick=${cancel}>Cancel<//></p></form>`;
  };
}
