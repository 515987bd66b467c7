// The canvas: plain boxes and lines by Cytoscape, in the colours of the stylesheet. Words stand in the layer of `boxes.js`.
import { BOX } from "./layout.js";
import { LEVELS, element } from "./names.js";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const TIERS = ["document", "reference", "brief", "reviewed", "inferred", "checked", "aligned"];
// The dashes of each tier, the same as in the legend and the still picture.
const DASHES = { reference: [8, 4], brief: [2, 4], inferred: [12, 4, 2, 4], checked: [6, 3], aligned: [1, 3] };

// Rules from the general to the particular; of two that fit the later one counts.
function style() {
  return [...boxRules(), ...lineRules(), ...stateRules()];
}

function boxRules() {
  const rules = [
    { selector: "node", style: {
      shape: "round-rectangle", "corner-radius": 5, width: "data(width)", height: "data(height)", "background-color": token("ground"),
      "border-width": 1.5, "border-color": token("rule-strong"), "overlay-opacity": 0 } },
    { selector: "node.cited", style: { "border-style": "dashed", "border-dash-pattern": [6, 4], "background-opacity": 0.6 } },
    { selector: "node.task", style: { "border-color": token("rule-strong"), "background-color": token("paper") } },
    { selector: "node.citation", style: { "border-color": token("paper-edge"), "background-color": token("paper") } },
  ];
  for (const level of LEVELS) {
    const colour = token(level);
    rules.push({ selector: `node.${level}`, style: { "border-color": colour } });
    rules.push({ selector: `node.${level}.held`, style: {
      "background-fill": "linear-gradient", "background-gradient-direction": "to-right",
      "background-gradient-stop-colors": `${colour} ${colour} ${token("ground")} ${token("ground")}`, "background-gradient-stop-positions": "0 2.4 2.4 100" } });
  }
  return rules;
}

function lineRules() {
  const rules = [
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
    { selector: ".gone", style: { display: "none" } },
    { selector: ".faint", style: { opacity: 0.25 } },
    { selector: "edge.lit", style: { width: 4, opacity: 1, "z-index": 9 } },
    { selector: "node.lit", style: { "border-width": 3.5, opacity: 1 } },
    { selector: "node.here", style: { "border-width": 4, "border-color": token("link") } },
  ];
}

export class Drawing {
  constructor(cytoscape, container, words) {
    this.words = words;
    // Cytoscape puts a <style> into the page unless it finds one of this id; ours would be forbidden, and is not needed.
    container.append(element("template", { id: "__________cytoscape_stylesheet" }));
    this.cy = cytoscape({
      container, style: style(), layout: { name: "null" }, minZoom: 0.02, maxZoom: 2, boxSelectionEnabled: false, autoungrabify: true,
      selectionType: "single", pixelRatio: "auto", hideEdgesOnViewport: false, textureOnViewport: false, styleEnabled: true,
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.cy.style(style()));
  }

  // Shows exactly these nodes and edges at these places.
  show(nodes, edges, positions, lineage) {
    const { cy } = this;
    const ids = new Set([...nodes.map((node) => node.id), ...edges.map((edge) => edge.key)]);
    const named = edges.length <= 160;
    cy.batch(() => {
      cy.elements().forEach((one) => { if (!ids.has(one.id())) one.addClass("gone"); });
      const added = [];
      for (const node of nodes) {
        const position = positions.get(node.id);
        const known = cy.getElementById(node.id);
        if (known.nonempty()) known.removeClass("gone").position(position);
        else added.push({ group: "nodes", data: { id: node.id, ...BOX[node.kind] }, position: { ...position }, classes: classesOf(node) });
      }
      for (const edge of edges) {
        const known = cy.getElementById(edge.key);
        if (known.nonempty()) known.removeClass("gone").toggleClass("named", named && edge.relation !== "part-of");
        else added.push({ group: "edges", data: { id: edge.key, source: edge.child, target: edge.parent, words: this.#name(edge) }, classes: [edge.tier, ...this.#classes(edge, lineage, named)] });
      }
      cy.add(added);
    });
  }

  forget(ids) {
    this.cy.batch(() => ids.forEach((id) => this.cy.getElementById(id).remove()));
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
    cy.batch(() => {
      cy.elements().removeClass("lit faint");
      if (lit.size > 0) cy.elements().forEach((one) => { one.addClass(lit.has(one.id()) ? "lit" : "faint"); });
    });
  }

  here(id) {
    this.cy.nodes(".here").removeClass("here");
    if (id) this.cy.getElementById(id).addClass("here");
  }

  get seen() {
    return this.cy.elements().not(".gone");
  }

  // The whole picture; a picture too wide to read starts at its upper left at a size that can be read.
  fit(readable = false) {
    const { cy } = this;
    cy.fit(this.seen, 24);
    if (cy.zoom() > 1) cy.zoom(1);
    const { x1, x2, y1 } = this.seen.boundingBox();
    cy.pan({ x: cy.width() / 2 - ((x1 + x2) / 2) * cy.zoom(), y: Math.max(24, 40 * cy.zoom()) - y1 * cy.zoom() });
    if (readable && cy.zoom() < 0.35) {
      cy.zoom(0.35);
      cy.pan({ x: cy.width() / 2 - ((x1 + x2) / 2) * 0.35, y: 24 - y1 * 0.35 });
    }
  }

  zoomBy(factor) {
    const { cy } = this;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  // Brings a node into view, near enough to be read.
  reveal(id, zoom = 0) {
    const { cy } = this;
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
