// The picture by keyboard: arrows along the lines, Enter for details, E for tasks, + − 0 for the size, Home for the first box.
const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

export function listen(stage, explorer) {
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".node") === null) return;
    const done = act(event.key, explorer);
    if (done) event.preventDefault();
  });
  stage.addEventListener("focusin", (event) => {
    const box = event.target.closest(".node");
    if (box !== null) explorer.boxes.go(box.dataset.id, { focus: false });
  });
  stage.addEventListener("click", (event) => {
    const box = event.target.closest(".node");
    if (box !== null) explorer.select(box.dataset.id, { move: true });
  });
}

function act(key, explorer) {
  const { boxes, drawing, words } = explorer;
  if (key in ARROWS) {
    const next = boxes.toward(ARROWS[key]);
    if (next === null) explorer.say({ up: words.top, down: words.bottom }[ARROWS[key]] ?? words.alone);
    else boxes.go(next);
    return true;
  }
  if (key === "Home") return boxes.go(boxes.nodes[0]?.id);
  if (key === "e" || key === "E") { explorer.toggle(boxes.current, "tasks"); return true; }
  if (key === "+" || key === "=") { drawing.zoomBy(1.25); return true; }
  if (key === "-") { drawing.zoomBy(0.8); return true; }
  if (key === "0") { drawing.fit(); return true; }
  if (key === "Escape") { explorer.clear(); return true; }
  return false;
}
