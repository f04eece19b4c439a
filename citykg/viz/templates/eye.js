// The eye over the map: the middle of what it looks at, and how many pixels a radian has.
const eye = (() => {
  const here = { x: 0, y: 0, scale: 100 };
  const size = { width: 0, height: 0 };
  // `goal` is where a movement leads; `isMoved` by the reader; `watch` is called when there is more to draw.
  const self = { here, size, goal: here, isMoved: false, watch() {} };
  let motion = 0;
  const toScreen = ([x, y]) => [(x - here.x) * here.scale + size.width / 2, (y - here.y) * here.scale + size.height / 2];
  const toMap = (x, y, by = here) => [(x - size.width / 2) / by.scale + by.x, (y - size.height / 2) / by.scale + by.y];

  function bounded({ x, y, scale }) {
    const least = 0.9 * Math.min(size.width / 5.5, size.height / 2.9);
    return { x: Math.max(-2.7, Math.min(2.7, x)), y: Math.max(-1.42, Math.min(1.42, y)), scale: Math.max(least, Math.min(earth.CLOSEST, scale)) };
  }
  function move(to, isGentle = false) {
    cancelAnimationFrame(motion);
    self.goal = bounded(to);
    if (!isGentle || isStill()) {
      Object.assign(here, self.goal);
      motion = requestAnimationFrame(() => self.watch());
      return;
    }
    const [from, began] = [{ ...here }, performance.now()];
    const step = (now) => {
      const part = Math.max(0, Math.min(1, (now - began) / 280));
      const eased = part * part * (3 - 2 * part);
      here.scale = from.scale * (self.goal.scale / from.scale) ** eased;
      // So that what stays under the pointer at the end stays there on the way.
      const along = Math.abs(self.goal.scale / from.scale - 1) < 1e-6 ? eased : (1 / here.scale - 1 / from.scale) / (1 / self.goal.scale - 1 / from.scale);
      here.x = from.x + (self.goal.x - from.x) * along;
      here.y = from.y + (self.goal.y - from.y) * along;
      if (part < 1) motion = requestAnimationFrame(step);
      else Object.assign(here, self.goal);
      self.watch();
    };
    motion = requestAnimationFrame(step);
  }
  function zoomAt(by, x = size.width / 2, y = size.height / 2, isGentle = true) {
    const [held, scale] = [toMap(x, y, self.goal), bounded({ ...self.goal, scale: self.goal.scale * by }).scale];
    self.isMoved = true;
    move({ x: held[0] - (x - size.width / 2) / scale, y: held[1] - (y - size.height / 2) / scale, scale }, isGentle);
  }
  function fit(points, isGentle = false, most = 900) {
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = [size.width - Math.min(140, size.width * 0.16), size.height - Math.min(90, size.height * 0.16)];
    move({ x: (west + east) / 2, y: (north + south) / 2, scale: Math.min(most, room[0] / (east - west || 1e-9), room[1] / (south - north || 1e-9)) }, isGentle);
  }
  return Object.assign(self, { bounded, fit, move, toMap, toScreen, zoomAt });
})();
