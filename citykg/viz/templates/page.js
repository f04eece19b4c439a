// What holds the page together: what is told aloud, the keys, the languages, and the beginning.
function tell(words_) {
  at("told").textContent = words_;
}

// Lets go of what is selected; and, if told so, of all that is chosen.
function reset(ofAll = false) {
  stopAsking();
  closeResults();
  change({ selected: null, to: null, open: null, hovered: null, q: "", ...(ofAll && { hiddenKinds: new Set(), hiddenStatuses: new Set(), facets: new Map() }) });
  if (ofAll) tell(say("Everything is shown"));
  views[state.view].all?.(true, ofAll);
}

const keys = [["/", "Search"], ["Esc", "Show everything again"], ["← ↑ ↓ →", "In the network: walk from neighbour to neighbour"],
  ["⇧ ← ↑ ↓ →", "On the map: walk from city to city; without ⇧, move the map"],
  ["Enter", "Select what is walked to"], ["+ −", "Zoom in and out"], ["Tab", "Go to the next button, field or link"],
  ["1 2 3 …", "Change the view"], ["?", "Show these keys"]];
function showHelp() {
  const rows = keys.map(([key, what]) => element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, say(what))));
  at("help-keys").replaceChildren(...rows);
  at("help").showModal();
}
at("helper").addEventListener("click", showHelp);
at("help-close").addEventListener("click", () => at("help").close());

document.addEventListener("keydown", (event) => {
  if (!isUnmodified(event) || at("help").open) return;
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName) && document.activeElement.type !== "checkbox";
  if (event.key === "Escape") {
    if (isTyping) document.activeElement.blur();
    reset();
  } else if (isTyping) return;
  else if (event.key === "/") {
    search.focus();
    event.preventDefault();
  } else if (event.key === "?") showHelp();
  else if (/^[1-9]$/.test(event.key)) {
    const name = Object.keys(views)[Number(event.key) - 1];
    if (!name) return;
    change({ view: name });
    at(`tab-${name}`).focus();
  }
});

at("closer").addEventListener("click", () => (views[state.view].zoom ?? zoom)(1.5));
at("farther").addEventListener("click", () => (views[state.view].zoom ?? zoom)(1 / 1.5));
at("reset").addEventListener("click", () => reset(true));
addEventListener("hashchange", () => restore(true));

// ---- languages
const chooser = at("language");
chooser.append(...Object.entries(languages).map(([id, name]) => element("option", { value: id, lang: id }, name)));
chooser.addEventListener("change", () => {
  language = chooser.value;
  const hash = addressOf();
  try {
    history.replaceState(null, "", hash || location.pathname + location.search);
  } catch { /* as above */ }
  sayAll();
  changed(state, false);
});
watchers.push(() => {
  chooser.value = language;
  const { count } = heading_.dataset; // of cooperations, where nobody gave a title
  if (count) heading_.textContent = document.title = count === "0" ? say("City cooperations") : say("{} city cooperations", number(Number(count)));
  if (nodes.length === 1) at("note").textContent = say("One thing is here so far. Select it to see what is said of it.");
  at("summary").textContent = language === "en" ? summary : summed();
});
// How much of what is here, as the page says it in English from the beginning.
const summary = at("summary").textContent;
const counted = new Set(["cooperation", "city", "region", "goal", "topic", "theme"]);
function summedPlain() {
  const { types } = graph.plain;
  const facts_ = graph.facts.reduce((sum, [subjects]) => sum + subjects.length, 0);
  const things = nodes.length === 1 ? say("1 thing") : say("{} things", number(nodes.length));
  const of = types === 0 ? "" : ` ${types === 1 ? say("of 1 type") : say("of {} types", number(types))}`;
  return `${things}${of}, ${facts_ === 1 ? say("1 fact") : say("{} facts", number(facts_))}.`;
}
function summed() {
  if (!nodes.length) return summary;
  if (isPlain) return summedPlain();
  const found_ = graph.kinds.filter(({ id }) => counted.has(id)).map(({ one, many, count }) => `${number(count)} ${say(count === 1 ? one : many)}`);
  const quoted_ = graph.facts.reduce((sum, [subjects, , , , quotes]) => sum + (quotes.length ? subjects.length : 0), 0);
  return `${found_.join(", ")}; ${quoted_ ? say("{} facts with the words that state them", number(quoted_)) : say("no quoted facts")}.`;
}

makeTabs();
if (innerWidth <= 720) at("legend-box").open = false;
restore();
if (kept !== null) at("facets-box").open = true; // so that it is seen why not all is shown
showAll();
if (state.selected !== null) bringIntoView(nodes[state.selected]);
else if (state.open !== null) bringCluster(state.open);
if (nodes.length === 1) at("note").hidden = false;
// For tests and for the curious: what is drawn where, never what it means.
globalThis.citykgPage = { map, labels: () => drawn.boxes, view, showAll, select, state, graph, nodes, isShown, isOnMap, openCluster, views };
