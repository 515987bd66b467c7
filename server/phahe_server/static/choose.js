// Long lists of choices become fields one types in: words in any order, with or without diacritics. The list of the form stays what is sent;
// without this file it is used as it is. After the ARIA pattern "editable combobox with list autocomplete".
const FEW = 8;

/** Folded for comparing: small letters without diacritics; đ is a letter of its own for Unicode. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");

const made = (name, attributes) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

function enhance(select) {
  const { id } = select;
  const choices = [...select.options].map((option) => ({ value: option.value, label: option.label, folded: fold(option.label) }));
  const input = made("input", { id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list" });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  const list = made("ul", { id: `${id}-list`, role: "listbox", class: "choose__list" });
  list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`)?.textContent.trim() ?? "");
  list.hidden = true;
  const frame = made("div", { class: "choose" });
  select.id = `${id}-sent`;
  select.hidden = true;
  select.before(frame);
  frame.append(input, list, select);
  let active = -1;

  const said = () => select.selectedOptions[0]?.label ?? "";
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const point = (index) => {
    active = Math.max(0, Math.min(index, list.children.length - 1));
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    const item = list.children[active];
    if (item === undefined) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const take = (value) => { select.value = value; input.value = said(); close(); select.dispatchEvent(new Event("change", { bubbles: true })); };
  const show = (text) => {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const fitting = choices.filter((choice) => words.every((word) => choice.folded.includes(word)));
    list.replaceChildren(...fitting.map((choice, index) => {
      const item = made("li", { id: `${id}-${index}`, role: "option", "aria-selected": "false" });
      item.textContent = choice.label;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(choice.value); });
      item.dataset.value = choice.value;
      return item;
    }));
    list.hidden = fitting.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (words.length > 0 && fitting.length > 0) point(0);
    else { active = -1; input.removeAttribute("aria-activedescendant"); }
  };

  input.value = said();
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) show(""); });
  input.addEventListener("input", () => show(input.value));
  input.addEventListener("blur", () => { input.value = said(); close(); });
  input.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (list.hidden) show("");
      point(active + moves[event.key]);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      take(list.children[active].dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = said();
      close();
    }
  });
}

for (const select of document.querySelectorAll("form.ask select")) if (select.options.length > FEW) enhance(select);

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
