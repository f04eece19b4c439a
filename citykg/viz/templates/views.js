// The views, of which one is looked at: tabs, each with its panel.
const holders = {};
const unopened = new Set();

function makeTabs() {
  for (const name of Object.keys(views)) {
    const tab = element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`,
      onclick: () => change({ view: name }) });
    at("tabs").append(tab);
    holders[name] = at(`view-${name}`);
    unopened.add(name);
  }
}
at("tabs").addEventListener("keydown", (event) => {
  const names = Object.keys(views);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const place = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1
    : step ? (names.indexOf(state.view) + step + names.length) % names.length : -1;
  if (place < 0 || !isUnmodified(event)) return;
  change({ view: names[place] });
  at(`tab-${names[place]}`).focus();
  event.preventDefault();
});

function drawView() {
  const view_ = views[state.view];
  if (unopened.delete(state.view)) view_.open(holders[state.view]);
  view_.draw();
}
function showView() {
  const hadFocus = Object.values(holders).find((holder_) => holder_.contains(document.activeElement));
  for (const name of Object.keys(views)) {
    const tab = at(`tab-${name}`);
    tab.textContent = say(views[name].words);
    tab.setAttribute("aria-selected", String(name === state.view));
    tab.tabIndex = name === state.view ? 0 : -1;
    holders[name].hidden = name !== state.view;
  }
  document.body.dataset.view = state.view;
  if (hadFocus?.hidden) at(`tab-${state.view}`).focus();
}
watchers.push((patch, moves) => {
  if ("view" in patch) showView();
  // What is typed into the search is of the table only.
  if (state.view === "table" || Object.keys(patch).some((name) => name !== "q")) drawView();
  if (moves && state.selected !== null) (views[state.view].bring ?? (() => {}))(nodes[state.selected]);
});
