// The clusters of a large graph.  A closed one is a disc with its name and a count; of an open one
// all is drawn that stands in it.  One is opened by the reader, those looked at closely by themselves.
const { clusters } = graph;
const OPENS = 0.4; // from this scale on what is in view is open
const membersOf = clusters.map(() => []);
for (const node of nodes) if (node.in !== undefined) membersOf[node.in].push(node);
// What is counted: cooperations, or of a graph of anybody's every thing.
const countedIn = membersOf.map((members) => (isPlain ? members : members.filter((node) => node.radius !== undefined)));

const clusterName = ({ names, words: words_ }) => (names.length ? names.map((id) => nameOf(nodes[id])).join(" – ") : words_ || say("Others"));
// What an address calls it.
const clusterKey = ({ names, words: words_ }) => (names.length ? names.map((id) => nodes[id].iri).join(" ") : words_ || "-");
const placeOfKey = new Map(clusters.map((one, place) => [clusterKey(one), place]));

// ---- what is on the map: all of a small graph
let close = new Set(); // what is looked at closely
let onMap = byWeight;
let onMapIds = null; // null for everything
let spokes = graph.edges;
const isOnMap = (id) => onMapIds === null || onMapIds.has(id);
const isOpen = (place) => place === state.open || close.has(place);

function idsOnMap() {
  const ids = new Set(hubs.map(({ id }) => id));
  clusters.forEach((_, place) => isOpen(place) && membersOf[place].forEach(({ id }) => ids.add(id)));
  const focus = focusOf();
  for (const id of [focus, state.hovered, state.to, ...path]) if (id !== null) ids.add(id);
  // What many share leads to clusters; anything else to its neighbours, wherever they stand.
  if (focus !== null && nodes[focus].angle === undefined) neighbours[focus].forEach((id) => ids.add(id));
  return ids;
}
function refreshMap() {
  if (!clusters.length) return;
  const [before, now] = [onMapIds ?? new Set(nodes.map(({ id }) => id)), idsOnMap()];
  const [gone, come] = [[...before].filter((id) => !now.has(id)), [...now].filter((id) => !before.has(id))];
  if (!gone.length && !come.length) return;
  onMapIds = now;
  onMap = byWeight.filter(({ id }) => now.has(id));
  spokes = graph.edges.filter(([from, to]) => now.has(from) && now.has(to) && nodes[from].in === nodes[to].in);
  visNodes.remove(gone);
  visNodes.add(come.map((id) => ({ id, x: nodes[id].x, y: nodes[id].y })));
}

// Opens what is looked at closely, when the picture is done: a picture must not change while it is drawn.
function lookClosely({ x, y, scale, width, height }) {
  const isSeen = (one) => Math.abs(one.x - x) < one.radius + width / scale / 2 && Math.abs(one.y - y) < one.radius + height / scale / 2;
  const now = new Set(scale < OPENS ? [] : clusters.keys().filter((place) => isSeen(clusters[place])));
  if (now.size === close.size && [...now].every((place) => close.has(place))) return;
  close = now;
  setTimeout(refreshMap);
}

// ---- how many of each are chosen, and have to do with what is looked at
let chosenIn = [];
function countChosen() {
  chosenIn = countedIn.map((flowers) => flowers.filter(isKept).length);
}
const linked = { id: null, counts: null };
function linkedIn(id) {
  if (linked.id === id) return linked.counts;
  const units_ = isPlain ? neighbours[id] : new Set([...factsAt[id], ...factsOf[id]].flatMap(unitsOfFact));
  const counts = clusters.map(() => 0);
  for (const unit of units_) if (nodes[unit].in !== undefined && isKept(nodes[unit])) counts[nodes[unit].in] += 1;
  return Object.assign(linked, { id, counts }).counts;
}

// ---- drawing
let pointed = null; // the disc under the pointer
function clusterAt({ x, y }) {
  const place = clusters.findIndex((one, place_) => !isOpen(place_) && Math.hypot(one.x - x, one.y - y) < one.radius);
  return place < 0 ? null : place;
}
function strengthIn(place, focus) {
  if (!chosenIn[place]) return 0.25;
  return focus === null || linkedIn(focus)[place] ? 1 : 0.3;
}
function drawClusters(ctx, focus, scale) {
  const colour = kinds.has("cooperation") ? kindColour(kinds.get("cooperation")) : paint.quiet;
  clusters.forEach(({ x, y, radius }, place) => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 7);
    ctx.globalAlpha = strengthIn(place, focus);
    if (!isOpen(place)) {
      ctx.fillStyle = paint.wash;
      ctx.fill();
    }
    ctx.lineWidth = (place === pointed ? 3 : isOpen(place) ? 1 : 1.5) / scale;
    ctx.strokeStyle = place === pointed ? paint.accent : isOpen(place) ? paint.line : colour;
    ctx.stroke();
  });
  ctx.globalAlpha = 1;
}
// A line from what many share to each cluster that has to do with it, wider for more.
function drawShared(ctx, focus, scale) {
  const from = nodes[focus];
  linkedIn(focus).forEach((count, place) => {
    if (!count || isOpen(place)) return;
    const { x, y, radius } = clusters[place];
    const away = Math.hypot(from.x - x, from.y - y) || 1;
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(x + ((from.x - x) * radius) / away, y + ((from.y - y) * radius) / away);
    ctx.strokeStyle = colourOf(from);
    ctx.globalAlpha = 0.7;
    ctx.lineWidth = (1 + Math.log2(1 + count) / 2) / scale;
    ctx.stroke();
  });
  ctx.globalAlpha = 1;
}

// What a disc says: its count, and its names, inside where there is room.
function clusterBoxes(ctx, view_) {
  const focus = focusOf();
  const boxes = [];
  clusters.forEach((one, place) => {
    const [x, y] = onScreen(one, view_);
    const r = one.radius * view_.scale;
    if (x < -r || y < -r || x > view_.width + r || y > view_.height + r) return;
    const some = focus === null ? chosenIn[place] : linkedIn(focus)[place];
    const all = countedIn[place].length;
    const count = some === all ? number(all) : `${number(some)} / ${number(all)}`;
    const strength = place === pointed ? 1 : strengthIn(place, focus);
    const line = (words_, font, y_, room) => {
      ctx.font = font;
      const [text, width] = cut(ctx, words_, room);
      boxes.push({ text, font, strength, width: width + 2, height: 12, turn: 0, x, y: y_, isFirst: place === pointed });
    };
    if (isOpen(place)) {
      line(clusterName(one), `650 12px ${FONT}`, y - r - 9, Math.max(2 * r, 150));
      return;
    }
    const names = one.names.length ? one.names.map((id) => nameOf(nodes[id])) : [clusterName(one)];
    const isRoomy = r > 12 + 6 * names.length;
    const top = isRoomy ? y - 6.5 * names.length : y;
    if (r > 9) line(count, `650 ${Math.min(17, Math.max(11, r / 2.4))}px ${FONT}`, top, 2.6 * r);
    if (isRoomy && place !== pointed) names.forEach((name, step) => line(name, `11px ${FONT}`, top + 15 + 13 * step, 2.1 * r));
    else if (place === pointed) line(clusterName(one), `650 12px ${FONT}`, y + r + 9, 300);
  });
  return boxes;
}

// ---- opening
const openCluster = (place) => change({ open: place, selected: null, to: null }, { moves: true });
function bringCluster(place) {
  const { x, y, radius } = clusters[place];
  fitBox([[x - radius, y - radius], [x + radius, y + radius]], 1.2);
}
watchers.push((patch, moves) => {
  if (!clusters.length) return;
  if ("facets" in patch) {
    countChosen();
    linked.id = null;
  }
  refreshMap();
  if (moves && "open" in patch && state.selected === null && state.view === "network") {
    if (state.open === null) showAll(true);
    else bringCluster(state.open);
  }
});
