# SPDX-License-Identifier: MIT
"""A relay in front of a server: records the client's lines, and breaks connections."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

from ports import LOOPBACK
from waiting import Changes

SECONDS = 30
CHUNK = 1 << 16


class Relay:
    """Passes bytes on in both directions.

    `sent` has the lines of all clients, in order. Each connection begins with the line `(connected)`.
    """

    def __init__(self, target: int) -> None:
        self.sent: list[str] = []
        self._target = target
        self._admits = True
        self._changes = Changes()
        self._writers: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Breaks all connections, and new ones until admit()."""
        self._admits = False
        for writer in self._writers:
            writer.transport.abort()

    def admit(self) -> None:
        self._admits = True

    def sent_since_connecting(self, pattern: str) -> list[str]:
        """Returns the lines of the newest connection that contain the pattern."""
        begun = len(self.sent) - self.sent[::-1].index("(connected)")
        return [line for line in self.sent[begun:] if re.search(pattern, line)]

    async def passes(self, pattern: str, count: int = 1) -> None:
        """Waits until the newest connection's client has sent so many lines that contain the pattern."""
        await self._changes.until(
            lambda: "(connected)" in self.sent and len(self.sent_since_connecting(pattern)) >= count, SECONDS,
            lambda: f"the client's line {pattern}; it sent:\n" + "\n".join(self.sent))

    async def accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._admits:
            writer.transport.abort()
            return
        try:
            server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self._target)
        except OSError:
            writer.transport.abort()
            return
        self.sent.append("(connected)")
        self._changes.notify()
        both = {writer, server_writer}
        self._writers |= both
        try:
            await asyncio.gather(self._pass_lines(reader, server_writer), self._pass_bytes(server_reader, writer))
        except OSError:
            pass  # one side is gone, and so must be the other
        finally:
            self._writers -= both
            for each in both:
                each.transport.abort()

    async def _pass_lines(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            self.sent.append(line.decode(errors="replace").rstrip("\r\n"))
            self._changes.notify()
            writer.write(line)
            await writer.drain()
        writer.write_eof()

    async def _pass_bytes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def relay(target: int) -> AsyncIterator[tuple[Relay, int]]:
    """Yields a relay to the port `target` of loopback, and its own port."""
    passing = Relay(target)
    listening = await asyncio.start_server(passing.accepted, LOOPBACK, 0, limit=CHUNK)
    try:
        yield passing, listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        passing.cut()
        await listening.wait_closed()
