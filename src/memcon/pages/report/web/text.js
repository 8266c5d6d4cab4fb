/* Foreign words on the page: nothing in them acts, hides, or turns other words round. And offsets of code points. */
{
  const { html } = memcon;
  const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu; // controls, bidirectional and zero-width formats, tags, lone surrogates, unassigned
  const SHOWN = new Set(["\n", "\t"]);
  const EMOJI = /\p{Extended_Pictographic}/u;

  const code = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

  /** Tell whether a character says nothing of its own: a joiner inside an emoji, a carriage return before a line feed. */
  const joins = (text, at, char) =>
    (char === "\r" && text[at + 1] === "\n") ||
    (char === "\u200d" && EMOJI.test(text.slice(Math.max(0, at - 3), at)) && EMOJI.test(text.slice(at + 1, at + 3)));

  /** Return `text` as text and marks: each hidden character stands in an element that names it and keeps it apart. */
  const marked = (text) => {
    const parts = [];
    let reached = 0;
    for (const found of text.matchAll(HIDDEN)) {
      const char = found[0];
      if (SHOWN.has(char) || joins(text, found.index, char)) continue;
      if (found.index > reached) parts.push(text.slice(reached, found.index));
      parts.push(html`<span class="hidden-char" data-code=${code(char)}>${char}</span>`);
      reached = found.index + char.length;
    }
    if (!parts.length) return text;
    if (reached < text.length) parts.push(text.slice(reached));
    return parts;
  };

  /** Return `text` for an attribute or a label: hidden characters by name, spaces single. */
  const plain = (text) => String(text).replace(HIDDEN, (char) => (SHOWN.has(char) ? " " : `\u27e8${code(char)}\u27e9`));

  /** Foreign words inside our own: isolated, hidden characters seen. */
  const Text = ({ s, class: name }) => html`<bdi class=${name}>${marked(String(s ?? ""))}</bdi>`;

  const Button = ({ children, ...rest }) => html`<button type="button" ...${rest}>${children}</button>`;

  /** A link out of the page: http and https only; else its words alone. */
  const Out = ({ url }) =>
    /^https?:\/\/[^\s]+$/iu.test(url)
      ? html`<a href=${url} rel="noopener noreferrer" target="_blank"><${Text} s=${url} /></a>`
      : html`<${Text} s=${url} />`;

  /** Offsets of a text: code points, as memcon counts, to and from the units of a JavaScript string. */
  const offsets = (text) => {
    if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return { unit: (n) => n, point: (n) => n, length: text.length };
    const units = [];
    let unit = 0;
    for (const char of text) {
      units.push(unit);
      unit += char.length;
    }
    units.push(unit);
    const point = (wanted) => {
      let low = 0;
      let high = units.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (units[middle] < wanted) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return { unit: (n) => units[Math.max(0, Math.min(n, units.length - 1))], point, length: units.length - 1 };
  };

  const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const words = (name) => String(name).replaceAll("_", " ");

  Object.assign(memcon.ui, { marked, plain, Text, Button, Out, offsets, count, words });
}
