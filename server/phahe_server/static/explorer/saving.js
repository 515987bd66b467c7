// Saving the picture as it is seen: SVG, PNG, Mermaid, GraphML, GEXF, JSON. Whole exports with all facts come from the server.
import { BOX } from "./layout.js";
import { date, element, plain } from "./names.js";

const SVG = "http://www.w3.org/2000/svg";
const FORMATS = { SVG: svgFile, PNG: pngFile, Mermaid: mermaid, GraphML: graphml, GEXF: gexf, JSON: cytoscapeJson };
// Characters that XML cannot hold.
const clean = (text) => plain(String(text ?? "")).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");

export function offer(explorer) {
  const buttons = Object.keys(FORMATS).map((name) => element("button", { type: "button", class: "button--quiet button--small", "data-format": name }, name));
  explorer.saver.replaceChildren(element("span", { class: "note" }, explorer.words.export), ...buttons);
  explorer.saver.addEventListener("click", async (event) => {
    const name = event.target.dataset.format;
    if (!(name in FORMATS)) return;
    const { type, suffix, body } = await FORMATS[name](explorer);
    const link = element("a", { href: URL.createObjectURL(new Blob([body], { type })), download: `pha-he.${suffix}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const DASHES = { reference: "8 4", brief: "2 4", inferred: "12 4 2 4", checked: "6 3", aligned: "1 3" };

function svg(explorer) {
  const { nodes, edges, positions, bands, width, height } = explorer.seen;
  const pad = 60;
  const root = document.createElementNS(SVG, "svg");
  const size = { width: Math.ceil(width + 2 * pad), height: Math.ceil(height + 2 * pad) };
  const put = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = clean(text);
    root.append(made);
    return made;
  };
  for (const [key, value] of Object.entries({ ...size, viewBox: `${-pad} ${-pad} ${size.width} ${size.height}`, "font-family": token("sans") })) root.setAttribute(key, value);
  put("title", {}, document.querySelector("h1").textContent);
  put("rect", { x: -pad, y: -pad, ...size, fill: token("ground") });
  for (const band of bands) {
    put("rect", { x: -pad, y: band.top, width: size.width, height: band.bottom - band.top, fill: token(`${band.level}-tint`) });
    put("text", { x: 8 - pad, y: band.top + 18, "font-size": 13, "font-weight": 600, fill: token(band.level) }, explorer.words[`level.${band.level}`]);
  }
  for (const edge of edges) put("path", { d: curve(positions.get(edge.child), positions.get(edge.parent), explorer.model.nodes, edge), fill: "none",
    stroke: token(edge.cycle ? "error" : `tier-${edge.tier}`), "stroke-width": edge.cycle ? 3 : 1.6, ...(DASHES[edge.tier] ? { "stroke-dasharray": DASHES[edge.tier] } : {}) });
  for (const node of nodes) drawBox(put, node, positions.get(node.id), explorer);
  return { root, ...size };
}

function curve(from, to, nodes, edge) {
  const y1 = from.y - BOX[nodes.get(edge.child).kind].height / 2;
  const y2 = to.y + BOX[nodes.get(edge.parent).kind].height / 2;
  const middle = (y1 + y2) / 2;
  return `M${from.x} ${y1}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${y2}`;
}

function drawBox(put, node, { x, y }, explorer) {
  const { width, height } = BOX[node.kind];
  const level = node.kind === "document" ? node.level || "central" : "commune";
  put("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 5, fill: token("ground"), stroke: token(level), "stroke-width": 1.5, ...(node.kind === "document" && !node.held ? { "stroke-dasharray": "6 4" } : {}) });
  if (node.held) put("rect", { x: x - width / 2, y: y - height / 2, width: 5, height, rx: 2, fill: token(level) });
  lines(node.label, 28, 3).forEach((line, place) => put("text", { x: x - width / 2 + 16, y: y - height / 2 + 22 + 16 * place, "font-size": 13, "font-weight": 600, fill: token("ink") }, line));
  put("text", { x: x - width / 2 + 16, y: y + height / 2 - 9, "font-size": 11, fill: token("ink-soft") }, explorer.boxes.meta(node));
}

// A label in lines of so many characters; the last one ends in an ellipsis where something is left out.
export function lines(text, length, most) {
  const found = [];
  for (const word of clean(text).split(/\s+/)) {
    for (const piece of word.match(new RegExp(`.{1,${length}}`, "gu")) ?? []) {
      if (found.length > 0 && found.at(-1).length + 1 + piece.length <= length) found.push(`${found.pop()} ${piece}`);
      else found.push(piece);
    }
    if (found.length > most) break;
  }
  return found.length > most ? [...found.slice(0, most - 1), `${found[most - 1].slice(0, length - 1)}…`] : found;
}

function svgFile(explorer) {
  return { type: "image/svg+xml", suffix: "svg", body: new XMLSerializer().serializeToString(svg(explorer).root) };
}

async function pngFile(explorer) {
  const { root, width, height } = svg(explorer);
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(root));
  await image.decode();
  const scale = Math.min(2, 12_000 / width, 12_000 / height);
  const canvas = element("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return { type: "image/png", suffix: "png", body: await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); }) };
}

function mermaid({ seen, words }) {
  const name = new Map(seen.nodes.map((node, place) => [node.id, `n${place}`]));
  const quoted = (text) => `"${clean(text).replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\s+/g, " ")}"`;
  const rows = seen.nodes.map((node) => `  ${name.get(node.id)}[${quoted(node.label)}]`);
  const arrows = { document: "-->", reviewed: "-->" };
  const ways = seen.edges.map((edge) => `  ${name.get(edge.child)} ${arrows[edge.tier] ?? "-.->"}|${quoted(words[`relation.${edge.relation}`] ?? edge.relation)}| ${name.get(edge.parent)}`);
  return { type: "text/plain", suffix: "mmd", body: ["flowchart BT", ...rows, ...ways, ""].join("\n") };
}

const NODE_FIELDS = ["label", "kind", "level", "type", "number", "date", "held"];
const EDGE_FIELDS = ["relation", "tier", "proofs"];

// A small XML writer on the browser's own document, which escapes whatever it is given.
function xml(namespace, name) {
  const made = document.implementation.createDocument(namespace, name, null);
  const put = (parent, tag, attributes = {}, text) => {
    const child = made.createElementNS(namespace, tag);
    for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, clean(value));
    if (text !== undefined) child.textContent = clean(text);
    parent.append(child);
    return child;
  };
  const text = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
  return { root: made.documentElement, put, text };
}

function graphml({ seen }) {
  const { root, put, text } = xml("http://graphml.graphdrawing.org/xmlns", "graphml");
  for (const [target, fields] of [["node", NODE_FIELDS], ["edge", EDGE_FIELDS]]) {
    for (const field of fields) put(root, "key", { id: `${target}-${field}`, for: target, "attr.name": field, "attr.type": typeOf(field) });
  }
  const graph = put(root, "graph", { edgedefault: "directed" });
  for (const node of seen.nodes) {
    const made = put(graph, "node", { id: node.id });
    for (const field of NODE_FIELDS) put(made, "data", { key: `node-${field}` }, valueOf(node, field));
  }
  for (const edge of seen.edges) {
    const made = put(graph, "edge", { id: edge.key, source: edge.child, target: edge.parent });
    for (const field of EDGE_FIELDS) put(made, "data", { key: `edge-${field}` }, valueOf(edge, field));
  }
  return { type: "application/graphml+xml", suffix: "graphml", body: text() };
}

const typeOf = (field) => ({ held: "boolean", proofs: "int" })[field] ?? "string";
const valueOf = (entry, field) => (field === "held" ? Boolean(entry.held) : field === "proofs" ? entry.proofs ?? 1 : field === "date" ? date(entry.date) : entry[field] ?? "");

function gexf({ seen }) {
  const { root, put, text } = xml("http://gexf.net/1.3", "gexf");
  root.setAttribute("version", "1.3");
  const graph = put(root, "graph", { defaultedgetype: "directed" });
  for (const [target, fields] of [["node", NODE_FIELDS], ["edge", EDGE_FIELDS]]) {
    const group = put(graph, "attributes", { class: target });
    for (const field of fields) put(group, "attribute", { id: field, title: field, type: { int: "integer" }[typeOf(field)] ?? typeOf(field) });
  }
  const values = (parent, entry, fields) => {
    const group = put(parent, "attvalues");
    for (const field of fields) put(group, "attvalue", { for: field, value: valueOf(entry, field) });
  };
  const nodes = put(graph, "nodes");
  for (const node of seen.nodes) values(put(nodes, "node", { id: node.id, label: node.label }), node, NODE_FIELDS);
  const edges = put(graph, "edges");
  for (const edge of seen.edges) values(put(edges, "edge", { id: edge.key, source: edge.child, target: edge.parent }), edge, EDGE_FIELDS);
  return { type: "application/gexf+xml", suffix: "gexf", body: text() };
}

function cytoscapeJson({ seen }) {
  const nodes = seen.nodes.map((node) => ({ data: { id: node.id, ...Object.fromEntries(NODE_FIELDS.map((field) => [field, valueOf(node, field)])) }, position: seen.positions.get(node.id) }));
  const edges = seen.edges.map((edge) => ({ data: { id: edge.key, source: edge.child, target: edge.parent, ...Object.fromEntries(EDGE_FIELDS.map((field) => [field, valueOf(edge, field)])) } }));
  return { type: "application/json", suffix: "json", body: JSON.stringify({ elements: { nodes, edges } }, null, 1) };
}
