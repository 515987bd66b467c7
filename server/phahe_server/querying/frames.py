"""What runs over the socket between the web process and a worker: frames of one byte of kind, four bytes of length, and a payload.

A frame counts once it is whole: whoever reads drops the beginning of one whose sender died. Blocking functions are for the worker, `Reader`
and `send_soon` for the event loop; both work on plain non-blocking sockets, so that a worker is not tied to one event loop.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from enum import IntEnum
from typing import Final

_HEAD: Final = struct.Struct("<BI")
_READ: Final = 1 << 18


class Kind(IntEnum):
    """What a frame carries."""

    HELLO = 1  #: worker → web: a pickled `Hello`, once
    JOB = 2  #: web → worker: a pickled `Job`
    HEAD = 3  #: worker → web: what precedes the data of a streamed answer, pickled
    DATA = 4  #: worker → web: bytes of a streamed answer
    RESULT = 5  #: worker → web: processor seconds and the result, pickled; the job is done
    FAILURE = 6  #: worker → web: the pickled exception; the job is done
    GONE = 7  #: query server → web: the worker ended; payload is its wait status in decimal


def packed(kind: Kind, payload: bytes) -> bytes:
    """A whole frame.

    >>> packed(Kind.DATA, b"xin")
    b'\\x04\\x03\\x00\\x00\\x00xin'
    """
    return _HEAD.pack(kind, len(payload)) + payload


def send(connection: socket.socket, kind: Kind, payload: bytes) -> None:
    """Send a frame; waits while the other side does not read."""
    connection.sendall(packed(kind, payload))


def receive(connection: socket.socket) -> tuple[Kind, bytes] | None:
    """The next frame; None where the other side is gone."""
    head = _exactly(connection, _HEAD.size)
    if head is None:
        return None
    kind, size = _HEAD.unpack(head)
    payload = _exactly(connection, size)
    return None if payload is None else (Kind(kind), payload)


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = connection.recv(min(size, _READ))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class Reader:
    """Frames from a non-blocking socket, in the event loop that runs."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    async def receive(self) -> tuple[Kind, bytes] | None:
        """The next frame; None where the other side is gone, also in the middle of a frame."""
        loop = asyncio.get_running_loop()
        while (frame := self._taken()) is None:
            try:
                part = await loop.sock_recv(self._connection, _READ)
            except OSError:
                part = b""
            if not part:
                return None
            self._buffer += part
        return frame

    def _taken(self) -> tuple[Kind, bytes] | None:
        if len(self._buffer) < _HEAD.size:
            return None
        kind, size = _HEAD.unpack_from(self._buffer)
        end = _HEAD.size + size
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEAD.size : end])
        del self._buffer[:end]
        return Kind(kind), payload


async def send_soon(connection: socket.socket, kind: Kind, payload: bytes) -> None:
    """Send a frame from the event loop."""
    await asyncio.get_running_loop().sock_sendall(connection, packed(kind, payload))
