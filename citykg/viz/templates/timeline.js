// The timeline: cooperations as bars in the order in which they begin, with what was done in them.
{
  const AROUND = 75; // years from the middle of all dates: farther ones would squeeze the others
  const LEAST = 36; // pixels between two names of the axis
  const MOST = 1600; // pixels of a year
  const DAY = 86_400_000;
  const spoken = new Set(["http://purl.org/dc/terms/date", "http://purl.org/dc/terms/temporal"]);

  // ---- dates: 2017, 2017-03, 2017-03-05, and of EDTF 2017~, 201X, 2017-21 (seasons), 2017-03/2019, 2017/..
  const momentOf = (year, month = 1, day = 1) => {
    const [first, next] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
    return year + (Date.UTC(year, month - 1, day) - first) / (next - first);
  };
  // The begin and the end of a date, in years; null for what is no date.
  function stretchOf(text) {
    const found = /^([1-9]\d(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?[?~%]?$/.exec(text);
    if (!found) return null;
    const [, year, month, day] = found;
    const [first, last] = [Number(year.replaceAll("X", "0")), Number(year.replaceAll("X", "9"))];
    if (first !== last && month) return null;
    if (!month || month === "XX") return day && day !== "XX" ? null : [first, last + 1];
    if (month >= 21 && month <= 24) return day ? null : [momentOf(first, 3 * (month - 20)), momentOf(first, 3 * (month - 20) + 3)];
    if (month < 1 || month > 12) return null;
    if (!day || day === "XX") return [momentOf(first, Number(month)), momentOf(first, Number(month) + 1)];
    const begin = momentOf(first, Number(month), Number(day));
    const isInMonth = day >= 1 && day <= new Date(Date.UTC(first, month, 0)).getUTCDate();
    return isInMonth ? [begin, begin + DAY / (Date.UTC(first + 1, 0) - Date.UTC(first, 0))] : null;
  }
  // A date or an interval; an open end is told from one that nothing says.
  function partsOf(text) {
    const parts_ = (text ?? "").trim().split("/");
    if (parts_[0] === "" && parts_.length === 1) return {};
    const isOpen = (part) => part === "" || part === "..";
    const ends = parts_.map((part) => (isOpen(part) ? undefined : stretchOf(part)));
    if (parts_.length > 2 || ends.includes(null) || ends.every((end) => end === undefined)) return null;
    return { begin: ends[0], end: ends.at(-1), isInterval: parts_.length === 2, words: [parts_[0], parts_.at(-1)] };
  }
  const plain = (words_) => (/[?~%]$/.test(words_) ? say("about {}", words_.slice(0, -1)) : words_);
  function spanBetween(from, until) {
    const [first, last] = [partsOf(from), partsOf(until)];
    if (!first || !last) return null;
    const begin = first.begin ?? (last.isInterval ? last.begin : undefined);
    const end = last.end ?? (first.isInterval ? first.end : undefined);
    if (!begin && !end) return null;
    const said = [begin && (first.begin ? first.words : last.words)[0], end && (last.end ? last.words : first.words)[1]];
    const span = { begin: (begin ?? end)[0], end: (end ?? begin)[1], isOpen: [!begin, !end], said };
    return span.end > span.begin ? span : null;
  }
  function wordsOf({ said: [from, until] }) {
    if (from === until) return plain(from);
    return from && until ? say("{} to {}", plain(from), plain(until)) : from ? say("from {}", plain(from)) : say("until {}", plain(until));
  }

  // What a thing itself says; `written` is what could not be read.
  function dateOf(node) {
    const told = factsOf[node.id].filter(([, predicate, object]) => spoken.has(graph.predicates[predicate][0]) && typeof object === "string");
    const tries = [[node.from, node.until], ...told.map(([, , object]) => [object, object])].filter(([from, until]) => from || until);
    const span = tries.map(([from, until]) => spanBetween(from, until)).find(Boolean) ?? null;
    return { span, written: span ? "" : [...new Set(tries.flat().filter(Boolean))].join(", ") };
  }
  // Where the cooperation says nothing, its plans may: from the first begin to the last end.
  function datesOfUnit(unit) {
    const own = dateOf(unit);
    if (own.span || own.written) return own;
    const plans = plansOf.get(unit.id).map(dateOf);
    const spans = plans.map(({ span }) => span).filter(Boolean);
    if (!spans.length) return { span: null, written: plans.map(({ written: one }) => one).find(Boolean) ?? "" };
    const [first] = [...spans].sort((one, two) => one.begin - two.begin);
    const [last] = [...spans].sort((one, two) => two.end - one.end);
    return { span: { begin: first.begin, end: last.end, isOpen: [first.isOpen[0], last.isOpen[1]], said: [first.said[0], last.said[1]] }, written: "" };
  }

  const deedsOf = new Map(units.map(({ id }) => [id, []]));
  const plansOf = new Map(units.map(({ id }) => [id, []]));
  for (const node of nodes) {
    if (node.group !== "plan") continue;
    for (const id of new Set([...node.of ?? [], ...neighbours[node.id]])) plansOf.get(id)?.push(node);
  }
  const dates = new Map(); // by thing
  function readDates() {
    for (const node of nodes) {
      if (node.group !== "activity" && node.group !== "output") continue;
      dates.set(node.id, dateOf(node));
      for (const unit of unitsOf(node)) deedsOf.get(unit)?.push(node);
    }
    for (const unit of units) dates.set(unit.id, datesOfUnit(unit));
    const begins = [...dates.values()].filter(({ span }) => span).map(({ span }) => span.begin).sort((one, two) => one - two);
    const middle = begins[begins.length >> 1];
    for (const date of dates.values()) {
      if (!date.span || (Math.abs(date.span.begin - middle) <= AROUND && Math.abs(date.span.end - middle) <= AROUND)) continue;
      Object.assign(date, { written: wordsOf(date.span), span: null });
    }
    for (const deeds of deedsOf.values()) deeds.sort((one, two) => beginOf(one.id) - beginOf(two.id) || one.id - two.id);
  }
  const beginOf = (id) => dates.get(id).span?.begin ?? Infinity;

  // ---- what is drawn
  const ROWS = 250; // cooperations that have a row at once: of more, a part
  let first = 0; // the one that is drawn first
  let chosen = null; // what was selected when rows were last turned
  let axis, list, undated, turner, holder_, scale = 0; // pixels of a year, 0 until the holder has a width
  let zoomed = 1; // how many times as wide as there is room for
  let [low, high] = [0, 1]; // years
  const share = (moment) => `${(100 * (moment - low)) / (high - low)}%`;

  function nameWith(node, date) {
    const status = node.status && node.group !== "cooperation" ? [say(node.status.replaceAll("-", " "))] : [];
    return [nameOf(node), date.span ? wordsOf(date.span) : date.written || say("no date"), ...status].join(", ");
  }
  function bar(node, date) {
    const { span } = date;
    const style = statusStyles[node.status] ?? statusStyles.completed;
    const looks = ["timeline-bar", style.dash.length && "dashed", style.fill < 1 && "hollow", style.crossed && "crossed",
      span?.isOpen[0] && "from-open", span?.isOpen[1] && "to-open", !span && "undated"].filter(Boolean).join(" ");
    const made = element("button", { type: "button", class: looks, "data-id": node.id, "aria-label": nameWith(node, date), title: nameWith(node, date),
      "aria-current": node.id === state.selected && "true", onclick: () => select(node.id) }, span ? "" : date.written || say("no date"));
    if (span) {
      made.style.insetInlineStart = share(span.begin);
      made.style.width = share(low + span.end - span.begin);
      made.style.setProperty("--of", colourOf(node));
    }
    return made;
  }
  function looseBar(unit, date, begin, end, count) {
    const made = bar(unit, { span: { begin, end, isOpen: [], said: [] } });
    const words_ = [nameOf(unit), date.written || say("no date"), say("activities and outputs with dates: {}", number(count))].join(", ");
    made.classList.add("loose");
    for (const name of ["aria-label", "title"]) made.setAttribute(name, words_);
    return made;
  }
  // The name beside the bar is for the eye and the mouse; the bar says it too.
  function row(node, content, isNear_, ...more) {
    return element("li", { class: ["timeline-row", node.id === state.selected && "selected", isNear_ && "near"].filter(Boolean).join(" ") },
      element("span", { class: node.status === "not-done" ? "timeline-name denied" : "timeline-name", "aria-hidden": "true", onclick: () => select(node.id, true) },
        glyphOf(node), element("bdi", {}, nameOf(node))),
      element("div", { class: "timeline-track" }, ...content), ...more);
  }
  function mark(deed) {
    const { span } = dates.get(deed.id);
    const made = element("span", { class: deed.status === "not-done" ? "timeline-mark crossed" : (statusStyles[deed.status]?.fill ?? 1) < 1 ? "timeline-mark hollow" : "timeline-mark",
      title: nameWith(deed, dates.get(deed.id)), "aria-hidden": "true", onclick: () => select(deed.id) });
    made.style.insetInlineStart = share((span.begin + span.end) / 2);
    made.style.setProperty("--of", colourOf(deed));
    return made;
  }

  // The cooperation of what is selected is opened: each of its activities and outputs has a row.
  function unitRow({ unit, deeds, date, begin, end }, opened_, near) {
    const dated = deeds.filter((deed) => dates.get(deed.id).span);
    const isOpen = opened_ === unit.id;
    const below = isOpen && deeds.length ? [element("ol", {}, ...deeds.map((deed) => row(deed, [bar(deed, dates.get(deed.id))], false)))] : [];
    const own = date.span ? bar(unit, date) : looseBar(unit, date, begin, end, dated.length);
    return row(unit, [own, ...dated.map(mark)], near.has(unit.id), ...below);
  }
  // Without a date of its own, a cooperation stands where its activities do, as a line.
  function placed(unit) {
    const deeds = deedsOf.get(unit.id).filter(isShown);
    const spans = deeds.map((deed) => dates.get(deed.id).span).filter(Boolean);
    const date = dates.get(unit.id);
    const begin = date.span?.begin ?? Math.min(...spans.map((span) => span.begin));
    const end = date.span?.end ?? Math.max(...spans.map((span) => span.end));
    return { unit, deeds, date, begin, end };
  }

  function ticks() {
    const steps = [1, 2, 5, 10, 20, 25, 50];
    const step = steps.find((years) => years * scale >= LEAST) ?? 50;
    const months = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
    const tick = (moment, words_, kind) => {
      const made = element("span", { class: kind }, words_);
      made.style.insetInlineStart = share(moment);
      return made;
    };
    const parts_ = [];
    for (let year = Math.ceil(low / step) * step; year < high; year += step) {
      parts_.push(tick(year, String(year), "timeline-year"));
      if (scale < 12 * LEAST) continue;
      for (let month = 2; month <= 12; month++) parts_.push(tick(momentOf(year, month), months.format(Date.UTC(2001, month - 1)), "timeline-month"));
    }
    axis.replaceChildren(...parts_);
  }

  const names = () => axis.offsetLeft;
  const room = () => Math.max(120, holder_.clientWidth - names());
  const fitting = () => room() / (high - low);
  function size() {
    scale = fitting() * zoomed;
    list.parentElement.style.setProperty("--track", `${Math.floor(scale * (high - low))}px`);
    list.parentElement.style.setProperty("--year", `${scale}px`);
    ticks();
  }
  // The moment in the middle stays there.
  function zoom_(by) {
    if (!list.childElementCount) return;
    const middle = (holder_.scrollLeft + room() / 2) / scale;
    zoomed = Math.max(1, Math.min(MOST / fitting(), zoomed * by));
    size();
    holder_.scrollLeft = middle * scale - room() / 2;
  }

  function showWhole() {
    zoomed = 1;
    if (list.childElementCount) size();
    holder_.scrollTo(0, 0);
  }

  function open(made) {
    readDates();
    holder_ = made;
    axis = element("div", { class: "timeline-axis" });
    list = element("ol", { class: "timeline-list", onkeydown: walk });
    undated = element("section", { class: "timeline-undated" });
    turner = element("nav", { class: "timeline-turner" });
    const head = element("div", { class: "timeline-head", "aria-hidden": "true" }, element("span", { class: "timeline-corner" }), axis);
    holder_.append(turner, element("div", { class: "timeline-body" }, head, list), undated);
    new ResizeObserver(() => { if (holder_.clientWidth && list.childElementCount) size(); }).observe(holder_);
    darkness.addEventListener("change", () => { if (state.view === "timeline") draw(); });
  }

  function draw() {
    const all = units.filter(isShown).map(placed);
    const known = all.filter(({ begin }) => Number.isFinite(begin))
      .sort((one, two) => one.begin - two.begin || one.end - two.end || collate(nameOf(one.unit), nameOf(two.unit)));
    const others = all.filter(({ begin }) => !Number.isFinite(begin)).sort((one, two) => collate(nameOf(one.unit), nameOf(two.unit)));
    const within = known.flatMap(({ begin, end, deeds }) => [begin, end, ...deeds.flatMap((deed) => {
      const { span } = dates.get(deed.id);
      return span ? [span.begin, span.end] : [];
    })]);
    const [least, most] = within.reduce(([one, two], moment) => [Math.min(one, moment), Math.max(two, moment)], [Infinity, -Infinity]);
    if (within.length) [low, high] = [Math.floor(least), Math.ceil(most)];
    const chosen_ = nodes[state.selected];
    const of = chosen_ ? unitsOf(chosen_) : [];
    const near = new Set(chosen_ && of[0] !== chosen_.id ? [...of, ...neighbours[chosen_.id]] : []);
    const focused = holder_.contains(document.activeElement) && document.activeElement.dataset.id;
    list.setAttribute("aria-label", say("Cooperations by their begin"));
    turnTo(known, of);
    list.replaceChildren(...known.slice(first, first + ROWS).map((one) => unitRow(one, of.length === 1 ? of[0] : null, near)));
    list.parentElement.hidden = !known.length;
    const item = ({ unit, date }) => element("li", {}, element("button", { type: "button", class: "neighbour", "data-id": unit.id,
      "aria-current": unit.id === state.selected && "true", onclick: () => select(unit.id) }, glyphOf(unit),
    element("bdi", { class: "word" }, nameOf(unit)), date.written ? element("small", {}, date.written) : ""));
    // What is selected is at hand, however many there are.
    others.sort((one, two) => of.includes(two.unit.id) - of.includes(one.unit.id));
    undated.replaceChildren(...(others.length ? listPart("h2", say("No date"), others, item)
      : known.length ? [] : [element("p", {}, !isPlain ? say("No cooperation is shown") : say("There are no cooperations here: the timeline has nothing to show."))]));
    if (known.length) size();
    if (focused) holder_.querySelector(`button[data-id="${focused}"]`)?.focus({ preventScroll: true });
  }

  // Of many cooperations a part has rows: that of what is selected, else that which was turned to.
  function turnTo(known, of) {
    const place = chosen === state.selected ? -1 : known.findIndex(({ unit }) => of.includes(unit.id));
    chosen = state.selected;
    if (place >= 0) first = place - (place % ROWS);
    if (first >= known.length) first = 0;
    const turn = (words_, to, isOn) => element("button", { type: "button", class: "action", disabled: !isOn, onclick: () => { first = to; draw(); } }, words_);
    turner.hidden = known.length <= ROWS;
    turner.setAttribute("aria-label", say("Cooperations by their begin"));
    keepFocus(turner, [turn(say("Earlier"), first - ROWS, first > 0), element("span", { role: "status" },
      say("{} to {} of {}", number(first + 1), number(Math.min(first + ROWS, known.length)), number(known.length))),
    turn(say("Later"), first + ROWS, first + ROWS < known.length)]);
  }

  // Arrows go from bar to bar.
  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !isUnmodified(event)) return;
    const bars = [...list.querySelectorAll("button")];
    bars[bars.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }
  function bring(node) {
    const id = holder_.querySelector(`button[data-id="${node.id}"]`) ? node.id : unitsOf(node)[0];
    holder_.querySelector(`button[data-id="${id}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  views.timeline = { words: "Timeline", open, draw, bring, zoom: zoom_, all: showWhole };
}
