// The network: vis-network zooms, pans and finds what is under the pointer; the looks are ours.
const holder = at("map");
const focusOf = () => state.selected ?? state.hovered;
const isNear = ({ id }, focus) => (path.length ? isOnPath(id) : id === focus || neighbours[focus].has(id));
// From afar things stay large enough to be seen, goals to be told by their colour.
const leastOf = (node) => (node.group === "goal" ? 5.5 : node.angle === undefined ? 2.5 : 3.2);
const radiusOf = (node, scale) => Math.max(node.size, leastOf(node) / scale);
const drawn = { boxes: [] };

// How strongly a thing is drawn while another is looked at.
function strengthOf(node) {
  const focus = focusOf();
  if (focus === null || isNear(node, focus) || node.id === state.hovered) return 1;
  return state.selected === null ? 0.45 : 0.16;
}

// From afar a flower is its cooperation and its cities: the rest would be confetti.
const parts = new Set(["city", "region", "cooperation"]);
const isTooSmall = (node, scale) => !isPlain && scale < 0.3 && node.angle === undefined && node.radius === undefined
  && !parts.has(node.group) && (focusOf() === null || !isNear(node, focusOf()));

function drawNode({ ctx, id, x, y }) {
  const node = nodes[id];
  const scale = map.getScale();
  if (!isShown(node) || isTooSmall(node, scale)) return { drawNode() {}, nodeDimensions: { width: 0, height: 0 } };
  const r = radiusOf(node, scale) * (id === focusOf() ? 1.25 : 1);
  const reach = Math.max(2 * r, 13 / scale); // small things are as easy to hit as large ones
  return {
    drawNode() {
      ctx.translate(x, y);
      if (id === state.selected || id === state.to || (id === state.hovered && state.selected !== null)) {
        ctx.beginPath();
        ctx.arc(0, 0, r + 5 / scale, 0, 7);
        ctx.lineWidth = 2.5 / scale;
        ctx.strokeStyle = paint.accent;
        ctx.setLineDash(id === state.selected || id === state.to ? [] : [4 / scale, 3 / scale]);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      drawShape(ctx, kinds.get(node.group).shape, colourOf(node), r,
        { status: node.status, number: node.number, strength: strengthOf(node) });
    },
    nodeDimensions: { width: reach, height: reach },
  };
}

const options = structuredClone(graph.options);
options.nodes.ctxRenderer = drawNode;
options.edges.hidden = true; // drawn below, in one stroke for all: ten times as fast
options.autoResize = true;
const visNodes = new vis.DataSet(nodes.map(({ id, x, y }) => ({ id, x, y })));
const map = new vis.Network(holder, { nodes: visNodes, edges: new vis.DataSet() }, options);
holder.firstElementChild.tabIndex = -1; // its holder takes the keys

function view() {
  const { x, y } = map.getViewPosition();
  const [width, height] = [holder.clientWidth, holder.clientHeight];
  const scale = map.getScale();
  // With few hubs there is room for level names; with many they stand like spokes.
  const length = 2 * Math.PI * Math.hypot(...graph.ring) / Math.SQRT2;
  const isRoomy = width > 560 && (length / hubs.length) * scale > 44;
  return { x, y, scale, width, height, isRoomy };
}
// Room for the names around the ring.
const margin = () =>
  hubs.length
    ? Math.max(58, Math.min(140, 0.14 * Math.min(holder.clientWidth, 1.2 * holder.clientHeight))) : 60;

let isMoved = false; // by the reader
// What stands between two corners, no larger than this, and so far from the edge.
function fitBox([[west, north], [east, south]], most, { animation = gently(), edge = 40 } = {}) {
  const room = [holder.clientWidth - 2 * edge, holder.clientHeight - 2 * edge];
  const scale = Math.max(0.02, Math.min(room[0] / (east - west || 1), room[1] / (south - north || 1), most));
  map.moveTo({ position: { x: (west + east) / 2, y: (north + south) / 2 }, scale, animation });
}
function showAll(animation = false) {
  if (!holder.clientWidth) return; // while another view is looked at
  isMoved = false;
  const [width, height] = graph.ring;
  fitBox([[-width, -height], [width, height]], 2.1, { animation: animation && gently(), edge: margin() });
}
const gently = () => (isStill() ? false : { duration: 280, easingFunction: "easeInOutQuad" });

function bringIntoView(node) {
  const { x, y, scale, width, height } = view();
  const isSeen = (one) => Math.abs(one.x - x) * scale < width / 2 - 30 && Math.abs(one.y - y) * scale < height / 2 - 30;
  if (path.length > 1) {
    const way = path.map((id) => nodes[id]);
    const bounds = (least) => ["x", "y"].map((axis) => least(...way.map((one) => one[axis])));
    if (!way.every(isSeen)) fitBox([bounds(Math.min), bounds(Math.max)], scale);
    return;
  }
  // In a cluster that is closed it would be a dot.
  if (node.in !== undefined && !isOpen(node.in)) {
    map.moveTo({ position: { x: node.x, y: node.y }, scale: Math.max(scale, 1.5 * OPENS), animation: gently() });
    return;
  }
  if (!isSeen(node)) map.moveTo({ position: { x: node.x, y: node.y }, animation: gently() });
}

// Lines from the thing looked at, bent towards the middle so that they can be told apart.
function drawLinks(ctx, focus, scale) {
  const from = nodes[focus];
  for (const id of neighbours[focus]) {
    const to = nodes[id];
    if (!isShown(to) || !isOnMap(id)) continue;
    if (isPlain && !clusters.length && from.angle === undefined && to.angle === undefined) continue; // a spoke says it
    // A flower whose centre is linked too needs one line, not one for each petal.
    const centre = centreOf.get(id);
    if (centre !== undefined && centre !== focus && neighbours[focus].has(centre)) continue;
    if (centreOf.get(focus) === id || centre === focus) continue;
    const bend = from.angle !== undefined && to.angle !== undefined ? 0.2 : 0.78;
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.quadraticCurveTo(((from.x + to.x) / 2) * bend, ((from.y + to.y) / 2) * bend, to.x, to.y);
    ctx.strokeStyle = colourOf(to.angle === undefined ? from : to);
    ctx.globalAlpha = 0.8;
    ctx.lineWidth = 1.7 / scale;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// The way from one thing to another.
function drawPath(ctx, scale) {
  ctx.beginPath();
  path.forEach((id, place) => ctx[place ? "lineTo" : "moveTo"](nodes[id].x, nodes[id].y));
  ctx.strokeStyle = paint.accent;
  ctx.lineWidth = 3.5 / scale;
  ctx.stroke();
}

// A faint disc under each flower holds it together.
function drawBeds(ctx, focus) {
  ctx.fillStyle = paint.wash;
  for (const node of onMap) {
    if (node.radius === undefined || !isShown(node)) continue;
    ctx.globalAlpha = focus === null || isNear(node, focus) ? 1 : 0.35;
    ctx.beginPath();
    ctx.arc(node.x, node.y, node.radius - 3, 0, 7);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function drawSpokes(ctx, focus, scale) {
  const [plain, strong] = [pathFor(ctx), pathFor(ctx)];
  for (const [from, to] of spokes) {
    const [one, two] = [nodes[from], nodes[to]];
    if (!isShown(one) || !isShown(two) || isTooSmall(two, scale)) continue;
    const path = focus !== null && isNear(one, focus) && isNear(two, focus) ? strong : plain;
    path.moveTo(one.x, one.y);
    path.lineTo(two.x, two.y);
  }
  ctx.lineWidth = isPlain ? 1.2 / scale : Math.max(1.1, 0.7 / scale);
  ctx.strokeStyle = paint.spoke;
  ctx.globalAlpha = focus === null ? 1 : 0.35;
  ctx.stroke(plain);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2 / scale;
  ctx.strokeStyle = paint.quiet;
  ctx.stroke(strong);
}

function drawGround(ctx) {
  const scale = map.getScale();
  const focus = focusOf();
  if (hubs.length) {
    ctx.beginPath();
    ctx.ellipse(0, 0, graph.ring[0], graph.ring[1], 0, 0, 7);
    ctx.lineWidth = 1 / scale;
    ctx.strokeStyle = paint.line;
    ctx.stroke();
  }
  drawClusters(ctx, focus, scale);
  drawBeds(ctx, focus);
  drawSpokes(ctx, focus, scale);
  if (path.length) drawPath(ctx, scale);
  else if (focus !== null) {
    drawShared(ctx, focus, scale);
    drawLinks(ctx, focus, scale);
  }
}
map.on("beforeDrawing", (ctx) => {
  lookClosely(view());
  drawGround(ctx);
});
map.on("afterDrawing", (ctx) => {
  const ratio = ctx.canvas.width / holder.clientWidth || 1;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawn.boxes = drawLabels(ctx, view());
  ctx.restore();
});
map.on("resize", () => setTimeout(() => isMoved || state.open !== null || showAll()));
for (const event of ["zoom", "dragStart"]) map.on(event, () => { isMoved = true; });
darkness.addEventListener("change", () => {
  mixPaint();
  document.querySelectorAll("canvas.glyph").forEach((canvas) => canvas.redraw());
  map.redraw();
});
map.on("click", ({ pointer }) => {
  const id = map.getNodeAt(pointer.DOM) ?? null;
  const place = clusterAt(pointer.canvas);
  if (id !== null && isShown(nodes[id])) select(id);
  else if (place !== null) openCluster(place);
  else select(null);
});
map.on("doubleClick", ({ pointer }) => {
  isMoved = true;
  map.moveTo({ position: pointer.canvas, scale: Math.max(1.7, map.getScale() * 1.8), animation: gently() });
});
function hover(id) {
  state.hovered = id;
  refreshMap();
  holder.style.cursor = id === null ? "" : "pointer";
  map.redraw();
}
map.on("hoverNode", ({ node }) => isShown(nodes[node]) && hover(node));
map.on("blurNode", () => hover(null));
holder.addEventListener("pointermove", ({ offsetX, offsetY }) => {
  const place = state.hovered === null ? clusterAt(map.DOMtoCanvas({ x: offsetX, y: offsetY })) : null;
  if (place === pointed) return;
  pointed = place;
  holder.style.cursor = place === null && state.hovered === null ? "" : "pointer";
  map.redraw();
});
function zoom(by) {
  isMoved = true;
  map.moveTo({ scale: map.getScale() * by, animation: gently() });
}

// Arrows walk from neighbour to neighbour, in the order in which they stand around what is selected.
function neighboursInOrder() {
  const shown = (id) => !isHidden(nodes[id]) && isKept(nodes[id]);
  if (state.selected === null) return byWeight.map(({ id }) => id).filter((id) => shown(id) && isOnMap(id));
  const here = nodes[state.selected];
  const turn = (id) => Math.atan2(nodes[id].y - here.y, nodes[id].x - here.x);
  return [...neighbours[here.id]].filter(shown).sort((one, two) => turn(one) - turn(two));
}
holder.addEventListener("keydown", (event) => {
  if (!isUnmodified(event)) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    const order = neighboursInOrder();
    if (!order.length) return;
    const place = order.indexOf(state.hovered);
    const next = nodes[order[place < 0 ? (step > 0 ? 0 : order.length - 1) : (place + step + order.length) % order.length]];
    hover(next.id);
    bringIntoView(next);
    tell(`${nameOf(next)}, ${kindOf(next)}`);
  } else if (event.key === "Enter" && state.hovered !== null) {
    const id = state.hovered;
    hover(null);
    select(id, true);
  } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.5 : 1 / 1.5);
  else return;
  event.preventDefault();
});
holder.addEventListener("blur", () => hover(null));

views.network = {
  words: "Network",
  open() {},
  draw() { map.redraw(); },
  bring: bringIntoView,
  all: showAll,
};
