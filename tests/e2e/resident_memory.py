# SPDX-License-Identifier: MIT
"""The resident memory of processes, sampled while a test runs."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from waiting import Changes

SECONDS_BETWEEN_SAMPLES = 1.0


def resident_mb(pid: int, field: str = "VmRSS") -> int:
    """In MiB; VmHWM is the most so far. 0 for a process that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(rf"^{field}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


class ResidentMemory:
    """Of each process of a changing set."""

    def __init__(self, pids: Callable[[], set[int]]) -> None:
        self._pids = pids
        self.samples: dict[int, list[int]] = {}  # MiB, by pid
        self.most: dict[int, int] = {}  # MiB, by pid, as the kernel knows it
        self._sampled = Changes()

    def sample(self) -> None:
        for pid in self._pids():
            if now := resident_mb(pid):
                self.samples.setdefault(pid, []).append(now)
                self.most[pid] = max(self.most.get(pid, 0), resident_mb(pid, "VmHWM"))
        self._sampled.notify()

    async def shrinks_to(self, most: int, seconds: float) -> dict[int, int]:
        """While watched: until no process has more than `most` MiB, or the time is over. Returns what each has then."""
        def now() -> dict[int, int]:
            return {pid: resident_mb(pid) for pid in self.samples}

        with contextlib.suppress(AssertionError):
            await self._sampled.until(lambda: max(now().values()) <= most, seconds, "the backends to give memory back")
        return now()

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Takes a sample each second."""
        async def watch() -> None:
            while True:
                self.sample()
                await asyncio.sleep(SECONDS_BETWEEN_SAMPLES)

        watching = asyncio.create_task(watch())
        try:
            yield
        finally:
            watching.cancel()

    def over_time(self, pid: int, points: int = 20) -> list[int]:
        """The most in each of so many spans of equal length."""
        samples = self.samples[pid]
        span = max(1, -(-len(samples) // points))
        return [max(samples[start:start + span]) for start in range(0, len(samples), span)]
