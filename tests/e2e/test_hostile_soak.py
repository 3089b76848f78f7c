# SPDX-License-Identifier: MIT
"""A soak of the IRC plugin behind a real Spectrum 2 and Prosody. One of ten IRC servers is hostile.

PRISM_SOAK_SECONDS  duration of the talk (20)
PRISM_SOAK_USERS    number of users, a tenth of them on the hostile server (40)
PRISM_SOAK_ACTS     names of hostile acts, separated by commas; "none" for a harmless server (all)
PRISM_SANITIZE      if not empty, the backends have a sanitizer, and their memory is not checked
"""

import asyncio
import contextlib
import os
import sys
import time
import unittest
from dataclasses import dataclass
from itertools import cycle

from hostile_acts import ACTS
from hostile_irc import WHOIS, HostileServer, hostile_irc
from ngircd import ngircd_at
from ports import free_addresses
from prosody import Prosody, prosody
from resident_memory import ResidentMemory, resident_mb
from scenario import Scenario
from scene import Scene, scene
from soak_users import COMPONENT, Paster, Talker, Talks, User, Victim
from spectrum2 import Spectrum2, gateway_mode, spectrum2

SECONDS = int(os.environ.get("PRISM_SOAK_SECONDS", "20"))
USERS = int(os.environ.get("PRISM_SOAK_USERS", "40"))
CHOSEN = os.environ.get("PRISM_SOAK_ACTS", "all")
SERVERS = 10
IRC_PORT = 6667  # all servers have the same port, since a name contains only the server's address
BACKENDS = 4
GROUP = 4  # users in a channel: two talk there, two to each other
LOGINS_AT_A_TIME = 10
PASTE = 5_000_000
QUIET_SECONDS = 60  # without any message, while some are still missing
SECONDS_TO_SHRINK = 60
# MiB per backend: at any time, and at the end, when the hostile server's users have left. Without that server, a
# backend with 50 users had at most 16. With a sanitizer there is no limit, since it does not return memory.
SANITIZED = bool(os.environ.get("PRISM_SANITIZE"))
MOST_RESIDENT = sys.maxsize if SANITIZED else 192
MOST_RESIDENT_AT_END = sys.maxsize if SANITIZED else 96


def chosen_acts() -> list[str]:
    if CHOSEN == "all":
        return [*ACTS, WHOIS]
    return [] if CHOSEN == "none" else CHOSEN.split(",")


@dataclass
class Cast:
    talks: Talks
    talkers: list[Talker]
    paster: Paster
    victims: list[Victim]
    servers: list[str]  # the honest servers
    hostile: str

    def everybody(self) -> list[User]:
        """All users, alternating between servers, so that each backend gets users of every server."""
        by_server: dict[str, list[User]] = {}
        for user in [*self.talkers, self.paster, *self.victims]:
            by_server.setdefault(user.server, []).append(user)
        users: list[User] = []
        while any(by_server.values()):
            users += [waiting.pop(0) for waiting in by_server.values() if waiting]
        return users


def cast(addresses: list[str]) -> Cast:
    *honest, hostile = addresses
    talks = Talks()
    talkers: list[Talker] = []
    victims = [Victim(f"v{number}", hostile, f"#den{number}") for number in range(max(1, USERS // SERVERS))]
    servers = cycle(honest)
    while len(talkers) + len(victims) + 1 < USERS:
        server, channel = next(servers), f"#talk{len(talkers)}"
        size = min(GROUP, USERS - len(victims) - 1 - len(talkers))
        names = [f"u{len(talkers) + each}" for each in range(size)]
        partners = [None, None, *(reversed(names[2:]) if size == GROUP else [None] * size)]
        group = [Talker(name, server, channel, talks, partner) for name, partner in zip(names, partners)]
        for talker, partner in zip(group, partners):
            talks.readers[talker.stream] = [each for each in group if partner in (None, each.name)]
        talkers += group
    first = talkers[0]
    return Cast(talks, talkers, Paster("paster", first.server, "#talk0", first.name), victims, honest, hostile)


class HostileSoak(Scenario):

    async def test_one_hostile_server_harms_nobody_else(self) -> None:
        asyncio.get_running_loop().set_debug(False)  # debug mode, the default here, is too slow
        with scene() as stage:
            async with contextlib.AsyncExitStack() as programs:
                await self.soak(stage, programs)

    async def soak(self, stage: Scene, programs: contextlib.AsyncExitStack) -> None:
        addresses = programs.enter_context(free_addresses(SERVERS, IRC_PORT))
        people = cast(addresses)
        for number, address in enumerate(people.servers):
            await programs.enter_async_context(ngircd_at(stage.directory / f"ngircd{number}", address, IRC_PORT))
        names = chosen_acts()
        hostile = await programs.enter_async_context(hostile_irc(
            people.hostile, IRC_PORT, [ACTS[name] for name in names if name != WHOIS], WHOIS in names))
        secret = stage.canaries.password("the component's secret")
        server = await programs.enter_async_context(
            prosody(stage.directory / "prosody", COMPONENT, secret, log_level="info"))
        mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
        mode["service"]["users_per_backend"] = -(-USERS // BACKENDS)
        mode["irc"] = {"flood_interval": 100}  # with the default, 5 MB would take hours
        spectrum = await programs.enter_async_context(
            spectrum2(stage.directory / "spectrum2", "irc", mode, log_level="info"))
        await spectrum.logs(r"Component: Connected")

        memory = ResidentMemory(spectrum.backends.running)
        async with memory.watched():
            await self.log_in(stage, server, people)
            backends = spectrum.backends.running()
            print(f"{len(people.everybody())} users are in, on {len(backends)} backends", flush=True)
            hostile.begin()
            began = time.monotonic()
            await self.talk(people)
            took = time.monotonic() - began
            hostile.end_attacks()
            await people.talks.all_arrived(QUIET_SECONDS)
            arriving = time.monotonic() - began - took
            await asyncio.gather(*(victim.leave() for victim in people.victims))
            at_end = await memory.shrinks_to(MOST_RESIDENT_AT_END, SECONDS_TO_SHRINK)
        self.report(people, hostile, memory, spectrum, server, took, arriving, at_end)
        faults = self.faults(people, hostile, memory, spectrum, server, backends, at_end)
        for user in people.everybody():
            user.client.close()
        self.assertEqual(faults, [])

    async def log_in(self, stage: Scene, server: Prosody, people: Cast) -> None:
        users = people.everybody()
        password = stage.canaries.password("the users' password")
        for user in users:
            server.add_user(user.name, password)
        for first in range(0, len(users), LOGINS_AT_A_TIME):
            await asyncio.gather(*(user.log_in(server.client_port, password)
                                   for user in users[first:first + LOGINS_AT_A_TIME]))

    async def talk(self, people: Cast) -> None:
        visits = [asyncio.create_task(victim.stay()) for victim in people.victims]
        pasting = asyncio.create_task(self.paste(people.paster))
        try:
            await asyncio.gather(*(talker.talk(SECONDS, 3 * number / len(people.talkers))
                                   for number, talker in enumerate(people.talkers)))
            await pasting
        finally:
            for task in (*visits, pasting):
                task.cancel()

    async def paste(self, paster: Paster) -> None:
        """Pastes to the channel at first, and to the user at half time."""
        await paster.paste(PASTE, to_person=False)
        await asyncio.sleep(SECONDS / 2)
        await paster.paste(PASTE, to_person=True)

    def report(self, people: Cast, hostile: HostileServer, memory: ResidentMemory, spectrum: Spectrum2,
               server: Prosody, took: float, arriving: float, at_end: dict[int, int]) -> None:
        talks, figures = people.talks, hostile.figures
        print(f"duration: {took:.0f} s of talk, then {arriving:.1f} s until the last message was there")
        print(f"messages: {sum(talks.sent.values())} sent by {len(people.talkers)} users, "
              f"{talks.arrived} of {talks.expected()} arrived once and in order")
        print(f"paste: {people.paster.pasted} bytes, {people.talkers[0].pasted} of them arrived at one reader, "
              f"{people.paster.words} other messages to the paster")
        for name in chosen_acts():
            print(f"hostile: {name}: {figures.bytes[name]} bytes in {figures.turns[name]} turns, connections closed "
                  f"{figures.closed[name]}, no answer to PING {figures.silent[name]}")
        print(f"kicks: {figures.kicks}, {figures.returns} users came back")
        print(f"victims: {sum(victim.client.received for victim in people.victims)} bytes received, "
              f"{sum(victim.stanzas for victim in people.victims)} stanzas")
        for pid in memory.samples:
            print(f"memory of backend {pid}: most {memory.most[pid]} MiB, at the end {at_end[pid]} MiB; "
                  f"over time {memory.over_time(pid)}")
        print(f"memory of Spectrum 2: most {resident_mb(spectrum.pid, 'VmHWM')} MiB, "
              f"now {resident_mb(spectrum.pid)} MiB")
        opened, ended = server.component_streams()
        print(f"streams: the component's was opened {opened} times and ended {len(ended)} times; "
              f"{sum(user.client.lost is not None for user in people.everybody())} clients lost theirs", flush=True)

    def faults(self, people: Cast, hostile: HostileServer, memory: ResidentMemory, spectrum: Spectrum2,
               server: Prosody, backends: set[int], at_end: dict[int, int]) -> list[str]:
        opened, ended = server.component_streams()
        faults = [f"Prosody's log: {line}" for line in ended]
        faults += [f"the component's stream was opened {opened} times"] if opened != 1 else []
        faults += ["Spectrum 2 has ended"] if spectrum.ended else []
        faults += [f"backend {pid} ended with code {code}" for pid, code in spectrum.backends.exit_codes().items()
                   if pid in backends or code != 0]
        faults += [f"{user.name}: {user.client.lost}" for user in people.everybody() if user.client.lost]
        faults += people.talks.faults[:20] + people.talks.missing()[:20]
        faults += [f"backend {pid} had {most} MiB" for pid, most in memory.most.items() if most > MOST_RESIDENT]
        faults += [f"backend {pid} has {now} MiB at the end" for pid, now in at_end.items()
                   if now > MOST_RESIDENT_AT_END]
        faults += [f"{victim.name} got a forged message from {sender!r}"
                   for victim in people.victims for sender in victim.forged[:1]]
        if hostile.figures.returns < hostile.figures.kicks:
            faults.append(f"{hostile.figures.kicks} kicks, but {hostile.figures.returns} users came back")
        return faults + hostile.errors


if __name__ == "__main__":
    unittest.main(verbosity=2)
