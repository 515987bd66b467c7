// The panel beside a document's text: a mark opens its fact there instead of on a page of its own. Everything works without this file.
const panel = document.getElementById("panel");
const slot = panel.querySelector(".panel__fact");
const marks = [...document.querySelectorAll(".reader__text a.mark")];
let open = null;
let turn = 0;

// The panel takes the place of the outline and the margin; the words the reader looks at stay where they are.
function still(mark, change) {
  const before = mark?.getBoundingClientRect().top;
  change();
  if (mark) window.scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: "instant" });
}

// The markup is the server's own, escaped there; scripts in it would not run.
async function show(mark, { move = true } = {}) {
  const mine = (turn += 1);
  open?.removeAttribute("aria-current");
  open = mark;
  mark.setAttribute("aria-current", "true");
  still(mark, () => {
    panel.hidden = false;
    document.body.classList.add("has-panel");
  });
  panel.setAttribute("aria-busy", "true");
  try {
    const address = new URL(mark.href);
    address.searchParams.set("part", "1");
    const response = await fetch(address, { headers: { accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== turn) return;
    slot.replaceChildren(...found.body.childNodes);
    panel.scrollTop = 0;
    if (move) slot.querySelector(".side__title")?.focus({ preventScroll: true });
  } catch {
    if (mine === turn) location.assign(mark.href);
  } finally {
    if (mine === turn) panel.removeAttribute("aria-busy");
  }
}

function close() {
  turn += 1;
  still(open, () => {
    panel.hidden = true;
    document.body.classList.remove("has-panel");
  });
  open?.removeAttribute("aria-current");
  open?.focus({ preventScroll: true });
  open = null;
}

function step(by) {
  const from = open ?? document.activeElement;
  const shown = marks.filter((mark) => mark === from || mark.checkVisibility()); // the print below restored words is folded
  const next = shown[shown.indexOf(from) + by];
  if (next === undefined) return;
  next.scrollIntoView({ block: "center" });
  show(next, { move: false });
}

document.querySelector(".reader__text").addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  if (mark === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(mark);
});
panel.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.step) step(Number(button.dataset.step));
  if (button?.hasAttribute("data-close")) close();
});
// Letters count only while a mark or the panel has the focus, so that they disturb nobody who types or dictates.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && open !== null) close();
  const here = document.activeElement?.closest(".panel, a.mark") ?? null;
  if (here === null || event.target.closest("input, select, textarea")) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

// The outline says where the reader is.
const lines = new Map([...document.querySelectorAll(".outline ol a")].map((line) => [decodeURIComponent(line.hash.slice(1)), line]));
const seen = new IntersectionObserver((entries) => {
  const first = entries.find((entry) => entry.isIntersecting);
  if (first === undefined) return;
  for (const line of lines.values()) line.removeAttribute("aria-current");
  lines.get(first.target.id)?.setAttribute("aria-current", "location");
}, { rootMargin: "0px 0px -75% 0px" });
for (const id of lines.keys()) {
  const part = document.getElementById(id);
  if (part !== null) seen.observe(part);
}
