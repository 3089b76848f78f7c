# SPDX-License-Identifier: MIT
"""Waiting for events, always with a deadline, never for a span of time."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


async def within(seconds: float | None, what: str | Callable[[], str], event: Awaitable[Result]) -> Result:
    """The event's result; a failed assertion that names `what` was missed if it takes longer.

    A function can tell then what there was instead. None waits for ever.
    """
    try:
        return await asyncio.wait_for(event, seconds)
    except asyncio.TimeoutError:
        missed = what() if callable(what) else what
        raise AssertionError(f"waited {seconds:g} s in vain for {missed}") from None


class Changes:
    """Lets one task wait for a condition that others may make true: each of them calls `notify`."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        self._event.set()

    async def until(self, condition: Callable[[], bool], seconds: float | None,
                    what: str | Callable[[], str]) -> None:
        async def come_true() -> None:
            while not condition():
                self._event.clear()
                await self._event.wait()

        await within(seconds, what, come_true())


class GrowingFile:
    """A file read while another program writes it: once, line by line, forwards only.

    So lines awaited one after the other are lines that stand in the file in this order.
    """

    def __init__(self, path: Path, lines: asyncio.StreamReader) -> None:
        self._path = path
        self._lines = lines

    @classmethod
    @contextlib.asynccontextmanager
    async def follow(cls, path: Path) -> AsyncIterator["GrowingFile"]:
        """Starts at the first line. The file must exist: only then does tail sleep on inotify."""
        tail = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", "tail", "--lines=+1", "--follow", str(path),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, limit=1 << 24)
        assert tail.stdout is not None
        try:
            yield cls(path, tail.stdout)
        finally:
            tail.kill()
            await tail.wait()

    async def next(self) -> str:
        line = await self._lines.readline()
        if not line.endswith(b"\n"):
            raise AssertionError(f"{self._path.name} can be followed no longer")
        return line.decode(errors="replace").rstrip("\n")

    async def line(self, pattern: str, seconds: float) -> str:
        """The next line that holds the pattern, a regular expression."""
        async def matching() -> str:
            while not re.search(pattern, line := await self.next()):
                pass
            return line

        return await within(seconds, f"a line like {pattern!r} in {self._path.name}", matching())
