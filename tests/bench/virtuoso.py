"""A Virtuoso 7 (Debian's `virtuoso-opensource-7-bin`) of one's own on loopback: its folder, ports and process belong to the caller.

For the tests of the second engine and for the benchmark. Nothing of the machine's own Virtuoso, if it has one, is touched.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

INI: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 4
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DisableTcpSocket = 0
ServerThreads = 20
CheckpointInterval = 0
O_DIRECT = 0
CaseMode = 2
MaxStaticCursorRows = 5000
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
ThreadsPerQuery = {threads}
AdjustVectorSize = 0
MaxQueryMem = 2G
DefaultIsolation = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
ServerThreads = 10
DavRoot = DAV
EnabledDavVSP = 0

[Client]
SQL_QUERY_TIMEOUT = 0
SQL_TXN_TIMEOUT = 0

[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {seconds}
DefaultQuery = SELECT * WHERE {{}}
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server: the address of its endpoint, its SQL port, its folder, its process."""

    address: str
    sql_port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def sql(self, text: str, timeout: float = 3600) -> str:
        """Run statements as the administrator; what they print. RuntimeError with Virtuoso's words where one fails."""
        command = ["isql-vt", f"127.0.0.1:{self.sql_port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=timeout, check=False)
        if "*** Error" in done.stdout + done.stderr:
            raise RuntimeError((done.stdout + done.stderr).strip())
        return done.stdout

    def bulk_load(self, path: Path) -> None:
        """Load an N-Quads file (may be .gz) with Virtuoso's own bulk loader. It must lie in `folder`."""
        graph = "https://w3id.org/phahe/graph/unnamed"
        self.sql(
            "log_enable(2, 1);\n"
            f"ld_dir('{path.parent}', '{path.name}', '{graph}');\nrdf_loader_run();\ncheckpoint;\n"
            "select * from DB.DBA.LOAD_LIST where ll_error is not null;\n"
        )
        bad = self.sql("select ll_error from DB.DBA.LOAD_LIST where ll_error is not null;\n")
        if "at line" in bad or "Error" in bad:
            raise RuntimeError(bad.strip())


def installed() -> bool:
    """Whether the programs are there."""
    return bool(shutil.which("virtuoso-t") and shutil.which("isql-vt"))


@contextmanager
def virtuoso(folder: Path, megabytes: int = 400, seconds: int = 0, threads: int = 2) -> Iterator[Virtuoso]:
    """A Virtuoso over `folder`, empty or its own, with a page cache of so many megabytes, anonymous updates allowed; stopped at the end.

    A query that takes more than `seconds` is ended; 0 is no limit. Only with one thread a query GROUP BY is right on every server: with two, one
    in four lost a third of the groups (docs/scaling.md). The benchmark takes two, the fastest there is, and compares the answers.
    """
    http, sql = _free(), _free()
    buffers = megabytes * 128
    ini = folder / "virtuoso.ini"
    ini.write_text(
        INI.format(folder=folder, http=http, sql=sql, buffers=buffers, dirty=buffers * 3 // 4, seconds=seconds, threads=threads),
        encoding="ascii",
    )
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", str(ini)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        server = Virtuoso(f"http://127.0.0.1:{http}/sparql", sql, folder, process)
        _wait(server)
        server.sql(
            'grant execute on DB.DBA.SPARQL_INSERT_DICT_CONTENT to "SPARQL";\n'
            'grant execute on DB.DBA.SPARQL_DELETE_DICT_CONTENT to "SPARQL";\n'
            'grant SPARQL_UPDATE to "SPARQL";\n'
        )
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Virtuoso, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError((server.folder / "virtuoso.log").read_text(errors="replace")[-2000:])
        try:
            with urllib.request.urlopen(server.address + "?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Virtuoso did not answer")
