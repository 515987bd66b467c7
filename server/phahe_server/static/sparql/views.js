// The answer of a query as a chart (a column of names, a column of numbers) or as a graph (columns of things). Both are drawn from the table
// on the page, which stays below them; words become text nodes and canvas labels, never markup.
const MOST_BARS = 40;
const MOST_NODES = 400;
const SVG = "http://www.w3.org/2000/svg";

const cells = (table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => ({
  text: cell.textContent.trim(), iri: cell.dataset.iri ?? "", number: cell.dataset.number === undefined ? NaN : Number(cell.dataset.number),
})));

/** Puts the buttons for the views that fit the table into `bar`. */
export function offer(table, bar) {
  const rows = cells(table);
  const words = JSON.parse(bar.dataset.words);
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const numbers = columns.findIndex((_, index) => rows.length > 0 && rows.every((row) => Number.isFinite(row[index].number)));
  const names = columns.findLastIndex((_, index) => index !== numbers && rows.some((row) => row[index].text !== "" && row[index].iri === ""));
  const named = names >= 0 ? names : columns.findIndex((_, index) => index !== numbers);
  const things = columns.map((_, index) => index).filter((index) => rows.some((row) => row[index].iri !== ""));
  const triples = table.dataset.kind === "triples";
  const views = new Map([["table", null]]);
  if (numbers >= 0 && named >= 0 && rows.length > 1 && !triples) views.set("chart", () => chart(rows, named, numbers, columns, words));
  if (triples || things.length > 1) views.set("graph", () => graph(rows, triples, things, columns, bar, words));
  if (views.size < 2) return;
  const stage = bar.appendChild(document.createElement("div"));
  stage.className = "views__stage";
  stage.hidden = true;
  const row = bar.insertBefore(document.createElement("div"), stage);
  row.className = "views__row";
  for (const [name, draw] of views) {
    const button = row.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "button--quiet";
    button.textContent = words[name];
    button.setAttribute("aria-pressed", String(draw === null));
    button.addEventListener("click", async () => {
      for (const other of row.children) other.setAttribute("aria-pressed", String(other === button));
      stage.replaceChildren();
      stage.hidden = draw === null;
      if (draw !== null) await draw()(stage);
    });
  }
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function chart(rows, named, numbers, columns, words) {
  return (stage) => {
    const shown = rows.slice(0, MOST_BARS);
    const most = Math.max(...shown.map((row) => row[numbers].number), 0);
    const least = Math.min(...shown.map((row) => row[numbers].number), 0);
    const [left, width, step] = [400, 380, 28];
    const scale = (value) => ((value - least) / (most - least || 1)) * width;
    const picture = element("svg", {
      viewBox: `0 0 ${left + width + 90} ${shown.length * step + 8}`, role: "img", class: "bars", "aria-label": `${words.chart}: ${columns[named]}, ${columns[numbers]}. ${words.below}`,
    });
    shown.forEach((row, index) => {
      const y = index * step + 4;
      const name = row[named].text;
      const label = element("text", { x: left - 10, y: y + 17, "text-anchor": "end" }, name.length > 54 ? `${name.slice(0, 53)}…` : name);
      label.append(element("title", {}, name));
      const from = scale(Math.min(row[numbers].number, 0));
      picture.append(label, element("rect", { x: left + from, y: y + 3, width: Math.max(scale(Math.max(row[numbers].number, 0)) - from, 1), height: step - 9, rx: 2 }));
      picture.append(element("text", { x: left + scale(Math.max(row[numbers].number, 0)) + 8, y: y + 17 }, row[numbers].text));
    });
    stage.append(picture);
    if (rows.length > shown.length) note(stage, words.first.replace("{n}", String(shown.length)));
  };
}

function note(stage, text) {
  const said = stage.appendChild(document.createElement("p"));
  said.className = "note";
  said.textContent = text;
}

function parts(rows, triples, things) {
  const nodes = new Map();
  const edges = [];
  const node = (cell, near) => {
    const id = cell.iri === "" ? `${near}\u0000${cell.text}` : cell.iri;
    if (!nodes.has(id)) nodes.set(id, { data: { id, label: cell.text, literal: cell.iri === "" ? 1 : 0 } });
    return id;
  };
  for (const row of rows) {
    if (triples) edges.push([node(row[0]), node(row[2], row[0].iri), row[1].text]);
    else things.slice(1).forEach((index, at) => {
      if (row[things[at]].iri !== "" && row[index].iri !== "") edges.push([node(row[things[at]]), node(row[index]), ""]);
    });
    if (nodes.size > MOST_NODES) break;
  }
  const drawn = edges.map(([source, target, label], index) => ({ data: { id: `edge ${index}`, source, target, label } }));
  return { nodes: [...nodes.values()], edges: drawn, cut: nodes.size > MOST_NODES };
}

function graph(rows, triples, things, columns, bar, words) {
  return async (stage) => {
    const { default: cytoscape } = await import(bar.dataset.cytoscape);
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const drawn = parts(rows, triples, things);
    const canvas = stage.appendChild(document.createElement("div"));
    canvas.className = "views__graph";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${words.graph}: ${drawn.nodes.length}. ${words.below}`);
    // Cytoscape looks for a stylesheet of its own and would write one, which the page's policy forbids: its two rules stand in sparql.css.
    canvas.append(Object.assign(document.createElement("template"), { id: "__________cytoscape_stylesheet" }));
    const face = { "font-family": getComputedStyle(document.body).fontFamily, color: colour("--ink") };
    cytoscape({
      container: canvas,
      elements: [...drawn.nodes, ...drawn.edges],
      minZoom: 0.1, maxZoom: 3,
      layout: { name: "cose", animate: false, nodeDimensionsIncludeLabels: true, randomize: false, idealEdgeLength: () => 110, nodeRepulsion: () => 60000 },
      style: [
        { selector: "node", style: { ...face, label: "data(label)", "font-size": 11, "text-wrap": "wrap", "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 4, width: 16, height: 16, "background-color": colour("--link") } },
        { selector: "node[literal = 1]", style: { shape: "round-rectangle", "background-color": colour("--rule-strong") } },
        { selector: "edge", style: { ...face, label: "data(label)", "font-size": 9, "text-rotation": "autorotate", "text-background-color": colour("--ground"), "text-background-opacity": 0.85, width: 1.5, "line-color": colour("--rule-strong"), "target-arrow-color": colour("--rule-strong"), "target-arrow-shape": "triangle", "curve-style": "bezier" } },
      ],
    });
    if (drawn.cut) note(stage, words.first.replace("{n}", String(MOST_NODES)));
  };
}
