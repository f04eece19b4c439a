// The table: every fact in words, one row for each thing that it is said of; the way to all of it
// without the map.  Only the rows that are seen are in the page, the rest is room to scroll.
{
  const ROW = 45; // pixels; the style sheet says the same
  const AROUND = 24; // rows beyond those that are seen, for the keyboard and for screen readers
  const MOST_PRINTED = 2000;
  const rows = graph.facts.flatMap(([subjects, predicate, object, plan, quotes]) =>
    subjects.map((subject) => ({ subject, predicate, object, plan, quotes })));
  const isLink = (row) => typeof row.object === "number";
  const statusOf = (row) => nodes[row.subject].status ?? (isLink(row) && nodes[row.object].status) ?? "";
  const said = (row, what) => [...new Set(row.quotes.map((place) => quoteAt(place)[what]))];
  const columns = [
    { id: "subject", words: "Subject", text: (row) => nameOf(nodes[row.subject]) },
    { id: "what", words: "What", text: (row) => say(graph.predicates[row.predicate][1]) },
    { id: "object", words: "Object or value", text: (row) => (isLink(row) ? nameOf(nodes[row.object]) : row.object) },
    { id: "plan", words: "Plan", text: (row) => (row.plan < 0 ? "" : nameOf(nodes[row.plan])) },
    { id: "graph", words: "Named graph", text: (row) => (row.plan < 0 ? "" : nameOf(nodes[row.plan])) },
    { id: "quote", words: "Quote", text: (row) => said(row, "words").join(" · ") },
    { id: "document", words: "Document", text: (row) => said(row, "document").join(", ") },
    { id: "line", words: "Line", text: (row) => said(row, "line").join(", ") },
    { id: "status", words: "Status", text: (row) => say((statusOf(row) || "").replaceAll("-", " ")) },
  ].filter(({ id }) => (isPlain ? ["subject", "what", "object"].includes(id) || (id === "graph" && rows.some((row) => row.plan >= 0)) : id !== "graph"));

  let order = { id: null, turn: 1 };
  let ranks = { of: "" };
  let onlySelected = false;
  let listed = [];
  let told = null; // what the list was made from, and what was written of it
  const cells = new Map(); // rows of the page by their place in the list
  let ends, body, scroll, counted, only, caption, headings;

  // The place of each row in the order of a column; nothing stands last.  Equal words are compared once.
  function ranksOf(column) {
    if (ranks.of !== `${column.id} ${language}`) {
      const texts = rows.map(column.text);
      const collator = new Intl.Collator(language, { numeric: true });
      const sorted = [...new Set(texts)].sort((one, two) => (one === "") - (two === "") || collator.compare(one, two));
      const place = new Map(sorted.map((text, rank) => [text, rank]));
      ranks = { of: `${column.id} ${language}`, all: new Map(rows.map((row, at_) => [row, texts[at_] === "" ? Infinity : place.get(texts[at_])])) };
    }
    return ranks.all;
  }

  const foldedQuotes = [];
  const quoteWords = (place) => (foldedQuotes[place] ??= folded(quoteAt(place).words));
  function isAbout(row, wanted, predicates) {
    return wanted.every((word) => words[row.subject].includes(word) || predicates[row.predicate].includes(word)
      || (isLink(row) ? words[row.object] : folded(row.object)).includes(word)
      || row.quotes.some((place) => quoteWords(place).includes(word)));
  }

  function list() {
    const shown = nodes.map(isShown);
    const wanted = wordsIn(state.q);
    const predicates = graph.predicates.map(([, forwards]) => folded(say(forwards)));
    const isOnly = onlySelected && state.selected !== null;
    listed = rows.filter((row) => shown[row.subject] && (!isLink(row) || shown[row.object])
      && (!isOnly || isOfSelected(row)) && (!wanted.length || isAbout(row, wanted, predicates)));
    const column = columns.find(({ id }) => id === order.id);
    if (!column) return;
    const rank = ranksOf(column);
    listed.sort((one, two) => {
      const [first, second] = [rank.get(one), rank.get(two)];
      // What says nothing is last in either direction.
      return first === second ? 0 : first === Infinity ? 1 : second === Infinity ? -1 : order.turn * (first - second);
    });
  }
  const isOfSelected = (row) => row.subject === state.selected || row.object === state.selected;

  function thing(id) {
    const node = nodes[id];
    return element("button", { type: "button", class: node.status === "not-done" ? "denied" : undefined,
      "aria-current": id === state.selected && "true", onclick: () => select(id) },
    element("bdi", {}, listName(node)));
  }
  function rowPart(place) {
    const row = listed[place];
    const words_ = (column) => element("bdi", {}, column.text(row));
    const content = {
      subject: () => thing(row.subject),
      object: () => (isLink(row) ? thing(row.object) : element("bdi", {}, written(row.object))),
    };
    const cell = (column, at_) => element(at_ ? "td" : "th", { class: `table-${column.id}`, scope: at_ ? undefined : "row" },
      element("div", {}, (content[column.id] ?? (() => words_(column)))()));
    return element("tr", { "aria-rowindex": place + 2, class: isOfSelected(row) && "selected" }, ...columns.map(cell));
  }

  // The rows that are seen; those that stay are left as they are, and keep the focus.
  function fill(first = Math.floor(scroll.scrollTop / ROW) - AROUND, last = Math.ceil((scroll.scrollTop + scroll.clientHeight) / ROW) + AROUND) {
    const [from, to] = [Math.max(0, Math.min(first, listed.length - 1)), Math.min(listed.length, last)];
    for (const [place, part] of cells) {
      if (place >= from && place < to) continue;
      if (part.contains(document.activeElement)) scroll.focus({ preventScroll: true });
      part.remove();
      cells.delete(place);
    }
    // From the last to the first, so that the row that follows is there.
    for (let place = to - 1; place >= from; place--) {
      if (cells.has(place)) continue;
      cells.set(place, rowPart(place));
      body.insertBefore(cells.get(place), cells.get(place + 1) ?? ends[1]);
    }
    ends[0].firstChild.style.height = `${from * ROW}px`;
    ends[1].firstChild.style.height = `${Math.max(0, listed.length - to) * ROW}px`;
    ends[0].hidden = from === 0;
    ends[1].hidden = to >= listed.length;
  }

  function sortBy(id) {
    order = { id, turn: order.id === id ? -order.turn : 1 };
    draw();
  }
  function head(column) {
    return element("th", { scope: "col", class: `table-${column.id}` }, element("button", { type: "button", onclick: () => sortBy(column.id) },
      element("span", {}), element("span", { class: "table-turn", "aria-hidden": "true" })));
  }
  function drawHead() {
    columns.forEach((column, at_) => {
      const isSorted = order.id === column.id;
      headings[at_].setAttribute("aria-sort", !isSorted ? "none" : order.turn > 0 ? "ascending" : "descending");
      const [name, turn] = headings[at_].firstChild.children;
      name.textContent = say(column.words);
      turn.textContent = !isSorted ? "" : order.turn > 0 ? "▲" : "▼";
    });
  }

  // What is listed, in its order.
  const listedRows = () => [columns.map((column) => say(column.words)), ...listed.map((row) => columns.map((column) => column.text(row)))];

  function open(holder_) {
    const gap = () => element("tr", { class: "table-gap", "aria-hidden": "true" }, element("td", { colspan: columns.length }));
    ends = [gap(), gap()];
    body = element("tbody", {}, ...ends);
    headings = columns.map(head);
    caption = element("caption", { class: "unseen" });
    counted = element("p", { class: "table-count", role: "status" });
    only = element("input", { type: "checkbox", onchange: () => { onlySelected = only.checked; draw(); } });
    scroll = element("div", { class: "table-scroll", tabindex: "0", role: "region", onscroll: () => fill() },
      element("table", {}, caption, element("thead", {}, element("tr", { "aria-rowindex": 1 }, ...headings)), body));
    holder_.tabIndex = -1; // the rows are what is scrolled
    holder_.append(element("div", { class: "table-bar" }, counted, element("label", {}, only, element("span", {}))), scroll);
    new ResizeObserver(() => fill()).observe(scroll);
    // On paper nothing scrolls.
    addEventListener("beforeprint", () => {
      if (state.view !== "table") return;
      fill(0, MOST_PRINTED);
      if (listed.length > MOST_PRINTED) counted.textContent += ` · ${say("the first {} on paper", number(MOST_PRINTED))}`;
    });
    addEventListener("afterprint", () => state.view === "table" && draw());
  }

  function draw() {
    const { q, selected, facets: wanted, hiddenKinds, hiddenStatuses } = state;
    const now = [q, wanted, hiddenKinds, hiddenStatuses, onlySelected && selected, order, language];
    const isFirst = told === null;
    const isSame = told !== null && now.every((one, at_) => one === told[at_]);
    told = now;
    list();
    drawHead();
    only.disabled = selected === null;
    only.nextSibling.textContent = say("only what is selected");
    const counts = say("{} of {} facts", number(listed.length), number(rows.length));
    if (counted.textContent !== counts) counted.textContent = counts;
    caption.textContent = isPlain ? say("Facts") : say("Facts, each with the words that state it");
    scroll.setAttribute("aria-label", caption.textContent);
    scroll.querySelector("table").setAttribute("aria-rowcount", listed.length + 1);
    if (!isSame) scroll.scrollTop = 0;
    const focused = [...cells].find(([, part]) => part.contains(document.activeElement));
    const button = focused && [...focused[1].querySelectorAll("button")].indexOf(document.activeElement);
    for (const part of cells.values()) part.remove();
    cells.clear();
    fill();
    if (focused) (cells.get(focused[0])?.querySelectorAll("button")[button] ?? scroll).focus({ preventScroll: true });
    if (isFirst && selected !== null) bring(nodes[selected]);
  }

  // From the top; and, if told so, all rows in the order of the plans.
  function showWhole(isGentle, ofAll) {
    if (ofAll) {
      order = { id: null, turn: 1 };
      onlySelected = only.checked = false;
      draw();
    }
    scroll.scrollTo(0, 0);
  }

  // The first row of a thing, where none of its rows is seen.
  function bring({ id }) {
    const seen = [scroll.scrollTop / ROW, (scroll.scrollTop + scroll.clientHeight) / ROW - 2];
    if (listed.some((row, place) => place >= seen[0] && place < seen[1] && isOfSelected(row))) return;
    const subject = listed.findIndex((row) => row.subject === id);
    const place = subject < 0 ? listed.findIndex((row) => row.object === id) : subject;
    if (place >= 0) scroll.scrollTop = Math.max(0, place * ROW - scroll.clientHeight / 3);
  }

  const files = [{ ending: "csv", part: "table", words: "Table as it is listed", type: "text/csv", make: () => csvFile(listedRows()) }];
  views.table = { words: "Table", open, draw, bring, all: showWhole, files };
}
