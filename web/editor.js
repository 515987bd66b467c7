// The query editor: CodeMirror with SPARQL, completion of the terms of the graph, Ctrl-Enter runs. Bundled by build.mjs.
// It lives in a shadow root, where its styles are adopted sheets, so that the page's policy needs no inline style.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const KEYWORDS = "SELECT CONSTRUCT ASK DESCRIBE DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS NOT EXISTS IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE IRI BOUND IF COALESCE CONCAT CONTAINS STRSTARTS REGEX REPLACE LCASE YEAR MONTH NOW isIRI isLiteral FROM NAMED PREFIX UNDEF".split(" ");

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--link)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--commune)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--warning)" },
  { tag: [tags.number, tags.atom, tags.bool], color: "var(--tier-aligned)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--ground)", fontSize: "0.9rem", border: "2px solid var(--rule-strong)", borderRadius: "3px" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "14rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--ink-soft)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--link) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--link) 25%, transparent) !important" },
  ".cm-tooltip": { backgroundColor: "var(--ground)", color: "var(--ink)", border: "1px solid var(--rule-strong)", borderRadius: "3px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85", marginLeft: "0.8em" },
  ".cm-problem": { textDecoration: "underline wavy var(--error)" },
});

// Whoever chooses ph:Task without having declared ph: gets the PREFIX line with it.
function insert(prefixes) {
  return (view, completion, from, to) => {
    const prefix = completion.label.split(":")[0];
    const known = new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
    const changes = [{ from, to, insert: completion.label }];
    if (!known && prefixes[prefix]) changes.unshift({ from: 0, insert: `PREFIX ${prefix}: <${prefixes[prefix]}>\n` });
    const moved = changes.length > 1 ? changes[0].insert.length : 0;
    view.dispatch({ changes, selection: { anchor: from + completion.label.length + moved } });
  };
}

function completing(known) {
  return async (context) => {
    const word = context.matchBefore(/[?$]?[\w-]*:?[\w-]*/u);
    if (word === null || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) {
      const names = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
      names.delete(word.text);
      return { from: word.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const { terms, prefixes } = await known;
    const apply = insert(prefixes);
    const options = terms.map(({ name, kind, label }) => ({ label: name, type: kind, detail: label, apply }));
    return { from: word.from, options: [...options, ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -1 }))], validFor: /^[\w-]*:?[\w-]*$/u };
  };
}

// Typing over a selection: Chromium would keep the style of the words that go by a style attribute, which the page's policy forbids.
function typedOver(event, view) {
  if (event.inputType !== "insertText" || event.data === null || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** An editor in `parent`, a shadow root of which it makes. `known` promises {terms, prefixes}; `changed` hears every text, `run` Ctrl-Enter. */
export function open(parent, { text, label, describedBy, known, changed, run }) {
  const root = parent.attachShadow({ mode: "open" });
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }, ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(),
        StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), LOOK, EditorView.lineWrapping,
        autocompletion({ override: [completing(known)] }),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-description": describedBy, spellcheck: "false" }),
        EditorView.domEventHandlers({ beforeinput: typedOver }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
      ],
    }),
  });
}
