"""`python -m phahe.turtle [--check] PATH…`: the canonical form of Turtle files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from phahe.turtle.canonical import format_file
from phahe.turtle.terms import TurtleError


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m phahe.turtle [--check] PATH…`: format files, and the Turtle files of folders. 1 where --check finds one to format, 2 for a bad file."""
    parser = argparse.ArgumentParser(prog="python -m phahe.turtle", description="Write Turtle files in their canonical form.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a Turtle file, or a folder to search for *.ttl")
    parser.add_argument("--check", action="store_true", help="change nothing, name the files that differ, exit with 1 if any does")
    options = parser.parse_args(arguments)
    files = [file for path in options.paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    try:
        differing = [file for file in files if format_file(file, write=not options.check)]
    except TurtleError as error:
        print(error, file=sys.stderr)
        return 2
    for file in differing:
        print(f"{file}: {'not in canonical form; run make fmt' if options.check else 'formatted'}")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
