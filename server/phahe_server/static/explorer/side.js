// The panel beside the picture: the list of what is shown, and what the server says of a document, a relation or a way.
import { address, date, element, say } from "./names.js";

const LISTED = 100;

export class Side {
  constructor(panel, explorer) {
    Object.assign(this, { panel, explorer, words: explorer.words, last: 0 });
    panel.hidden = false;
    panel.addEventListener("click", (event) => this.#click(event));
  }

  #click(event) {
    const entry = event.target.closest("[data-go]");
    if (entry !== null) this.explorer.select(entry.dataset.go, { move: true });
    if (event.target.closest("[data-do=back]")) this.explorer.clear({ toList: true });
    if (event.target.closest("[data-do=longer]")) this.list(this.nodes, this.listed + LISTED);
  }

  // The boxes in the picture as a list, the first hundred of them.
  list(nodes, most = LISTED) {
    this.last += 1;
    this.nodes = nodes;
    this.listed = most;
    const { words } = this;
    const entries = nodes.slice(0, most).map((node) => element("li", {},
      element("button", { type: "button", class: `entry level--${node.level || "central"} entry--${node.kind}`, "data-go": node.id },
        element("bdi", { lang: "vi" }, node.label), element("span", { class: "entry__meta" }, date(node.date)))));
    this.panel.replaceChildren(
      element("h2", { class: "side__title" }, words.list), element("p", { class: "note" }, say(words.found, { n: nodes.length })),
      entries.length > 0 ? element("ul", { class: "entries" }, ...entries) : element("p", { class: "empty" }, words.none),
      ...(nodes.length > most ? [element("button", { type: "button", class: "button--quiet", "data-do": "longer" }, say(words.more, { n: nodes.length - most }))] : []));
    this.panel.scrollTop = 0;
  }

  // A part of a page of the server. Its markup is the server's own, escaped there; scripts in it would not run.
  async load(path, parameters, move) {
    const turn = (this.last += 1);
    this.panel.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${path}?${new URLSearchParams({ ...parameters, part: "1" })}`, { headers: { accept: "text/html" } });
      const text = await response.text();
      if (turn !== this.last) return null;
      const found = new DOMParser().parseFromString(text, "text/html");
      const shown = response.ok ? found.body : found.querySelector("main") ?? found.body;
      this.panel.replaceChildren(element("button", { type: "button", class: "side__back", "data-do": "back" }, `‹ ${this.words.back}`), ...shown.childNodes);
      this.panel.scrollTop = 0;
      if (move) this.panel.querySelector(".side__title")?.focus();
      return this.panel;
    } finally {
      if (turn === this.last) this.panel.removeAttribute("aria-busy");
    }
  }

  // Under the head of a document's card: what it can be opened into, and ways from or to it.
  actions(node, totals) {
    const slot = this.panel.querySelector("[data-slot=do]");
    if (slot === null) return;
    const { words, explorer } = this;
    const buttons = totals.map(({ what, total, open, next }) => [
      element("button", { type: "button", class: "button--quiet button--small", "data-open": what, "aria-pressed": open ? "true" : "false" },
        say(open ? words.close : words.open, { what: words[what], n: total })),
      ...(next ? [element("button", { type: "button", class: "button--quiet button--small", "data-more": what }, `${say(words.rest, { shown: next.shown, total: next.total })} · ${say(words.more, { n: Math.min(200, next.total - next.shown) })}`)] : []),
    ]).flat();
    const ways = [["from", words.from_here], ["to", words.to_here]].map(([end, text]) => element("button", { type: "button", class: "button--quiet button--small", "data-end": end }, text));
    slot.replaceChildren(...buttons, ...ways);
    slot.onclick = (event) => {
      const { open, more, end } = event.target.dataset;
      if (open) explorer.toggle(node.id, open);
      if (more) explorer.more(node.id, more);
      if (end) explorer.end(end, node.id);
    };
  }

  // A task or citation has no card of its own: its words, and the page that shows its proof.
  words_of(node, move) {
    this.last += 1;
    const title = element("h2", { class: "side__title", tabindex: "-1" }, this.words[node.kind], node.number ? ` ${node.number}` : "");
    this.panel.replaceChildren(
      element("button", { type: "button", class: "side__back", "data-do": "back" }, `‹ ${this.words.back}`), title,
      element("a", { class: "quote", href: address(node.id) }, element("bdi", { lang: "vi" }, node.label)));
    if (move) title.focus();
  }
}
