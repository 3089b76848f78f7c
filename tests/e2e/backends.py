# SPDX-License-Identifier: MIT
"""The backends that Spectrum 2 launched, recorded by record_backend.py."""

import os
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from waiting import GrowingFile, within

RECORDER = Path(__file__).with_name("record_backend.py")
SECONDS_TO_LEAVE = 60


class Backends:
    """All backends of one Spectrum 2. Their records are in a directory of their own."""

    def __init__(self, directory: Path, command: Sequence[str]) -> None:
        self._directory = directory
        self._command = command
        self._events = directory / "backends"
        directory.mkdir()
        self._events.touch()

    @property
    def command(self) -> str:
        """The value of `[service] backend=`."""
        return shlex.join([sys.executable, "-B", str(RECORDER), str(self._directory), *self._command])

    def running(self) -> set[int]:
        return {int(words[1]) for words in self._recorded("started")} - self.exit_codes().keys()

    def order(self, pid: int) -> int:
        """The place of a backend among all that were started."""
        return [int(words[1]) for words in self._recorded("started")].index(pid)

    def exit_codes(self) -> dict[int, int]:
        """Exit codes by pid. A negative code is the number of the signal that ended the process."""
        return {int(words[1]): int(words[2]) for words in self._recorded("exited")}

    async def all_exited(self, seconds: float) -> None:
        """Waits until all running backends have exited."""
        await self._until(lambda: not self.running(), seconds, "every backend to exit")

    async def has_exited(self, pid: int, seconds: float) -> None:
        await self._until(lambda: pid in self.exit_codes(), seconds, f"the backend {pid} to exit")

    async def _until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        async with GrowingFile.follow(self._events) as events:
            async def come_true() -> None:
                while not condition():
                    await events.next()

            await within(seconds, what, come_true())

    async def end(self) -> None:
        """Waits until no backend is left after Spectrum's end. Kills the others, and fails then."""
        try:
            await self.all_exited(SECONDS_TO_LEAVE)
        except AssertionError:
            for pid in self.running():
                os.kill(pid, signal.SIGKILL)
            await self.all_exited(SECONDS_TO_LEAVE)
            raise

    def _recorded(self, event: str) -> list[list[str]]:
        lines = self._events.read_text().splitlines()
        return [words for words in map(str.split, lines) if words[0] == event]
