"""The graph for language models: a Model Context Protocol server whose tools read, and never write.

`definitions` says which tools there are, `work` does them where the store lives, `serving` speaks the protocol. See docs/mcp.md.
"""
