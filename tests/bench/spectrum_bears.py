#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures what one real Spectrum 2 bears in gateway mode: processor time and memory of Spectrum and of its backends.

    spectrum_bears.py [--users N,...] [--users-per-backend N,...] [--rooms OCCUPANTS,...] [--rate N]
                      [--seconds N] [--in-flight N] [--database DIR] [--log-level LEVEL] HOST PLUGIN_DIR

HOST is the backend host of the release preset, and PLUGIN_DIR contains echo.so and lobby.so. The XMPP server is a
script that plays all users. For each combination of the options a Spectrum starts with the plugin echo; the users
register, log in, so many a second (--rate), and write a first message; then each writes one in ten seconds (calm);
then --in-flight messages are under way all the time (most). With --rooms, the users are in rooms of the plugin lobby,
and write there: each occupant gets a copy.

The processor time of a login or a message is hardly changed by others who use the machine. Seconds until all are
online, rates and round trips are. If --database is on a disk, Spectrum waits for it at each registration and login.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from gateway import Gateway, add_options, gateway, numbers
from usage import cpu_seconds, memory_mb

from light_client import Stanza

SECONDS_BETWEEN_MESSAGES = 10  # of a user
SECONDS_BETWEEN_TURNS = 0.02  # of at_rate()
COLUMNS = ("users", "per backend", "in a room", "backends", "online, s", "login: Spectrum, ms", "backends, ms",
           "Spectrum, MB", "backends, MB", "calm: messages/s", "Spectrum, of a core", "p50 / p99, ms",
           "most: messages/s", "a copy: Spectrum, µs", "backends, µs", "p50 / p99, ms")


@dataclass(frozen=True)
class Usage:
    """Processor seconds of Spectrum and its backends, or a difference of them, and the time."""

    spectrum: float
    backends: float
    time: float

    @classmethod
    def now(cls, running: Gateway) -> "Usage":
        return cls(cpu_seconds(running.spectrum), running.cpu_of_backends(), time.monotonic())

    def until_now(self, running: Gateway) -> "Usage":
        now = Usage.now(running)
        return Usage(now.spectrum - self.spectrum, now.backends - self.backends, now.time - self.time)


@dataclass
class Talk:
    """The users' messages, each of which arrives in so many copies."""

    running: Gateway
    names: list[str]
    occupants: int  # of each room; 0 if each user writes to the contact echo
    pending: dict[str, tuple[float, int]] = field(default_factory=dict)  # by text: time sent, copies still missing
    round_trips: list[float] = field(default_factory=list)  # seconds until the last copy
    copies: int = 0
    on_answered: Callable[[], None] = lambda: None
    texts: itertools.count = field(default_factory=itertools.count)

    def room_of(self, number: int) -> str:
        return f"room{number // self.occupants}"

    def say(self, number: int) -> None:
        text = f"message {next(self.texts)}"
        self.pending[text] = time.monotonic(), self.occupants or 1
        to, kind = (self.room_of(number), "groupchat") if self.occupants else ("echo", "chat")
        self.running.component.say(self.names[number], to, text, kind)

    def on_stanza(self, _: str, stanza: Stanza) -> None:
        if stanza.name != "message" or stanza.body not in self.pending:
            return
        sent, missing = self.pending[stanza.body]
        self.copies += 1
        if missing > 1:
            self.pending[stanza.body] = sent, missing - 1
        else:
            del self.pending[stanza.body]
            self.round_trips.append(time.monotonic() - sent)
            self.on_answered()

    async def calm(self, seconds: float) -> None:
        rate = len(self.names) / SECONDS_BETWEEN_MESSAGES
        await at_rate(rate, self.say, [number % len(self.names) for number in range(int(rate * seconds))])

    async def full(self, seconds: float, in_flight: int) -> None:
        """Sends a message for each that has been answered."""
        everybody = itertools.cycle(range(len(self.names)))
        end = time.monotonic() + seconds

        def say() -> None:
            if time.monotonic() < end:
                self.say(next(everybody))

        self.on_answered = say
        for _ in range(in_flight):
            say()
        await asyncio.sleep(seconds)

    async def measure(self, messages: Awaitable[None]) -> tuple[Usage, list[float]]:
        """Waits for all answers. Returns what they have cost, and their round trips in order."""
        self.round_trips, self.copies = [], 0
        before = Usage.now(self.running)
        await messages
        await self.running.component.wait_progress("answers", lambda: -len(self.pending), 0)
        return before.until_now(self.running), sorted(self.round_trips)


async def at_rate(per_second: float, act: Callable[[int], None], users: list[int]) -> None:
    """Calls `act` with the number of each user, so often a second."""
    begun = time.monotonic()
    done = 0
    while done < len(users):
        due = int((time.monotonic() - begun) * per_second) + 1
        for number in users[done:due]:
            act(number)
        done = due
        await asyncio.sleep(SECONDS_BETWEEN_TURNS)


def percentiles(ordered: list[float]) -> str:
    return f"{statistics.median(ordered) * 1e3:.1f} / {ordered[len(ordered) * 99 // 100] * 1e3:.0f}"


async def come_online(talk: Talk, rate: float) -> Usage:
    """Returns what the logins have cost."""
    component, names = talk.running.component, talk.names
    everybody = list(range(len(names)))
    await at_rate(rate, lambda number: component.register(names[number]), everybody)
    await component.wait_progress("registrations", lambda: len(component.registered), len(names))
    before = Usage.now(talk.running)
    await at_rate(rate, lambda number: component.log_in(names[number]), everybody)
    await component.wait_progress("logins", lambda: len(component.online), len(names))
    used = before.until_now(talk.running)
    if talk.occupants:
        await at_rate(rate, lambda number: component.join(names[number], talk.room_of(number)), everybody)
        await component.wait_progress("joins", lambda: len(component.in_room), len(names))
    return used


async def measure(options: argparse.Namespace, running: Gateway, talk: Talk) -> list[str]:
    """Returns the cells from `backends` on."""
    running.component.on_stanza = talk.on_stanza
    users = len(talk.names)
    logins = await come_online(talk, options.rate)
    memory = memory_mb(running.spectrum, "Rss"), running.memory_of_backends()
    await talk.measure(at_rate(options.rate, talk.say, list(range(users))))  # Spectrum opens the conversations
    calm, calm_trips = await talk.measure(talk.calm(options.seconds))
    full, full_trips = await talk.measure(talk.full(options.seconds, options.in_flight))
    return [f"{len(running.backends())}", f"{logins.time:.0f}", f"{logins.spectrum / users * 1e3:.1f}",
            f"{logins.backends / users * 1e3:.1f}", f"{memory[0]:.0f}", f"{memory[1]:.0f}",
            f"{len(calm_trips) / calm.time:,.0f}", f"{calm.spectrum / calm.time:.0%}", percentiles(calm_trips),
            f"{len(full_trips) / full.time:,.0f}", f"{full.spectrum / talk.copies * 1e6:.0f}",
            f"{full.backends / talk.copies * 1e6:.0f}", percentiles(full_trips)]


async def run(options: argparse.Namespace, users: int, per_backend: int, occupants: int) -> None:
    """Prints one row."""
    plugin, rooms = "echo", []
    if occupants:
        plugin, rooms = "lobby", [f"room{number}" for number in range(-(-users // occupants))]
    sections = {"service": {"users_per_backend": per_backend}, "lobby": {"room": rooms}}
    with tempfile.TemporaryDirectory(prefix="prism-bench-") as name:
        async with gateway(options, Path(name) / "spectrum2", plugin, options.host, sections) as running:
            talk = Talk(running, [f"u{number}" for number in range(users)], occupants)
            cells = await measure(options, running, talk)
    print(f"| {users:,} | {per_backend:,} | {occupants or 'echo'} | {' | '.join(cells)} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=numbers, default=[200, 1000, 5000])
    parser.add_argument("--users-per-backend", type=numbers, default=[10, 100, 1000])
    parser.add_argument("--rooms", type=numbers, default=[0], metavar="OCCUPANTS")
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--in-flight", type=int, default=64)
    add_options(parser)
    options = parser.parse_args()
    for users, per_backend, occupants in itertools.product(options.users, options.users_per_backend, options.rooms):
        if occupants and (users % occupants or per_backend % occupants):
            parser.error("rooms must fill backends, and users must fill rooms: a room of the lobby is on one backend")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for users, per_backend, occupants in itertools.product(options.users, options.users_per_backend, options.rooms):
        asyncio.run(run(options, users, per_backend, occupants))
    return 0


if __name__ == "__main__":
    sys.exit(main())
