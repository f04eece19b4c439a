// What the reader looks at, in one place: all views show it, and the address of the page says it.
const state = {
  selected: null, to: null, hovered: null, open: null, view: "network", q: "",
  hiddenKinds: new Set(), hiddenStatuses: new Set(), facets: new Map(),
};
const watchers = []; // called when it changes, with what has changed
const views = {}; // by name: its `words`, `open(holder)` for the first time, `draw()` from then on

// Change it: `isNew` makes a step that Back undoes, `moves` brings what is selected into view.
function change(patch, { isNew = true, moves = false } = {}) {
  Object.assign(state, patch);
  const hash = addressOf();
  try {
    if (location.hash !== hash) {
      history[isNew ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
    }
  } catch { /* a page inside another's sandbox has no address of its own */ }
  changed(patch, moves);
}
function changed(patch, moves) {
  if ("facets" in patch) choose();
  if ("view" in patch) state.hovered = null; // the pointer is on something in one view only
  if (turnsWay(patch)) walkBetween();
  for (const watch of watchers) watch(patch, moves);
}
// Select a thing; or, while the page asks for it, the end of a way.
function select(id, moves = false) {
  const isEnd = waiting !== null && id !== null && id !== waiting;
  change(isEnd ? { selected: waiting, to: id } : { selected: id, to: null }, { moves });
}

const shownOf = (every, hidden) => every.filter((one) => !hidden.has(one)).map(encodeURIComponent).join(",");
const statuses = [...new Set(nodes.map((node) => node.status).filter(Boolean))].sort();
const kindIds = graph.kinds.map((kind) => kind.id);

// The address that says all of it, empty for the page as it opens.
function addressOf() {
  const said = new URLSearchParams();
  if (state.selected !== null) said.set("node", nodes[state.selected].iri);
  if (state.to !== null) said.set("to", nodes[state.to].iri);
  if (state.open !== null) said.set("open", clusterKey(clusters[state.open]));
  if (state.view !== "network") said.set("view", state.view);
  if (state.hiddenKinds.size) said.set("types", shownOf(kindIds, state.hiddenKinds));
  if (state.hiddenStatuses.size) said.set("states", shownOf(statuses, state.hiddenStatuses));
  for (const { id } of facets) {
    for (const value of [...state.facets.get(id) ?? []].sort()) said.append(id, value);
  }
  if (state.q) said.set("q", state.q);
  if (language !== usual) said.set("lang", language);
  const text = said.toString();
  return text && `#${text}`;
}

// What an address says, as far as this graph knows it.
function restore(moves = false) {
  const said = new URLSearchParams(location.hash.slice(1));
  const node = (name) => idOfIri.get(said.get(name)) ?? null;
  const hidden = (every, name) => {
    const shown = new Set(said.get(name)?.split(","));
    return new Set(said.has(name) ? every.filter((one) => !shown.has(encodeURIComponent(one))) : []);
  };
  language = Object.hasOwn(languages, said.get("lang")) ? said.get("lang") : usual;
  const wanted = facets.map((facet) => [facet.id, new Set(said.getAll(facet.id).filter((value) => isValue(facet, value)))]);
  Object.assign(state, {
    selected: node("node"),
    to: node("node") === null || node("to") === node("node") ? null : node("to"),
    open: placeOfKey.get(said.get("open")) ?? null,
    view: Object.hasOwn(views, said.get("view")) ? said.get("view") : "network",
    q: said.get("q")?.slice(0, 200) ?? "",
    hiddenKinds: hidden(kindIds, "types"),
    hiddenStatuses: hidden(statuses, "states"),
    facets: new Map(wanted.filter(([, values]) => values.size)),
  });
  sayAll();
  changed(state, moves);
}
const isValue = (facet, value) => [...facet.values.values()].some((values) => values.has(value));
const usual = (navigator.languages ?? []).map((one) => one.slice(0, 2)).find((one) => Object.hasOwn(languages, one)) ?? "en";

// ---- the way from one thing to another: the shortest there is
let path = [];
const turnsWay = (patch) => "selected" in patch || "to" in patch
  || (state.to !== null && ("hiddenKinds" in patch || "hiddenStatuses" in patch));
const isOnPath = (id) => path.includes(id);
function walkBetween() {
  path = state.selected === null || state.to === null ? [] : wayBetween(state.selected, state.to);
}
function wayBetween(from, to) {
  const before = new Map([[from, null]]);
  const waiting = [from];
  for (const id of waiting) {
    if (id === to) break;
    for (const other of [...neighbours[id]].sort((one, two) => one - two)) {
      if (before.has(other) || (isHidden(nodes[other]) && other !== to)) continue;
      before.set(other, id);
      waiting.push(other);
    }
  }
  const way = [];
  for (let id = before.has(to) ? to : null; id !== null; id = before.get(id)) way.unshift(id);
  return way;
}
