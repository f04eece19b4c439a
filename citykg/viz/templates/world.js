// The map: the chart on a board that is moved and pointed at, by mouse, fingers and keys.
{
  const FEW_BUTTONS = 20;
  const { APART, CLOSEST, arcs, spots } = earth;
  const { arcAt, isArcShown, litBy, markAt, shown } = chart;
  const { size } = eye;
  let board, canvas, tip, placeless, empty;

  function showWorld(isGentle = false) {
    eye.isMoved = false;
    const points = [...spots].filter(([id]) => isShown(nodes[id])).map(([, spot]) => spot);
    const ways = arcs.filter(isArcShown).flatMap(({ pieces }) => pieces.flatMap(({ way }) => way));
    eye.fit(points.length ? [...points, ...ways] : [[-2.6, -1.3], [2.6, 0.95]], isGentle);
  }
  function paintBoard() {
    if (!size.width || !size.height) return;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.width, size.height);
    chart.draw(ctx);
  }
  eye.watch = paintBoard;

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
  // Opens a group: as close as it takes to tell its places apart.
  function openGroup({ ids }) {
    const points = ids.map((id) => spots.get(id));
    if (eye.here.scale > 0.99 * CLOSEST) select(ids[(ids.indexOf(state.selected) + 1) % ids.length]);
    else {
      const least = Math.min(...points.slice(1).map(([x, y]) => Math.hypot(x - points[0][0], y - points[0][1])));
      eye.isMoved = true;
      eye.fit(points, true, Math.max(1.8 * eye.here.scale, Math.min(CLOSEST, (2.5 * APART) / least)));
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
    if (id === state.hovered && !shown.isWalking) return;
    shown.isWalking = false;
    state.hovered = id;
    paintBoard();
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
      isDragged = eye.isMoved = true;
      const before = [...fingers.values()];
      fingers.set(event.pointerId, here);
      const after = [...fingers.values()];
      const [[x, y], [to_x, to_y]] = [between(before), between(after)];
      const scale = eye.bounded({ ...eye.here, scale: (eye.here.scale * spread(after)) / spread(before) }).scale;
      const held = eye.toMap(x, y);
      eye.move({ x: held[0] - (to_x - size.width / 2) / scale, y: held[1] - (to_y - size.height / 2) / scale, scale });
    });
    const lift = (event) => {
      const here = spotOf(event);
      if (fingers.delete(event.pointerId) && !isDragged && event.type === "pointerup") press(...here, event.pointerType === "mouse" ? 12 : 22);
    };
    board.addEventListener("pointerup", lift);
    board.addEventListener("pointercancel", lift);
    board.addEventListener("pointerleave", () => { if (!shown.isWalking) hoverOver(null); });
    board.addEventListener("wheel", (event) => {
      const turned = event.deltaY * (event.deltaMode ? 16 : 1) * (event.ctrlKey ? 6 : 1);
      event.preventDefault();
      eye.zoomAt(Math.exp(-Math.max(-240, Math.min(240, turned)) * 0.002), ...spotOf(event), false);
    }, { passive: false });
    board.addEventListener("dblclick", (event) => { if (!markAt(...spotOf(event))) eye.zoomAt(2, ...spotOf(event)); });
  }

  // ---- keys: arrows pan, with Shift they walk from city to city, westwards or northwards
  const axes = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 1], ArrowUp: [1, -1] };
  function walk([axis, step]) {
    const order = [...spots.keys()].filter((id) => isShown(nodes[id])).sort((one, two) => spots.get(one)[axis] - spots.get(two)[axis] || one - two);
    if (!order.length) return;
    const place = order.indexOf(state.hovered ?? state.selected);
    const id = order[place < 0 ? (step > 0 ? 0 : order.length - 1) : (place + step + order.length) % order.length];
    hint("");
    [shown.isWalking, state.hovered] = [true, id];
    bringSpots([spots.get(id)]);
    paintBoard();
    tell(`${nameOf(nodes[id])}, ${kindOf(nodes[id])}`);
  }
  function takeKeys(event) {
    if (!isUnmodified(event)) return;
    const way = axes[event.key];
    if (way && event.shiftKey) walk(way);
    else if (way) {
      eye.isMoved = true;
      const by = (way[1] * 90) / eye.goal.scale;
      eye.move({ ...eye.goal, [way[0] ? "y" : "x"]: eye.goal[way[0] ? "y" : "x"] + by }, true);
    } else if (event.key === "Enter" && state.hovered !== null) {
      const id = state.hovered;
      [shown.isWalking, state.hovered] = [false, null];
      select(id, true);
    } else if (event.key === "+" || event.key === "=" || event.key === "-") eye.zoomAt(event.key === "-" ? 1 / 1.5 : 1.5);
    else return;
    event.preventDefault();
  }

  // Moves only when something of it is out of sight.
  function bringSpots(points) {
    const isAway = points.some((spot) => {
      const [x, y] = eye.toScreen(spot);
      return x < 30 || y < 30 || x > size.width - 30 || y > size.height - 30;
    });
    if (!isAway) return;
    eye.isMoved = true;
    if (points.length === 1) eye.move({ x: points[0][0], y: points[0][1], scale: eye.here.scale }, true);
    else eye.fit(points, true);
  }

  const called = "Map: arrows move it, with Shift they walk from city to city, Enter selects; the table tells the same";
  function open(holder_) {
    canvas = element("canvas", { "aria-hidden": "true" });
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
      if (eye.isMoved) eye.move(eye.here);
      else showWorld();
    }).observe(board);
  }

  function worldSvg() {
    const pen = new Pen();
    chart.draw(pen, earth.linesOn(() => new PenPath(10000)));
    return drawing(size.width, size.height, ...pen.marks);
  }

  darkness.addEventListener("change", () => canvas && paintBoard());
  views.world = {
    words: "Map",
    open,
    draw() {
      fillPlaceless();
      paintBoard();
    },
    bring(node) {
      const spot = spots.get(node.id);
      const points = spot ? [spot] : [...litBy(node.id).places].map((id) => spots.get(id));
      if (points.length && size.width) bringSpots(points);
    },
    zoom: eye.zoomAt,
    all: showWorld,
    files: pictures(() => painting(size.width, size.height, (ctx) => chart.draw(ctx)), worldSvg).map((file) => ({ ...file, part: "map" })),
    // Where things are drawn, for tests and for the curious.
    shown: () => ({ ...shown, eye: eye.here, size, spots, isStill: eye.here.scale === eye.goal.scale && eye.here.x === eye.goal.x && eye.here.y === eye.goal.y }),
  };
}
