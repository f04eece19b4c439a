// What plans can be told apart by.  Cooperations are chosen; what belongs to them is shown.
const units = isPlain ? [] : nodes.filter((node) => node.radius !== undefined || (node.group === "cooperation" && !node.of));
const unitsOf = (node) => (node.of ?? (node.radius === undefined && node.group !== "cooperation" ? [] : [node.id]));

// By facet and cooperation, the values: places of things, or words.
const facets = [
  { id: "programme", words: "Programme", kind: "programme" },
  { id: "country", words: "Country", kind: "country" },
  { id: "theme", words: "Theme", kind: "theme" },
  { id: "goal", words: "Goal", kind: "goal" },
  { id: "topic", words: "Topic", kind: "topic" },
  { id: "activity", words: "Type of activity" },
  { id: "status", words: "Status of activities" },
  { id: "year", words: "Year" },
  { id: "linked", words: "Linked to" },
].map((facet) => ({ ...facet, values: new Map(units.map((unit) => [unit.id, new Set()])) }));
const facetOf = new Map(facets.map((facet) => [facet.id, facet]));
const facetOfKind = new Map(facets.filter(({ kind }) => kind).map((facet) => [facet.kind, facet]));

const yearOf = (date) => Number(/^\d{4}/.exec(date ?? "")?.[0] ?? NaN);
function yearsOf(node) {
  const [first, last] = [yearOf(node.from ?? node.until), yearOf(node.until ?? node.from)];
  // Nothing lasts for a century: where it seems so, both ends are told and nothing between.
  if (Number.isNaN(first) || last < first) return [];
  if (last - first > 100) return [first, last];
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}
const sites = { "geonames.org": "GeoNames", "wikidata.org": "Wikidata", "europa.eu": "EuroVoc" };
function siteOf(iri) {
  const host = /^https?:\/\/([^/]+)/i.exec(iri)?.[1].toLowerCase() ?? "";
  return Object.entries(sites).find(([name]) => host === name || host.endsWith(`.${name}`))?.[1];
}

// A city of two cooperations has a theme in the one whose plan says so.
const unitsOfFact = ([subject, , , plan]) => unitsOf(nodes[plan] ?? nodes[subject]);

for (const node of nodes) {
  for (const fact of factsOf[node.id]) {
    const facet = typeof fact[2] === "number" && facetOfKind.get(nodes[fact[2]].group);
    if (facet) for (const unit of unitsOfFact(fact)) facet.values.get(unit)?.add(nodes[fact[2]].iri);
  }
  for (const unit of unitsOf(node)) {
    const put = (id, value) => facetOf.get(id).values.get(unit)?.add(value);
    if (node.group === "activity" && node.type) put("activity", node.type);
    if (node.status && (node.group === "activity" || node.group === "output")) put("status", node.status);
    for (const year of yearsOf(node)) put("year", String(year));
    if (node.group === "city") {
      for (const [iri] of node.elsewhere ?? []) if (siteOf(iri)) put("linked", siteOf(iri));
    }
  }
}

const has = (facet, unit, wanted) => [...wanted].some((value) => facet.values.get(unit).has(value));

// The cooperations that are chosen, but for what one facet says.
const chosenBut = (but) => units.filter(({ id }) =>
  facets.every((facet) => facet.id === but || !state.facets.get(facet.id)?.size || has(facet, id, state.facets.get(facet.id))));

// How many cooperations each value would leave, the most first.
function countsOf(facet) {
  const counts = new Map();
  for (const { id } of units) for (const value of facet.values.get(id)) counts.set(value, 0);
  for (const { id } of chosenBut(facet.id)) {
    for (const value of facet.values.get(id)) counts.set(value, counts.get(value) + 1);
  }
  return counts;
}

// What belongs to the cooperations that are chosen: null for everything.
let kept = null;
function choose() {
  if (![...state.facets.values()].some((wanted) => wanted.size)) {
    kept = null;
    return;
  }
  const chosen = new Set(chosenBut(null).map(({ id }) => id));
  kept = new Set();
  for (const node of nodes) {
    if (unitsOf(node).some((unit) => chosen.has(unit))) kept.add(node.id);
  }
  for (const id of [...kept]) {
    for (const fact of factsOf[id]) {
      const isHub = typeof fact[2] === "number" && nodes[fact[2]].angle !== undefined;
      if (isHub && unitsOfFact(fact).some((unit) => chosen.has(unit))) kept.add(fact[2]);
    }
  }
}
const isKept = (node) => kept === null || kept.has(node.id);
const isHidden = (node) => state.hiddenKinds.has(node.group) || state.hiddenStatuses.has(node.status);
const isShown = (node) => (isKept(node) && !isHidden(node)) || node.id === state.selected || isOnPath(node.id);

// What a value of a facet is called.
function valueName(facet, value) {
  const node = facet.kind && nodes[idOfIri.get(value)];
  if (node) return node.number ? `${node.number} ${nameOf(node)}` : nameOf(node);
  return facet.id === "year" || facet.id === "linked" ? value : say(value.replaceAll("-", " "));
}
