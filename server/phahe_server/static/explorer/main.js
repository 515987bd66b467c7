// The explorer: puts model, layout, canvas, boxes, panel and address together. Loaded by explorer.js when it is first wanted.
import { Boxes } from "./boxes.js";
import { Drawing } from "./drawing.js";
import { listen } from "./keyboard.js";
import { layout } from "./layout.js";
import { Model } from "./model.js";
import { FILTERS, element, say } from "./names.js";
import { Side } from "./side.js";
import { read, write } from "./state.js";
import { offer } from "./saving.js";

const json = async (url) => {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
};

// `fetched`: the promises of the library and of the answer with the graph, under way since before this module was asked for.
export async function open(root, fetched) {
  const [{ default: cytoscape }, response] = await Promise.all([...fetched, document.fonts.ready]);
  const part = await response.json();
  const explorer = new Explorer(root, cytoscape, part);
  await explorer.restore();
  root.removeAttribute("aria-busy");
  root.dataset.ready = Math.round(performance.now());
  return explorer;
}

class Explorer {
  constructor(root, cytoscape, part) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.bar = document.getElementById("explorer-bar");
    this.model = new Model(part);
    this.opened = new Map();
    this.wanted = new Set();
    this.way = null;
    this.selected = null;
    this.#stage(cytoscape);
    this.side = new Side(document.getElementById("explorer-side"), this);
    this.bar.addEventListener("change", () => this.#filtered());
    this.bar.addEventListener("input", (event) => { if (event.target.id === "explorer-q") this.#find(); });
    this.bar.querySelector("[data-do=start]").hidden = true;
    this.bar.querySelector(".explorer__reset").addEventListener("click", (event) => { event.preventDefault(); this.reset(); });
    offer(this);
  }

  #stage(cytoscape) {
    const { words } = this;
    const stage = document.getElementById("explorer-stage");
    const canvas = element("div", { class: "explorer__canvas" });
    const layer = element("div", { class: "explorer__layer", role: "group", "aria-label": words.stage, "aria-describedby": "explorer-keys" });
    const tools = element("div", { class: "explorer__tools" }, ...[["fit", "⤢"], ["nearer", "+"], ["farther", "−"]].map(([name, sign]) =>
      element("button", { type: "button", "data-tool": name, "aria-label": words[name], title: words[name] }, sign)));
    this.saver = element("div", { class: "explorer__save" });
    const view = element("div", { class: "explorer__view" }, canvas, layer, tools);
    stage.replaceChildren(view, element("p", { class: "note", id: "explorer-keys" }, words.keys), this.saver);
    this.root.classList.add("explorer--open");
    this.drawing = new Drawing(cytoscape, canvas, this.model, words);
    this.boxes = new Boxes(layer, this.drawing, this.model, words);
    tools.addEventListener("click", (event) => this.#tool(event.target.closest("button")?.dataset.tool));
    listen(view, this);
    const { cy } = this.drawing;
    cy.on("tap", (event) => { if (event.target === cy) this.clear(); });
    cy.on("tap", "node", (event) => this.select(event.target.id()));
    cy.on("dbltap", "node", (event) => this.toggle(event.target.id(), "tasks"));
    cy.on("tap", "edge", (event) => this.hop(event.target.id()));
    cy.on("mouseover", "node, edge", () => { canvas.style.cursor = "pointer"; });
    cy.on("mouseout", "node, edge", () => { canvas.style.cursor = ""; });
  }

  #tool(name) {
    if (name === "fit") this.drawing.fit();
    if (name === "nearer") this.drawing.zoomBy(1.25);
    if (name === "farther") this.drawing.zoomBy(0.8);
  }

  get filters() {
    const chosen = Object.fromEntries(FILTERS.map((name) => [name, new Set()]));
    for (const box of this.bar.querySelectorAll("input[type=checkbox]:checked")) chosen[box.name].add(box.value);
    return chosen;
  }

  say(text) {
    const said = document.getElementById("explorer-said");
    said.textContent = said.textContent === text ? `${text} ` : text;
  }

  // Draws what the filters leave, at new places.
  draw({ fit = false } = {}) {
    const seen = this.model.visible(this.filters, this.wanted);
    const placed = layout(seen.nodes, seen.edges, this.model.lineage);
    const at = (node) => placed.positions.get(node.id);
    seen.nodes.sort((one, other) => at(one).y - at(other).y || at(one).x - at(other).x);
    this.seen = { ...seen, ...placed };
    this.drawing.show(seen.nodes, seen.edges, placed.positions, this.model.lineage);
    this.boxes.show(seen.nodes, seen.edges, placed);
    if (fit) this.drawing.fit(true);
    this.drawing.fill();
    this.say(seen.nodes.length === 0 ? this.words.nothing : say(this.words.shown, { nodes: seen.nodes.length, edges: seen.edges.length }));
    this.root.dataset.nodes = seen.nodes.length;
    this.root.dataset.edges = seen.edges.length;
  }

  async #filtered() {
    const started = performance.now();
    const { tier } = this.filters;
    for (const name of ["inferred", "aligned"]) {
      if (tier.has(name) && !this.model.has(`tier ${name}`)) this.model.add(await json(`/api/lineage/graph?add=${name}`), `tier ${name}`);
    }
    this.draw({ fit: true });
    if (this.selected === null) this.#find();
    write(this);
    this.root.dataset.filtered = Math.round(performance.now() - started);
  }

  #find() {
    const words = document.getElementById("explorer-q").value;
    const found = this.model.search(words, this.seen.nodes);
    this.selected = null;
    this.way = null;
    this.side.list(found);
    this.drawing.light(words.trim() === "" ? [] : found.map((node) => node.id));
    if (words.trim() !== "") {
      this.say(say(this.words.found, { n: found.length }));
      if (found.length > 0) this.drawing.reveal(found[0].id, 0.5);
    }
    write(this);
  }

  // Shows one node: its card in the panel, its own lines lit.
  async select(id, { move = false } = {}) {
    const node = this.model.nodes.get(id);
    if (node === undefined) return;
    if (!this.seen.positions.has(id)) {
      this.wanted.add(id);
      this.draw();
    }
    this.selected = id;
    this.way = null;
    this.boxes.go(id, { focus: false });
    this.drawing.light([id, ...this.seen.edges.filter((edge) => edge.child === id || edge.parent === id).flatMap((edge) => [edge.key, edge.child, edge.parent])]);
    write(this);
    if (node.kind !== "document") {
      this.side.words_of(node, move);
      return;
    }
    const panel = await this.side.load("/lineage/document", { document: id }, move);
    if (panel !== null) this.#actions(node);
  }

  #actions(node) {
    const slot = this.side.panel.querySelector("[data-slot=do]");
    const totals = ["tasks", "citations", "below", "above"].map((what) => ({
      what, total: Number(slot?.dataset[what] ?? 0), open: this.opened.has(`${node.id} ${what}`), next: this.#next(node.id, what) }));
    this.side.actions(node, totals.filter(({ total }) => total > 0));
  }

  #next(id, what) {
    const hub = this.model.hubs.get(`${id} ${what}`);
    return hub !== undefined && hub.shown < hub.total && hub.shown > 0 ? hub : null;
  }

  // Opens a node into its tasks, citations or neighbours, or closes it again.
  async toggle(id, what) {
    const owner = `${id} ${what}`;
    const node = this.model.nodes.get(id);
    if (node === undefined || node.kind !== "document") return;
    if (this.opened.has(owner)) {
      this.opened.delete(owner);
      this.model.remove(owner);
    } else {
      this.opened.set(owner, true);
      this.model.add(await json(`/api/lineage/around?${new URLSearchParams({ document: id, what })}`), owner);
    }
    this.draw();
    this.drawing.reveal(id, 0.45);
    this.boxes.go(id, { focus: this.boxes.layer.contains(document.activeElement) });
    if (this.selected === id) this.#actions(node);
    write(this);
  }

  // The next two hundred neighbours of a document that has too many to show.
  async more(id, what) {
    const hub = this.model.hubs.get(`${id} ${what}`);
    const part = await json(`/api/lineage/around?${new URLSearchParams({ document: id, what, after: hub.after })}`);
    this.model.add({ ...part, hubs: [] }, `${id} ${what}`);
    const next = part.hubs[0];
    this.model.hubs.set(`${id} ${what}`, { ...hub, shown: hub.shown + next.shown, after: next.after });
    this.opened.set(`${id} ${what}`, true);
    this.draw();
    this.drawing.reveal(id, 0.45);
    this.#actions(this.model.nodes.get(id));
  }

  // One relation: its proof in the panel.
  async hop(key) {
    const edge = this.model.edges.get(key);
    if (edge === undefined) return;
    const to = this.model.nodes.get(edge.parent);
    if (edge.relation === "part-of" || this.model.nodes.get(edge.child).kind !== "document") { await this.select(edge.child); return; }
    if (edge.relation === "traces-to") { await this.showPath(edge.child, to.id); return; }
    this.selected = null;
    this.way = null;
    this.drawing.light([key, edge.child, edge.parent]);
    await this.side.load("/lineage/hop", { child: edge.child, parent: edge.parent, relation: edge.relation }, false);
  }

  end(end, id) {
    const form = document.getElementById("path-form");
    form.elements[end].value = id;
    const { from, to } = form.elements;
    if (from.value && to.value) this.showPath(from.value, to.value);
    else form.elements[end === "from" ? "to" : "from"].focus();
  }

  // The way between two documents, in the panel with its quotes and lit in the picture.
  async showPath(from, to) {
    this.selected = null;
    this.way = { from, to };
    write(this);
    const panel = await this.side.load("/lineage/path", { from, to }, true);
    const edges = JSON.parse(panel?.querySelector("[data-edges]")?.dataset.edges ?? "[]");
    const ends = edges.flatMap((key) => key.split(" ").slice(0, 2));
    const hidden = ends.filter((id) => !this.seen.positions.has(id) && this.model.nodes.has(id));
    if (hidden.length > 0) {
      hidden.forEach((id) => this.wanted.add(id));
      this.draw();
    }
    this.drawing.light([...edges, ...ends]);
    const lit = this.drawing.cy.nodes(".lit");
    if (lit.nonempty()) this.drawing.cy.fit(lit, 40);
  }

  clear({ toList = false } = {}) {
    this.selected = null;
    this.way = null;
    this.drawing.light([]);
    this.side.list(this.model.search(document.getElementById("explorer-q").value, this.seen.nodes));
    if (toList) this.side.panel.querySelector("button")?.focus();
    write(this);
  }

  reset() {
    for (const box of this.bar.querySelectorAll("input[type=checkbox]")) box.checked = box.dataset.standard === "yes";
    document.getElementById("explorer-q").value = "";
    for (const owner of this.opened.keys()) this.model.remove(owner);
    this.opened.clear();
    this.wanted.clear();
    this.draw({ fit: true });
    this.clear();
  }

  // What the address says: filters are in the form already; here what is open, chosen and searched for.
  async restore() {
    const state = read(this);
    for (const name of ["inferred", "aligned"]) {
      if (this.filters.tier.has(name)) this.model.add(await json(`/api/lineage/graph?add=${name}`), `tier ${name}`);
    }
    for (const owner of state.open) {
      const [id, what] = owner.split(" ");
      const part = await json(`/api/lineage/around?${new URLSearchParams({ document: id, what })}`).catch(() => null);
      if (part === null) continue;
      this.opened.set(owner, true);
      this.model.add(part, owner);
    }
    if (state.node) this.wanted.add(state.node);
    this.draw({ fit: true });
    this.side.list(this.seen.nodes);
    if (state.q) this.#find();
    if (state.from && state.to) await this.showPath(state.from, state.to);
    else if (state.node) await this.select(state.node);
  }
}

