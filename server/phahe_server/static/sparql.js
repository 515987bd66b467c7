// The query page with scripts: an editor in place of the text field, and the answer also as a picture or a chart. Without them the form works.
import { offer } from "./sparql/views.js";

const form = document.getElementById("sparql-form");
const field = document.getElementById("query");
const place = document.getElementById("editor");

async function edit() {
  const { open } = await import(place.dataset.editor);
  const known = fetch("/api/terms", { headers: { accept: "application/json" } }).then((answer) => answer.json());
  known.catch(() => {});
  const view = open(place, {
    text: field.value,
    label: place.dataset.label,
    describedBy: place.dataset.keys,
    known: known.catch(() => ({ terms: [], prefixes: {} })),
    changed: (text) => { field.value = text; },
    run: () => form.requestSubmit(),
  });
  field.hidden = true;
  place.hidden = false;
  const at = document.getElementById("query-error");
  if (at !== null && at.dataset.line !== undefined) {
    const line = view.state.doc.line(Math.min(Number(at.dataset.line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: Math.min(line.from + Number(at.dataset.column) - 1, line.to) }, scrollIntoView: true });
    view.focus();
  }
}

if (place !== null) edit();
const answer = document.getElementById("answer-table");
if (answer !== null) offer(answer, document.getElementById("answer-views"));
