// The graph as it stands in the page, packed; and what is looked up in it.
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}
const graph = await unpacked(document.getElementById("graph").textContent);
const { nodes } = graph;
const isPlain = Boolean(graph.plain); // a graph of anybody's: no plans, no cooperations, no quotes
nodes.forEach((node, id) => { node.id = id; });
const kinds = new Map(graph.kinds.map((kind) => [kind.id, kind]));
const idOfIri = new Map(nodes.map((node) => [node.iri, node.id]));
const factsOf = nodes.map(() => []); // facts that a thing is the subject of
const factsAt = nodes.map(() => []); // facts that point at a thing
const neighbours = nodes.map(() => new Set());
const centreOf = new Map(isPlain ? [] : graph.edges.map(([from, to]) => [to, from]));

for (const [subjects, ...said] of graph.facts) {
  for (const subject of subjects) {
    const fact = [subject, ...said];
    const object = fact[2];
    factsOf[subject].push(fact);
    if (typeof object !== "number") continue;
    factsAt[object].push(fact);
    neighbours[subject].add(object);
    neighbours[object].add(subject);
  }
}
for (const node of nodes) {
  // What is linked more is drawn larger: at most twice as large.
  const links = neighbours[node.id].size;
  const grows = isPlain || node.angle !== undefined || node.group === "city" || node.group === "region";
  const extra = grows ? Math.log2(1 + links) / (node.angle === undefined ? 14 : 9) : 0;
  node.size = (isPlain ? Math.min(6.5, kinds.get(node.group).size) : kinds.get(node.group).size) * (1 + Math.min(1, extra));
  node.links = links;
}
const hubs = nodes.filter((node) => node.angle !== undefined);

// A quote with the words around it, as far as the page holds them.
function quoteAt(place) {
  const [window, at, length, start, end, line, page] = graph.quotes[place];
  const [document_, text] = graph.windows[window];
  return { before: text.slice(0, at), words: text.slice(at, at + length), after: text.slice(at + length),
    document: graph.documents[document_], start, end, line, page };
}

const fullName = (node) => node.name || node.label;
// The name of a thing in the reader's language, where the graph knows it.
const nameOf = (node) => node.labels?.[language] ?? fullName(node);
// The same on the map, cut short, and marked where it was denied.
const labelOf = (node) => (node.status === "not-done" ? node.label.replace("not done", say("not done")) : node.labels?.[language] ?? node.label);
const kindOf = (node) => node.called ?? say(kinds.get(node.group).one);

// Accents and case do not matter to a search.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// An element with text for children: names never become mark-up.
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}
const at = (id) => document.getElementById(id);
// A key with these is the browser's own: Alt and an arrow go back.
const isUnmodified = ({ altKey, ctrlKey, metaKey }) => !altKey && !ctrlKey && !metaKey;
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
