// The earth: the world in outline, where cities are on it, and the arcs of cooperations between them.
const earth = (() => {
  const CLOSEST = 40000; // pixels for a radian: some 160 m for each
  const APART = 20; // pixels: what stands nearer than that is one mark with a count
  const CUT = 191; // degrees east at which the outline is cut, in the Bering Strait
  const RADIAN = Math.PI / 180;
  const outline = JSON.parse(at("outline").textContent);

  // The Natural Earth projection of Tom Patterson: nearly true areas, and shapes that are known.
  function project(longitude, latitude) {
    const [along, up] = [(longitude - CUT + 180) * RADIAN, latitude * RADIAN];
    const square = up * up;
    const far = square ** 4;
    return [
      along * (0.8707 - 0.131979 * square - 0.013791 * square ** 2 + far * (0.003971 * square - 0.001529 * square ** 2)),
      -up * (1.007226 + 0.015085 * square + square ** 3 * (-0.044475 + 0.028874 * square - 0.005916 * square ** 2))];
  }
  const rolled = (longitude) => longitude - 360 * Math.ceil((longitude - CUT) / 360);

  // ---- the outline, once, in the units of the projection
  const NONE = "m".charCodeAt(0);
  function traced(lines, traced_) {
    for (let [x, y, steps] of lines) {
      traced_.moveTo(...project(x / 10, y / 10));
      for (let place = 0; place < steps.length; place += 2) {
        x += steps.charCodeAt(place) - NONE;
        y += steps.charCodeAt(place + 1) - NONE;
        traced_.lineTo(...project(x / 10, y / 10));
      }
    }
    return traced_;
  }
  const degrees = (from, to, step) => Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, place) => from + place * step);
  // On paths of a canvas, or of a file.
  function linesOn(fresh) {
    const [land, borders, rim, grid] = [traced(outline.land, fresh()), traced(outline.borders, fresh()), fresh(), fresh()];
    rim.moveTo(...project(CUT - 360, -90));
    for (const latitude of degrees(-90, 90, 2)) rim.lineTo(...project(CUT - 360, latitude));
    for (const latitude of degrees(-90, 90, 2)) rim.lineTo(...project(CUT, -latitude));
    rim.closePath();
    for (const longitude of degrees(-150, 180, 30)) degrees(-90, 90, 3).forEach((latitude, place) => grid[place ? "lineTo" : "moveTo"](...project(longitude, latitude)));
    for (const latitude of degrees(-60, 60, 30)) {
      grid.moveTo(...project(CUT - 360, latitude));
      grid.lineTo(...project(CUT, latitude));
    }
    return { land, borders, rim, grid };
  }
  const lines = linesOn(() => new Path2D());

  // ---- places
  const spots = new Map(byWeight.filter((node) => node.at).map((node) => [node.id, project(rolled(node.at[0]), node.at[1])]));

  const rank = new Map([...spots.keys()].map((id, place) => [id, place]));

  // Those that stand nearer than `reach` to one before them join it.
  function gather(ids, reach) {
    const cells = new Map();
    const groups = [];
    for (const id of ids) {
      const [x, y] = spots.get(id);
      const [column, row] = [Math.floor(x / reach), Math.floor(y / reach)];
      let [nearest, least] = [null, reach];
      for (const i of [-1, 0, 1]) {
        for (const j of [-1, 0, 1]) {
          for (const group of cells.get((column + i) * 1e6 + row + j) ?? []) {
            const away = Math.hypot(group.x - x, group.y - y);
            if (away < least) [nearest, least] = [group, away];
          }
        }
      }
      if (nearest) {
        nearest.ids.push(id);
        continue;
      }
      const group = { x, y, ids: [id] };
      const key = column * 1e6 + row;
      groups.push(group);
      cells.set(key, [...(cells.get(key) ?? []), group]);
    }
    return groups;
  }
  // What not even the closest look tells apart stands in a ring around its place.
  for (const { x, y, ids } of gather([...spots.keys()], APART / CLOSEST)) {
    const away = (0.6 * APART) / CLOSEST / Math.sin(Math.PI / ids.length);
    if (ids.length > 1) ids.forEach((id, place) => spots.set(id, [
      x + away * Math.cos((2 * Math.PI * place) / ids.length), y + away * Math.sin((2 * Math.PI * place) / ids.length)]));
  }

  // ---- arcs
  const takesPart = new Map([[/#hasParty$/, 2], [/#takesPartIn$/, 0]].map(([name, end]) => [graph.predicates.findIndex(([iri]) => name.test(iri)), end]));
  const partiesOf = new Map(nodes.filter((node) => node.group === "cooperation").map((node) => [node.id, new Set()]));
  const unitsAt = new Map([...spots.keys()].map((id) => [id, new Set()]));
  for (const [unit, parties] of partiesOf) {
    for (const fact of [...factsOf[unit], ...factsAt[unit]]) {
      const party = fact[takesPart.get(fact[1])];
      if (!spots.has(party)) continue;
      parties.add(party);
      unitsAt.get(party).add(unit);
    }
  }

  // A way that bends gently towards the nearer pole, in pieces where the cut of the map parts it.  A
  // point is where it is, and how far along the way; `seen` is where it is on the screen.  Ways between the same two places bend apart.
  function curve([west, from], [east, to], bend) {
    const along = (((east - west) % 360) + 540) % 360 - 180;
    const [far, up] = [Math.hypot(along, to - from), from + to < 0 ? -1 : 1];
    const steps = 12 + Math.ceil(far / 4);
    const pieces = [[]];
    let before = null;
    for (let step = 0; step <= steps; step++) {
      const part = step / steps;
      const bow = bend * up * Math.sin(Math.PI * part) * Math.sign(along || 1);
      const here = [rolled(west + along * part - (to - from) * bow), Math.max(-88, Math.min(88, from + (to - from) * part + along * bow))];
      if (before && Math.abs(here[0] - before[0]) > 180) {
        const edges = here[0] < before[0] ? [CUT, CUT - 360] : [CUT - 360, CUT];
        const latitude = (here[1] + before[1]) / 2;
        pieces.at(-1).push([...project(edges[0], latitude), part]);
        pieces.push([[...project(edges[1], latitude), part]]);
      }
      pieces.at(-1).push([...project(...here), part]);
      before = here;
    }
    return pieces.map((way) => ({ way, seen: new Float64Array(2 * way.length) }));
  }
  function middleOf(points) {
    let [x, y, z] = [0, 0, 0];
    for (const [longitude, latitude] of points) {
      x += Math.cos(latitude * RADIAN) * Math.cos(longitude * RADIAN);
      y += Math.cos(latitude * RADIAN) * Math.sin(longitude * RADIAN);
      z += Math.sin(latitude * RADIAN);
    }
    return [Math.atan2(y, x) / RADIAN, Math.atan2(z, Math.hypot(x, y)) / RADIAN];
  }
  const times = new Map(); // how many arcs there are between two places so far
  const arcs = [...partiesOf].flatMap(([unit, parties]) => {
    const ids = [...parties].sort((one, two) => one - two);
    if (ids.length > 3) {
      // Of many, each is not linked with each: they meet in their middle.
      const middle = middleOf(ids.map((id) => nodes[id].at));
      return ids.map((id) => ({ unit, ends: [id, null], pieces: curve(nodes[id].at, middle, 0.05) }));
    }
    return ids.flatMap((one, place) => ids.slice(place + 1).map((other) => {
      const key = `${one},${other}`;
      const count = times.get(key) ?? 0;
      times.set(key, count + 1);
      const bend = count % 2 ? -0.06 * count : 0.12 + 0.06 * count;
      return { unit, ends: [one, other], pieces: curve(nodes[one].at, nodes[other].at, bend) };
    }));
  });
  return { APART, CLOSEST, arcs, curve, gather, lines, linesOn, partiesOf, rank, spots, unitsAt };
})();
