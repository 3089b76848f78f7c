#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures for how long users are out of their rooms after a crash of their backend, beside Spectrum's own IRC backend.

    crash_recovery.py [--of NAME,...] [--users N] [--rooms N] [--users-per-backend N,...] [--runs N] [--show]
                      [--database DIR] [--log-level LEVEL] HOST PLUGIN_DIR

HOST is the backend host of the release preset, and PLUGIN_DIR contains irc.so and lobby.so. NAME is irc, libcommuni
(Spectrum's own: see tests/e2e/install-peer.sh) or lobby. A real Spectrum 2 in gateway mode launches the backend; its
XMPP server is a script that plays all users. They are in rooms of a real ngIRCd (Debian: ngircd) or, with the lobby, of
the backend itself, which costs no network.

One backend is sent SIGSEGV, and each user writes to the room at once. Every quarter of a second somebody says a word in
each room: an IRC user without a gateway, or a user in the lobby. A user is back when a word has arrived that was said
after the end of the process. Time is counted from the signal. --show prints what the users see meanwhile.
"""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from gateway import Gateway, add_options, gateway, numbers
from usage import wait_ended

import environment
from light_client import Stanza
from ngircd import IrcUser, ngircd

NAMES = ("irc", "libcommuni", "lobby")
SECONDS_BETWEEN_WORDS = 0.25
SECONDS_TO_COME_BACK = 120
SECONDS_BETWEEN_CRASHES = 3  # in which late copies of a message arrive
WORD = re.compile(r"word (\d+)")
OWN = re.compile(r"crash \d+: (u\d+)")
NEVER = 1 << 62
LOST = re.compile(r":(u\d+)_*!\S+ QUIT")


@dataclass
class Crowd:
    """The users, in equal rooms, and what they have seen since the last crash."""

    running: Gateway
    names: list[str]
    rooms: list[str]
    speak: Callable[[str, str], None]  # says a text in a room
    of_irc: bool
    out: set[str] = field(default_factory=set)  # the users of the backend that crashed
    back: dict[str, float] = field(default_factory=dict)  # moment of the first word
    own: set[str] = field(default_factory=set)  # users of whom something has arrived that was written at the signal
    seen: Counter[str] = field(default_factory=Counter)
    next_word: int = 0
    first_word: int = NEVER  # after the crash

    def room_of(self, number: int) -> str:
        return self.rooms[number % len(self.rooms)]

    async def enter(self) -> None:
        component = self.running.component
        component.on_stanza = self._on_stanza
        if not self.of_irc:  # Spectrum registers nobody for the protocol irc: a user there logs in by joining a room
            for user in self.names:
                component.register(user)
            await component.wait_progress("registrations", lambda: len(component.registered), len(self.names))
            for user in self.names:
                component.log_in(user)
            await component.wait_progress("logins", lambda: len(component.online), len(self.names))
        for number, user in enumerate(self.names):
            component.join(user, self.room_of(number))
        await component.wait_progress("joins", lambda: len(component.in_room), len(self.names))

    async def talk(self) -> None:
        """Runs until it is cancelled. The sleep sets the rate of the load."""
        while True:
            number, self.next_word = self.next_word, self.next_word + 1
            for room in self.rooms:
                self.speak(room, f"word {number}")
            await asyncio.sleep(SECONDS_BETWEEN_WORDS)

    async def crash(self, number: int) -> "Recovery":
        """Ends the backend that was started first."""
        for seen_before in (self.back, self.own, self.seen, self.out):
            seen_before.clear()
        if not self.of_irc:
            self.out.update(self.names)
        self.first_word = NEVER
        pid = self.running.backends()[0]
        begun = time.monotonic()
        os.kill(pid, signal.SIGSEGV)
        for each, user in enumerate(self.names):
            self.running.component.say(user, self.room_of(each), f"crash {number}: {user}", "groupchat")
        await wait_ended([pid])
        self.first_word = self.next_word
        with contextlib.suppress(AssertionError):
            await self.running.component.changes.until(
                lambda: bool(self.out) and self.out <= self.back.keys(), SECONDS_TO_COME_BACK, "everybody's return")
        back = [self.back[user] - begun for user in self.out & self.back.keys()]
        if not back:
            raise SystemExit(f"none of {len(self.out)} users is back after {SECONDS_TO_COME_BACK} s")
        await asyncio.sleep(SECONDS_BETWEEN_CRASHES)
        return Recovery(len(self.out), back, len(self.own & self.out))

    def _on_stanza(self, user: str, stanza: Stanza) -> None:
        if stanza.name == "message" and (word := WORD.fullmatch(stanza.body)):
            if int(word[1]) >= self.first_word:
                self.back.setdefault(user, time.monotonic())
        elif stanza.name == "message" and (own := OWN.fullmatch(stanza.body)):
            self.own.add(own[1])
        else:
            self.seen[" ".join((stanza.name, stanza.type, *sorted(stanza.codes | stanza.elements)))] += 1


@dataclass(frozen=True)
class Recovery:
    out: int
    back: list[float]  # seconds of each user
    own: int  # messages written at the signal that have arrived


@contextlib.asynccontextmanager
async def crowd(name: str, options: argparse.Namespace, per_backend: int, directory: Path) -> AsyncIterator[Crowd]:
    """Yields the users in their rooms, where somebody talks."""
    of_irc = name != "lobby"
    rooms = [f"{'#' if of_irc else ''}room{number}" for number in range(options.rooms)]
    names = [f"u{number}" for number in range(options.users)]
    program = environment.spectrum2_dir() / "spectrum2_libcommuni_backend" if name == "libcommuni" else options.host
    sections = {"service": {"users_per_backend": per_backend}, "lobby": {"room": rooms}}
    async with contextlib.AsyncExitStack() as programs:
        observer = None
        if of_irc:
            port = await programs.enter_async_context(ngircd(directory / "ngircd"))
            sections["service"]["irc_server"] = f"127.0.0.1:{port}"
            observer = await programs.enter_async_context(IrcUser.at(port, "observer"))
            for room in rooms:
                observer.send(f"JOIN {room}")
                await observer.sees(f" 366 observer {room} ")
        running = await programs.enter_async_context(gateway(
            options, directory / "spectrum2", "irc" if of_irc else "lobby", program, sections))

        def speak(room: str, text: str) -> None:
            if observer:
                observer.send(f"PRIVMSG {room} :{text}")
            else:
                running.component.say(names[rooms.index(room)], room, text, "groupchat")

        users = Crowd(running, names, rooms, speak, of_irc)
        await users.enter()
        tasks = [asyncio.create_task(users.talk())]
        if observer:
            tasks.append(asyncio.create_task(note_lost_connections(observer, users)))
        try:
            yield users
        finally:
            for task in tasks:
                task.cancel()


async def note_lost_connections(observer: IrcUser, users: Crowd) -> None:
    """Runs until it is cancelled."""
    while True:
        line = await observer.sees(LOST.pattern, NEVER)
        users.out.add(LOST.match(line)[1])
        users.running.component.changes.notify()


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


async def measure(name: str, options: argparse.Namespace, per_backend: int, directory: Path) -> None:
    """Prints a row of the table."""
    async with crowd(name, options, per_backend, directory) as users:
        runs = [await users.crash(number) for number in range(options.runs)]
        out, back = sum(run.out for run in runs), sum(len(run.back) for run in runs)
        times = [spread([reading(run.back) for run in runs]) for reading in (min, statistics.median, max)]
        print(f"| {name} | {runs[0].out} of {options.users} | {' | '.join(times)} | {back} of {out} | "
              f"{sum(run.own for run in runs)} of {out} |", flush=True)
        if options.show:
            for what, count in users.seen.most_common():
                print(f"    {count} × {what}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=lambda text: text.split(","), default=NAMES)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--rooms", type=int, default=10)
    parser.add_argument("--users-per-backend", type=numbers, default=[200, 50])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    add_options(parser)
    options = parser.parse_args()
    if unknown := set(options.of).difference(NAMES):
        parser.error(f"no backend is called {', '.join(unknown)}")
    print(f"{options.users} users in {options.rooms} rooms, {options.runs} crashes: median (range)\n\n"
          "| backend | out by a crash | the first is back, s | half of them, s | the last, s | back in all | "
          "written at the signal, and arrived |\n|---|---|---|---|---|---|---|")
    for per_backend in options.users_per_backend:
        for name in options.of:
            if name == "lobby" and per_backend < options.users:
                continue  # a room of the lobby is within one backend
            with tempfile.TemporaryDirectory(prefix="prism-bench-") as directory:
                os.chmod(directory, 0o711)  # ngIRCd runs as nobody
                asyncio.run(measure(name, options, per_backend, Path(directory)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
