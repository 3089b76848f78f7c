# SPDX-License-Identifier: MIT
"""Forty users on four backends, which an engine has placed on other machines, and four disasters."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import environment
from hosts import RunningHost, backend_ids, running_hosts
from light_client import LightClient, Stanza
from machines import Machine
from ports import free_ports
from scenario import Scenario
from scene import Scene
from spectrum2 import Sections, Spectrum2, as_text, log_to, server_mode, spectrum2
from waiting import Changes, ended, looks, within

USERS = 40
USERS_PER_BACKEND = 10
BACKENDS = USERS // USERS_PER_BACKEND
CONTACT = "echo@localhost"
SECONDS_TO_RETURN = 120
SECONDS_TO_ANSWER = 2
SECONDS_OF_PATIENCE = 45
SECONDS_TO_LEAVE = 60
PING_TIMEOUT = 30  # Spectrum sends PING every 20 s


@dataclass(frozen=True)
class Fleet:
    """The machines, and the command that starts a backend on one of them."""

    directory: Path  # each host names a file below it
    machines: Sequence[Machine]
    backend: Sequence[str]


class User:
    def __init__(self, name: str, port: int, password: str) -> None:
        self._name = name
        self._account = port, password
        self._client = LightClient(name, "localhost", self._on_stanza)
        self._heard: set[str] = set()
        self._said = 0
        self._changes = Changes()

    async def log_in(self) -> None:
        await self._client.log_in(*self._account)

    async def gets_an_answer(self) -> None:
        """Says something until it is answered: what is said while there is no backend is lost. A slow answer counts
        although something else was said meanwhile.

        Spectrum may drop a new backend that has no user yet when it looks for idle ones, each 20 s, and starts another
        one only for a login. So who has waited in vain logs in anew.
        """
        said: set[str] = set()
        begun = time.monotonic()
        while True:
            if time.monotonic() - begun > SECONDS_OF_PATIENCE:
                begun = time.monotonic()
                self._client.close()
                self._client = LightClient(self._name, "localhost", self._on_stanza)
                await self.log_in()
            self._said += 1
            text = f"message {self._said}"
            said.add(text)
            self._client.say(CONTACT, text, "chat")
            with contextlib.suppress(AssertionError):
                return await self._changes.until(lambda: not said.isdisjoint(self._heard), SECONDS_TO_ANSWER, text)

    def close(self) -> None:
        self._client.close()

    def _on_stanza(self, stanza: Stanza) -> None:
        if stanza.name == "message" and stanza.body:
            self._heard.add(stanza.body)
            self._changes.notify()


class ScaleOutScenario(Scenario):

    async def lives_through_disasters(self, stage: Scene, fleet: Fleet) -> None:
        """No user may lose a backend more than three times: then Spectrum gives the user up."""
        with free_ports(1) as [port]:
            async with self.spectrum(stage, "spectrum2", fleet, port) as (spectrum, users):
                self.assertEqual(len(await self.placed(fleet, spectrum)), BACKENDS)
                self.assertEqual(stage.canaries.found_in_process_lists(), [])
                await self.a_host_dies(fleet, spectrum, users)
                await self.a_machine_is_cut_off(fleet, spectrum, users)
                await self.an_engine_dies(fleet, spectrum, users)
                hosts = await self.placed(fleet, spectrum)
                await spectrum.dies()
                await self.have_left(hosts)
                await spectrum.backends.all_exited(SECONDS_TO_LEAVE)
            async with self.spectrum(stage, "spectrum2-again", fleet, port) as (spectrum, _):
                self.assertEqual(len(await self.placed(fleet, spectrum)), BACKENDS)
            await looks(lambda: not running_hosts(fleet.directory), SECONDS_TO_LEAVE,
                        lambda: f"the end of {running_hosts(fleet.directory)}")

    async def a_host_dies(self, fleet: Fleet, spectrum: Spectrum2, users: Sequence[User]) -> None:
        victim = (await self.placed(fleet, spectrum))[0]
        os.kill(victim.pid, signal.SIGKILL)
        await self.have_left([victim])
        await self.all_get_answers(users)
        await self.placed(fleet, spectrum)

    async def a_machine_is_cut_off(self, fleet: Fleet, spectrum: Spectrum2, users: Sequence[User]) -> None:
        """No other host is touched, and none stays behind on the machine. Where there is another machine, nobody waits
        for this one.
        """
        machine = fleet.machines[0]
        lost = [host for host in await self.placed(fleet, spectrum) if machine.runs(host.pid)]
        others = set(running_hosts(fleet.directory)) - set(lost)
        self.assertTrue(lost)
        machine.cut_off()
        try:
            if others:
                await self.all_get_answers(users)
            await self.have_left(lost, PING_TIMEOUT + 2 * SECONDS_TO_LEAVE)
        finally:
            machine.reconnect()
        await self.all_get_answers(users)
        self.assertLessEqual(others, set(await self.placed(fleet, spectrum)))

    async def an_engine_dies(self, fleet: Fleet, spectrum: Spectrum2, users: Sequence[User]) -> None:
        before = await self.placed(fleet, spectrum)
        os.kill(min(spectrum.backends.running()), signal.SIGKILL)
        await self.all_get_answers(users)
        [left] = await self.first_to_leave(before)
        self.assertNotIn(left, await self.placed(fleet, spectrum))

    async def first_to_leave(self, hosts: Sequence[RunningHost]) -> list[RunningHost]:
        """Waits until a host has left, and returns all that have."""
        waits = {asyncio.create_task(ended(host.pid, SECONDS_TO_LEAVE)): host for host in hosts}
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()
        return [waits[task] for task in done]

    async def have_left(self, hosts: Sequence[RunningHost], seconds: float = SECONDS_TO_LEAVE) -> None:
        await asyncio.gather(*(ended(host.pid, seconds) for host in hosts))

    async def all_get_answers(self, users: Sequence[User]) -> None:
        await within(SECONDS_TO_RETURN, "answers to all users",
                     asyncio.gather(*(user.gets_an_answer() for user in users)))

    async def placed(self, fleet: Fleet, spectrum: Spectrum2) -> list[RunningHost]:
        """Waits until each engine has one host, with its number, and there is no orphan. Returns the hosts."""
        hosts: list[RunningHost] = []
        numbers: list[int] = []

        def settled() -> bool:
            hosts[:] = running_hosts(fleet.directory)
            numbers[:] = backend_ids(spectrum.backends.running())
            return sorted(numbers) == sorted(host.backend_id for host in hosts)

        await looks(settled, SECONDS_TO_LEAVE, lambda: f"one host for each of the engines {numbers}: {hosts}")
        return hosts

    @contextlib.asynccontextmanager
    async def spectrum(self, stage: Scene, name: str, fleet: Fleet,
                       port: int) -> AsyncIterator[tuple[Spectrum2, list[User]]]:
        """Starts Spectrum 2 with all users logged in. In its configuration is a secret, which nobody else may see."""
        sections = server_mode(port)
        sections["service"] |= {"users_per_backend": USERS_PER_BACKEND,
                                "admin_password": stage.canaries.password("the administrator's password")}
        password = stage.canaries.password("the users' password")
        users = [User(f"user{number}", port, password) for number in range(USERS)]
        async with spectrum2(stage.directory / name, "echo", sections, backend=fleet.backend) as spectrum:
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            try:
                for user in users:
                    await user.log_in()
                await self.all_get_answers(users)
                yield spectrum, users
            finally:
                for user in users:
                    user.close()


def write_worker_configuration(directory: Path) -> Path:
    """Writes the configuration of a machine, without Spectrum's secrets. It does not name the plugin."""
    logging = directory / "logging.cfg"
    logging.write_text(log_to(directory / "backend-${id}.log", "info", "${pid}: %d %-5p %c: %m%n"))
    sections: Sections = {
        "service": {"jid": "localhost", "server_mode": 1, "protocol": "none"},
        "logging": {"backend_config": logging},
        "prism": {"plugin_dir": environment.plugin_dir(), "ping_timeout": PING_TIMEOUT},
    }
    config = directory / "worker.cfg"
    config.write_text(as_text(sections))
    return config


def named_host(directory: Path) -> Path:
    """Makes a link to the host whose name chooses the plugin echo."""
    link = directory / "spectrum2_prism_echo_backend"
    link.symlink_to(environment.host())
    return link
