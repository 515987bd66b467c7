// The lineage picture made interactive. The page works without this file; the parts below and the drawing library are fetched
// only when somebody touches a control, when the address says what to open, or when the still picture could not hold everything.
import { STATE } from "./explorer/names.js";

const root = document.getElementById("explorer");
let opened = null;

function open() {
  if (opened !== null) return opened;
  root.setAttribute("aria-busy", "true");
  const fetched = [import(root.dataset.cytoscape), fetch("/api/lineage/graph", { headers: { accept: "application/json" } })];
  opened = import("./explorer/main.js").then((module) => module.open(root, fetched)).catch((error) => {
    const said = document.getElementById("explorer-said");
    said.textContent = JSON.parse(root.dataset.words).failed;
    said.classList.remove("visually-hidden");
    root.removeAttribute("aria-busy");
    throw error;
  });
  return opened;
}

if (root !== null) {
  const bar = document.getElementById("explorer-bar");
  const path = document.getElementById("path-form");
  bar.addEventListener("click", (event) => { if (event.target.closest("[data-do=start]")) open(); });
  bar.addEventListener("change", open, { once: true });
  bar.addEventListener("focusin", (event) => { if (event.target.id === "explorer-q") open(); });
  bar.addEventListener("pointerenter", () => import("./explorer/main.js"), { once: true });
  bar.addEventListener("submit", (event) => { event.preventDefault(); open(); });
  path?.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(path);
    open().then((explorer) => explorer.showPath(given.get("from"), given.get("to")));
  });
  const address = new URLSearchParams(location.search);
  if (STATE.some((name) => address.has(name)) || "large" in root.dataset) open();
}
