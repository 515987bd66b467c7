"""The command `mcp`: the graph as tools for a language model, on standard input and output."""

from __future__ import annotations

from phahe.cli.common import DataOption, StoreOption, fail
from phahe.cli.graph import DEFAULT_STORE, being_made


def mcp(store: StoreOption = DEFAULT_STORE, data: DataOption = None) -> None:
    """Công cụ cho mô hình ngôn ngữ (Model Context Protocol), qua đầu vào và đầu ra chuẩn. (Tools for language models, over stdio; over HTTP: /mcp.)"""
    import anyio  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415
    from phahe_server.mcp.serving import over_stdio  # noqa: PLC0415
    from phahe_server.querying.source import Source  # noqa: PLC0415

    try:
        app = create_app(Source(being_made(store, data)(), str(data) if data else None))
    except ValueError as error:
        fail(error)

    async def run() -> None:
        async with app.router.lifespan_context(app):
            await over_stdio(app.state)

    anyio.run(run)
