// The panel: what the plans say of one thing, in words, each with its quote and its place.
const panel = document.getElementById("details");
const FIRST = 40; // facts of one group that are shown at once

const counted = (count, kind) => `${count.toLocaleString("en")} ${count === 1 ? kind.one : kind.many}`;
const isWeb = (text) => /^https?:\/\//i.test(text);

function address(text, words = text) {
  if (!isWeb(text)) return element("bdi", {}, words);
  return element("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, words);
}

function neighbourButton(node) {
  return element("button", { type: "button", class: "neighbour", onclick: () => select(node.id, true) },
    glyphOf(node), element("bdi", { class: "word" }, node.status === "not-done" ? node.label : nameOf(node)));
}

function quoteBlock(place) {
  const [document_, start, end, line, words] = graph.quotes[place];
  return element("blockquote", {},
    element("q", { dir: "auto" }, words),
    element("cite", {}, element("bdi", {}, graph.documents[document_]),
      `, line ${line.toLocaleString("en")}, `, element("span", { class: "span" }, `characters ${start}–${end}`)));
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
    const heading = graph.predicates[fact[1]][1];
    const isLink = typeof fact[2] === "number";
    put(fact[1], heading, isLink ? fact[2] : `=${fact[2]}`, isLink ? nodes[fact[2]] : null, fact[2], fact);
  }
  for (const fact of factsAt[id]) {
    const node = nodes[fact[0]];
    const [, , backwards] = graph.predicates[fact[1]];
    const isMixed = nodes[id].angle !== undefined;
    const heading = isMixed ? `${backwards} · ${kinds.get(node.group).many}` : backwards;
    put(fact[1] + (isMixed ? weights.indexOf(node.group) / 100 : 0), heading, fact[0], node, null, fact);
  }
  return [...groups.values()].sort((one, two) => one.rank - two.rank);
}

const written = (value) => (/^\d{5,}$/.test(value) ? Number(value).toLocaleString("en") : value);

function entryItem({ node, value, quotes }) {
  const said = node ? neighbourButton(node) : element("div", { class: "value", dir: "auto" }, address(value, written(value)));
  return element("li", {}, said, ...[...quotes].map(quoteBlock));
}

function groupPart({ heading, entries }) {
  const all = [...entries.values()];
  const list = element("ul", {}, ...all.slice(0, FIRST).map(entryItem));
  const part = [element("h3", {}, heading, all.length > 1 ? element("small", {}, ` (${all.length})`) : ""), list];
  if (all.length > FIRST) {
    const more = element("button", { type: "button", class: "more" }, `Show all ${all.length}`);
    more.addEventListener("click", () => {
      list.append(...all.slice(FIRST).map(entryItem));
      more.remove();
    });
    part.push(more);
  }
  return part;
}

function showIntroduction() {
  panel.replaceChildren(
    element("h2", {}, "How to read this"),
    element("p", { class: "lead" }, "Around the ring: what the plans are about. Inside: each cooperation with its cities, "
      + "its plan to the right, its activities and outputs to the left."),
    element("p", { class: "lead" }, element("b", {}, "Select anything"), " to see what it is linked with, and the words "
      + "of the documents that say so. Zoom in, or double-click, for more names."),
    element("p", { class: "lead" }, element("kbd", {}, "/"), " search   ", element("kbd", {}, "Esc"), " show everything again"));
}

function showDetails(node) {
  const kind = kinds.get(node.group);
  const status = node.status ? ` · ${node.status.replace("-", " ")}` : "";
  panel.replaceChildren(
    element("div", { class: "kind" }, glyphOf(node), `${kind.one}${node.number ? ` ${node.number}` : ""}${status}`),
    element("h2", { dir: "auto", class: node.status === "not-done" ? "denied" : undefined }, nameOf(node)),
    element("div", { class: "iri" }, address(node.iri)),
    ...groupsOf(node.id).flatMap(groupPart));
  panel.parentElement.scrollTop = panel.offsetTop - panel.parentElement.offsetTop - 6;
}
