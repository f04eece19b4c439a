// What is drawn: kinds and statuses on and off, and facets that choose among the cooperations.
const FEW = 8; // values of a facet that are shown at once

function toggle(set, value) {
  const changed_ = new Set(set);
  if (!changed_.delete(value)) changed_.add(value);
  return changed_;
}

function legendButton(picture, words, count, isOn, act, data) {
  return element("button", { type: "button", "aria-pressed": String(isOn), ...data, onclick: act },
    picture, element("span", { class: "word" }, words), element("small", {}, number(count)));
}

const countShown = (has_) => nodes.filter((node) => isKept(node) && has_(node)).length;
function fillLegend() {
  const parts = [];
  let group = "";
  for (const kind of graph.kinds) {
    if (kind.group !== group) parts.push(element("h3", {}, say(group = kind.group)));
    const sample = kind.id === "goal" ? { number: "1", colour: "#e5243b" } : {};
    parts.push(legendButton(glyph(kind, sample), say(kind.many), countShown((node) => node.group === kind.id), !state.hiddenKinds.has(kind.id),
      () => change({ hiddenKinds: toggle(state.hiddenKinds, kind.id) }, { isNew: false }), { "data-kind": kind.id, title: isPlain ? kind.many : undefined }));
  }
  const deed = kinds.get("activity") ?? kinds.get("output");
  const drawn_ = Object.keys(statusStyles).filter((status) => statuses.includes(status));
  if (deed && drawn_.length) {
    parts.push(element("h3", {}, say("Status")));
    for (const status of drawn_) {
      parts.push(legendButton(glyph(deed, { status }), say(status.replaceAll("-", " ")), countShown((node) => node.status === status),
        !state.hiddenStatuses.has(status), () => change({ hiddenStatuses: toggle(state.hiddenStatuses, status) }, { isNew: false }), { "data-status": status }));
    }
  }
  at("legend").classList.toggle("wide", graph.kinds.some(({ many }) => many.length > 14));
  keepFocus(at("legend"), parts);
}

// New content in place of old, with the focus where it was.
function keepFocus(holder_, parts) {
  const focused = holder_.contains(document.activeElement) ? [...holder_.querySelectorAll("button, input, summary")].indexOf(document.activeElement) : -1;
  holder_.replaceChildren(...parts);
  if (focused >= 0) holder_.querySelectorAll("button, input, summary")[focused]?.focus({ preventScroll: true });
}

const widened = new Set(); // facets of which all values are shown
const opened = new Set();
function facetPart(facet) {
  const counts = countsOf(facet);
  if (counts.size < 2) return [];
  const wanted = state.facets.get(facet.id) ?? new Set();
  const order = facet.id === "year" ? (one, two) => two[0] - one[0] : (one, two) => two[1] - one[1] || collate(valueName(facet, one[0]), valueName(facet, two[0]));
  const values = [...counts].sort(order);
  const few = widened.has(facet.id) ? values : values.filter(([value], place) => place < FEW || wanted.has(value));
  const item = ([value, count]) => element("label", {},
    element("input", { type: "checkbox", value, checked: wanted.has(value), onchange: () => {
      const all = new Map(state.facets);
      const chosen = toggle(wanted, value);
      if (chosen.size) all.set(facet.id, chosen);
      else all.delete(facet.id);
      change({ facets: all });
    } }), element("bdi", { class: "word" }, valueName(facet, value)), element("small", {}, number(count)));
  const box = element("details", { "data-facet": facet.id, open: opened.has(facet.id) || wanted.size > 0 },
    element("summary", {}, say(facet.words), wanted.size ? element("small", {}, ` (${wanted.size})`) : ""), ...few.map(item));
  box.addEventListener("toggle", () => opened[box.open ? "add" : "delete"](facet.id));
  if (few.length < values.length) {
    box.append(element("button", { type: "button", class: "more", onclick: () => { widened.add(facet.id); fillFacets(); } }, say("Show all {}", number(values.length))));
  }
  return [box];
}
const collate = (one, two) => one.localeCompare(two, language) || (one < two ? -1 : one > two ? 1 : 0);

function fillFacets() {
  const parts = facets.flatMap(facetPart);
  at("facets-box").hidden = !parts.length;
  const chosen = chosenBut(null).length;
  at("chosen").textContent = kept === null ? "" : say("{} of {} cooperations", number(chosen), number(units.length));
  at("all").hidden = kept === null;
  keepFocus(at("facets"), parts);
}
at("all").addEventListener("click", () => {
  change({ facets: new Map() });
  at("facets-box").querySelector("summary").focus(); // the button is gone
});

watchers.push((patch) => {
  if ("facets" in patch || "hiddenKinds" in patch || "hiddenStatuses" in patch) fillLegend();
  if ("facets" in patch) {
    fillFacets();
    if (kept !== null) tell(at("chosen").textContent);
  }
});
