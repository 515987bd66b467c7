"""The command line `phahe`. Thin: every command calls one function of the library; libraries are imported when a command runs.

Exit codes: 0 fine, 1 findings (violations, no answer), 2 wrong use or bad input. Errors are one line on stderr.
"""

from __future__ import annotations

from typing import Annotated

import typer

from phahe import __version__
from phahe.cli import asking, benching, checking, exporting, graph, linking, mcp, reading, versions

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Phả hệ: gia phả của chính sách công, mỗi mối nối kèm lời văn chứng minh. (The genealogy of public policy, with proof.)")  # fmt: skip
for command in (
    reading.ingest, reading.align, graph.build, graph.validate, asking.trace, asking.ask, asking.search, graph.query, checking.check,
    reading.evaluate, exporting.export, graph.serve, mcp.mcp,
    linking.link, linking.observe,
    versions.backup, versions.restore, versions.undo, versions.changes,
):  # fmt: skip
    app.command()(command)
app.add_typer(checking.reference_app, name="reference")
app.add_typer(benching.bench_app, name="bench")


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="In phiên bản. (Print the version.)")] = False) -> None:
    """Show the version."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Entry point."""
    app()
