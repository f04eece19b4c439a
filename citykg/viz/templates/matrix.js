// The matrix: how many of the cooperations that are chosen have both of two things.
{
  const MOST = 60; // rows, and columns, that are shown at once
  const axes = ["goal", "topic", "theme", "country", "programme", "activity", "year"].map((id) => facetOf.get(id));
  const many = { goal: "Goals", topic: "Topics", theme: "Themes", country: "Countries", programme: "Programmes",
    activity: "Types of activity", year: "Years" };
  const valuesOf = (facet, unit) => facet.values.get(unit.id);
  let across = null; // the two facets, once they are chosen
  let down = null;
  let choosers, swap, note, scroll;
  let counted_ = []; // what is shown, line by line

  // Goals and topics; if no cooperation has both, the two that most cooperations have.
  function choosePair() {
    const both = (one, two) => units.filter((unit) => valuesOf(one, unit).size && valuesOf(two, unit).size).length;
    [down, across] = axes;
    let most = both(down, across);
    if (most) return;
    axes.forEach((one, place) => axes.slice(place + 1).forEach((two) => {
      if (both(one, two) > most) [down, across, most] = [one, two, both(one, two)];
    }));
  }

  // The cooperations with both: of each cell, each row and each column.
  function count() {
    const having = chosenBut(null).filter((unit) => valuesOf(down, unit).size && valuesOf(across, unit).size);
    const tally = { all: having.length, down: new Map(), across: new Map(), cells: new Map() };
    const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const unit of having) {
      for (const column of valuesOf(across, unit)) add(tally.across, column);
      for (const row of valuesOf(down, unit)) {
        add(tally.down, row);
        if (!tally.cells.has(row)) tally.cells.set(row, new Map());
        for (const column of valuesOf(across, unit)) add(tally.cells.get(row), column);
      }
    }
    return tally;
  }
  // Those that most cooperations have; goals by number and years by time.
  function shownFrom(facet, counts) {
    const byName = ([one], [two]) => valueName(facet, one).localeCompare(valueName(facet, two), language, { numeric: true });
    const order = [...counts].sort((one, two) => two[1] - one[1] || byName(one, two)).slice(0, MOST);
    return (facet.id === "goal" || facet.id === "year" ? order.sort(byName) : order).map(([value]) => value);
  }

  const isOnly = (facet, value) => state.facets.get(facet.id)?.size === 1 && state.facets.get(facet.id).has(value);
  // Choose the cooperations that have these, and no others of their facets; the same again lets go.
  function chooseOnly(...wanted) {
    const all = new Map(state.facets);
    const isChosen = wanted.every(([facet, value]) => isOnly(facet, value));
    for (const [facet, value] of wanted) {
      if (isChosen) all.delete(facet.id);
      else all.set(facet.id, new Set([value]));
    }
    change({ facets: all });
  }

  function heading(facet, value, scope) {
    const id = facet.kind && idOfIri.get(value);
    const isThing = id !== undefined;
    const act = isThing ? () => select(id) : () => chooseOnly([facet, value]);
    const isMarked = isThing ? id === state.selected : isOnly(facet, value);
    return element("th", { scope, class: isMarked && "selected" },
      element("button", { type: "button", "data-key": `${scope} ${value}`, title: valueName(facet, value), onclick: act,
        [isThing ? "aria-current" : "aria-pressed"]: isThing ? isMarked && "true" : String(isMarked) },
      element("bdi", {}, valueName(facet, value))));
  }
  function cell(row, column, found, most) {
    if (!found) return element("td", {});
    const isChosen = isOnly(down, row) && isOnly(across, column);
    const button = element("button", { type: "button", "data-key": `${row} ${column}`, "aria-pressed": String(isChosen),
      "aria-label": say("{}: {} and {}", number(found), valueName(down, row), valueName(across, column)),
      onclick: () => chooseOnly([down, row], [across, column]) }, number(found));
    // The number says it; the shade lets it be seen.
    button.style.setProperty("--share", `${Math.round(6 + 40 * Math.sqrt(found / most))}%`);
    return element("td", {}, button);
  }

  function fill() {
    const tally = count();
    const shownColumns = shownFrom(across, tally.across);
    const rows = shownFrom(down, tally.down).filter((row) => shownColumns.some((column) => tally.cells.get(row).has(column)));
    const columns = shownColumns.filter((column) => rows.some((row) => tally.cells.get(row).has(column)));
    const most = Math.max(1, ...rows.flatMap((row) => columns.map((column) => tally.cells.get(row).get(column) ?? 0)));
    const total = (words_) => element("th", { scope: "col", class: "matrix-total" }, words_);
    const head = element("tr", {}, element("td", {}), ...columns.map((column) => heading(across, column, "col")), total(say("All")));
    const line = (row) => element("tr", {}, heading(down, row, "row"),
      ...columns.map((column) => cell(row, column, tally.cells.get(row).get(column), most)),
      element("td", { class: "matrix-total" }, number(tally.down.get(row))));
    const foot = element("tr", {}, element("th", { scope: "row", class: "matrix-total" }, say("All")),
      ...columns.map((column) => element("td", { class: "matrix-total" }, number(tally.across.get(column)))),
      element("td", { class: "matrix-total" }, number(tally.all)));
    counted_ = [[say("Cooperations by {} and {}", say(many[down.id]), say(many[across.id])), ...columns.map((column) => valueName(across, column)), say("All")],
      ...rows.map((row) => [valueName(down, row), ...columns.map((column) => tally.cells.get(row).get(column) ?? 0), tally.down.get(row)]),
      [say("All"), ...columns.map((column) => tally.across.get(column)), tally.all]];
    const left = [[down, tally.down, rows], [across, tally.across, columns]].filter(([, counts, shown]) => counts.size > shown.length)
      .map(([facet, counts, shown]) => ` ${say("{}: {} more, in fewer cooperations, are left out.", say(many[facet.id]), number(counts.size - shown.length))}`);
    note.textContent = (rows.length ? say("Cooperations with both: {}. One may be in several cells.", number(tally.all))
      : say("No cooperation that is chosen has both.")) + left.join("");
    const [[caption]] = counted_;
    scroll.setAttribute("aria-label", caption);
    const key = scroll.contains(document.activeElement) && document.activeElement.dataset.key;
    scroll.replaceChildren(...(rows.length ? [element("table", {}, element("caption", { class: "unseen" }, caption),
      element("thead", {}, head), element("tbody", {}, ...rows.map(line)), element("tfoot", {}, foot))] : []));
    if (key) ([...scroll.querySelectorAll("button")].find((button) => button.dataset.key === key) ?? scroll).focus({ preventScroll: true });
  }

  // A thing is not set against itself: the other side takes what this one was.
  function choose_(isDown, facet) {
    const [was, other] = isDown ? [down, across] : [across, down];
    const next = facet === other ? was : other;
    [down, across] = isDown ? [facet, next] : [next, facet];
    draw();
  }
  function chooser(isDown) {
    const list = element("select", { onchange: () => choose_(isDown, facetOf.get(list.value)) });
    list.append(...axes.map(({ id }) => element("option", { value: id })));
    return [element("label", {}, element("span", {}), list), list];
  }

  function open(holder_) {
    choosePair();
    choosers = [chooser(true), chooser(false)];
    swap = element("button", { type: "button", class: "action", onclick: () => choose_(true, across) }, "⇄");
    note = element("p", { class: "matrix-note", role: "status" });
    scroll = element("div", { class: "matrix-scroll", tabindex: "0", role: "region" });
    holder_.tabIndex = -1; // the table is what is scrolled
    holder_.append(element("div", { class: "matrix-bar" }, choosers[0][0], swap, choosers[1][0], note), scroll);
    scroll.addEventListener("keydown", walk);
  }

  // Arrows go from cell to cell.
  function walk(event) {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    let place = document.activeElement.closest("td, th");
    if (!step || !place || !isUnmodified(event)) return;
    const table = scroll.querySelector("table");
    let [row, column] = [place.parentElement.rowIndex, place.cellIndex];
    do {
      [row, column] = [row + step[0], column + step[1]];
      place = table.rows[row]?.cells[column];
    } while (place && !place.querySelector("button"));
    place?.querySelector("button").focus();
    event.preventDefault();
  }

  function draw() {
    if (isPlain) {
      note.textContent = say("There are no cooperations here: the matrix has nothing to count.");
      for (const part of [...choosers.map(([label]) => label), swap, scroll]) part.hidden = true;
      return;
    }
    choosers.forEach(([label, list], at_) => {
      label.firstChild.textContent = at_ ? say("Columns") : say("Rows");
      for (const option of list.options) option.textContent = say(many[option.value]);
      list.value = (at_ ? across : down).id;
    });
    for (const name of ["aria-label", "title"]) swap.setAttribute(name, say("Change rows and columns"));
    fill();
  }

  function showWhole(isGentle, ofAll) {
    if (ofAll) {
      choosePair();
      draw();
    }
    scroll.scrollTo(0, 0);
  }
  function bring() {
    scroll.querySelector("th.selected")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  const files = [{ ending: "csv", part: "matrix", words: "Matrix as it is shown", type: "text/csv", make: () => csvFile(counted_) }];
  views.matrix = { words: "Matrix", open, draw, bring, all: showWhole, files };
}
