// What is saved as a file, and what is copied.

// ---- files
const heading_ = document.querySelector("h1");
const title = () => heading_.textContent;
// The title as the name of a file on any system.
const plainTitle = () => title().normalize().replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, " ").trim().replace(/^\.+/, "").slice(0, 80).trim().replaceAll(" ", "-") || "cities";
const fileName = ({ ending, part }) => `${plainTitle()}${part ? `-${part}` : ""}.${ending}`;

function download(content, type, name) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
const csvFile = (rows) => `\ufeff${csvOf(rows)}`; // with the mark that spreadsheets know UTF-8 by
// What is saved in every view; a view may have `files` of its own, of what it shows.
const files = [
  { ending: "csv", words: "Table of the facts", type: "text/csv", make: () => csvFile(factRows()) },
  { ending: "graphml", words: "Network for other programs", type: "application/xml", make: graphMl },
  { ending: "ttl", words: "Facts as Turtle", type: "text/turtle", make: () => turtle(wantedFacts()), isOfSelected: true },
  { ending: "jsonld", words: "Facts as JSON-LD", type: "application/ld+json", make: () => jsonLd(wantedFacts()), isOfSelected: true },
];
const saver = at("saver");
const saved = saver.querySelector("summary");
async function save(file) {
  saver.open = false;
  saved.focus();
  try {
    const content = await file.make();
    if (!content) return;
    download(content, file.type, fileName(file));
    const lost = file.isOfSelected ? triplesOf(wantedFacts()).lost : 0;
    tell([say("Saved as {}", fileName(file)), ...(lost ? [lostWords(lost)] : [])].join(". "));
  } catch { /* a page inside another's sandbox may not save anything */ }
}
function fillSaves() {
  const { files: own_ = [], words: seen } = views[state.view];
  const whole = state.selected === null ? say("all that is shown") : nameOf(nodes[state.selected]);
  const item = (file, of) => element("li", {},
    element("button", { type: "button", "data-file": file.part ?? file.ending, onclick: () => save(file) }, `${say(file.words)} (.${file.ending})`,
      element("small", { dir: "auto" }, of)));
  at("saves").replaceChildren(...own_.map((file) => item(file, say(seen))),
    ...files.map((file) => item(file, file.isOfSelected ? whole : say("all that is shown"))));
}
saved.addEventListener("click", fillSaves); // before it opens
saver.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!saver.open || (!step && event.key !== "Escape")) return;
  event.preventDefault();
  event.stopPropagation(); // the page would show everything again
  if (step) {
    const every = [...at("saves").querySelectorAll("button")];
    const place = every.indexOf(document.activeElement);
    every[place < 0 ? (step > 0 ? 0 : every.length - 1) : (place + step + every.length) % every.length]?.focus();
  } else {
    saver.open = false;
    saved.focus();
  }
});
document.addEventListener("pointerdown", ({ target }) => { if (!saver.contains(target)) saver.open = false; });
saver.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !saver.contains(relatedTarget)) saver.open = false; });
watchers.push(() => saver.open && fillSaves());

// ---- copies
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// A query for all that is said of a thing and all that points at it, but for the claims about that.
function sparql(node) {
  const iri = isIri(node.iri) ? `<${node.iri}>` : "<>";
  return [`# ${oneLine(fullName(node))}`, `PREFIX rdf: <${graph.prefixes.rdf}>`, `PREFIX rdfs: <${graph.prefixes.rdfs}>`, "",
    "SELECT DISTINCT ?graph ?subject ?predicate ?object ?label WHERE {", "  GRAPH ?graph {",
    `    { ${iri} ?predicate ?object . BIND(${iri} AS ?subject) }`, "    UNION",
    `    { ?subject ?predicate ${iri} . BIND(${iri} AS ?object) }`,
    "    FILTER(?predicate NOT IN (rdf:subject, rdf:predicate, rdf:object))",
    "    OPTIONAL { ?object rdfs:label ?label }", "  }", "}", "ORDER BY ?predicate ?object ?subject", ""].join("\n");
}

const forMarkdown = (text) => oneLine(text).replace(/[\\`*_{}[\]<>#|~!&$]/g, "\\$&").replace(/^([+-]|\d+(?=[.)](?:\s|$)))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
function markdown(node) {
  const iri = (text) => (isIri(text) ? `<${text}>` : forMarkdown(text));
  const quote = (place) => {
    const { words: words_, document: document_, page, line } = quoteAt(place);
    return [forMarkdown(words_), "", `— ${forMarkdown(document_)}${page ? `, ${say("page {}", number(page))}` : ""}, ${say("line {}", number(line))}`]
      .map((one) => `  > ${one}`.trimEnd()).join("\n");
  };
  const entry = ({ node: other, value, quotes }) => [`- ${other ? forMarkdown(listName(other)) : isWeb(value) ? iri(value) : forMarkdown(value)}`,
    ...[...quotes].map(quote)].join("\n\n");
  return [`# ${forMarkdown(nameOf(node))}`, [kindOf(node), node.number, node.status && say(node.status.replaceAll("-", " "))].filter(Boolean).map(forMarkdown).join(" · "),
    iri(node.iri), ...groupsOf(node.id).flatMap(({ heading, entries }) => [`## ${forMarkdown(heading)}`, [...entries.values()].map(entry).join("\n\n")])].join("\n\n").concat("\n");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* not in a file of some browsers, nor without leave: the old way then */ }
  const area = element("textarea", { class: "unseen", readonly: true, "aria-hidden": "true" });
  const focused = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return isDone;
}
function copyActions(node, action) {
  // No query can name what has no IRI.
  const kinds_ = [...(isBlank(node.iri) ? [] : [["Copy as SPARQL", sparql]]), ["Copy as Turtle", () => turtle(factsAround(node.id))], ["Copy as Markdown", markdown]];
  return kinds_.map(([words_, make]) => action(words_, async ({ currentTarget: button }) => {
    const answer = await copy(make(node)) ? say("Copied") : say("Copying is not allowed here");
    tell(answer);
    button.textContent = answer; // for those who see, for a moment
    setTimeout(() => { button.textContent = say(words_); }, 1600);
  }));
}
