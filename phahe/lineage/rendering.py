"""Shows a trace: as text for a terminal, as JSON, as Mermaid or DOT. What the hops are is decided in `facts`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from phahe import tiers
from phahe.lineage.model import Hop, Node, Proof, Trace

_WORDS: Final[dict[str, dict[str, str]]] = {
    "vi": {
        "held": "", "missing": " [chưa có văn bản]", "characters": "ký tự", "source": "nguồn", "cycle": " [vòng lặp]",
        "unreached": "{start} không bắt nguồn từ {to} theo dữ liệu hiện có.", "unreached-down": "{to} không bắt nguồn từ {start} theo dữ liệu hiện có.",
        "more": "(và {} chỗ khác nói điều này)", "rest": "… và {} bước nữa", "none": "Không có văn bản cấp trên nào được ghi nhận.", "none-down": "Không có văn bản nào thực hiện văn bản này được ghi nhận.",
    },
    "en": {
        "held": "", "missing": " [text not held]", "characters": "characters", "source": "source", "cycle": " [circle]",
        "unreached": "{start} does not derive from {to} in the data held.", "unreached-down": "{to} does not derive from {start} in the data held.",
        "more": "(and {} more places say so)", "rest": "… and {} more hops", "none": "No document above it is recorded.", "none-down": "No document carrying it out is recorded.",
    },
}  # fmt: skip


def to_text(trace: Trace, language: str = "vi") -> str:
    """The trace for a terminal: one paragraph a hop, indented by depth, with the first proof of each tier. Ends in a newline."""
    words = _WORDS[language]
    suffix = "" if trace.direction == "up" else "-down"
    lines = [f"{trace.start.label}{_state(trace.start, words)}"]
    if not trace.reached and trace.to:
        return words[f"unreached{suffix}"].format(start=trace.start.label, to=trace.to.label) + "\n"
    for hop in trace.hops:
        indent = "  " * hop.depth
        up = trace.direction == "up" or hop.relation == "part-of"
        far = hop.parent if up else hop.child
        phrase = f"{hop.name.text(language)} {far.label}" if up else far.label
        cycle = words["cycle"] if hop.in_cycle else ""
        via = "" if hop.depth == 1 else f"({hop.child.label if up else hop.parent.label}) "
        lines.append(f"{indent}{'↑' if up else '↓'} {via}{phrase}{_state(far, words)}{cycle}")
        lines += [f"{indent}    {line}" for line in _shown_proofs(hop, language)]
    if not trace.hops:
        lines.append("  " + words[f"none{suffix}"])
    if trace.more:
        lines.append("  " + words["rest"].format(trace.more))
    return "\n".join(lines) + "\n"


def _state(node: Node, words: dict[str, str]) -> str:
    return words["held" if node.held else "missing"]


def _shown_proofs(hop: Hop, language: str) -> list[str]:
    """The first proof of each tier, and how many more there are."""
    first = {proof.tier: proof for proof in reversed(hop.proofs)}
    shown = [proof for proof in hop.proofs if first[proof.tier] is proof]
    lines = [line for proof in shown for line in _proof_lines(proof, language)]
    more = len(hop.proofs) - len(shown) + hop.more_proofs
    return [*lines, _WORDS[language]["more"].format(more)] if more else lines


def _proof_lines(proof: Proof, language: str) -> list[str]:
    """The words or the source, then where they stand, then the tier."""
    words = _WORDS[language]
    said = [f"“{proof.words}”"] if proof.words else []
    said += [f"≈ “{proof.restored}”"] if proof.restored else []
    said += [f"{words['source']}: {proof.source}"] if proof.source else []
    said += [proof.comment] if proof.comment else []
    places = "; ".join(f"{quotation.file or ''} {words['characters']} {quotation.start}–{quotation.end}" for quotation in proof.quotations)
    stated = proof.stated_in.label if proof.stated_in else ""
    where = ", ".join(part for part in (stated, places.strip()) if part)
    return [*said, f"[{tiers.label(proof.tier).text(language)}]{' ' + where if where else ''}"]


def to_json(trace: Trace) -> dict[str, Any]:
    """The trace as JSON objects; absent values are null."""
    return {
        "start": _node(trace.start),
        "direction": trace.direction,
        "to": _node(trace.to) if trace.to else None,
        "reached": trace.reached,
        "hops": [_hop(hop) for hop in trace.hops],
        "more": trace.more,
    }


def _node(node: Node) -> dict[str, Any]:
    return {"iri": node.iri, "label": node.label, "held": node.held, "slug": node.slug, "level": node.level}


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "depth": hop.depth,
        "child": _node(hop.child),
        "relation": hop.relation,
        "label": {"vi": hop.name.vi, "en": hop.name.en},
        "parent": _node(hop.parent),
        "tier": hop.tier,
        "in_cycle": hop.in_cycle,
        "proofs": [_proof(proof) for proof in hop.proofs],
        "more_proofs": hop.more_proofs,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    quotations = [
        {"exact": item.exact, "start": item.start, "end": item.end, "file": item.file, "evidence": item.evidence}
        for item in proof.quotations
    ]
    return {
        "tier": proof.tier,
        "relation": proof.relation,
        "words": proof.words,
        "restored": proof.restored,
        "stated_in": _node(proof.stated_in) if proof.stated_in else None,
        "quotations": quotations,
        "source": proof.source,
        "comment": proof.comment,
    }


def to_mermaid(trace: Trace, language: str = "vi") -> str:
    """The trace as a Mermaid flowchart, parents above. Labels are quoted, so that no label can end its node."""
    names = _short_names(trace)
    lines = ["flowchart BT"]
    lines += [f'  {name}["{_mermaid(node.label)}"]{"" if node.held else ":::missing"}' for node, name in names.items()]
    lines += [f'  {names[hop.child]} -->|"{_mermaid(hop.name.text(language))}"| {names[hop.parent]}' for hop in trace.hops]
    lines += [f'  more["{_mermaid(_WORDS[language]["rest"].format(trace.more))}"]'] if trace.more else []
    return "\n".join([*lines, "  classDef missing stroke-dasharray: 4 4"]) + "\n"


def to_dot(trace: Trace, language: str = "vi") -> str:
    """The trace as a DOT digraph, parents above."""
    names = _short_names(trace)
    lines = ["digraph lineage {", "  rankdir=BT;", "  node [shape=box];"]
    lines += [f"  {name} [label={_dot(node.label)}{'' if node.held else ', style=dashed'}];" for node, name in names.items()]
    lines += [f"  {names[hop.child]} -> {names[hop.parent]} [label={_dot(hop.name.text(language))}];" for hop in trace.hops]
    lines += [f"  more [label={_dot(_WORDS[language]['rest'].format(trace.more))}, shape=plaintext];"] if trace.more else []
    return "\n".join([*lines, "}"]) + "\n"


def _short_names(trace: Trace) -> dict[Node, str]:
    nodes = dict.fromkeys([trace.start, *(node for hop in trace.hops for node in (hop.child, hop.parent))])
    return {node: f"n{index}" for index, node in enumerate(nodes)}


def _mermaid(text: str) -> str:
    escapes = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "\n": " ", "|": "#124;"}
    return "".join(escapes.get(character, character) for character in text)


def _dot(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


FORMATS: Final[dict[str, Callable[[Trace, str], str]]] = {"text": to_text, "mermaid": to_mermaid, "dot": to_dot}
