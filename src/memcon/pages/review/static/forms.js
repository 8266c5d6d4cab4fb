/* The fields of an event as a form, the machine's value beside each. Serves editing and adding. */
{
  const { html } = memcon;
  const { Button, Text, words } = memcon.ui;
  const { useState } = memcon.hooks;
  const { choices } = review;
  const VARIANT = { call: "channel", meeting: "form", dispute: "act" };

  const variants = (kind) => choices[VARIANT[kind]];
  const variantOf = (event) => event[VARIANT[event.kind]];

  /** A value in words, as the machine or a reviewer gave it. */
  review.say = (value) => {
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return "none";
    if (Array.isArray(value)) return value.map(review.say).join(", ");
    if (typeof value !== "object") return String(value);
    if ("start" in value) return memcon.ui.dateWords(value);
    return [value.name, value.title, value.country && `(${value.country})`, value.role].filter(Boolean).join(" ");
  };

  const empty = (kind) => ({ kind, status: "occurred", variant: kind === "dispute" ? "accuse" : "unspecified", start: "", end: "", precision: "day", place: "", placeCountry: "", countries: "", participants: [], initiator: "", topics: "", summary: "", note: "" });
  review.emptyForm = empty;
  const filled = (event) => ({
    kind: event.kind, status: event.status, variant: variantOf(event),
    start: event.date ? event.date.start : "", end: event.date ? event.date.end : "", precision: event.date ? event.date.precision : "day",
    place: event.place ? event.place.name : "", placeCountry: (event.place && event.place.country) || "",
    countries: event.countries.join(", "), participants: event.participants.map((one) => ({ ...one })),
    initiator: event.initiator || "", topics: event.topics.join(", "), summary: event.summary, note: review.note,
  });
  const list = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

  /** The values that a form gives, by field. */
  review.values = (form) => ({
    kind: form.kind,
    status: form.status,
    variant: form.variant,
    date: form.start ? { start: form.start, end: form.end || form.start, precision: form.end && form.end !== form.start && form.precision === "day" ? "days" : form.precision } : null,
    place: form.place.trim() ? { name: form.place.trim(), country: form.placeCountry.trim() || null } : null,
    countries: list(form.countries),
    participants: form.participants.filter((one) => one.name.trim()).map((one) => ({ name: one.name.trim(), title: one.title || null, country: one.country || null, role: one.role || null })),
    initiator: form.initiator.trim() || null,
    topics: list(form.topics),
    summary: form.summary.trim(),
  });

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

  /** All fields. `machine(field)` gives what the machine says, or undefined. */
  const Fields = ({ form, set, machine }) => {
    const on = (name) => (value) => set({ ...form, [name]: value });
    const kind = (value) => set({ ...form, kind: value, variant: variants(value).includes(form.variant) ? form.variant : variants(value).includes("unspecified") ? "unspecified" : variants(value)[0] });
    return html`<${Field} label="Kind" machine=${machine("kind")}><${Choice} value=${form.kind} set=${kind} among=${choices.kind} /><//>
      <${Field} label=${words(VARIANT[form.kind])} machine=${machine("variant")}><${Choice} value=${form.variant} set=${on("variant")} among=${variants(form.kind)} /><//>
      <${Field} label="Status" machine=${machine("status")}><${Choice} value=${form.status} set=${on("status")} among=${choices.status} /><//>
      <${Field} label="First day" machine=${machine("date")}><${Line} type="date" value=${form.start} set=${on("start")} /><//>
      <${Field} label="Last day"><${Line} type="date" value=${form.end} set=${on("end")} min=${form.start} /><//>
      <${Field} label="Known to the"><${Choice} value=${form.precision} set=${on("precision")} among=${choices.precision} /><//>
      <${Field} label="Place" machine=${machine("place")}><${Line} value=${form.place} set=${on("place")} maxlength="500" /><//>
      <${Field} label="Its country"><${Line} value=${form.placeCountry} set=${on("placeCountry")} /><//>
      <${Field} label="Countries" machine=${machine("countries")}><${Line} value=${form.countries} set=${on("countries")} placeholder="CHN, USA, NATO" /><//>
      <fieldset class="review-field all"><legend>Participants</legend><${People} people=${form.participants} set=${on("participants")} />${machine("participants") === undefined ? null : html`<span class="machine">machine: <${Text} s=${review.say(machine("participants"))} /></span>`}</fieldset>
      <${Field} label="Asked for by" machine=${machine("initiator")}><${Line} value=${form.initiator} set=${on("initiator")} /><//>
      <${Field} label="Topics" machine=${machine("topics")}><${Line} value=${form.topics} set=${on("topics")} /><//>
      <${Field} label="Summary" machine=${machine("summary")}><textarea rows="2" maxlength="4000" value=${form.summary} onInput=${(typed) => on("summary")(typed.target.value)}></textarea><//>
      <${Field} label="Note"><${Line} value=${form.note} set=${on("note")} maxlength="4000" /><//>`;
  };
  review.Fields = Fields;

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  review.EditForm = ({ event }) => {
    const [form, set] = useState(() => filled(event));
    const machine = (field) => {
      const corrected = event.review && event.review.corrections.find((one) => one.field === field);
      if (corrected) return corrected.machine;
      return field === "variant" ? variantOf(event) : event[field];
    };
    const save = (submitted) => {
      submitted.preventDefault();
      const [before, after] = [review.values(filled(event)), review.values(form)];
      const edits = Object.keys(after).filter((field) => !same(before[field], after[field])).map((field) => ({ field, value: after[field] }));
      if (!edits.length) {
        memcon.say("nothing was changed");
        return;
      }
      review.editing = null;
      review.note = "";
      review.decide({ action: "edit", event: review.names(event), edits, note: form.note.trim() }, `edited ${edits.map((one) => one.field).join(", ")}: ${event.id}`);
      document.getElementById("reader")?.focus();
    };
    const cancel = () => {
      review.editing = null;
      memcon.refresh();
      document.getElementById("reader")?.focus();
    };
    const keys = (pressed) => {
      if (pressed.key !== "Escape") return;
      pressed.stopPropagation();
      cancel();
    };
    return html`<form class="review-edit" aria-label="Edit the event" onSubmit=${save} onKeyDown=${keys}>
      <${Fields} form=${form} set=${set} machine=${machine} />
      <p class="review-buttons"><button type="submit" class="act strong">Save</button> <${Button} class="act" onClick=${cancel}>Cancel<//></p></form>`;
  };
}
