// Labels: always of one size on the screen, the weightiest first, none over another.
// Zooming in makes room, and room brings more labels, as on a map.
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const CELL = 72;
const weights = ["goal", "topic", "target", "city", "region", "cooperation", "theme", "programme",
  "country", "activity", "output", "focus-area", "challenge", "objective", "result", "plan", "contact"];
const lettering = {
  goal: `600 12.5px ${FONT}`, topic: `600 12px ${FONT}`, city: `500 12px ${FONT}`,
  region: `500 12px ${FONT}`, cooperation: `650 12px ${FONT}`, programme: `500 11px ${FONT}`,
};
const plainLettering = `11px ${FONT}`;
// Small things wait until there is room around them.
const fromScale = { cooperation: 1.15, plan: 2.4, activity: 1.15, output: 1.15, contact: 1.6,
  "focus-area": 1.6, challenge: 1.6, objective: 1.6, result: 1.6 };

const MOST_MISSED = 1500; // names without room, after which no more are tried
const AFAR = 0.6; // below that, petals of a graph of anybody's have no names, and those of others lie over them

// Among the small things, what was not done is the last to go without its name.
const weightOf = (node) => (node.status === "not-done" ? 4.5 : node.iri.startsWith("_:") ? weights.length + 1
  : weights.includes(node.group) ? weights.indexOf(node.group) : weights.length);
const byWeight = [...nodes].sort(
  (one, two) => weightOf(one) - weightOf(two) || two.links - one.links || one.id - two.id);
const cuts = new Map();

// The text cut to a width, with an ellipsis; measuring is slow, so it is remembered.
function cut(ctx, text, width) {
  const key = `${ctx.font}|${width}|${text}`;
  if (!cuts.has(key)) {
    if (cuts.size > 20000) cuts.clear(); // who zooms for hours need not remember all of it
    let shown = text;
    if (ctx.measureText(text).width > width) {
      const letters = [...text];
      let low = 1;
      let high = letters.length;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (ctx.measureText(`${letters.slice(0, middle).join("")}…`).width <= width) low = middle;
        else high = middle - 1;
      }
      shown = `${letters.slice(0, low).join("").trimEnd()}…`;
    }
    cuts.set(key, [shown, ctx.measureText(shown).width]);
  }
  return cuts.get(key);
}

function corners(box) {
  const cos = Math.cos(box.turn);
  const sin = Math.sin(box.turn);
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([i, j]) => [
    box.x + (i * box.width * cos - j * box.height * sin) / 2,
    box.y + (i * box.width * sin + j * box.height * cos) / 2]);
}
// Two rectangles are apart if one of their sides tells them apart (separating axis).
function overlap(one, two) {
  if (!one.turn && !two.turn) { // most are level, and of thousands each is held against hundreds
    return Math.abs(one.x - two.x) < (one.width + two.width) / 2 && Math.abs(one.y - two.y) < (one.height + two.height) / 2;
  }
  for (const turn of [one.turn, one.turn + Math.PI / 2, two.turn, two.turn + Math.PI / 2]) {
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    const [a, b] = [one, two].map((box) => box.corners.map(([x, y]) => x * cos + y * sin));
    if (Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a)) return false;
  }
  return true;
}

class Board {
  constructor() {
    this.cells = new Map();
  }

  // Whether the box found room; then it is taken.
  take(box) {
    box.corners = corners(box);
    const xs = box.corners.map(([x]) => Math.floor(x / CELL));
    const ys = box.corners.map(([, y]) => Math.floor(y / CELL));
    const keys = [];
    for (let x = Math.min(...xs); x <= Math.max(...xs); x++) {
      for (let y = Math.min(...ys); y <= Math.max(...ys); y++) keys.push(`${x},${y}`);
    }
    if (keys.some((key) => this.cells.get(key)?.some((other) => overlap(box, other)))) return false;
    for (const key of keys) this.cells.set(key, [...(this.cells.get(key) ?? []), box]);
    return true;
  }
}

const onScreen = (node, view) => [
  (node.x - view.x) * view.scale + view.width / 2, (node.y - view.y) * view.scale + view.height / 2];

// How long a label may be that points outwards from here: to the edge of the view, in steps, so
// that it does not flicker while the map moves.
function roomOutside(angle, x, y, view) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = (cos > 0 ? view.width - x : x) / Math.max(Math.abs(cos), 0.001);
  const down = (sin > 0 ? view.height - y : y) / Math.max(Math.abs(sin), 0.001);
  return Math.min(240, Math.floor((Math.min(across, down) - 12) / 8) * 8);
}

// Level places for a name outside the ring, each a line farther out than the one before.
function levelPlaces(ctx, box, [x, y], [cos, sin], r, view) {
  const aside = Math.abs(cos) > 0.6 ? (cos > 0 ? view.width - x : x) - r - 20 : 2 * Math.min(x, view.width - x) - 16;
  const [text, width] = cut(ctx, labelOf(box.node), Math.max(40, Math.min(300, Math.floor(aside / 8) * 8)));
  const lean = Math.max(-1, Math.min(1, 1.8 * cos));
  return [0, 19, 38].map((line) => ({ ...box, text, width: width + 8, height: 16,
    leader: line ? [x + cos * r * 1.3, y + sin * r * 1.3] : null,
    x: x + cos * (r * 1.2 + 6) + (lean * width) / 2, y: y + sin * (r * 1.2 + 12) + Math.sign(sin) * line }))
    .filter((place) => isInside(place, view));
}
const isInside = ({ x, y, width, height }, view) => x - width / 2 > 4 && x + width / 2 < view.width - 4
  && y - height / 2 > 4 && y + height / 2 < view.height - 4;

// Where the label of a node may go on the screen, the best place first.
function placesFor(ctx, node, view, emphasis) {
  const [x, y] = onScreen(node, view);
  const r = radiusOf(node, view.scale) * view.scale * (emphasis === 2 ? 1.25 : 1);
  ctx.font = lettering[node.group] ?? plainLettering;
  const isHub = node.angle !== undefined;
  const room = isHub ? roomOutside(node.angle, x, y, view) - Math.ceil(r * 1.2) : emphasis === 2 ? 360 : emphasis ? 220 : 132;
  const [text, width] = cut(ctx, labelOf(node), room);
  const height = isHub && !lettering[node.group] ? 12 : 14;
  const box = { node, text, width: width + (isHub ? 4 : 8), height, turn: 0 };
  if (isHub) {
    const [cos, sin] = [Math.cos(node.angle), Math.sin(node.angle)];
    const away = r * 1.2 + 5 + width / 2;
    const turn = node.angle + (cos < -1e-6 ? Math.PI : 0); // never upside down
    const turned = room < 30 ? [] : [{ ...box, turn, x: x + cos * away, y: y + sin * away }];
    return view.isRoomy ? [...levelPlaces(ctx, box, [x, y], [cos, sin], r, view), ...turned] : turned;
  }
  const [above, below] = [{ ...box, x, y: y - r * 1.1 - 8 }, { ...box, x, y: y + r * 1.1 + 8 }];
  const [left, right] = [-1, 1].map((side) => ({ ...box, x: x + side * (r * 1.1 + 5 + width / 2), y }));
  if (node.group === "city" || node.group === "region") {
    const centre = nodes[centreOf.get(node.id)];
    return centre && centre.y > node.y ? [above, right, left, below] : [below, right, left, above];
  }
  if (nodes[node.of?.[0]]?.x > node.x) return [left, below, above, right];
  return node.group === "activity" || node.group === "output" ? [left, below, above, right] : [right, below, above, left];
}

function write(ctx, box, strength) {
  ctx.save();
  if (box.leader) {
    // From the thing to the nearest point over or under its name.
    const near = Math.max(box.x - box.width / 2 + 6, Math.min(box.x + box.width / 2 - 6, box.leader[0]));
    ctx.globalAlpha = strength;
    ctx.strokeStyle = paint.spoke;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(...box.leader);
    ctx.lineTo(near, box.y - Math.sign(box.y - box.leader[1]) * 8);
    ctx.stroke();
  }
  ctx.translate(box.x, box.y);
  ctx.rotate(box.turn);
  ctx.font = box.font ?? lettering[box.node.group] ?? plainLettering;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.globalAlpha = strength;
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = paint.surface;
  ctx.strokeText(box.text, 0, 0);
  ctx.fillStyle = box.node?.group === "country" || box.node?.group === "plan" ? paint.quiet : paint.ink;
  ctx.fillText(box.text, 0, 0);
  if (box.node?.status === "not-done") {
    // The name is struck through, the words "not done" before it stay readable.
    const before = ctx.measureText(`${box.text.split(": ")[0]}: `).width;
    const width = ctx.measureText(box.text).width;
    ctx.fillRect(before - width / 2, 0, Math.max(0, width - before), 1.2);
  }
  ctx.restore();
}

// Draws the labels that fit and gives their boxes.
function drawLabels(ctx, view) {
  const focus = focusOf();
  const board = new Board();
  const wanted = [];
  for (const node of onMap) {
    if (!isShown(node)) continue;
    const [x, y] = onScreen(node, view);
    if (x < -200 || y < -200 || x > view.width + 200 || y > view.height + 200) continue;
    const emphasis = focus === null ? 0 : node.id === focus || node.id === state.hovered ? 2 : isNear(node, focus) ? 1 : 0;
    // Close up, no name covers a thing; from afar there would be no room for names then, and
    // they keep off the ring only.
    const isInWay = isPlain ? view.scale > AFAR || node.of === undefined : view.scale > 0.9;
    if ((isInWay || node.angle !== undefined) && (focus === null || emphasis)) {
      const size = Math.max(5, 1.6 * node.size * view.scale);
      board.take({ x, y, width: size, height: size, turn: 0 });
    }
    // A plan is named like its cooperation: one of the two names is enough.
    if (emphasis === 1 && node.group === "plan" && neighbours[focus].has(centreOf.get(node.id))) continue;
    if (emphasis || view.scale >= (isPlain && node.of ? AFAR : fromScale[node.group] ?? 0)) wanted.push([emphasis, node]);
  }
  wanted.sort((one, two) => two[0] - one[0]);
  const boxes = clusterBoxes(ctx, view).filter((box) => board.take(box) || box.isFirst);
  boxes.forEach((box) => write(ctx, box, box.strength));
  let missed = 0;
  for (const [emphasis, node] of wanted) {
    if (isPlain && missed > MOST_MISSED) break;
    const places = placesFor(ctx, node, view, emphasis);
    const box = places.find((place) => board.take(place)) ?? (emphasis === 2 ? places[0] : null);
    if (!box) {
      missed += 1;
      continue;
    }
    boxes.push(box);
    write(ctx, box, focus === null || emphasis ? 1 : state.selected === null ? 0.5 : 0.22);
  }
  return boxes;
}
