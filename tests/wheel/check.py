"""The wheel alone, in an empty environment outside the repository, serves the graph. Run by `make wheel-check`."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Build environment, install, serve, ask; 0 when the pages and the endpoint answer."""
    wheel = max((ROOT / "dist").glob("phahe-*.whl"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as place:
        venv.create(Path(place, "env"), with_pip=True)
        scripts = Path(place, "env", "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], check=True, cwd=place)
        traced = subprocess.run(
            [scripts / "phahe", "trace", "loc-binh-resolution", "--to", "29-NQ/TW"], cwd=place, capture_output=True, text=True, check=True
        )
        assert "47/NQ-HĐND" in traced.stdout, traced.stdout
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with subprocess.Popen([scripts / "phahe", "serve", "--port", str(port)], cwd=place) as server:
            try:
                home = _get(f"http://127.0.0.1:{port}/")
                assert "Phả hệ" in home, home[:300]
                fonts = _get(f"http://127.0.0.1:{port}/static/vendor/fonts.css")
                assert "font-face" in fonts
                counted = _get(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D")
                assert "true" in counted, counted
            finally:
                server.terminate()
    print("wheel check: passed")
    return 0


def _get(address: str) -> str:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main())
