// "/" puts the cursor into the search box, as on many sites. Everything works without this file.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
  if (box === null) return;
  event.preventDefault();
  box.focus();
  box.select();
});
