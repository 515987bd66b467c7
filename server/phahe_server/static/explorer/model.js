// The graph the explorer holds: what came from the server, who brought it, and what of it the filters let through. No drawing here.
import { UNSTATED, fold } from "./names.js";

const keyOf = (edge) => `${edge.child} ${edge.parent} ${edge.relation}`;

export class Model {
  constructor(part) {
    this.nodes = new Map();
    this.edges = new Map();
    this.hubs = new Map();
    this.lineage = new Set(part.lineage);
    this.add(part, "whole");
  }

  // Adds a part of the graph on behalf of an owner; what is there already only gets one owner more.
  add(part, owner) {
    for (const node of part.nodes) {
      const known = this.nodes.get(node.id) ?? { kind: "document", level: "", ...node, owners: new Set() };
      known.owners.add(owner);
      this.nodes.set(node.id, known);
    }
    for (const edge of part.edges) {
      if (edge.child === edge.parent) continue;
      const key = keyOf(edge);
      const known = this.edges.get(key) ?? { proofs: 1, ...edge, key, owners: new Set() };
      known.owners.add(owner);
      this.edges.set(key, known);
    }
    for (const hub of part.hubs ?? []) {
      const before = this.hubs.get(`${hub.id} ${hub.side}`);
      const shown = owner.startsWith("more") && before ? before.shown + hub.shown : hub.shown;
      if (hub.side === "below" || hub.side === "above" || hub.shown < hub.total) this.hubs.set(`${hub.id} ${hub.side}`, { ...hub, shown });
    }
  }

  // Takes away what only this owner brought.
  remove(owner) {
    for (const store of [this.edges, this.nodes]) {
      for (const [key, entry] of store) {
        entry.owners.delete(owner);
        if (entry.owners.size === 0) store.delete(key);
      }
    }
    for (const key of [...this.hubs.keys()]) if (owner === key) this.hubs.delete(key);
  }

  has(owner) {
    for (const node of this.nodes.values()) if (node.owners.has(owner)) return true;
    return false;
  }

  // The nodes and edges that the filters leave. A document without any edge left is left out, unless it was asked for by name.
  visible(filters, wanted = new Set()) {
    const passing = new Map();
    for (const node of this.nodes.values()) if (this.#nodeStays(node, filters)) passing.set(node.id, node);
    const edges = [];
    const touched = new Set(wanted);
    for (const edge of this.edges.values()) {
      if (!passing.has(edge.child) || !passing.has(edge.parent) || !this.#edgeStays(edge, filters)) continue;
      edges.push(edge);
      touched.add(edge.child).add(edge.parent);
    }
    return { nodes: [...passing.values()].filter((node) => touched.has(node.id)), edges };
  }

  #nodeStays(node, filters) {
    if (node.kind !== "document") return true;
    return (!node.level || filters.level.has(node.level)) && (!node.type || filters.kind.has(node.type)) && filters.held.has(node.held ? "yes" : "no");
  }

  #edgeStays(edge, filters) {
    if (edge.relation === "part-of") return true;
    if (!filters.tier.has(edge.tier)) return false;
    if (UNSTATED.has(edge.relation) || this.nodes.get(edge.child).kind === "citation") return true;
    if ([...edge.owners].some((owner) => owner !== "whole" && !owner.startsWith("tier"))) return true;
    return filters.relation.has(edge.relation);
  }

  // Nodes whose label, title or number hold every word, the diacritics aside; those that begin with the words first.
  search(words, nodes) {
    const parts = fold(words).split(/\s+/).filter(Boolean);
    if (parts.length === 0) return nodes;
    const found = [];
    for (const node of nodes) {
      node.folded ??= fold([node.label, node.title, node.number, node.date].filter(Boolean).join(" "));
      if (parts.every((part) => node.folded.includes(part))) found.push(node);
    }
    const first = parts.join(" ");
    return found.sort((one, other) => other.folded.startsWith(first) - one.folded.startsWith(first));
  }
}
