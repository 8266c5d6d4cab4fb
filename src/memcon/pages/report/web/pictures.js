/* Three pictures of the events that pass, each a filter: by month, pairs of countries in time, who with whom. */
{
  const { html, data } = memcon;
  const { Button, count, countryName, plain } = memcon.ui;
  const { useState } = memcon.hooks;
  const { columns, index, DAY } = data;
  const KINDS = index.events.tables.kind;
  const WIDEST = { month: 60, quarter: 60, year: 1000 };
  const PAIRS = 12;
  const SIDES = 16;

  const month = (day) => {
    const date = new Date(day * DAY);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const first = (months) => Date.UTC(Math.floor(months / 12), months % 12, 1) / DAY;
  const SIZE = { month: 1, quarter: 3, year: 12 };

  /** Dated events in bins of a month, a quarter or a year, whichever gives few enough. */
  const binned = (passing) => {
    const dated = passing.filter(
      (at) =>
        columns.start[at] !== null && !["year", "months"].includes(index.events.tables.precision[columns.precision[at]]),
    );
    if (!dated.length) return { bins: [], of: new Map(), unit: "month", left: passing.length };
    let [low, high] = [Infinity, -Infinity];
    for (const at of dated) {
      const when = month(columns.start[at]);
      low = Math.min(low, when);
      high = Math.max(high, when);
    }
    const unit = ["month", "quarter", "year"].find((name) => (high - low) / SIZE[name] < WIDEST[name]);
    const size = SIZE[unit];
    low = Math.floor(low / size) * size;
    const bins = [];
    for (let from = low; from <= high; from += size)
      bins.push({ from: first(from), to: first(from + size) - 1, label: named(from, unit), events: [] });
    for (const at of dated) bins[Math.floor((month(columns.start[at]) - low) / size)].events.push(at);
    return { bins, unit, left: passing.length - dated.length };
  };
  const named = (months, unit) => {
    const year = Math.floor(months / 12);
    if (unit === "year") return `${year}`;
    if (unit === "quarter") return `${year} Q${(months % 12) / 3 + 1}`;
    return `${year}-${String((months % 12) + 1).padStart(2, "0")}`;
  };

  const byKind = (places) => {
    const counts = KINDS.map(() => 0);
    for (const at of places) counts[columns.kind[at]] += 1;
    return counts;
  };
  const told = (places) =>
    byKind(places)
      .map((n, at) => (n ? count(n, KINDS[at]) : ""))
      .filter(Boolean)
      .join(", ") || "nothing";

  /** Arrow keys among the buttons of a picture; the tabulator stops once. */
  const roving = (event) => {
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key] || [
      0, 0,
    ];
    if (!dx && !dy) return;
    const from = event.target.closest("[data-x]");
    if (!from) return;
    event.preventDefault();
    const [x, y] = [Number(from.dataset.x), Number(from.dataset.y)];
    const ahead = [...event.currentTarget.querySelectorAll("[data-x]")]
      .map((one) => ({ one, x: Number(one.dataset.x) - x, y: Number(one.dataset.y) - y }))
      .filter((each) => (dx ? each.y === 0 && each.x * dx > 0 : each.y * dy > 0))
      .sort((a, b) => Math.abs(dx ? a.x : a.y) - Math.abs(dx ? b.x : b.y) || Math.abs(a.x) - Math.abs(b.x));
    if (ahead.length) {
      from.tabIndex = -1;
      ahead[0].one.tabIndex = 0;
      ahead[0].one.focus();
    }
  };

  /** How many names of months have room beside each other. */
  const ticks = () => (window.innerWidth < 760 ? 4 : 10);

  const show = (filter) => memcon.go({ tab: "events", filters: filter });

  const Months = ({ bins, unit, left }) => {
    const top = Math.max(1, ...bins.map((bin) => bin.events.length));
    const room = `${Math.min(130, 26 * top)}px`; // a few events are no towers
    const every = Math.max(1, Math.ceil(bins.length / ticks()));
    return html`<figure class="picture"><figcaption><h3>Events by ${unit}</h3><p class="dim">most in a ${unit}: ${top}${left ? ` · ${left.toLocaleString("en")} undated or known to the year only, not drawn` : ""}</p></figcaption>
      <div class="months" role="group" aria-label=${`Events by ${unit}; arrow keys move, Enter filters`} onKeyDown=${roving}>
        ${bins.map(
          (
            bin,
            x,
          ) => html`<div class="bin" key=${bin.label}><${Button} class="stack" data-x=${x} data-y="0" tabIndex=${x ? -1 : 0} aria-label=${`${bin.label}: ${told(bin.events)}`} title=${`${bin.label}: ${told(bin.events)}`} style=${{ height: room }} onClick=${() => show({ from: bin.from, to: bin.to })}>
          ${byKind(bin.events).map((n, kind) => (n ? html`<i class=${KINDS[kind]} style=${{ height: `${(n / top) * 100}%` }}></i>` : null))}<//>
          <span class="tick" aria-hidden="true">${x % every || x + every > bins.length + every / 2 ? "" : bin.label}</span></div>`,
        )}
      </div></figure>`;
  };

  const pairsOf = (at) => {
    const codes = columns.countries[at].map((value) => value >> 2);
    const pairs = [];
    for (let a = 0; a < codes.length; a += 1)
      for (let b = a + 1; b < codes.length; b += 1)
        pairs.push(codes[a] < codes[b] ? `${codes[a]}-${codes[b]}` : `${codes[b]}-${codes[a]}`);
    return pairs;
  };

  const Timeline = ({ bins, unit }) => {
    const totals = new Map();
    for (const bin of bins)
      for (const at of bin.events) for (const pair of pairsOf(at)) totals.set(pair, (totals.get(pair) || 0) + 1);
    const top = [...totals]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, PAIRS)
      .map(([pair]) => pair);
    const cells = new Map();
    bins.forEach((bin, x) => {
      for (const at of bin.events)
        for (const pair of pairsOf(at)) {
          const key = `${pair}@${x}`;
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(at);
        }
    });
    const most = Math.max(1, ...[...cells.values()].map((events) => events.length));
    const every = Math.max(1, Math.ceil(bins.length / ticks()));
    const open = (events, pair, bin) => {
      const codes = pair.split("-").map((one) => index.events.countries[one][0]);
      if (events.length === 1) memcon.go({ tab: "events", event: columns.id[events[0]] }, { jump: true });
      else show({ country: codes, from: bin.from, to: bin.to });
    };
    if (!top.length || !bins.length) return null;
    let started = false;
    return html`<figure class="picture"><figcaption><h3>Pairs of countries in time</h3><p class="dim">the ${top.length} pairs with most events, by ${unit}; the larger the dot, the more events</p></figcaption>
      <div class="scroll"><table class="timeline" onKeyDown=${roving}><thead><tr><th scope="col"><span class="unseen">countries</span></th>${bins.map((bin, x) => html`<th scope="col"><span class=${x % every || x + every > bins.length + every / 4 ? "unseen" : "tick"}>${bin.label}</span></th>`)}</tr></thead>
      <tbody>${top.map((pair, y) => {
        const [a, b] = pair.split("-").map((one) => index.events.countries[one]);
        return html`<tr key=${pair}><th scope="row"><abbr title=${`${a[1]} and ${b[1]}`}>${plain(a[0])}–${plain(b[0])}</abbr></th>${bins.map(
          (bin, x) => {
            const events = cells.get(`${pair}@${x}`);
            if (!events) return html`<td></td>`;
            const kinds = byKind(events);
            const kind = KINDS[kinds.indexOf(Math.max(...kinds))];
            const across = 5 + 13 * Math.sqrt(events.length / most);
            const stop = started ? -1 : 0;
            started = true;
            const label = `${a[1]} and ${b[1]}, ${bin.label}: ${told(events)}`;
            return html`<td><${Button} class="dot" data-x=${x} data-y=${y} tabIndex=${stop} aria-label=${label} title=${label} onClick=${() => open(events, pair, bin)}><i class=${kind} style=${{ width: `${across}px`, height: `${across}px` }}></i><//></td>`;
          },
        )}</tr>`;
      })}</tbody></table></div></figure>`;
  };

  const WAYS = { all: "all events", contacts: "meetings and calls", disputes: "disputes: row against column" };

  const crossed = (passing, way) => {
    const cells = new Map();
    const totals = new Map();
    const add = (a, b, at) => {
      const key = `${a}-${b}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(at);
    };
    for (const at of passing) {
      const dispute = !data.isContact(KINDS[columns.kind[at]]);
      if ((way === "contacts" && dispute) || (way === "disputes" && !dispute)) continue;
      const sides = columns.countries[at];
      for (const a of sides) {
        totals.set(a >> 2, (totals.get(a >> 2) || 0) + 1);
        for (const b of sides) {
          if (a >> 2 === b >> 2) continue;
          if (way !== "disputes" || ((a & 1 || !(a & 3)) && (b & 2 || !(b & 3)))) add(a >> 2, b >> 2, at);
        }
      }
    }
    return { cells, totals };
  };

  const Matrix = ({ passing }) => {
    const [way, setWay] = useState("all");
    const { cells, totals } = crossed(passing, way);
    const top = [...totals]
      .sort((a, b) => b[1] - a[1])
      .slice(0, SIDES)
      .map(([side]) => side)
      .filter((side) => [...cells.keys()].some((key) => key.split("-").includes(String(side))));
    const most = Math.max(1, ...[...cells.values()].map((events) => events.length));
    let started = false;
    return html`<figure class="picture"><figcaption><h3>Who with whom</h3><p class="dim">the ${top.length} countries with most events; a number is a filter</p></figcaption>
      <div class="ways" role="group" aria-label="Which events">${Object.entries(WAYS).map(([name, label]) => html`<${Button} aria-pressed=${name === way ? "true" : "false"} onClick=${() => setWay(name)}>${label}<//>`)}</div>
      <div class="scroll"><table class="matrix" onKeyDown=${roving}><thead><tr><th scope="col"><span class="unseen">${way === "disputes" ? "actor" : "country"}</span></th>${top.map((side) => html`<th scope="col"><abbr title=${index.events.countries[side][1]}>${plain(index.events.countries[side][0])}</abbr></th>`)}</tr></thead>
      <tbody>${top.map(
        (a, y) =>
          html`<tr key=${a}><th scope="row"><span class="long">${plain(countryName(index.events.countries[a][0]))}</span><abbr class="short" title=${index.events.countries[a][1]}>${plain(index.events.countries[a][0])}</abbr></th>${top.map(
            (b, x) => {
              const events = cells.get(`${a}-${b}`);
              if (a === b) return html`<td class="self"></td>`;
              if (!events) return html`<td></td>`;
              const stop = started ? -1 : 0;
              started = true;
              const depth = Math.max(1, Math.ceil((Math.sqrt(events.length) / Math.sqrt(Math.max(most, 12))) * 6));
              const label = `${index.events.countries[a][1]} ${way === "disputes" ? "against" : "and"} ${index.events.countries[b][1]}: ${told(events)}`;
              return html`<td><${Button} class=${`cell depth-${depth}`} data-x=${x} data-y=${y} tabIndex=${stop} aria-label=${label} title=${label}
          onClick=${() => show({ country: [index.events.countries[a][0], index.events.countries[b][0]], kind: way === "all" ? memcon.state.filters.kind : KINDS.filter((kind) => data.isContact(kind) === (way === "contacts")) })}>${events.length}<//></td>`;
            },
          )}</tr>`,
      )}</tbody></table></div></figure>`;
  };

  const Pictures = ({ passing }) => {
    if (!passing.length) return html`<p class="empty">No event passes the filters.</p>`;
    const { bins, unit, left } = binned(passing);
    return html`<div class="pictures" tabindex="-1">
      <p class="legend">${KINDS.map((kind, at) => html`<span><i class=${kind}></i> ${count(byKind(passing)[at], kind)}</span>`)}</p>
      ${bins.length ? html`<${Months} bins=${bins} unit=${unit} left=${left} /><${Timeline} bins=${bins} unit=${unit} />` : html`<p class="empty">None of these events has a day or a month.</p>`}
      <${Matrix} passing=${passing} />
    </div>`;
  };

  Object.assign(memcon.ui, { Pictures });
}
