"""Imports point one way: text stages ← graph stages ← questions and lineage ← command line and server. And no work at import."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "phahe"

#: Layers, lowest first. A module may import from its own layer and from lower ones.
LAYERS = {
    "ground": {"vietnamese", "text", "namespaces", "resources", "labels", "numbers", "turtle"},
    "text": {"reading", "layout", "header", "outline", "tasks", "citations", "targets", "bodies", "restoration", "analysis", "means"},
    "graph": {"iris", "agencies", "places", "register", "resolve", "verdicts", "graph", "registers", "reviews", "pipeline", "restatements"},
    "store": {"synthetic", "admission", "changes", "store", "conclusions", "inference", "checks", "build", "validation", "reasoning"},
    "questions": {"as_of", "search", "names", "tiers", "lineage", "questions", "evaluation", "checking", "reference", "reconciliation", "delimited", "observing", "linking"},
    "exports": {"exports", "catalogue"},
    "face": {"cli"},
}  # fmt: skip
ORDER = list(LAYERS)


def _layer(module: str) -> int:
    return next(index for index, name in enumerate(ORDER) if module in LAYERS[name])


def _modules() -> list[str]:
    return sorted({path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")} - {"__init__", "share"})


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            if name.startswith("phahe."):
                found.add(name.split(".")[1])
            elif name == "phahe" and isinstance(node, ast.ImportFrom):
                found |= {alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists() or (PACKAGE / alias.name).is_dir()}
            elif name.split(".")[0] == "phahe_server":
                found.add("phahe_server")
    return found


@pytest.mark.parametrize("module", _modules())
def test_every_module_has_a_layer(module: str) -> None:
    assert sum(module in layer for layer in LAYERS.values()) == 1, f"say in LAYERS where phahe.{module} belongs"


@pytest.mark.parametrize("module", _modules())
def test_imports_point_down(module: str) -> None:
    path = PACKAGE / f"{module}.py"
    files = [path] if path.exists() else list((PACKAGE / module).rglob("*.py"))
    for file in files:
        for imported in _imports(file) - {module}:
            if imported == "phahe_server":
                assert module == "cli", f"{file}: the library knows no web"
            else:
                assert _layer(imported) <= _layer(module), f"{file} imports phahe.{imported}, which lies above it"


def test_text_stages_touch_no_files() -> None:
    for module in LAYERS["ground"] | LAYERS["text"]:
        if module in {"reading", "resources", "turtle"}:
            continue
        path = PACKAGE / f"{module}.py"
        for file in [path] if path.exists() else (PACKAGE / module).rglob("*.py"):
            calls = {
                node.func.id
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert "open" not in calls, file


def test_files_stay_readable_in_one_sitting() -> None:
    long = [(path, n) for path in PACKAGE.rglob("*.py") if (n := path.read_text(encoding="utf-8").count("\n")) > 400]
    assert not long
