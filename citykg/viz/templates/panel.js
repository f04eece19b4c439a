// The panel: what the plans say of one thing, in words, each with its quote and its place.
const panel = at("details");
const FIRST = 40; // facts of one group that are shown at once

const isWeb = (text) => /^https?:\/\//i.test(text);

function address(text, words = text) {
  if (!isWeb(text)) return element("bdi", {}, words);
  return element("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, words);
}

function neighbourButton(node) {
  return element("button", { type: "button", class: "neighbour", onclick: () => select(node.id, true) },
    glyphOf(node), element("bdi", { class: "word" }, listName(node)));
}

// What a list calls a thing: what was denied is marked.
const listName = (node) => (node.status === "not-done" ? `✕ ${say("not done")}: ${nameOf(node)}` : nameOf(node));

const ASIDE = 80; // characters around a quote
// What stands before a quote and behind it: whole words, where the writing has words.  Signs that
// turn the order of letters would turn that of the quote too.
const unturned = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
function leadTo(text) {
  if (text.length <= ASIDE) return unturned(text).trimStart();
  return `…${unturned(text.slice(-ASIDE).replace(/^(?:\S{0,24}\s+|[\udc00-\udfff]?\p{M}*)/u, ""))}`;
}
function goingOn(text) {
  if (text.length <= ASIDE) return unturned(text).trimEnd();
  return `${unturned(text.slice(0, ASIDE).replace(/(?:\s+\S{0,24}|[\ud800-\udbff])$/u, ""))}…`;
}
// Around a quote of a web page stands its mark-up, which is nothing to read; a tag may be cut in two.
const tag = /<\/?[a-z][a-z\d]*(?:\s[^<>]*)?\/?>/gi;
const untagged = (text) => (text.search(tag) < 0 ? text
  : text.replace(tag, " ").replace(/^[^<>]*>/, "").replace(/<\/?[a-z][^<>]*$/i, "").replace(/ {2,}/g, " "));
// Empty lines say nothing here.
const inLines = (text) => text.replace(/\n\s+/g, "\n");

function quoteBlock(place) {
  const { before, words, after, document, start, end, line, page } = quoteAt(place);
  const [left, right] = [leadTo(untagged(before)), goingOn(untagged(after))].map(inLines);
  return element("blockquote", {},
    element("q", { dir: "auto" }, left, left || right ? element("mark", { dir: "auto" }, inLines(words)) : inLines(words), right),
    element("cite", {}, element("bdi", {}, document), page ? `, ${say("page {}", number(page))}` : "",
      `, ${say("line {}", number(line))}, `, element("span", { class: "span" }, say("characters {}–{}", start, end))));
}

// The facts of a thing under their headings: the same neighbour once, with all its quotes.
function groupsOf(id) {
  const groups = new Map();
  const put = (rank, heading, key, node, value, fact) => {
    if (!groups.has(heading)) groups.set(heading, { rank, heading, entries: new Map() });
    const { entries } = groups.get(heading);
    if (!entries.has(key)) entries.set(key, { node, value, predicate: graph.predicates[fact[1]][0], quotes: new Set() });
    for (const quote of fact[4]) entries.get(key).quotes.add(quote);
  };
  for (const fact of factsOf[id]) {
    const heading = say(graph.predicates[fact[1]][1]);
    const isLink = typeof fact[2] === "number";
    // The value may be a word of a vocabulary: a status, a type.
    const value = graph.terms[fact[5]]?.length > 2 && graph.terms[fact[5]].startsWith("<") ? say(fact[2]) : fact[2];
    put(fact[1], heading, isLink ? fact[2] : `=${fact[2]}`, isLink ? nodes[fact[2]] : null, value, fact);
  }
  for (const fact of factsAt[id]) {
    const node = nodes[fact[0]];
    const [, , backwards] = graph.predicates[fact[1]];
    const isMixed = nodes[id].angle !== undefined;
    const heading = isMixed ? `${say(backwards)} · ${say(kinds.get(node.group).many)}` : say(backwards);
    put(fact[1] + (isMixed ? Math.min(weightOf(node), 99) / 100 : 0), heading, fact[0], node, null, fact);
  }
  return [...groups.values()].sort((one, two) => one.rank - two.rank);
}

const written = (value) => (/^\d{5,}$/.test(value) ? number(Number(value)) : value);

function entryItem({ node, value, quotes }) {
  const said = node ? neighbourButton(node) : element("div", { class: "value", dir: "auto" }, address(value, written(value)));
  return element("li", {}, said, ...[...quotes].map(quoteBlock));
}

// A list under its heading, the first of it at once.
function listPart(tag, heading, all, itemOf) {
  const list = element("ul", {}, ...all.slice(0, FIRST).map(itemOf));
  const part = [element(tag, {}, heading, all.length > 1 ? element("small", {}, ` (${number(all.length)})`) : ""), list];
  if (all.length > FIRST) {
    const more = element("button", { type: "button", class: "more" }, say("Show all {}", number(all.length)));
    more.addEventListener("click", () => {
      list.append(...all.slice(FIRST).map(itemOf));
      (list.children[FIRST].querySelector("button, a") ?? panel).focus();
      more.remove();
    });
    part.push(more);
  }
  return part;
}

const groupPart = ({ heading, entries }) => listPart("h3", heading, [...entries.values()], entryItem);

// What is grouped in a large graph, in words.
const grouping = () => (isPlain
  ? { one: say("group of things"), many: say("Groups of things"), what: say("Things"), counted: (count) => say("{} things", count),
    lead: say("There is much here: each disc is a group of things. Select one, or zoom in, to see what is in it.") }
  : { one: say("group of cooperations"), many: say("Groups of cooperations"), what: say("Cooperations"), counted: (count) => say("{} cooperations", count),
    lead: say("There is much here: each disc is a group of cooperations. Select one, or zoom in, to see what is in it.") });

// What is in the group that is open; of a large graph it stands for what is selected.
function showCluster(place) {
  const { one, what } = grouping();
  panel.replaceChildren(
    element("div", { class: "kind" }, one),
    element("h2", { dir: "auto" }, clusterName(clusters[place])),
    element("div", { class: "actions" }, element("button", { type: "button", class: "action", onclick: () => openCluster(null) }, say("All groups"))),
    ...listPart("h3", what, countedIn[place].filter(isKept).sort((one, other) => collate(nameOf(one), nameOf(other))), (node) => element("li", {}, neighbourButton(node))));
}
function clustersPart() {
  const { many, lead } = grouping();
  const places = [...clusters.keys()].filter((place) => chosenIn[place]);
  const item = (place) => element("li", {}, element("button", { type: "button", class: "neighbour", onclick: () => openCluster(place) },
    element("bdi", { class: "word" }, clusterName(clusters[place])), element("small", {}, number(chosenIn[place]))));
  return [element("p", { class: "lead" }, lead), ...listPart("h3", many, places, item)];
}
// Of a graph of anybody's: what stands where, and that no words stand behind its facts.
const noQuotes = () => say("The file states these facts itself: no words of documents are quoted for them.");
const plainLead = () => [...(hubs.length ? [say("Around the ring: what many others point at; select one to see its links.")] : []),
  ...(clusters.length ? [] : [graph.edges.length ? say("Inside, each line is a link, and things stand near what they are linked with.")
    : say("Nothing inside is linked: things stand in rows, each type by itself.")])].join(" ");

function showIntroduction() {
  const lead = isPlain ? plainLead() : say("Around the ring: what the plans are about. Inside: each cooperation with its cities, "
    + "its plan to the right, its activities and outputs to the left.");
  const gives = isPlain ? say("to see all that is said of it. Zoom in, or double-click, for more names.")
    : say("to see what it is linked with, and the words of the documents that say so. Zoom in, or double-click, for more names.");
  panel.replaceChildren(
    element("h2", {}, say("How to read this")),
    element("p", { class: "lead" }, lead),
    ...(isPlain ? [element("p", { class: "lead" }, noQuotes())] : []),
    element("p", { class: "lead" }, element("b", {}, say("Select anything")), " ", gives),
    element("p", { class: "lead" }, element("kbd", {}, "/"), ` ${say("search")}   `, element("kbd", {}, "Esc"), ` ${say("show everything again")}   `,
      element("kbd", {}, "?"), ` ${say("all keys")}`),
    ...(clusters.length ? clustersPart() : []));
}

// The links of a thing to other vocabularies: what it is there, how sure that is, and why.
const matches = { exactMatch: "the same", closeMatch: "nearly the same", broadMatch: "part of", narrowMatch: "wider than",
  relatedMatch: "related", sameAs: "the same" };
function linksPart(node) {
  if (!node.elsewhere) return [];
  const item = ([iri, match, confidence, reason]) => element("li", {}, address(iri, siteOf(iri) ? `${siteOf(iri)} · ${iri.split("/").filter(Boolean).pop()}` : iri),
    element("small", { class: "why" }, [say(own(matches, match) ?? match), confidence && say("confidence {}", confidence), graph.reasons[reason]].filter(Boolean).join(" · ")));
  return [element("h3", {}, say("Elsewhere")), element("ul", {}, ...node.elsewhere.map(item))];
}

// What is told under "Elsewhere" is not told twice.
function groupsHere(node) {
  const told_ = new Set((node.elsewhere ?? []).map(([iri]) => iri));
  const isTold = ({ value, predicate }) => told_.has(value) && Object.hasOwn(matches, predicate.split(/[#/]/).pop());
  return groupsOf(node.id).map((group) => ({ ...group, entries: new Map([...group.entries].filter(([, entry]) => !isTold(entry))) }))
    .filter(({ entries }) => entries.size);
}

// The shortest way to another thing, each step with what says so.
function pathPart() {
  const step = (id, place) => {
    const said = place ? linkBetween(path[place - 1], id) : "";
    return element("li", {}, said && element("small", { class: "why" }, said), neighbourButton(nodes[id]));
  };
  const words = path.length ? say("The way to {}", nameOf(nodes[state.to])) : say("No way leads to {}", nameOf(nodes[state.to]));
  return [element("h3", {}, words), element("ol", { class: "path" }, ...path.map(step))];
}
function linkBetween(one, other) {
  const forth = factsOf[one].find((fact) => fact[2] === other);
  if (forth) return say(graph.predicates[forth[1]][1]);
  const back = factsAt[one].find((fact) => fact[0] === other);
  return back ? say(graph.predicates[back[1]][2]) : "";
}

// The saved queries that take such a thing, as they are asked on the command line.
function queriesPart(node) {
  const asked = graph.queries.filter(([kind]) => kind === node.group);
  if (!asked.length) return [];
  const short = node.number && node.group === "goal" ? node.number
    : node.iri.startsWith(graph.base) ? decodeURIComponent(node.iri.slice(graph.base.length)) : node.iri;
  const item = ([, name, summary, parameter]) => element("li", {}, element("div", {}, say(summary)),
    element("code", {}, `citykg query ${name} -p '${parameter}=${short.replaceAll("'", "'\\''")}'`));
  return [element("details", {}, element("summary", {}, say("Saved queries that ask about it")), element("ul", { class: "asked" }, ...asked.map(item)))];
}

// On a server more can be drawn, and more is told.
const served = ({ iri }) => [[graph.around, say("Draw around it")], [graph.about, say("All that is said of it")]].filter(([start]) => start)
  .map(([start, words_]) => element("a", { class: "action", href: start + encodeURIComponent(iri) }, words_));

function showDetails(node) {
  const status = node.status ? ` · ${say(node.status.replaceAll("-", " "))}` : "";
  const name = nameOf(node) === fullName(node) ? [] : [element("p", { class: "lead", dir: "auto" }, fullName(node))];
  const others = (node.names ?? []).filter((one) => one !== nameOf(node));
  const action = (words, act) => element("button", { type: "button", class: "action", onclick: act }, say(words));
  panel.replaceChildren(
    element("div", { class: "kind" }, glyphOf(node), `${kindOf(node)}${node.number ? ` ${node.number}` : ""}${status}`),
    element("h2", { dir: "auto", class: node.status === "not-done" ? "denied" : undefined }, nameOf(node)),
    ...name,
    element("div", { class: "iri" }, address(node.iri)),
    element("div", { class: "actions" }, action("Way to …", () => askForEnd(node.id)), ...served(node), ...copyActions(node, action)),
    ...(state.to === null ? [] : pathPart()),
    ...groupsHere(node).flatMap(groupPart),
    ...(isPlain ? [element("p", { class: "lead" }, noQuotes())] : []),
    ...linksPart(node),
    ...(others.length ? [element("details", {}, element("summary", {}, say("Other names ({})", number(others.length))),
      element("p", { class: "lead", dir: "auto" }, others.join(" · ")))] : []),
    ...queriesPart(node));
  panel.parentElement.scrollTop = panel.offsetTop - panel.parentElement.offsetTop - 6;
}

let shownLast = null;
watchers.push((patch) => {
  if (!(turnsWay(patch) || "open" in patch || (clusters.length && "facets" in patch))) return;
  const node = nodes[state.selected];
  const hadFocus = panel.contains(document.activeElement);
  if (node) showDetails(node);
  else if (state.open !== null) showCluster(state.open);
  else showIntroduction();
  if (hadFocus) panel.focus({ preventScroll: true }); // what was pressed is gone
  const shown = node ? node.id : state.open === null ? null : `open ${state.open}`;
  if (shownLast === shown) return;
  shownLast = shown;
  tell(node ? [nameOf(node), kindOf(node), say("{} links", number(node.links))].join(", ")
    : state.open === null ? say("Nothing is selected")
      : [clusterName(clusters[state.open]), grouping().counted(number(chosenIn[state.open]))].join(", "));
});
