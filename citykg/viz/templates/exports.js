// What is shown as text for other programs: tables, networks and RDF.

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
    const [one, other] = [nodes[subject], typeof object === "number" ? nodes[object] : null];
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
  for (const one of every) {
    if (!groups.has(keyOf(one))) groups.set(keyOf(one), []);
    groups.get(keyOf(one)).push(one);
  }
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
