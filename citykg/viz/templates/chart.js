// The chart: cities where they are, and cooperations as arcs between them, over the world in outline.
const chart = (() => {
  const { APART, arcs, curve, gather, partiesOf, rank, spots, unitsAt } = earth;
  const { size } = eye;

  // ---- what belongs to what is looked at
  const isArcShown = ({ unit, ends }) => isShown(nodes[unit]) && ends.every((id) => id === null || isShown(nodes[id]));
  function litBy(focus) {
    if (focus === null) return null;
    if (path.length) return { units: new Set(path.filter((id) => partiesOf.has(id))), places: new Set(path.filter((id) => spots.has(id))) };
    const own = unitsAt.get(focus) ?? (partiesOf.has(focus) ? [focus] : null);
    const units_ = new Set(own ?? (nodes[focus].of ? unitsOf(nodes[focus]) : [...neighbours[focus]].flatMap((id) => unitsOf(nodes[id]))));
    const places = new Set([...units_].flatMap((unit) => [...(partiesOf.get(unit) ?? [])]));
    for (const id of [focus, ...(own ? [] : neighbours[focus])]) if (spots.has(id)) places.add(id);
    return { units: units_, places };
  }

  // ---- drawing
  // What was drawn last, and where; what is walked to by keys leaves its group.
  const shown = { marks: [], boxes: [], arcs: [], isWalking: false };
  let ctx;

  function markAll(lit) {
    const alone = new Set([state.selected, state.to, ...path, shown.isWalking ? state.hovered : null]);
    const [apart, near, others] = [[], [], []];
    for (const id of spots.keys()) {
      if (isShown(nodes[id])) (alone.has(id) ? apart : lit?.places.has(id) ? near : others).push(id);
    }
    const marks = [];
    const weak = lit ? (state.selected === null ? 0.5 : 0.25) : 1;
    for (const [groups, strength] of [[gather(others, APART / eye.here.scale), weak], [gather(near, APART / eye.here.scale), 1],
      [apart.map((id) => ({ x: spots.get(id)[0], y: spots.get(id)[1], ids: [id] })), 1]]) {
      for (const { x, y, ids } of groups) {
        const links = ids.length > 1 ? 0 : (unitsAt.get(ids[0])?.size ?? 0);
        const r = ids.length > 1 ? Math.min(13, 7.5 + Math.log2(ids.length)) : Math.min(7, 4 + Math.log2(1 + links) * 0.7);
        marks.push({ at: eye.toScreen([x, y]), spot: [x, y], ids, strength, r });
      }
    }
    return marks;
  }

  // An arc ends where its places are drawn, which may be in a group.
  function drawArcs(lit, markOf) {
    shown.arcs = arcs.filter(isArcShown);
    for (const arc of shown.arcs) {
      const [[x0, y0], [x1, y1]] = arc.ends.map((id) => (id === null ? [0, 0] : [0, 1].map((axis) => markOf.get(id).spot[axis] - spots.get(id)[axis])));
      arc.isStrong = Boolean(lit?.units.has(arc.unit)) && arc.ends.every((id) => id === null || lit.places.has(id));
      for (const { way, seen } of arc.pieces) {
        way.forEach(([x, y, part], place) => {
          seen[2 * place] = (x + x0 * (1 - part) + x1 * part - eye.here.x) * eye.here.scale + size.width / 2;
          seen[2 * place + 1] = (y + y0 * (1 - part) + y1 * part - eye.here.y) * eye.here.scale + size.height / 2;
        });
      }
    }
    ctx.strokeStyle = kinds.has("cooperation") ? kindColour(kinds.get("cooperation")) : paint.quiet;
    const stroke = (isStrong, width, strength) => {
      ctx.beginPath();
      for (const { seen } of shown.arcs.filter((arc) => arc.isStrong === isStrong).flatMap((arc) => arc.pieces)) {
        ctx.moveTo(seen[0], seen[1]);
        for (let place = 2; place < seen.length; place += 2) ctx.lineTo(seen[place], seen[place + 1]);
      }
      ctx.globalAlpha = strength;
      ctx.lineWidth = width;
      ctx.stroke();
    };
    // Of many arcs each is fainter, so that the land is seen between them.
    const faint = lit ? (state.selected === null ? 0.22 : 0.12) : 0.5;
    stroke(false, 1.1, faint * Math.max(0.3, Math.min(1, Math.sqrt(150 / shown.arcs.length))));
    stroke(true, 2.2, 0.95);
    ctx.globalAlpha = 1;
  }

  // The way from one thing to another, as far as it has places.
  function drawWay() {
    const ids = path.filter((id) => spots.has(id));
    ctx.beginPath();
    for (let place = 1; place < ids.length; place++) {
      for (const { way } of curve(nodes[ids[place - 1]].at, nodes[ids[place]].at, 0.12)) {
        way.forEach((point, step) => ctx[step ? "lineTo" : "moveTo"](...eye.toScreen(point)));
      }
    }
    ctx.strokeStyle = paint.accent;
    ctx.lineWidth = 2.5;
    ctx.setLineDash([7, 5]);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  function drawMark({ at: [x, y], ids, strength, r }) {
    const node = nodes[ids[0]];
    ctx.save();
    ctx.translate(x, y);
    if (ids.length > 1) {
      ctx.globalAlpha = strength;
      ctx.beginPath();
      ctx.arc(0, 0, r, 0, 7);
      ctx.fillStyle = paint.panel;
      ctx.fill();
      ctx.lineWidth = 2;
      ctx.strokeStyle = colourOf(node);
      ctx.stroke();
      ctx.font = `600 10.5px ${FONT}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = paint.ink;
      ctx.fillText(ids.length > 999 ? "…" : ids.length, 0, 0.5);
    } else {
      drawShape(ctx, kinds.get(node.group).shape, colourOf(node), r, { strength });
    }
    const isChosen = ids.includes(state.selected) || ids.includes(state.to);
    if (isChosen || ids.includes(state.hovered)) {
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.arc(0, 0, r + 4, 0, 7);
      ctx.lineWidth = 2.5;
      ctx.strokeStyle = paint.accent;
      ctx.setLineDash(isChosen ? [] : [4, 3]);
      ctx.stroke();
    }
    ctx.restore();
  }

  // No name lies over another or over a mark; those that matter most come first.
  function drawNames(marks, lit) {
    const names = new Board();
    const inView = marks.filter(({ at: [x, y] }) => x > -20 && y > -20 && x < size.width + 20 && y < size.height + 20);
    // What is faint for something else's sake may be written over.
    const isNamed = ({ ids }) => !lit || state.selected === null || ids.some((id) => lit.places.has(id));
    for (const { at: [x, y], r } of inView.filter(isNamed)) names.take({ x, y, width: 1.7 * r, height: 1.7 * r, turn: 0 });
    const wanted = inView.filter(isNamed).map((mark) => [mark.ids.includes(state.selected) || mark.ids.includes(state.hovered) ? 0 : lit?.places.has(mark.ids[0]) ? 1 : 2, mark])
      .sort(([one, a], [two, b]) => one - two || b.ids.length - a.ids.length || rank.get(a.ids[0]) - rank.get(b.ids[0]));
    shown.boxes = [];
    for (const [turn, { at: [x, y], r, ids }] of wanted) {
      const node = nodes[ids[0]];
      ctx.font = lettering[node.group] ?? plainLettering;
      const more = ids.length > 1 ? ` +${ids.length - 1}` : "";
      const [name] = cut(ctx, labelOf(node), turn ? 130 : 300);
      const text = name + more;
      const box = { node, text, width: ctx.measureText(text).width + 6, height: 15, turn: 0 };
      const away = turn ? r + 2 : r + 6; // a ring is around what is looked at
      const aside = away + 3 + box.width / 2;
      const choices = [[x + aside, y], [x - aside, y], [x, y - away - 8], [x, y + away + 8]].map(([x_, y_]) => ({ ...box, x: x_, y: y_ }));
      const found_ = choices.find((choice) => isInside(choice, size) && names.take(choice));
      if (!found_) continue;
      shown.boxes.push(found_);
      write(ctx, found_, turn === 2 && lit ? 0.5 : 1);
    }
  }

  function drawWorld({ land, borders, grid, rim }) {
    ctx.save();
    ctx.translate(size.width / 2 - eye.here.x * eye.here.scale, size.height / 2 - eye.here.y * eye.here.scale);
    ctx.scale(eye.here.scale, eye.here.scale);
    const stroke = (lines, colour, width, strength = 1) => {
      ctx.globalAlpha = strength;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width / eye.here.scale;
      ctx.stroke(lines);
      ctx.globalAlpha = 1;
    };
    // By day the sea is tinted, by night the land.
    const [sea, ground] = darkness.matches ? [paint.surface, paint.wash] : [paint.wash, paint.surface];
    ctx.lineJoin = "round";
    ctx.fillStyle = sea;
    ctx.fill(rim);
    stroke(grid, paint.line, 0.6, 0.6);
    ctx.fillStyle = ground;
    ctx.fill(land, "evenodd");
    stroke(borders, paint.line, 0.8);
    stroke(land, paint.spoke, 0.9);
    stroke(rim, paint.line, 1);
    ctx.restore();
  }

  // All of it, with the pen of a canvas or of a file.
  function draw(pen, lines = earth.lines) {
    ctx = pen;
    drawWorld(lines);
    const lit = litBy(focusOf());
    shown.marks = markAll(lit);
    drawArcs(lit, new Map(shown.marks.flatMap((mark_) => mark_.ids.map((id) => [id, mark_]))));
    drawWay();
    shown.marks.forEach(drawMark);
    drawNames(shown.marks, lit);
  }

  // ---- what was drawn at a point
  function markAt(x, y, reach = 12) {
    let [nearest, least] = [null, Infinity];
    for (const mark_ of shown.marks) {
      const away = Math.hypot(mark_.at[0] - x, mark_.at[1] - y) - mark_.r;
      // What is drawn last lies on top.
      if (away <= Math.max(3, reach - mark_.r) && Math.max(0, away) <= least) [nearest, least] = [mark_, Math.max(0, away)];
    }
    return nearest;
  }
  function arcAt(x, y) {
    let [nearest, least] = [null, 5];
    for (const { unit, pieces } of shown.arcs) {
      for (const { seen } of pieces) {
        for (let place = 2; place < seen.length; place += 2) {
          const [x0, y0, dx, dy] = [seen[place - 2], seen[place - 1], seen[place] - seen[place - 2], seen[place + 1] - seen[place - 1]];
          const part = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
          const away = Math.hypot(x0 + part * dx - x, y0 + part * dy - y);
          if (away < least) [nearest, least] = [unit, away];
        }
      }
    }
    return nearest;
  }

  return { arcAt, draw, isArcShown, litBy, markAt, shown };
})();
