// What the address keeps, so that a picture can be sent to somebody: filters that differ from the standard, what is open, chosen,
// searched for.
import { FILTERS, STATE } from "./names.js";

const OPENABLE = ["tasks", "citations", "below", "above"];

export function write(explorer) {
  const address = new URL(location.href);
  for (const name of [...FILTERS, ...STATE]) address.searchParams.delete(name);
  for (const name of FILTERS) {
    const boxes = [...explorer.bar.querySelectorAll(`input[name=${name}]`)];
    if (boxes.every((box) => box.checked === (box.dataset.standard === "yes"))) continue;
    const chosen = boxes.filter((box) => box.checked);
    for (const box of chosen) address.searchParams.append(name, box.value);
    if (chosen.length === 0) address.searchParams.append(name, "none");
  }
  for (const owner of explorer.opened.keys()) address.searchParams.append("open", owner);
  const words = document.getElementById("explorer-q").value.trim();
  if (words) address.searchParams.set("q", words);
  if (explorer.selected) address.searchParams.set("node", explorer.selected);
  if (explorer.way) {
    address.searchParams.set("from", explorer.way.from);
    address.searchParams.set("to", explorer.way.to);
  }
  if (address.href !== location.href) history.replaceState(null, "", address);
}

export function read(explorer) {
  const given = new URLSearchParams(location.search);
  for (const name of FILTERS) {
    const chosen = given.getAll(name);
    if (chosen.length === 0) continue;
    for (const box of explorer.bar.querySelectorAll(`input[name=${name}]`)) box.checked = chosen.includes(box.value);
  }
  document.getElementById("explorer-q").value = given.get("q") ?? "";
  const open = given.getAll("open").filter((owner) => OPENABLE.includes(owner.split(" ")[1]) && explorer.model.nodes.has(owner.split(" ")[0])).slice(0, 20);
  const node = given.get("node");
  return { open, q: given.get("q"), from: given.get("from"), to: given.get("to"), node: explorer.model.nodes.has(node) ? node : null };
}
