// Names that stand in the address besides the filters of the form, and the filters themselves.
export const STATE = ["node", "open", "from", "to", "q", "view"];
export const FILTERS = ["relation", "tier", "level", "held", "kind"];
export const LEVELS = ["central", "province", "commune"];
export const BASE = "https://w3id.org/phahe/";
// Edges that no document states and that the filter of relations therefore does not concern.
export const UNSTATED = new Set(["traces-to", "same-wording", "part-of"]);

// Text as the reader compares it: without diacritics, case and invisible characters.
export const fold = (text) =>
  text.normalize("NFD").replace(/[\p{Mn}\p{Cf}]/gu, "").replace(/đ/gi, "d").toLowerCase();

// Text for places that cannot isolate directions (SVG files, titles): the controls of direction go.
export const plain = (text) => text.replace(/[\u202A-\u202E\u2066-\u2069\u200B-\u200F\uFEFF]/g, "");

// Where a thing is shown on this server.
export const address = (id) => (/^[^/]*:/.test(id) ? "/resource?iri=" + encodeURIComponent(id) : "/" + id);

export const date = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso ?? "") ? iso.split("-").reverse().map(Number).join("/") : iso ?? "");

export const say = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// An element with attributes and children; text only ever becomes text nodes.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
