// /check: a file dropped on the form, the reason beside the words, Escape to put it away. Everything but the drop works without this file.
const form = document.querySelector(".check__form");
const drop = form?.querySelector(".drop");
const file = form?.querySelector("input[type=file]");
const named = form?.querySelector(".drop__name");

const show = () => {
  const chosen = file.files[0];
  const large = chosen !== undefined && chosen.size > Number(form.dataset.most);
  named.classList.toggle("is-wrong", large);
  named.value = chosen === undefined ? "" : large ? form.dataset.tooLarge : `${chosen.name} · ${(chosen.size / 1000).toLocaleString(undefined, { maximumFractionDigits: 0 })} kB`;
  file.setCustomValidity(large ? form.dataset.tooLarge : "");
};

if (form !== null) {
  drop.classList.add("has-script");
  file.addEventListener("change", show);
  show();
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  form.addEventListener("drop", (event) => {
    drop.classList.remove("is-over");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    show();
    form.querySelector("button[type=submit]").focus();
  });
  form.addEventListener("submit", () => {
    if (form.querySelector("select").value === "") named.value = form.dataset.underWay;
  });
}

const sheet = document.querySelector(".check__text");
const wide = matchMedia("(min-width: 40rem)");

// The reason stands under the words, or above them where there is no room below.
const place = (words) => {
  document.body.classList.remove("is-quiet");
  const tip = words.nextElementSibling;
  if (tip === null || !tip.classList.contains("tip")) return;
  for (const side of ["left", "right", "top", "bottom", "width"]) tip.style[side] = "";
  if (!wide.matches) return;
  const at = words.getClientRects()[0];
  const width = Math.min(420, innerWidth - 24);
  Object.assign(tip.style, { width: `${width}px`, right: "auto", left: `${Math.max(12, Math.min(at.left, innerWidth - width - 12))}px` });
  if (at.bottom + tip.offsetHeight + 12 < innerHeight) Object.assign(tip.style, { top: `${at.bottom + 2}px`, bottom: "auto" });
  else Object.assign(tip.style, { top: "auto", bottom: `${innerHeight - at.top + 2}px` });
};

const meet = (words, met) => {
  document.querySelector(words.getAttribute("href"))?.classList.toggle("is-met", met);
};

if (sheet !== null) {
  for (const words of sheet.querySelectorAll("a.under")) {
    words.addEventListener("pointerenter", () => { place(words); meet(words, true); });
    words.addEventListener("focus", () => { place(words); meet(words, true); });
    words.addEventListener("pointerleave", () => meet(words, false));
    words.addEventListener("blur", () => meet(words, false));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.add("is-quiet");
  });
}
