# SPDX-License-Identifier: MIT
"""Waits for events, always with a deadline, never by sleeping. What has no event is looked at again and again."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
SECONDS_BETWEEN_LOOKS = 0.1


async def within(seconds: float | None, what: str | Callable[[], str], event: Awaitable[Result]) -> Result:
    """Returns the event's result. Raises AssertionError after `seconds`; None means no deadline.

    `what` names the awaited event. If it is a function, it can also describe what came instead.
    """
    try:
        return await asyncio.wait_for(event, seconds)
    except asyncio.TimeoutError:
        missed = what() if callable(what) else what
        raise AssertionError(f"waited {seconds:g} s in vain for {missed}") from None


async def ended(pid: int, seconds: float) -> None:
    """Waits for the end of a process, which need not be a child."""
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        loop = asyncio.get_running_loop()
        end = asyncio.Event()
        loop.add_reader(descriptor, end.set)
        try:
            await within(seconds, f"the end of process {pid}", end.wait())
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)


async def looks(condition: Callable[[], bool], seconds: float, what: str | Callable[[], str]) -> None:
    """Waits until the condition is true. It is for what has no event, such as the list of processes."""
    async def come_true() -> None:
        while not condition():
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    await within(seconds, what, come_true())


class Changes:
    """Lets a task wait for a condition. Whoever may have changed the condition calls `notify`."""

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
    """Reads a file line by line while another program writes it.

    It only reads forwards: lines awaited one after another stand in the file in this order.
    """

    def __init__(self, path: Path, lines: asyncio.StreamReader) -> None:
        self._path = path
        self._lines = lines

    @classmethod
    @contextlib.asynccontextmanager
    async def follow(cls, path: Path) -> AsyncIterator["GrowingFile"]:
        """Starts at the first line. The file must exist, since only then tail sleeps on inotify instead of polling."""
        tail = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", "tail", "--lines=+1", "--follow", str(path),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, limit=1 << 24)
        assert tail.stdout is not None
        try:
            yield cls(path, tail.stdout)
        finally:
            tail.kill()
            await tail.communicate()  # wait() would not return with more unread lines than the limit

    async def next(self) -> str:
        line = await self._lines.readline()
        if not line.endswith(b"\n"):
            raise AssertionError(f"{self._path.name} can be followed no longer")
        return line.decode(errors="replace").rstrip("\n")

    async def line(self, pattern: str, seconds: float) -> str:
        """Waits for a line that matches the regular expression, and returns it."""
        async def matching() -> str:
            while not re.search(pattern, line := await self.next()):
                pass
            return line

        return await within(seconds, f"a line like {pattern!r} in {self._path.name}", matching())
