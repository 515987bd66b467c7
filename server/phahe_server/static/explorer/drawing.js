// The canvas: plain boxes and lines by Cytoscape, in the colours of the stylesheet. Words stand in the layer of `boxes.js`.
import { BOX } from "./layout.js";
import { LEVELS, element } from "./names.js";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const MANY = 500;
const A_FRAME = 200;
const TIERS = ["document", "reference", "brief", "reviewed", "inferred", "checked", "aligned"];
// The dashes of each tier, the same as in the legend and the still picture.
const DASHES = { reference: [8, 4], brief: [2, 4], inferred: [12, 4, 2, 4], checked: [6, 3], aligned: [1, 3] };

// Rules from the general to the particular; of two that fit the later one counts.
// Of many boxes only the plainest: what could not be seen at that size is not worked out either.
function style(many) {
  return [...boxRules(many), ...lineRules(many), ...stateRules()];
}

function boxRules(many) {
  const rules = [
    { selector: "node", style: {
      shape: many ? "rectangle" : "round-rectangle", "corner-radius": 5, ...BOX.document, "background-color": token("ground"),
      "border-width": 1.5, "border-color": token("rule-strong"), "overlay-opacity": 0 } },
    ...(many ? [] : [{ selector: "node.cited", style: { "border-style": "dashed", "border-dash-pattern": [6, 4], "background-opacity": 0.6 } }]),
    { selector: "node.task", style: { ...BOX.task, "border-color": token("rule-strong"), "background-color": token("paper") } },
    { selector: "node.citation", style: { ...BOX.citation, "border-color": token("paper-edge"), "background-color": token("paper") } },
  ];
  for (const level of LEVELS) {
    const colour = token(level);
    rules.push({ selector: `node.${level}`, style: { "border-color": colour } });
    if (many) continue;
    rules.push({ selector: `node.${level}.held`, style: {
      "background-fill": "linear-gradient", "background-gradient-direction": "to-right",
      "background-gradient-stop-colors": `${colour} ${colour} ${token("ground")} ${token("ground")}`, "background-gradient-stop-positions": "0 2.4 2.4 100" } });
  }
  return rules;
}

function lineRules(many) {
  const rules = many ? [
    { selector: "edge", style: { width: 1.6, "curve-style": "haystack", "haystack-radius": 0, "overlay-opacity": 0 } },
  ] : [
    { selector: "edge", style: {
      width: 1.6, "curve-style": "round-taxi", "taxi-direction": "upward", "taxi-turn": "26px", "taxi-turn-min-distance": 8, "taxi-radius": 8,
      "target-arrow-shape": "triangle", "arrow-scale": 0.8, "overlay-opacity": 0, "source-endpoint": "0deg", "target-endpoint": "180deg" } },
    { selector: "edge.loose", style: { "curve-style": "straight", width: 1.1, "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node", opacity: 0.75 } },
    { selector: "edge.part", style: { width: 1, "target-arrow-shape": "none" } },
    { selector: "edge.named", style: {
      label: "data(words)", "font-family": token("sans"), "font-size": 11.5, color: token("ink"), "text-background-color": token("ground"), "text-background-opacity": 1,
      "text-background-padding": 3, "text-background-shape": "round-rectangle", "min-zoomed-font-size": 7, "text-max-width": 200, "text-wrap": "ellipsis" } },
  ];
  for (const tier of TIERS) {
    const colour = token(`tier-${tier}`) || token("tier-inferred");
    rules.push({ selector: `edge.${tier}`, style: {
      "line-color": colour, "target-arrow-color": colour, ...(DASHES[tier] ? { "line-style": "dashed", "line-dash-pattern": DASHES[tier] } : {}) } });
  }
  return rules;
}

function stateRules() {
  return [
    { selector: "edge.cycle", style: { width: 3, "line-color": token("error"), "target-arrow-color": token("error"), "curve-style": "bezier" } },
    { selector: ".faint", style: { opacity: 0.25 } },
    { selector: "edge.lit", style: { width: 4, opacity: 1, "z-index": 9 } },
    { selector: "node.lit", style: { "border-width": 3.5, opacity: 1 } },
    { selector: "node.here", style: { "border-width": 4, "border-color": token("link") } },
  ];
}

export class Drawing {
  constructor(cytoscape, container, model, words) {
    Object.assign(this, { model, words, many: false });
    // Cytoscape puts a <style> into the page unless it finds one of this id; ours would be forbidden, and is not needed.
    container.append(element("template", { id: "__________cytoscape_stylesheet" }));
    this.cy = cytoscape({
      container, style: style(false), layout: { name: "null" }, minZoom: 0.02, maxZoom: 2, boxSelectionEnabled: false, autoungrabify: true,
      selectionType: "single", pixelRatio: "auto", hideEdgesOnViewport: false, textureOnViewport: false, styleEnabled: true,
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(style(this.many)));
  }

  #plain(many) {
    if (many === this.many) return;
    this.many = many;
    this.cy.style(style(many));
  }

  // Shows exactly these nodes and edges at these places: what is in view at once, the rest of it a few hundred a frame.
  show(nodes, edges, positions, lineage) {
    const { cy } = this;
    this.#plain(nodes.length > MANY);
    const named = edges.length <= 160;
    Object.assign(this, { nodes, positions, lineage, named, linesOf: new Map(nodes.map((node) => [node.id, []])), waiting: new Map(nodes.map((node) => [node.id, node])) });
    for (const edge of edges) {
      this.linesOf.get(edge.child).push(edge);
      this.linesOf.get(edge.parent).push(edge);
    }
    const kept = new Set(edges.map((edge) => edge.key));
    cy.batch(() => {
      const gone = [];
      cy.nodes().forEach((one) => {
        const id = one.id();
        if (!positions.has(id)) gone.push(one);
        else {
          one.position({ ...positions.get(id) });
          this.waiting.delete(id);
        }
      });
      cy.edges().forEach((one) => { if (!kept.has(one.id())) gone.push(one); else one.toggleClass("named", named && !one.hasClass("part")); });
      cy.collection(gone).remove();
      const missing = edges.filter((edge) => !this.waiting.has(edge.child) && !this.waiting.has(edge.parent) && cy.getElementById(edge.key).empty());
      cy.add(missing.map((edge) => this.#line(edge)));
    });
  }

  // Adds what is in view and not drawn yet, at most a few hundred boxes at a time; says whether there is more to do.
  fill(most = A_FRAME) {
    const { cy, waiting, positions } = this;
    if (!waiting?.size) return false;
    const view = cy.extent();
    const margin = { x: view.w / 2, y: view.h / 2 };
    const found = [];
    for (const node of waiting.values()) {
      const { x, y } = positions.get(node.id);
      if (x > view.x1 - margin.x && x < view.x2 + margin.x && y > view.y1 - margin.y && y < view.y2 + margin.y) found.push(node);
      if (found.length >= most) break;
    }
    this.#add(found);
    return found.length >= most;
  }

  // Boxes with their lines; a line brings the box at its other end with it.
  #add(found) {
    const { cy, waiting } = this;
    const boxes = new Map(found.map((node) => [node.id, node]));
    const lines = new Map();
    for (const node of found) {
      for (const edge of this.linesOf.get(node.id)) {
        lines.set(edge.key, edge);
        for (const id of [edge.child, edge.parent]) if (waiting.has(id)) boxes.set(id, waiting.get(id));
      }
    }
    for (const id of boxes.keys()) waiting.delete(id);
    const fresh = [...lines.values()].filter((edge) => cy.getElementById(edge.key).empty());
    const added = cy.add([...[...boxes.values()].map((node) => this.#box(node)), ...fresh.map((edge) => this.#line(edge))]);
    if (this.lit?.size > 0) cy.batch(() => added.forEach((one) => { one.addClass(this.lit.has(one.id()) ? "lit" : "faint"); }));
  }

  #box(node) {
    return { group: "nodes", data: { id: node.id }, position: { ...this.positions.get(node.id) }, classes: classesOf(node) };
  }

  #line(edge) {
    return { group: "edges", data: { id: edge.key, source: edge.child, target: edge.parent, words: this.#name(edge) }, classes: [edge.tier, ...this.#classes(edge, this.lineage, this.named)] };
  }

  #name(edge) {
    const words = this.words[`relation.${edge.relation}`] ?? edge.relation;
    return "↑ " + (edge.cycle ? `${words} (${this.words.cycle})` : edge.relation === "same-wording" ? `${words}: ${edge.proofs}` : words);
  }

  #classes(edge, lineage, named) {
    const classes = [];
    if (edge.relation === "part-of") classes.push("part");
    else if (!lineage.has(edge.relation)) classes.push("loose");
    if (edge.cycle) classes.push("cycle");
    if (named && edge.relation !== "part-of") classes.push("named");
    return classes;
  }

  // Lights up these nodes and edges and lets the others step back; nothing lit when there are none.
  light(ids) {
    const { cy } = this;
    const lit = new Set(ids);
    this.lit = lit;
    this.#add([...lit].filter((id) => this.waiting.has(id)).map((id) => this.waiting.get(id)));
    cy.batch(() => {
      cy.elements().removeClass("lit faint");
      if (lit.size > 0) cy.elements().forEach((one) => { one.addClass(lit.has(one.id()) ? "lit" : "faint"); });
    });
  }

  here(id) {
    this.cy.nodes(".here").removeClass("here");
    if (id) this.cy.getElementById(id).addClass("here");
  }

  get extent() {
    const { cy } = this;
    const found = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
    for (const { x, y } of this.positions.values()) {
      found.x1 = Math.min(found.x1, x - BOX.document.width / 2);
      found.x2 = Math.max(found.x2, x + BOX.document.width / 2);
      found.y1 = Math.min(found.y1, y - BOX.document.height / 2);
      found.y2 = Math.max(found.y2, y + BOX.document.height / 2);
    }
    return this.positions.size > 0 ? found : { x1: 0, y1: 0, x2: cy.width(), y2: cy.height() };
  }

  // The whole picture from its top; one too wide to be read starts in the middle, at a size that can.
  fit(readable = false) {
    const { cy } = this;
    const { x1, y1, x2, y2 } = this.extent;
    const whole = Math.min((cy.width() - 48) / (x2 - x1), (cy.height() - 64) / (y2 - y1), 1);
    const zoom = readable ? Math.max(whole, 0.35) : whole;
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - ((x1 + x2) / 2) * zoom, y: Math.max(24, 40 * zoom) - y1 * zoom } });
  }

  zoomBy(factor) {
    const { cy } = this;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  // Brings a node into view, near enough to be read.
  reveal(id, zoom = 0) {
    const { cy } = this;
    if (this.waiting.has(id)) this.#add([this.waiting.get(id)]);
    const node = cy.getElementById(id);
    if (node.empty()) return;
    if (cy.zoom() < zoom) cy.zoom(zoom);
    const box = node.renderedBoundingBox();
    const outside = box.x1 < 8 || box.y1 < 8 || box.x2 > cy.width() - 8 || box.y2 > cy.height() - 8;
    if (outside) cy.center(node);
  }
}

export function classesOf(node) {
  return node.kind === "document" ? [node.level || "central", node.held ? "held" : "cited"] : [node.kind];
}
