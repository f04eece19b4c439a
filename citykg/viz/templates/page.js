// What people do: select, search, toggle kinds, read the table, come back by a link.
const at = (id) => document.getElementById(id);
const search = at("search");
const results = at("results");

function select(id, moves = false) {
  state.selected = id;
  const hash = id === null ? "" : `#node=${encodeURIComponent(nodes[id].iri)}`;
  try {
    if (location.hash !== hash) history.pushState(null, "", hash || location.pathname + location.search);
  } catch { /* a page inside another's sandbox has no address of its own */ }
  refresh(moves);
}

function refresh(moves) {
  const node = nodes[state.selected];
  if (node) {
    showDetails(node);
    if (moves) bringIntoView(node);
    at("told").textContent = `${nameOf(node)}, ${kinds.get(node.group).one}, ${node.links} links`;
  } else {
    showIntroduction();
    at("told").textContent = "Everything is shown";
  }
  map.redraw();
}

function followHash(moves) {
  let iri = "";
  try {
    iri = decodeURIComponent(/^#node=(.*)$/.exec(location.hash)?.[1] ?? "");
  } catch { /* not an address that this page made: nothing is selected */ }
  state.selected = idOfIri.get(iri) ?? null;
  refresh(moves);
}

function reset() {
  closeResults();
  select(null);
  showAll(true);
}

// ---- kinds on and off
function fillLegend() {
  const parts = [];
  let group = "";
  for (const kind of graph.kinds) {
    if (kind.group !== group) parts.push(element("h3", {}, (group = kind.group)));
    const sample = kind.id === "goal" ? { number: "1", colour: "#e5243b" } : {};
    const button = element("button", { type: "button", "aria-pressed": "true", "data-kind": kind.id },
      glyph(kind, sample), element("span", { class: "word" }, kind.many), element("small", {}, kind.count.toLocaleString("en")));
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      state.hiddenKinds[isOn ? "delete" : "add"](kind.id);
      map.redraw();
    });
    parts.push(button);
  }
  const deed = kinds.get("activity") ?? kinds.get("output");
  const found = new Set(nodes.map((node) => node.status).filter((status) => status in statusStyles));
  if (deed && found.size) {
    parts.push(element("h3", {}, "Status"));
    for (const status of Object.keys(statusStyles).filter((name) => found.has(name))) {
      parts.push(element("div", { class: "key" }, glyph(deed, { status }), status.replace("-", " ")));
    }
  }
  at("legend").replaceChildren(...parts);
}

// ---- search
let chosen = 0;
let found = [];
const words = nodes.map((node) => folded(`${nameOf(node)} ${kinds.get(node.group).one} ${node.number ?? ""}`));

function find(text) {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const starts = (id) => !words[id].startsWith(wanted[0]);
  return byWeight.filter((node) => wanted.every((word) => words[node.id].includes(word)))
    .sort((one, two) => starts(one.id) - starts(two.id)).slice(0, 12);
}

function fillResults() {
  found = find(search.value);
  chosen = 0;
  const isOpen = search.value.trim() !== "";
  results.hidden = !isOpen;
  search.setAttribute("aria-expanded", String(isOpen));
  const items = found.map((node, place) => element("li", { id: `found-${place}`, role: "option",
    onpointerdown: (event) => { event.preventDefault(); take(place); } },
    glyphOf(node), element("bdi", { class: "word" }, node.status === "not-done" ? node.label : nameOf(node)), element("small", {}, kinds.get(node.group).one)));
  results.replaceChildren(...(items.length ? items : [element("li", { class: "none" }, "Nothing has that name")]));
  mark();
}

function mark() {
  [...results.children].forEach((item, place) => {
    item.setAttribute("aria-selected", String(place === chosen && found.length > 0));
    if (place === chosen) item.scrollIntoView({ block: "nearest" });
  });
  if (found.length) search.setAttribute("aria-activedescendant", `found-${chosen}`);
  else search.removeAttribute("aria-activedescendant");
}

function take(place) {
  if (!found[place]) return;
  const { id } = found[place];
  closeResults();
  select(id, true);
  panel.focus({ preventScroll: true });
}

function closeResults() {
  search.value = "";
  fillResults();
}

search.addEventListener("input", fillResults);
search.addEventListener("blur", () => { results.hidden = true; search.setAttribute("aria-expanded", "false"); });
search.addEventListener("focus", () => search.value && fillResults());
search.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && found.length) {
    chosen = (chosen + steps[event.key] + found.length) % found.length;
    mark();
    event.preventDefault();
  } else if (event.key === "Enter") take(chosen);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && document.activeElement !== search) {
    search.focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    search.blur();
    reset();
  }
});

// ---- everything as a table, made when it is first opened
at("table-box").addEventListener("toggle", () => {
  if (at("table").firstChild) return;
  const row = (node) => element("tr", {},
    element("td", {}, element("button", { type: "button", dir: "auto", onclick: () => select(node.id, true) },
      node.status === "not-done" ? node.label : nameOf(node))),
    element("td", {}, kinds.get(node.group).one), element("td", {}, String(node.links)));
  const heads = ["Name", "Kind", "Links"].map((head) => element("th", { scope: "col" }, head));
  at("table").append(element("table", {}, element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...nodes.map(row))));
});

// ---- the map
map.on("click", ({ pointer }) => {
  const id = map.getNodeAt(pointer.DOM) ?? null;
  select(id !== null && isShown(nodes[id]) ? id : null);
});
map.on("doubleClick", ({ pointer }) =>
  map.moveTo({ position: pointer.canvas, scale: Math.max(1.7, map.getScale() * 1.8), animation: gently() }));
map.on("hoverNode", ({ node }) => {
  if (!isShown(nodes[node])) return;
  state.hovered = node;
  holder.style.cursor = "pointer";
  map.redraw();
});
map.on("blurNode", () => {
  state.hovered = null;
  holder.style.cursor = "";
  map.redraw();
});
const zoom = (by) => map.moveTo({ scale: map.getScale() * by, animation: gently() });
at("closer").addEventListener("click", () => zoom(1.5));
at("farther").addEventListener("click", () => zoom(1 / 1.5));
at("reset").addEventListener("click", reset);
addEventListener("hashchange", () => followHash(true));

fillLegend();
if (innerWidth <= 720) at("legend-box").open = false;
followHash(false);
showAll();
if (nodes.length === 1) {
  at("note").textContent = "One thing is here so far. Select it to see what is said of it.";
  at("note").hidden = false;
}
// For tests and for the curious: what is drawn where, never what it means.
globalThis.citykgPage = { map, labels: () => drawn.boxes, view, showAll, select };
