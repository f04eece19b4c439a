// How things look on a canvas: a shape and a colour for each kind, an edge style for each status.
const darkness = matchMedia("(prefers-color-scheme: dark)");
const styles = getComputedStyle(document.documentElement);
const paint = {};
function mixPaint() {
  for (const name of ["surface", "panel", "ink", "quiet", "line", "spoke", "accent", "wash"]) {
    paint[name] = styles.getPropertyValue(`--${name}`).trim();
  }
}
mixPaint();

const colourOf = (node) => node.colour || kindColour(kinds.get(node.group));
const kindColour = (kind) => (darkness.matches ? kind.dark : kind.light);

// What draws on a canvas draws in a file as well, whose pen brings a path of its own.
const pathFor = (ctx) => ctx.newPath?.() ?? new Path2D();

function polygon(path, points, r) {
  points.forEach(([x, y], at) => (at ? path.lineTo(x * r, y * r) : path.moveTo(x * r, y * r)));
  path.closePath();
}
function regular(path, corners, r, start = -Math.PI / 2, inner = 1) {
  const count = inner === 1 ? corners : corners * 2;
  const points = [];
  for (let at = 0; at < count; at++) {
    const out = at % 2 ? inner : 1;
    const turn = start + (2 * Math.PI * at) / count;
    points.push([out * Math.cos(turn), out * Math.sin(turn)]);
  }
  polygon(path, points, r);
}
const outlines = {
  dot: (path, r) => path.arc(0, 0, r, 0, 7),
  ring: (path, r) => path.arc(0, 0, r, 0, 7),
  bullseye: (path, r) => path.arc(0, 0, r, 0, 7),
  hexagon: (path, r) => regular(path, 6, r, 0),
  pentagon: (path, r) => regular(path, 5, r * 1.08),
  diamond: (path, r) => regular(path, 4, r * 1.15),
  star: (path, r) => regular(path, 5, r * 1.2, -Math.PI / 2, 0.48),
  triangle: (path, r) => regular(path, 3, r * 1.2),
  gable: (path, r) => regular(path, 3, r * 1.2, Math.PI / 2),
  number: (path, r) => path.roundRect(-r, -r, 2 * r, 2 * r, r * 0.25),
  page: (path, r) => polygon(path, [[-0.75, -1], [0.3, -1], [0.75, -0.5], [0.75, 1], [-0.75, 1]], r),
  shield: (path, r) => polygon(path, [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.2], [0, 1.1], [-0.9, 0.2]], r),
  envelope: (path, r) => polygon(path, [[-1, -0.7], [0, 0.1], [1, -0.7], [1, 0.8], [-1, 0.8]], r),
  plus: (path, r) =>
    polygon(path, [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35],
      [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]], r),
  bolt: (path, r) => polygon(path, [[0.3, -1.1], [-0.7, 0.2], [-0.05, 0.2], [-0.3, 1.1], [0.7, -0.25], [0.05, -0.25]], r),
  flag: (path, r) => polygon(path, [[-0.8, -1], [0.9, -0.45], [-0.45, 0.1], [-0.45, 1.1], [-0.8, 1.1]], r),
  tick: (path, r) => polygon(path, [[-1, 0.05], [-0.55, -0.4], [-0.25, -0.1], [0.6, -0.95], [1.05, -0.5], [-0.25, 0.85]], r),
};

// The status of an activity or an output: filled, dashed, lighter, or crossed out.
const statusStyles = {
  completed: { fill: 1, dash: [], alpha: 1 },
  ongoing: { fill: 0.45, dash: [], alpha: 1 },
  planned: { fill: 0, dash: [2.4, 1.8], alpha: 1 },
  expected: { fill: 0, dash: [1.2, 1.6], alpha: 0.75 },
  possible: { fill: 0, dash: [1.2, 1.6], alpha: 0.75 },
  "not-done": { fill: 0, dash: [], alpha: 1, crossed: true },
};

function drawShape(ctx, shape, colour, r, { status, number, strength = 1 } = {}) {
  const style = own(statusStyles, status) ?? statusStyles.completed;
  const path = pathFor(ctx);
  outlines[shape](path, r);
  ctx.globalAlpha = strength;
  ctx.fillStyle = paint.surface;
  ctx.fill(path);
  ctx.globalAlpha = strength * style.alpha * style.fill;
  ctx.fillStyle = colour;
  if (style.fill) ctx.fill(path);
  ctx.globalAlpha = strength * style.alpha;
  ctx.lineWidth = style.fill === 1 ? r * 0.14 : r * 0.26;
  ctx.strokeStyle = style.fill === 1 ? paint.surface : colour;
  ctx.setLineDash(style.dash.map((length) => length * r * 0.2));
  ctx.stroke(path);
  ctx.setLineDash([]);
  if (shape === "ring" || shape === "bullseye") {
    ctx.beginPath();
    ctx.arc(0, 0, r * 0.55, 0, 7);
    ctx.fillStyle = paint.surface;
    ctx.fill();
  }
  if (shape === "bullseye") {
    ctx.beginPath();
    ctx.arc(0, 0, r * 0.25, 0, 7);
    ctx.fillStyle = colour;
    ctx.fill();
  }
  if (style.crossed) {
    ctx.strokeStyle = paint.ink;
    ctx.lineWidth = r * 0.3;
    ctx.beginPath();
    ctx.moveTo(-r, -r);
    ctx.lineTo(r, r);
    ctx.moveTo(r, -r);
    ctx.lineTo(-r, r);
    ctx.stroke();
  }
  if (shape === "number" && number) {
    // The UN sets white on every goal's colour; a dark rim keeps it readable on the light ones.
    ctx.font = `700 ${r * 1.25}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineWidth = r * 0.22;
    ctx.lineJoin = "round";
    ctx.strokeStyle = "rgb(0 0 0 / 45%)";
    ctx.strokeText(number, 0, r * 0.08, r * 1.8);
    ctx.fillStyle = "#fff";
    ctx.fillText(number, 0, r * 0.08, r * 1.8);
  }
  ctx.globalAlpha = 1;
}

// A small picture of a kind, or of a thing, for the legend, the results and the panel.
function glyph(kind, node = {}) {
  const canvas = element("canvas", { class: "glyph", width: 36, height: 36, "aria-hidden": "true" });
  canvas.redraw = () => {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, 36, 36);
    ctx.translate(18, 18);
    drawShape(ctx, kind.shape, node.colour || kindColour(kind), 12.5, node);
  };
  canvas.redraw();
  return canvas;
}
const glyphOf = (node) => glyph(kinds.get(node.group), node);
