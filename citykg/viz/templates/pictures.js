// Pictures of what is drawn: a pen for what draws on a canvas, which writes SVG, and PNG.
// `grain` is how many parts of a unit are told apart.
class PenPath {
  constructor(grain = 100) { Object.assign(this, { grain, d: "" }); }

  step(letter, ...values) { this.d += `${letter}${values.map((value) => Math.round(value * this.grain) / this.grain).join(" ")}`; }
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
  scale(by) { this.turns += `scale(${by})`; }
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
    return { fill: "none", ...this.ink("stroke", this.strokeStyle), "stroke-width": Number(this.lineWidth.toPrecision(3)),
      "stroke-linejoin": this.lineJoin === "round" ? "round" : undefined, "stroke-dasharray": this.dash.map((one) => one.toFixed(2)).join(" ") || undefined };
  }
  mark(tag, attributes, text) {
    const said = Object.entries({ ...attributes, transform: this.turns || undefined })
      .filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${forXml(value)}"`).join("");
    this.marks.push(text === undefined ? `<${tag}${said}/>` : `<${tag}${said}>${forXml(text)}</${tag}>`);
  }
  fill({ d } = this.path, rule = undefined) { if (d) this.mark("path", { d, "fill-rule": rule, ...this.ink("fill", this.fillStyle) }); }
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

const drawing = (width, height, ...marks) => [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
  `<title>${forXml(title())}</title>`, `<rect width="${width}" height="${height}" fill="${paint.surface}"/>`, ...marks, "</svg>", ""].join("\n");

// What is drawn, on its ground and with twice the points.
function painting(width, height, draw, ratio = Math.max(2, devicePixelRatio || 1)) {
  const canvas = element("canvas", { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.fillStyle = paint.surface;
  ctx.fillRect(0, 0, width, height);
  draw(ctx);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}
const pictures = (png, svg) => [{ ending: "png", words: "Picture", type: "image/png", make: png }, { ending: "svg", words: "Drawing", type: "image/svg+xml", make: svg }];

function networkSvg() {
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
  return drawing(width, height, `<g transform="translate(${width / 2} ${height / 2}) scale(${scale}) translate(${-x} ${-y})">`, ...things, "</g>", ...pen.marks);
}

function networkPng() {
  const { canvas } = map.canvas.frame;
  const { clientWidth: wide, clientHeight: high } = holder;
  const before = [canvas.width, canvas.height, map.canvas.pixelRatio];
  const ratio = Math.max(2, before[2]);
  const redraw = (width, height, ratio_) => {
    Object.assign(canvas, { width, height });
    map.canvas.pixelRatio = ratio_;
    map.renderer._redraw();
  };
  return painting(wide, high, (ctx) => {
    redraw(Math.round(wide * ratio), Math.round(high * ratio), ratio);
    ctx.drawImage(canvas, 0, 0, wide, high);
    redraw(...before);
  }, ratio);
}
views.network.files = pictures(networkPng, networkSvg);
