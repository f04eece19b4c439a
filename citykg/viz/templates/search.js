// The search: over names in every language, and over the words of quotes.
const search = at("search");
const results = at("results");
const MOST_FOUND = 12;
let marked = 0;
let found = [];
let waiting = null; // what the thing that is found is wanted for, if not to be selected

const words = nodes.map((node) =>
  folded([fullName(node), node.called ?? kinds.get(node.group).one, node.number ?? "", ...(node.names ?? []), ...Object.values(node.labels ?? {})].join(" ")));
let quoted = null; // made when it is first needed
function quotesOf(id) {
  quoted ??= nodes.map((node) => folded(factsOf[node.id].flatMap((fact) => fact[4]).map((place) => quoteAt(place).words).join(" ")));
  return quoted[id];
}

const wordsIn = (text) => folded(text).split(/\s+/).filter(Boolean);
const isFound = (id, wanted) => wanted.every((word) => words[id].includes(word) || quotesOf(id).includes(word));

function find(text) {
  const wanted = wordsIn(text);
  if (!wanted.length) return [];
  const starts = (id) => !words[id].startsWith(wanted[0]);
  const named = byWeight.filter((node) => wanted.every((word) => words[node.id].includes(word)))
    .sort((one, two) => starts(one.id) - starts(two.id)).slice(0, MOST_FOUND);
  if (named.length === MOST_FOUND) return named;
  const names = new Set(named);
  return [...named, ...byWeight.filter((node) => !names.has(node) && isFound(node.id, wanted))].slice(0, MOST_FOUND);
}

// The first quote of a thing with the words that were looked for, where its names do not have them.
function quoteWith(node, wanted) {
  if (wanted.every((word) => words[node.id].includes(word))) return null;
  const places = factsOf[node.id].flatMap((fact) => fact[4]);
  const place = places.find((one) => wanted.some((word) => folded(quoteAt(one).words).includes(word)));
  return place === undefined ? null : element("q", { dir: "auto" }, quoteAt(place).words.slice(0, 90));
}

function fillResults() {
  found = find(search.value);
  marked = 0;
  const isOpen = search.value.trim() !== "" && document.activeElement === search;
  results.hidden = !isOpen;
  search.setAttribute("aria-expanded", String(isOpen));
  const wanted = wordsIn(search.value);
  // A finger that scrolls the list is no click.
  const item = (node, place) => element("li", { id: `found-${place}`, role: "option", onclick: () => take(place) },
    glyphOf(node), element("span", { class: "word" }, element("bdi", {}, listName(node)), quoteWith(node, wanted) ?? ""), element("small", {}, kindOf(node)));
  results.replaceChildren(...(found.length ? found.map(item) : [element("li", { class: "none", role: "option", "aria-disabled": "true" }, say("Nothing has that name"))]));
  if (isOpen && !found.length) tell(say("Nothing has that name"));
  mark();
}

function mark() {
  [...results.children].forEach((item, place) => {
    item.setAttribute("aria-selected", String(place === marked && found.length > 0));
    if (place === marked) item.scrollIntoView({ block: "nearest" });
  });
  if (found.length && !results.hidden) search.setAttribute("aria-activedescendant", `found-${marked}`);
  else search.removeAttribute("aria-activedescendant");
}

function take(place) {
  if (!found[place]) return;
  const { id } = found[place];
  const end = waiting;
  stopAsking();
  closeResults();
  if (end === null || end === id) change({ selected: id, to: null, q: "" }, { moves: true });
  else change({ selected: end, to: id, q: "" }, { moves: true });
  panel.focus({ preventScroll: true });
}

function closeResults() {
  search.value = "";
  fillResults();
}

// The next thing that is chosen is the end of a way.
function askForEnd(id) {
  waiting = id;
  search.placeholder = say("Way to …");
  search.focus();
  tell(say("Search for where the way is to lead, or select it"));
}
function stopAsking() {
  waiting = null;
  search.placeholder = `${say("Search")}   /`;
}

search.addEventListener("input", () => {
  fillResults();
  if (waiting === null) change({ q: search.value.trim().slice(0, 200) }, { isNew: false });
});
results.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the search
search.addEventListener("blur", fillResults);
search.addEventListener("focus", () => search.value && fillResults());
search.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && found.length) {
    marked = (marked + steps[event.key] + found.length) % found.length;
    mark();
    event.preventDefault();
  } else if (event.key === "Enter") take(marked);
});
watchers.push((patch) => {
  // What is typed is what is sought, but for spaces around it and what is too long.
  if ("q" in patch && search.value.trim().slice(0, 200) !== state.q) search.value = state.q;
  if ("selected" in patch) waiting = null;
  if (waiting === null) stopAsking(); // in the language of now
});
