// The map: cities where they are, and cooperations as arcs between them, over the world in outline.
{
  const FEW_BUTTONS = 20;
  const { APART, CLOSEST, arcs, borders, curve, gather, grid, land, partiesOf, rank, rim, spots, unitsAt } = earth;

  // ---- what is looked at: the middle, and how many pixels a radian has
  const eye = { x: 0, y: 0, scale: 100 };
  let goal = eye; // where a movement leads
  let motion = 0;
  let isMoved = false; // by the reader
  let board, canvas, ctx, tip, placeless, empty;
  const size = { width: 0, height: 0 };
  const toScreen = ([x, y]) => [(x - eye.x) * eye.scale + size.width / 2, (y - eye.y) * eye.scale + size.height / 2];
  const toMap = (x, y, by = eye) => [(x - size.width / 2) / by.scale + by.x, (y - size.height / 2) / by.scale + by.y];

  function bounded({ x, y, scale }) {
    const least = 0.9 * Math.min(size.width / 5.5, size.height / 2.9);
    return { x: Math.max(-2.7, Math.min(2.7, x)), y: Math.max(-1.42, Math.min(1.42, y)), scale: Math.max(least, Math.min(CLOSEST, scale)) };
  }
  function move(to, isGentle = false) {
    cancelAnimationFrame(motion);
    goal = bounded(to);
    if (!isGentle || isStill()) {
      Object.assign(eye, goal);
      motion = requestAnimationFrame(paintAll);
      return;
    }
    const [from, began] = [{ ...eye }, performance.now()];
    const step = (now) => {
      const part = Math.max(0, Math.min(1, (now - began) / 280));
      const eased = part * part * (3 - 2 * part);
      eye.scale = from.scale * (goal.scale / from.scale) ** eased;
      // So that what stays under the pointer at the end stays there on the way.
      const along = Math.abs(goal.scale / from.scale - 1) < 1e-6 ? eased : (1 / eye.scale - 1 / from.scale) / (1 / goal.scale - 1 / from.scale);
      eye.x = from.x + (goal.x - from.x) * along;
      eye.y = from.y + (goal.y - from.y) * along;
      if (part < 1) motion = requestAnimationFrame(step);
      else Object.assign(eye, goal);
      paintAll();
    };
    motion = requestAnimationFrame(step);
  }
  function zoomAt(by, x = size.width / 2, y = size.height / 2, isGentle = true) {
    const [here, scale] = [toMap(x, y, goal), bounded({ ...goal, scale: goal.scale * by }).scale];
    isMoved = true;
    move({ x: here[0] - (x - size.width / 2) / scale, y: here[1] - (y - size.height / 2) / scale, scale }, isGentle);
  }
  function fit(points, isGentle = false, most = 900) {
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = [size.width - Math.min(140, size.width * 0.16), size.height - Math.min(90, size.height * 0.16)];
    move({ x: (west + east) / 2, y: (north + south) / 2, scale: Math.min(most, room[0] / (east - west || 1e-9), room[1] / (south - north || 1e-9)) }, isGentle);
  }
  function showWorld(isGentle = false) {
    isMoved = false;
    const points = [...spots].filter(([id]) => isShown(nodes[id])).map(([, spot]) => spot);
    const ways = arcs.filter(isArcShown).flatMap(({ pieces }) => pieces.flatMap(({ way }) => way));
    fit(points.length ? [...points, ...ways] : [[-2.6, -1.3], [2.6, 0.95]], isGentle);
  }

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
  const shown = { marks: [], boxes: [], arcs: [] };
  let isWalking = false; // by keys: what is walked to leaves its group

  function markAll(lit) {
    const alone = new Set([state.selected, state.to, ...path, isWalking ? state.hovered : null]);
    const [apart, near, others] = [[], [], []];
    for (const id of spots.keys()) {
      if (isShown(nodes[id])) (alone.has(id) ? apart : lit?.places.has(id) ? near : others).push(id);
    }
    const marks = [];
    const weak = lit ? (state.selected === null ? 0.5 : 0.25) : 1;
    for (const [groups, strength] of [[gather(others, APART / eye.scale), weak], [gather(near, APART / eye.scale), 1],
      [apart.map((id) => ({ x: spots.get(id)[0], y: spots.get(id)[1], ids: [id] })), 1]]) {
      for (const { x, y, ids } of groups) {
        const links = ids.length > 1 ? 0 : (unitsAt.get(ids[0])?.size ?? 0);
        const r = ids.length > 1 ? Math.min(13, 7.5 + Math.log2(ids.length)) : Math.min(7, 4 + Math.log2(1 + links) * 0.7);
        marks.push({ at: toScreen([x, y]), spot: [x, y], ids, strength, r });
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
          seen[2 * place] = (x + x0 * (1 - part) + x1 * part - eye.x) * eye.scale + size.width / 2;
          seen[2 * place + 1] = (y + y0 * (1 - part) + y1 * part - eye.y) * eye.scale + size.height / 2;
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
        way.forEach((point, step) => ctx[step ? "lineTo" : "moveTo"](...toScreen(point)));
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

  function drawWorld(ratio) {
    const scale = eye.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, (size.width / 2) * ratio - eye.x * scale, (size.height / 2) * ratio - eye.y * scale);
    const stroke = (lines, colour, width, strength = 1) => {
      ctx.globalAlpha = strength;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width / eye.scale;
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
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  function paintAll() {
    if (!size.width || !size.height) return;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
    drawWorld(ratio);
    const lit = litBy(focusOf());
    shown.marks = markAll(lit);
    drawArcs(lit, new Map(shown.marks.flatMap((mark_) => mark_.ids.map((id) => [id, mark_]))));
    drawWay();
    shown.marks.forEach(drawMark);
    drawNames(shown.marks, lit);
  }

  // ---- under the map: who is not on it
  let told_ = null;
  function fillPlaceless() {
    const missing = byWeight.filter((node) => (node.group === "city" || node.group === "region") && !node.at && isShown(node));
    const key = `${language} ${missing.map(({ id }) => id)}`;
    if (key === told_) return;
    told_ = key;
    const words_ = missing.some((node) => node.group === "region") ? say("{} cities and regions have no place:", number(missing.length))
      : missing.length === 1 ? say("One city has no place:") : say("{} cities have no place:", number(missing.length));
    const button = (node) => element("button", { type: "button", class: "more", onclick: () => select(node.id, true) }, element("bdi", {}, nameOf(node)));
    placeless.hidden = !missing.length;
    keepFocus(placeless, [words_, ...missing.slice(0, FEW_BUTTONS).flatMap((node) => [" ", button(node)]),
      missing.length > FEW_BUTTONS ? ` ${say("and {} more", number(missing.length - FEW_BUTTONS))}` : ""]);
    empty.hidden = spots.size > 0;
    empty.textContent = isPlain ? say("Nothing here has a place: the map shows what has a latitude and a longitude.") : nodes.length ? say("No city here has a place yet: link the cities to GeoNames, and they appear on the map.")
      : say("There is nothing to draw yet: build a graph from at least one plan, and its cities, goals and activities appear here.");
  }

  // ---- pointing
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
  // Opens a group: as close as it takes to tell its places apart.
  function openGroup({ ids }) {
    const points = ids.map((id) => spots.get(id));
    if (eye.scale > 0.99 * CLOSEST) select(ids[(ids.indexOf(state.selected) + 1) % ids.length]);
    else {
      const least = Math.min(...points.slice(1).map(([x, y]) => Math.hypot(x - points[0][0], y - points[0][1])));
      isMoved = true;
      fit(points, true, Math.max(1.8 * eye.scale, Math.min(CLOSEST, (2.5 * APART) / least)));
    }
  }
  function hint(words_, x, y) {
    tip.hidden = !words_;
    if (!words_) return;
    tip.textContent = words_;
    const left = Math.max(4, Math.min(size.width - tip.offsetWidth - 4, x + 12));
    tip.style.transform = `translate(${left}px, ${y > 60 ? y - tip.offsetHeight - 10 : y + 18}px)`;
  }
  function hoverOver(id, words_ = "", x = 0, y = 0) {
    hint(words_, x, y);
    if (id === state.hovered && !isWalking) return;
    isWalking = false;
    state.hovered = id;
    paintAll();
  }
  function pointAt(x, y) {
    const mark_ = markAt(x, y);
    const unit = mark_ ? null : arcAt(x, y);
    canvas.classList.toggle("points", mark_ !== null || unit !== null);
    if (!mark_) hoverOver(unit, unit === null ? "" : nameOf(nodes[unit]), x, y);
    else if (mark_.ids.length === 1) hoverOver(mark_.ids[0], nameOf(nodes[mark_.ids[0]]), x, y);
    else {
      const names = mark_.ids.slice(0, 6).map((id) => nameOf(nodes[id])).join(", ");
      hoverOver(null, mark_.ids.length > 6 ? `${names} ${say("and {} more", number(mark_.ids.length - 6))}` : names, x, y);
    }
  }
  function press(x, y, reach) {
    const mark_ = markAt(x, y, reach);
    hoverOver(null);
    if (mark_?.ids.length > 1) openGroup(mark_);
    else select(mark_ ? mark_.ids[0] : arcAt(x, y));
  }

  const fingers = new Map(); // where each pointer is
  let isDragged = false;
  function takePointers() {
    const spotOf = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    const between = (points) => [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
    const spread = ([one, two]) => (two ? Math.max(10, Math.hypot(one[0] - two[0], one[1] - two[1])) : 1);
    let start = null;
    board.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      board.setPointerCapture(event.pointerId);
      if (!fingers.size) isDragged = false;
      fingers.set(event.pointerId, spotOf(event));
      if (fingers.size > 1) isDragged = true;
      else start = spotOf(event);
    });
    board.addEventListener("pointermove", (event) => {
      const here = spotOf(event);
      if (!fingers.has(event.pointerId)) {
        if (event.pointerType === "mouse") pointAt(...here);
        return;
      }
      if (!isDragged && Math.hypot(here[0] - start[0], here[1] - start[1]) < 5) return;
      if (!isDragged) hoverOver(null);
      isDragged = isMoved = true;
      const before = [...fingers.values()];
      fingers.set(event.pointerId, here);
      const after = [...fingers.values()];
      const [[x, y], [to_x, to_y]] = [between(before), between(after)];
      const scale = bounded({ ...eye, scale: (eye.scale * spread(after)) / spread(before) }).scale;
      const held = toMap(x, y);
      move({ x: held[0] - (to_x - size.width / 2) / scale, y: held[1] - (to_y - size.height / 2) / scale, scale });
    });
    const lift = (event) => {
      const here = spotOf(event);
      if (fingers.delete(event.pointerId) && !isDragged && event.type === "pointerup") press(...here, event.pointerType === "mouse" ? 12 : 22);
    };
    board.addEventListener("pointerup", lift);
    board.addEventListener("pointercancel", lift);
    board.addEventListener("pointerleave", () => { if (!isWalking) hoverOver(null); });
    board.addEventListener("wheel", (event) => {
      const turned = event.deltaY * (event.deltaMode ? 16 : 1) * (event.ctrlKey ? 6 : 1);
      event.preventDefault();
      zoomAt(Math.exp(-Math.max(-240, Math.min(240, turned)) * 0.002), ...spotOf(event), false);
    }, { passive: false });
    board.addEventListener("dblclick", (event) => { if (!markAt(...spotOf(event))) zoomAt(2, ...spotOf(event)); });
  }

  // ---- keys: arrows pan, with Shift they walk from city to city, westwards or northwards
  const axes = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 1], ArrowUp: [1, -1] };
  function walk([axis, step]) {
    const order = [...spots.keys()].filter((id) => isShown(nodes[id])).sort((one, two) => spots.get(one)[axis] - spots.get(two)[axis] || one - two);
    if (!order.length) return;
    const place = order.indexOf(state.hovered ?? state.selected);
    const id = order[place < 0 ? (step > 0 ? 0 : order.length - 1) : (place + step + order.length) % order.length];
    hint("");
    [isWalking, state.hovered] = [true, id];
    bringSpots([spots.get(id)]);
    paintAll();
    tell(`${nameOf(nodes[id])}, ${kindOf(nodes[id])}`);
  }
  function takeKeys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = axes[event.key];
    if (way && event.shiftKey) walk(way);
    else if (way) {
      isMoved = true;
      const by = (way[1] * 90) / goal.scale;
      move({ ...goal, [way[0] ? "y" : "x"]: goal[way[0] ? "y" : "x"] + by }, true);
    } else if (event.key === "Enter" && state.hovered !== null) {
      const id = state.hovered;
      [isWalking, state.hovered] = [false, null];
      select(id, true);
    } else if (event.key === "+" || event.key === "=" || event.key === "-") zoomAt(event.key === "-" ? 1 / 1.5 : 1.5);
    else return;
    event.preventDefault();
  }

  // Moves only when something of it is out of sight.
  function bringSpots(points) {
    const isAway = points.some((spot) => {
      const [x, y] = toScreen(spot);
      return x < 30 || y < 30 || x > size.width - 30 || y > size.height - 30;
    });
    if (!isAway) return;
    isMoved = true;
    if (points.length === 1) move({ x: points[0][0], y: points[0][1], scale: eye.scale }, true);
    else fit(points, true);
  }

  const called = "Map: arrows move it, with Shift they walk from city to city, Enter selects; the table tells the same";
  function open(holder_) {
    canvas = element("canvas", { "aria-hidden": "true" });
    ctx = canvas.getContext("2d");
    tip = element("div", { class: "tip", "aria-hidden": "true", dir: "auto", hidden: true });
    empty = element("p", { class: "note", hidden: true });
    placeless = element("p", { class: "placeless", hidden: true });
    board = element("div", { class: "board", role: "application", tabindex: 0, "aria-label": say(called), "data-called": called, onkeydown: takeKeys,
      onblur: () => hoverOver(null) }, canvas, tip);
    holder_.classList.add("world");
    holder_.append(element("div", { class: "sheet" }, board, empty), placeless);
    takePointers();
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = board;
      if (!width || !height || (width === size.width && height === size.height)) return;
      Object.assign(size, { width, height });
      if (isMoved) move(eye);
      else showWorld();
    }).observe(board);
  }

  darkness.addEventListener("change", () => canvas && paintAll());
  views.world = {
    words: "Map",
    open,
    draw() {
      fillPlaceless();
      paintAll();
    },
    bring(node) {
      const spot = spots.get(node.id);
      const points = spot ? [spot] : [...litBy(node.id).places].map((id) => spots.get(id));
      if (points.length && size.width) bringSpots(points);
    },
    zoom: zoomAt,
    all: showWorld,
    // Where things are drawn, for tests and for the curious.
    shown: () => ({ ...shown, eye, size, spots, isStill: eye.scale === goal.scale && eye.x === goal.x && eye.y === goal.y }),
  };
}
