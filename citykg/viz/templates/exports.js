// Copies and files of what is shown: pictures, tables, networks and RDF.

// ---- the facts
const shownFacts = () => nodes.filter(isShown).flatMap(({ id }) =>
  factsOf[id].filter(([, , object]) => typeof object !== "number" || isShown(nodes[object])));
const factsAround = (id) => [...new Set([...factsOf[id], ...factsAt[id]])];
// The facts of what is selected, else of all that is shown.
const wantedFacts = () => (state.selected === null ? shownFacts() : factsAround(state.selected));

// The facts as a table under its headings: a row for each quote, or one without.
function factRows(facts = shownFacts()) {
  const headings = ["Subject", "Kind", "What", "Value", "Status", "Plan", "Quote", "Document", "Line", "IRI", "IRI of the value"];
  const rows = facts.flatMap(([subject, predicate, object, plan, quotes]) => {
    const [one, other] = [nodes[subject], nodes[object]];
    const said = [nameOf(one), kindOf(one), say(graph.predicates[predicate][1]), other ? nameOf(other) : object,
      one.status ? say(one.status.replaceAll("-", " ")) : "", plan < 0 ? "" : nameOf(nodes[plan])];
    return (quotes.length ? quotes.map(quoteAt) : [{}]).map(({ words: words_ = "", document: document_ = "", line = "" }) =>
      [...said, words_, document_, line, one.iri, other ? other.iri : ""]);
  });
  return [headings.map((heading) => say(heading)), ...rows];
}
// RFC 4180; what a spreadsheet would take for a formula is text.
function csvOf(rows) {
  const cell = (value) => {
    const text = String(value).replace(/^(?=[=+\-@\t\r])/, "'");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

// ---- networks
const forXml = (text) => String(text).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
  .replace(/[&<>"'\t\r\n]/g, (mark) => `&#${mark.charCodeAt(0)};`);

function graphMl() {
  const data = (values) => Object.entries(values).filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `<data key="${key}">${forXml(value)}</data>`).join("");
  const keys_ = { node: ["label", "kind", "iri", "status"], edge: ["predicate", "heading", "plan", "quote"] };
  const links = shownFacts().filter(([, , object]) => typeof object === "number");
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...Object.entries(keys_).flatMap(([of, names]) => names.map((name) => `<key id="${name}" for="${of}" attr.name="${name}" attr.type="string"/>`)),
    '<graph edgedefault="directed">',
    ...nodes.filter(isShown).map((node) => `<node id="n${node.id}">${data({ label: nameOf(node), kind: node.group, iri: node.iri, status: node.status })}</node>`),
    ...links.map(([subject, predicate, object, plan, quotes], place) => `<edge id="e${place}" source="n${subject}" target="n${object}">${data({
      predicate: graph.predicates[predicate][0], heading: say(graph.predicates[predicate][1]), plan: nodes[plan]?.iri,
      quote: quotes.map((quote) => quoteAt(quote).words).join("\n") })}</edge>`),
    "</graph>", "</graphml>", ""].join("\n");
}

// ---- RDF: the triples of the graph itself, but for letters that no screen can show
const isIri = (text) => /^[a-z][a-z\d+.-]*:(?:[^\0-\x20\x7f-\x9f<>"{}|\\^`[\]#%\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]|%[\da-f]{2}|#(?![^]*#))*$/iu.test(text)
  && (!/^https?:/i.test(text) || URL.canParse(text));

// What has no IRI has a name in the file alone.
const isBlank = (text) => /^_:[a-z\d]+$/i.test(text);

// Each triple once, and how many are left out, for they have an IRI that is none.
function triplesOf(facts) {
  const triples = new Map();
  let lost = 0;
  for (const [subject, predicate, object, , , place] of facts) {
    const term = graph.terms[place] ?? "";
    const iri = typeof object === "number" ? nodes[object].iri : !term.startsWith("<") ? undefined : term === "<>" ? object : term.slice(1, -1);
    const language_ = term.startsWith("@") ? term.slice(1) : undefined;
    const datatype = iri === undefined && language_ === undefined && term ? term : undefined;
    const triple = { subject: nodes[subject].iri, predicate: graph.predicates[predicate][0], iri, words: object, language: language_, datatype };
    const isWhole = [triple.predicate, datatype].every((one) => one === undefined || isIri(one))
      && [triple.subject, iri].every((one) => one === undefined || isIri(one) || isBlank(one));
    if (isWhole) {
      triples.set(JSON.stringify(Object.values(triple)), triple);
    } else lost += 1;
  }
  return { triples: [...triples.values()], lost };
}
const prefixed = (iri, prefixes = Object.entries(graph.prefixes)) => {
  const found_ = prefixes.find(([, namespace]) => iri.startsWith(namespace) && /^[a-z][\w-]*$/i.test(iri.slice(namespace.length)));
  return found_ && `${found_[0]}:${iri.slice(found_[1].length)}`;
};
const forTurtle = (iri) => (isBlank(iri) ? iri : prefixed(iri) ?? `<${iri}>`);
const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const literal = ({ words: words_, language: language_, datatype }) => `"${words_.replace(/[\\"\n\r\t]/g, (mark) => escapes[mark])}"${
  language_ ? `@${language_}` : datatype ? `^^${forTurtle(datatype)}` : ""}`;
const lostWords = (lost) => say("{} facts are left out: their IRI is not one", number(lost));

// Values by key, in the order in which they came.
function grouped(every, keyOf) {
  const groups = new Map();
  for (const one of every) groups.set(keyOf(one), [...groups.get(keyOf(one)) ?? [], one]);
  return [...groups];
}
const bySubject = (triples) => grouped(triples, (triple) => triple.subject)
  .map(([subject, its]) => [subject, grouped(its, (triple) => triple.predicate)]);

function turtle(facts) {
  const { triples, lost } = triplesOf(facts);
  const value = (triple) => (triple.iri === undefined ? literal(triple) : forTurtle(triple.iri));
  const blocks = bySubject(triples).map(([subject, said]) => `${forTurtle(subject)}\n${
    said.map(([predicate, its]) => `    ${forTurtle(predicate)} ${its.map(value).join(" , ")}`).join(" ;\n")} .\n`);
  const body = blocks.join("\n");
  const used = Object.entries(graph.prefixes).filter(([prefix]) => body.includes(`${prefix}:`));
  return [lost ? `# ${lostWords(lost)}\n` : "", ...used.map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`), "\n", body].join("");
}

function jsonLd(facts) {
  const { triples } = triplesOf(facts);
  // A prefix that is the scheme of an IRI here would be taken for that.
  const schemes = new Set(triples.flatMap(({ subject, predicate, iri, datatype }) => [subject, predicate, iri, datatype]).map((iri) => iri?.split(":")[0]));
  const prefixes = Object.entries(graph.prefixes).filter(([prefix]) => !schemes.has(prefix));
  const short = (iri) => prefixed(iri, prefixes) ?? iri;
  const value = ({ iri, words: words_, language: language_, datatype }) => (iri !== undefined ? { "@id": iri }
    : { "@value": words_, "@language": language_, "@type": datatype && short(datatype) });
  const things = bySubject(triples).map(([subject, said]) =>
    ({ "@id": subject, ...Object.fromEntries(said.map(([predicate, its]) => [short(predicate), its.map(value)])) }));
  return `${JSON.stringify({ "@context": Object.fromEntries(prefixes), "@graph": things }, null, 1)}\n`;
}

// ---- pictures
// A pen for what draws on a canvas, which writes SVG.
class PenPath {
  constructor() { this.d = ""; }

  step(letter, ...values) { this.d += `${letter}${values.map((value) => Math.round(value * 100) / 100).join(" ")}`; }
  moveTo(x, y) { this.step("M", x, y); }
  lineTo(x, y) { this.step("L", x, y); }
  quadraticCurveTo(x, y, ...end) { this.step("Q", x, y, ...end); }
  closePath() { this.d += "Z"; }
  ellipse(x, y, wide, high) { // all of it: nothing here draws a part
    this.step("M", x - wide, y);
    for (const half of [1, -1]) this.step("A", wide, high, 0, 1, 1, x + half * wide, y);
    this.closePath();
  }
  arc(x, y, r) { this.ellipse(x, y, r, r); }
  roundRect(x, y, width, height, r) {
    const [right, under] = [x + width, y + height];
    const around = [[right - r, y, right, y + r], [right, under - r, right - r, under],
      [x + r, under, x, under - r], [x, y + r, x + r, y]];
    this.moveTo(x + r, y);
    for (const [toX, toY, endX, endY] of around) {
      this.lineTo(toX, toY);
      this.step("A", r, r, 0, 0, 1, endX, endY);
    }
    this.closePath();
  }
}
const kept_ = ["globalAlpha", "fillStyle", "strokeStyle", "lineWidth", "lineJoin", "font", "turns", "dash"];
class Pen {
  constructor() {
    Object.assign(this, { globalAlpha: 1, fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineJoin: "miter", font: plainLettering, turns: "", dash: [] });
    this.marks = [];
    this.saved = [];
    this.ruler = document.createElement("canvas").getContext("2d");
    this.path = new PenPath();
    for (const name of ["moveTo", "lineTo", "quadraticCurveTo", "ellipse", "arc"]) this[name] = (...values) => this.path[name](...values);
  }

  newPath() { return new PenPath(); }
  beginPath() { this.path = new PenPath(); }
  save() { this.saved.push(kept_.map((name) => this[name])); }
  restore() { this.saved.pop().forEach((value, place) => { this[kept_[place]] = value; }); }
  translate(x, y) { this.turns += `translate(${x.toFixed(2)} ${y.toFixed(2)})`; }
  rotate(turn) { if (turn) this.turns += `rotate(${((turn * 180) / Math.PI).toFixed(2)})`; }
  setLineDash(dash) { this.dash = dash; }
  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  // A colour as every program knows it, how much of it is seen, and how a line of it is drawn.
  ink(name, colour) {
    this.ruler.fillStyle = colour;
    const [, red, green, blue, part] = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(this.ruler.fillStyle) ?? [];
    const opacity = Math.round(this.globalAlpha * (part ?? 1) * 1000) / 1000;
    return { [name]: part ? `rgb(${red},${green},${blue})` : this.ruler.fillStyle, [`${name}-opacity`]: opacity === 1 ? undefined : opacity };
  }
  line() {
    return { fill: "none", ...this.ink("stroke", this.strokeStyle), "stroke-width": Number(this.lineWidth.toFixed(2)),
      "stroke-linejoin": this.lineJoin === "round" ? "round" : undefined, "stroke-dasharray": this.dash.map((one) => one.toFixed(2)).join(" ") || undefined };
  }
  mark(tag, attributes, text) {
    const said = Object.entries({ ...attributes, transform: this.turns || undefined })
      .filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${forXml(value)}"`).join("");
    this.marks.push(text === undefined ? `<${tag}${said}/>` : `<${tag}${said}>${forXml(text)}</${tag}>`);
  }
  fill({ d } = this.path) { if (d) this.mark("path", { d, ...this.ink("fill", this.fillStyle) }); }
  stroke({ d } = this.path) { if (d) this.mark("path", { d, ...this.line() }); }
  fillRect(x, y, width, height) { this.mark("rect", { x, y, width, height, ...this.ink("fill", this.fillStyle) }); }
  write(text, x, y, looks) {
    const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(this.font);
    // All text is set around its middle; not every program knows a baseline for that.
    this.mark("text", { x, y: (y + size * 0.35).toFixed(2), "text-anchor": "middle", "font-family": family, "font-size": size, "font-weight": weight, ...looks }, text);
  }
  fillText(text, x, y) { this.write(text, x, y, this.ink("fill", this.fillStyle)); }
  strokeText(text, x, y) { this.write(text, x, y, this.line()); }
}

function svg() {
  const { x, y, scale, width, height } = view();
  const pen = new Pen();
  drawGround(pen);
  for (const node of onMap) {
    pen.save();
    drawNode({ ctx: pen, ...node }).drawNode();
    pen.restore();
  }
  const things = pen.marks.splice(0);
  drawLabels(pen, view());
  return [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${forXml(title)}</title>`, `<rect width="${width}" height="${height}" fill="${paint.surface}"/>`,
    `<g transform="translate(${width / 2} ${height / 2}) scale(${scale}) translate(${-x} ${-y})">`, ...things, "</g>", ...pen.marks, "</svg>", ""].join("\n");
}

// The network as it is seen, drawn anew with twice the points, on its ground.
function png() {
  const { canvas } = map.canvas.frame;
  const before = [canvas.width, canvas.height, map.canvas.pixelRatio];
  const draw = (width, height, ratio) => {
    Object.assign(canvas, { width, height });
    map.canvas.pixelRatio = ratio;
    map.renderer._redraw();
  };
  const ratio = Math.max(2, before[2]);
  const copy = element("canvas", { width: Math.round(holder.clientWidth * ratio), height: Math.round(holder.clientHeight * ratio) });
  draw(copy.width, copy.height, ratio);
  const ctx = copy.getContext("2d");
  ctx.fillStyle = paint.surface;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  draw(...before);
  return new Promise((resolve) => { copy.toBlob(resolve, "image/png"); });
}

// ---- files
const title = document.querySelector("h1").textContent;
// The title as the name of a file on any system.
const fileName = (ending) => `${title.normalize().replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, " ").trim().replace(/^\.+/, "").slice(0, 80).trim().replaceAll(" ", "-") || "cities"}.${ending}`;

function download(content, type, ending) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: fileName(ending) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  tell(say("Saved as {}", fileName(ending)));
}
const files = [
  { ending: "png", words: "Picture", type: "image/png", make: png, of: "network" },
  { ending: "svg", words: "Drawing", type: "image/svg+xml", make: svg, of: "network" },
  { ending: "csv", words: "Table of the facts", type: "text/csv", make: () => `\ufeff${csvOf(factRows())}` },
  { ending: "graphml", words: "Network for other programs", type: "application/xml", make: graphMl },
  { ending: "ttl", words: "Facts as Turtle", type: "text/turtle", make: () => turtle(wantedFacts()), isOfSelected: true },
  { ending: "jsonld", words: "Facts as JSON-LD", type: "application/ld+json", make: () => jsonLd(wantedFacts()), isOfSelected: true },
];
const saver = at("saver");
const saved = saver.querySelector("summary");
async function save({ make, type, ending }) {
  saver.open = false;
  saved.focus();
  try {
    const content = await make();
    if (content) download(content, type, ending);
  } catch { /* a page inside another's sandbox may not save anything */ }
}
function fillSaves() {
  const whole = state.selected === null ? say("all that is shown") : nameOf(nodes[state.selected]);
  at("saves").replaceChildren(...files.filter(({ of }) => !of || of === state.view).map((file) => element("li", {},
    element("button", { type: "button", "data-file": file.ending, onclick: () => save(file) }, `${say(file.words)} (.${file.ending})`,
      file.isOfSelected ? element("small", { dir: "auto" }, whole) : ""))));
}
saver.addEventListener("toggle", fillSaves);
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
watchers.push(fillSaves);

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
