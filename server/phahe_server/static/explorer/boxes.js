// The words in the boxes: HTML over the canvas, only for boxes in view and large enough to be read. They are real buttons, so a
// keyboard and a screen reader meet what a mouse meets; the mouse itself is left to the canvas underneath.
import { BOX } from "./layout.js";
import { date, element, say } from "./names.js";

const READABLE = 0.42;
const MOST = 220;

export class Boxes {
  constructor(layer, drawing, model, words) {
    Object.assign(this, { layer, drawing, model, words, made: new Map(), current: null });
    this.bands = element("div", { class: "explorer__bands", "aria-hidden": "true" });
    layer.before(this.bands);
    const { cy } = drawing;
    cy.on("viewport resize", () => this.#follow());
    this.pending = 0;
  }

  // Takes over new places; draws the levels behind.
  show(nodes, edges, { positions, bands }) {
    this.nodes = nodes;
    this.positions = positions;
    this.near = new Map(nodes.map((node) => [node.id, { up: [], down: [] }]));
    for (const edge of edges) {
      this.near.get(edge.child).up.push(edge.parent);
      this.near.get(edge.parent).down.push(edge.child);
    }
    for (const box of this.made.values()) box.remove();
    this.made.clear();
    if (!positions.has(this.current)) this.current = nodes[0]?.id ?? null;
    this.bands.replaceChildren(...bands.map((band) => {
      const made = element("div", { class: `explorer__band explorer__band--${band.level}` }, element("span", {}, this.words[`level.${band.level}`]));
      Object.assign(made.dataset, { top: band.top, bottom: band.bottom });
      return made;
    }));
    this.#follow();
  }

  #follow() {
    const { cy } = this.drawing;
    const { x, y } = cy.pan();
    const zoom = cy.zoom();
    this.layer.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    for (const band of this.bands.children) {
      band.style.transform = `translateY(${band.dataset.top * zoom + y}px)`;
      band.style.height = `${(band.dataset.bottom - band.dataset.top) * zoom}px`;
    }
    if (this.pending === 0) this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.fill();
      if (this.drawing.fill()) this.#follow();
    });
  }

  // Makes the boxes in view and takes away the others; the current one and the focused one always stay.
  fill() {
    const { cy } = this.drawing;
    const view = cy.extent();
    const wanted = new Set();
    if (cy.zoom() >= READABLE) {
      for (const node of this.nodes ?? []) {
        const { x, y } = this.positions.get(node.id);
        if (x > view.x1 - 140 && x < view.x2 + 140 && y > view.y1 - 60 && y < view.y2 + 60) wanted.add(node.id);
        if (wanted.size >= MOST) break;
      }
    }
    if (this.current) wanted.add(this.current);
    for (const [id, box] of this.made) {
      if (!wanted.has(id) && box !== document.activeElement) {
        box.remove();
        this.made.delete(id);
      }
    }
    for (const id of wanted) this.box(id);
  }

  box(id) {
    const known = this.made.get(id);
    if (known) return known;
    const node = this.model.nodes.get(id);
    const { x, y } = this.positions.get(id);
    const { width, height } = BOX[node.kind];
    const made = element("button", {
      type: "button", class: `node node--${node.kind}`, "data-id": id, tabindex: id === this.current ? 0 : -1, "aria-label": this.describe(node),
    }, element("span", { class: "node__name" }, element("bdi", { lang: "vi" }, node.label)), " ", element("span", { class: "node__meta" }, this.meta(node)));
    Object.assign(made.style, { left: `${x - width / 2}px`, top: `${y - height / 2}px`, width: `${width}px`, height: `${height}px` });
    this.layer.append(made);
    this.made.set(id, made);
    return made;
  }

  meta(node) {
    if (node.kind !== "document") return [this.words[node.kind], node.number].filter(Boolean).join(" · ");
    const state = node.tasks ? `${node.tasks} ${this.words.tasks}` : this.words[node.held ? "held.yes" : "held.no"];
    return [date(node.date), state].filter(Boolean).join(" · ");
  }

  describe(node) {
    const near = this.near?.get(node.id) ?? { up: [], down: [] };
    // The words one sees come first and unbroken, so that who speaks to the machine can say them.
    const label = `${node.label} ${this.meta(node)}`;
    return say(this.words.node, { label, facts: this.words[`level.${node.level}`] ?? "", up: near.up.length, down: near.down.length });
  }

  // Makes a node the current one, with the focus on it where asked.
  go(id, { focus = true } = {}) {
    if (!this.positions.has(id)) return false;
    this.made.get(this.current)?.setAttribute("tabindex", "-1");
    this.current = id;
    this.drawing.reveal(id, focus ? 0.6 : 0);
    this.drawing.here(id);
    const box = this.box(id);
    box.setAttribute("tabindex", "0");
    if (focus) box.focus({ preventScroll: true });
    return true;
  }

  // The next node in a direction: along the lines up and down, in the same row left and right.
  toward(direction) {
    const from = this.positions.get(this.current);
    if (!from) return null;
    const near = this.near.get(this.current);
    const choices = direction === "up" || direction === "down" ? near[direction] : this.#beside(from, direction);
    const distance = (id) => Math.abs(this.positions.get(id).x - from.x) + Math.abs(this.positions.get(id).y - from.y);
    return [...choices].sort((one, other) => distance(one) - distance(other))[0] ?? null;
  }

  #beside(from, direction) {
    const sign = direction === "left" ? -1 : 1;
    return this.nodes.filter(({ id }) => {
      const { x, y } = this.positions.get(id);
      return Math.abs(y - from.y) < 4 && sign * (x - from.x) > 4;
    }).map(({ id }) => id);
  }
}
