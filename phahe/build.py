"""Turtle files to a store that answers: every file into the named graph of its tier, then the rules, then the checks.

Building again from the same files gives the same store; of a document whose file is gone no trace stays. `build` fills a store that is open;
`build_version` makes a new dataset version beside the one in use (`phahe.store.versions`), and `ensure_version` only where the inputs changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from phahe import __version__, changes
from phahe.resources import folder
from phahe.store import EmbeddedStore, LoadError, Store, StoreError
from phahe.store.dataset import bulk_files, files, graph, load_all
from phahe.store.versions import KEEP, Facts, Version, current, make_version


@dataclass(frozen=True, slots=True)
class Built:
    """How many statements each named graph holds, how many facts each rule added, how many findings each check made."""

    graphs: dict[str, int]
    rules: dict[str, int]
    checks: dict[str, int]


def build(store: Store, data: Path | None = None, ontology: Path | None = None, before_rules: Callable[[], object] | None = None) -> Built:
    """Fill `store` anew from the Turtle files, run the rules and the checks. `before_rules` may add to what the files say.

    Raises LoadError, naming file and line, for a file that cannot be read or a data folder without documents.
    """
    from phahe.inference import infer  # noqa: PLC0415  # half a second of imports that opening a version does not need

    documents = (data or folder("data/ttl")) / "documents"
    if not any(documents.glob("*.ttl")) and not bulk_files(documents.parent):
        raise LoadError(documents, "không có tệp .ttl nào (no Turtle file); chạy “phahe ingest” trước")
    if not isinstance(store, EmbeddedStore) and before_rules is None:
        return _built_here(store, data, ontology)
    store.clear()
    if isinstance(store, EmbeddedStore):
        rules = _load_and_infer(store, data or folder("data/ttl"), ontology, before_rules)
    else:
        load_all(store, ontology, data)
        if before_rules:
            before_rules()
        rules = infer(store)
    graphs, found = _checked(store, streamed=bool(bulk_files(documents.parent)))
    return Built(graphs, rules, found)


def _checked(store: Store, *, streamed: bool) -> tuple[dict[str, int], dict[str, int]]:
    """Statements of each graph and findings of each check; counted meanwhile, where the store is in this process.

    What was `streamed` lies in a pile for each million lines. It is merged first: over ten million quads the checks take a fourth of the time then.
    """
    from phahe.checks import run_checks  # noqa: PLC0415

    if not isinstance(store, EmbeddedStore):
        found = run_checks(store)
        return counts(store), found
    with ThreadPoolExecutor(1) as pool:
        counting = pool.submit(store.counts)
        if streamed:
            store.optimize()
        found = run_checks(store)
        graphs = counting.result()
    checked = graph("checked")
    graphs[checked.value] = store.count(checked)  # whatever of it was there when counting began
    return {name: number for name, number in sorted(graphs.items()) if number}, found


def _built_here(store: Store, data: Path | None, ontology: Path | None) -> Built:
    """For another engine: built in this process, then sent there, since engines do not agree on what rules and checks ask (docs/scaling.md)."""
    with EmbeddedStore() as made:
        built = build(made, data, ontology)
        store.clear()
        store.add(made.quads())
    return built


def _load_and_infer(store: EmbeddedStore, data: Path, ontology: Path | None, before_rules: Callable[[], object] | None) -> dict[str, int]:
    """In one stream, where nothing has to be done between loading and the rules."""
    from phahe.inference import infer_by_stream  # noqa: PLC0415

    streams = (
        ()
        if before_rules
        or {graph(tier) for tier in ("aligned", "reviewed")} & {name for _, name in files(ontology or folder("ontology"), data)}
        else tuple(bulk_files(data))
    )
    load_all(store, ontology, data, streams=not streams)
    if before_rules:
        before_rules()
    return infer_by_stream(store, streams)


def counts(store: Store) -> dict[str, int]:
    """How many statements each named graph holds."""
    if isinstance(store, EmbeddedStore):
        return store.counts()
    return {graph.value: store.count(graph) for graph in store.graphs()}


def build_version(
    root: Path, data: Path | None = None, ontology: Path | None = None, *, keep: int = KEEP, with_changes: bool = True
) -> Version:
    """A new version under `root` from the files, made current; its manifest tells the counts of `Built`.

    What was changed by hand since the last build (`phahe.changes`) is made again on it, before the rules; not with `with_changes` false.
    Raises as `build`, and StoreError where another process is writing; then the current version stays what it was.
    """
    digest = inputs_digest(data, ontology)

    def fill(store: EmbeddedStore) -> Facts:
        names = changes.pending(root) if with_changes else ()
        built = build(store, data, ontology, (lambda: changes.again(root, store, names)) if names else None)
        facts = {"kind": "build", "program": __version__, "graphs": built.graphs, "rules": built.rules, "checks": built.checks}
        return {**facts, "changes": list(names)}

    return make_version(root, fill, digest, keep=keep)


def ensure_version(root: Path, data: Path | None = None, ontology: Path | None = None) -> Version:
    """The current version where it was built from these very files by this very program; else a new one."""
    try:
        found = current(root)
    except StoreError:
        found = None
    if found and found.path.is_dir() and found.digest == inputs_digest(data, ontology):
        return found
    return build_version(root, data, ontology)


def inputs_digest(data: Path | None = None, ontology: Path | None = None) -> str:
    """SHA-256 over all that decides what a build gives: data, ontology, rules and checks, and the program itself.

    >>> inputs_digest() == inputs_digest()
    True
    """
    digest = hashlib.sha256(__version__.encode())
    roots = (
        data or folder("data/ttl"),
        ontology or folder("ontology"),
        folder("queries/rules"),
        folder("queries/checks"),
        Path(__file__).parent,
    )
    for root in roots:
        for path in _inputs(root):
            digest.update(f"\n{path.relative_to(root).as_posix()} {path.stat().st_size}\n".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in root.rglob("*") if path.suffix in (".ttl", ".nq", ".gz", ".rq", ".py", ".tsv") and path.is_file())
