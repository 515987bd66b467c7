// Where boxes stand: levels from central to commune, in each level parents above children, families side by side, many children
// of one parent without children of their own folded into a block. Linear in nodes and edges. Pure: no drawing, no page.
import { LEVELS } from "./names.js";

export const BOX = { document: { width: 222, height: 84 }, task: { width: 222, height: 84 }, citation: { width: 222, height: 62 } };
const GAP = { x: 26, y: 64, inBlock: 14 };
const FOLD_FROM = 5;

export function layout(nodes, edges, lineage) {
  const order = [...nodes].sort((one, other) => compare(one, other));
  const index = new Map(order.map((node, place) => [node.id, { node, place, up: [], down: [], children: [], band: 0, row: 0 }]));
  for (const edge of edges) {
    if (edge.relation === "same-wording" || edge.relation === "traces-to") continue;
    const child = index.get(edge.child);
    const parent = index.get(edge.parent);
    child.up.push({ to: parent, strong: edge.relation === "part-of" || lineage.has(edge.relation) });
    parent.down.push(child);
  }
  const spots = [...index.values()];
  setBands(spots);
  const rows = setRows(spots);
  setFamilies(spots);
  return place(spots, rows);
}

const numbers = new Intl.Collator("vi", { numeric: true });
const compare = (one, other) => text(one.date ?? "9", other.date ?? "9") || numbers.compare(one.number ?? "", other.number ?? "") || text(one.id, other.id);
const text = (one, other) => (one < other ? -1 : Number(one > other));

// A document of unknown level, a task and a citation stand at the level of what they belong to.
function setBands(spots) {
  for (const spot of spots) spot.band = LEVELS.indexOf(spot.node.level);
  for (let turn = 0; turn < 3; turn += 1) {
    for (const spot of spots) {
      if (spot.band < 0) spot.band = Math.max(-1, ...spot.up.map((way) => way.to.band), ...(spot.up.length === 0 ? spot.down.map((child) => child.band) : []));
    }
  }
  for (const spot of spots) if (spot.band < 0) spot.band = 0;
}

// Rows inside each level: below every parent of the same level. Circles are cut where they are met first. Gives the rows of each level.
function setRows(spots) {
  let floor = 0;
  const bands = [];
  for (let band = 0; band < LEVELS.length; band += 1) {
    const members = spots.filter((spot) => spot.band === band);
    if (members.length === 0) continue;
    const waiting = new Map(members.map((spot) => [spot, spot.up.filter((way) => way.to.band === band).length]));
    const depth = new Map(members.map((spot) => [spot, 0]));
    const ready = members.filter((spot) => waiting.get(spot) === 0);
    const done = new Set();
    for (let next = 0; done.size < members.length; ) {
      const spot = ready.length > 0 ? ready.pop() : members[next++];
      if (done.has(spot)) continue;
      done.add(spot);
      for (const child of spot.down) {
        if (child.band !== band || done.has(child)) continue;
        waiting.set(child, waiting.get(child) - 1);
        depth.set(child, Math.max(depth.get(child), depth.get(spot) + 1));
        if (waiting.get(child) === 0) ready.push(child);
      }
    }
    let deepest = 0;
    for (const spot of members) {
      spot.row = floor + depth.get(spot);
      deepest = Math.max(deepest, depth.get(spot));
    }
    bands.push({ level: LEVELS[band], from: floor, to: floor + deepest });
    floor += deepest + 1;
  }
  return bands;
}

// Each box under the nearest of its parents, lineage before citation.
function setFamilies(spots) {
  for (const spot of spots) {
    let best = null;
    for (const way of spot.up) {
      if (way.to.row >= spot.row) continue;
      if (best === null || way.strong > best.strong || (way.strong === best.strong && (way.to.row > best.to.row || (way.to.row === best.to.row && way.to.place < best.to.place)))) best = way;
    }
    spot.parent = best?.to ?? null;
    spot.parent?.children.push(spot);
  }
}

function place(spots, bands) {
  const units = blocksOf(spots);
  const heights = [];
  for (const unit of units) heights[unit.row] = Math.max(heights[unit.row] ?? 0, unit.height);
  const tops = [];
  let y = 0;
  for (let row = 0; row < heights.length; row += 1) {
    tops[row] = y;
    y += (heights[row] ?? 0) + GAP.y;
  }
  const roots = widths(units);
  let left = 0;
  for (const root of roots) {
    root.left = left;
    left += root.span + GAP.x;
  }
  const positions = new Map();
  for (const unit of units) settle(unit, tops, positions);
  const shown = bands.map((band) => ({ level: band.level, top: tops[band.from] - GAP.y / 2, bottom: (tops[band.to + 1] ?? y) - GAP.y / 2 }));
  return { positions, bands: shown, width: Math.max(left - GAP.x, 0), height: Math.max(y - GAP.y, 0) };
}

// Units of layout, parents before children: single boxes, and blocks of childless boxes under one parent (or under none) in one row.
function blocksOf(spots) {
  const groups = new Map();
  for (const spot of spots) {
    if (spot.children.length > 0) continue;
    const key = `${spot.parent?.place ?? "none"} ${spot.row} ${spot.node.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), spot]);
  }
  const units = [];
  const unitOf = new Map();
  const folded = new Set();
  for (const group of groups.values()) {
    if (group.length < FOLD_FROM) continue;
    const size = BOX[group[0].node.kind];
    const columns = Math.max(3, Math.ceil(Math.sqrt(group.length * (size.height / size.width) * 2.2)));
    const lines = Math.ceil(group.length / columns);
    units.push({ members: group, columns, size, parent: group[0].parent, row: group[0].row, place: group[0].place,
      width: columns * (size.width + GAP.inBlock) - GAP.inBlock, height: lines * (size.height + GAP.inBlock) - GAP.inBlock, children: [] });
    for (const spot of group) folded.add(spot);
  }
  for (const spot of spots) {
    if (folded.has(spot)) continue;
    const size = BOX[spot.node.kind];
    const unit = { members: [spot], columns: 1, size, parent: spot.parent, row: spot.row, place: spot.place, ...size, children: [] };
    unitOf.set(spot, unit);
    units.push(unit);
  }
  units.sort((one, other) => one.row - other.row || one.place - other.place);
  for (const unit of units) {
    unit.above = unit.parent === null ? null : unitOf.get(unit.parent);
    unit.above?.children.push(unit);
  }
  return units;
}

// How wide each family is; the families without anything above them come back, the largest first.
function widths(units) {
  for (let next = units.length - 1; next >= 0; next -= 1) {
    const unit = units[next];
    const below = unit.children.reduce((sum, child) => sum + child.span + GAP.x, -GAP.x);
    unit.below = Math.max(below, 0);
    unit.span = Math.max(unit.width, unit.below);
  }
  return units.filter((unit) => unit.above === null).sort((one, other) => (other.children.length > 0) - (one.children.length > 0) || one.row - other.row || one.place - other.place);
}

function settle(unit, tops, positions) {
  const middle = unit.left + unit.span / 2;
  let left = middle - unit.below / 2;
  for (const child of unit.children) {
    child.left = left;
    left += child.span + GAP.x;
  }
  unit.members.forEach((spot, place) => {
    const x = middle - unit.width / 2 + unit.size.width / 2 + (place % unit.columns) * (unit.size.width + GAP.inBlock);
    const y = tops[unit.row] + unit.size.height / 2 + Math.floor(place / unit.columns) * (unit.size.height + GAP.inBlock);
    positions.set(spot.node.id, { x, y });
  });
}
