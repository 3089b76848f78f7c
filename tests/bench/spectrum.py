# SPDX-License-Identifier: MIT
"""A minimal Spectrum 2 for measurements with any backend, Spectrum's own included."""

import contextlib
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
LOGIN, CONNECTED, DISCONNECTED, PING, PONG = 3, 1, 2, 9, 10
SECONDS = 60


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out) + bytes([number])


def text_field(number: int, text: str) -> bytes:
    return bytes([number << 3 | 2]) + varint(len(text.encode())) + text.encode()


def frame(kind: int, payload: bytes = b"") -> bytes:
    wrapper = b"\x08" + varint(kind) + (b"\x12" + varint(len(payload)) + payload if payload else b"")
    return struct.pack(">I", len(wrapper)) + wrapper


def listener() -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((LOOPBACK, 0))
    return made


@contextlib.contextmanager
def running(command: list[str], log: Path) -> Iterator[subprocess.Popen]:
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


class Spectrum:
    """Spectrum's end of the connection to a backend."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = b""

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def next_type(self) -> int:
        while len(self._buffer) < 4 or len(self._buffer) < 4 + struct.unpack_from(">I", self._buffer)[0]:
            data = self._connection.recv(1 << 16)
            if not data:
                raise SystemExit("the host has closed the connection")
            self._buffer += data
        size = struct.unpack_from(">I", self._buffer)[0]
        wrapper, self._buffer = self._buffer[4:4 + size], self._buffer[4 + size:]
        return wrapper[1]

    def wait_for(self, kind: int, count: int = 1) -> None:
        while count > 0:
            come = self.next_type()
            if come == DISCONNECTED:
                raise SystemExit("a user could not be logged in")
            count -= come == kind


@dataclass(frozen=True)
class Launch:
    """A backend that has answered the first PING."""

    spectrum: Spectrum
    pid: int
    seconds: float  # from the launch to the first PONG


@contextlib.contextmanager
def launched(program: list[str], config: Path, log: Path) -> Iterator[Launch]:
    with listener() as listening:
        listening.listen()
        command = [*program, "--host", LOOPBACK, "--port", str(listening.getsockname()[1]), "--service.backend_id=1",
                   str(config)]
        begun = time.monotonic()
        with running(command, log) as process:
            listening.settimeout(SECONDS)
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(SECONDS)
                spectrum = Spectrum(connection)
                spectrum.send(frame(PING))
                spectrum.wait_for(PONG)
                yield Launch(spectrum, process.pid, time.monotonic() - begun)


def resident(pid: int) -> int:
    """Returns the resident memory in kB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))
