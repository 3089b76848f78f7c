# SPDX-License-Identifier: MIT
"""Samples the resident memory of processes during a test."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from waiting import Changes

SECONDS_BETWEEN_SAMPLES = 1.0


def resident_mb(pid: int, field: str = "VmRSS") -> int:
    """Returns the memory in MiB, or 0 if the process has ended. VmHWM is its peak."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(rf"^{field}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


class ResidentMemory:
    """Resident memory of a changing set of processes."""

    def __init__(self, pids: Callable[[], set[int]]) -> None:
        self._pids = pids
        self.samples: dict[int, list[int]] = {}  # MiB, by pid
        self.most: dict[int, int] = {}  # peak in MiB by pid, from the kernel
        self._sampled = Changes()

    def sample(self) -> None:
        for pid in self._pids():
            if now := resident_mb(pid):
                self.samples.setdefault(pid, []).append(now)
                self.most[pid] = max(self.most.get(pid, 0), resident_mb(pid, "VmHWM"))
        self._sampled.notify()

    async def shrinks_to(self, most: int, seconds: float) -> dict[int, int]:
        """Waits until no process has more than `most` MiB. Returns their memory, also after the deadline. Use inside
        watched().
        """
        def now() -> dict[int, int]:
            return {pid: resident_mb(pid) for pid in self.samples}

        with contextlib.suppress(AssertionError):
            await self._sampled.until(lambda: max(now().values()) <= most, seconds, "the backends to give memory back")
        return now()

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Samples once per second inside the context."""
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
        """Returns the maximum of each of `points` spans of equal length."""
        samples = self.samples[pid]
        span = max(1, -(-len(samples) // points))
        return [max(samples[start:start + span]) for start in range(0, len(samples), span)]
