/* A list of which only the rows in sight exist. One stop for the tabulator; arrows move the selection. */
{
  const { html } = memcon;
  const { useState, useRef, useLayoutEffect, useEffect } = memcon.hooks;
  const MARGIN = 6; // rows made beyond each edge

  /** `count` rows of `height` pixels; `row(at)` gives a view, `label` names the list, `choose(at)` selects. */
  const List = ({ count, height, row, label, selected, choose, keyOf, empty }) => {
    const box = useRef(null);
    const [view, setView] = useState({ top: 0, room: 800 });

    useLayoutEffect(() => {
      const element = box.current;
      const look = () => setView({ top: element.scrollTop, room: element.clientHeight || 800 });
      const watch = new ResizeObserver(look);
      watch.observe(element);
      element.addEventListener("scroll", look, { passive: true });
      look();
      return () => {
        watch.disconnect();
        element.removeEventListener("scroll", look);
      };
    }, []);

    useEffect(() => {
      const element = box.current;
      if (selected < 0) return;
      const [top, bottom] = [selected * height, (selected + 1) * height];
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    }, [selected, count]);

    const first = Math.max(0, Math.floor(view.top / height) - MARGIN);
    const last = Math.min(count, Math.ceil((view.top + view.room) / height) + MARGIN);
    const rows = [];
    for (let at = first; at < last; at += 1) {
      rows.push(html`<div key=${keyOf(at)} id=${`${label}-${at}`} class=${at === selected ? "row chosen" : "row"} role="option"
        aria-selected=${at === selected ? "true" : "false"} aria-posinset=${at + 1} aria-setsize=${count}
        style=${{ top: `${at * height}px`, height: `${height}px` }} onClick=${() => choose(at)}>${row(at)}</div>`);
    }
    const move = (event) => {
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count };
      if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey || !count) return;
      event.preventDefault();
      choose(Math.max(0, Math.min(count - 1, selected + steps[event.key])), { keep: true });
    };
    return html`<div class="list" ref=${box} role="listbox" tabindex="0" aria-label=${label}
      aria-activedescendant=${selected >= first && selected < last ? `${label}-${selected}` : undefined} onKeyDown=${move}>
      <div class="rows" style=${{ height: `${count * height}px` }}>${rows}</div>
      ${count ? null : html`<p class="empty">${empty}</p>`}
    </div>`;
  };

  memcon.ui.List = List;
}
