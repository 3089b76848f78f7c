# SPDX-License-Identifier: MIT
"""The examples of transports in a Debian tree, run by Debian's spectrum2 under the restrictions of its unit (unit.sh), with
clients of XMPP and IRC.

unit_scenario.py TREE
"""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import unittest
from collections.abc import AsyncIterator
from pathlib import Path

from ngircd import IrcUser, ngircd
from ports import LOOPBACK, free_ports
from prosody import DOMAIN, Prosody, prosody
from scene import Scene, scene
from waiting import GrowingFile, within
from xmpp_client import XmppClient
from xmpp_muc import Said

UNIT = Path(__file__).with_name("unit.sh")
TREE = Path(sys.argv.pop())
EXAMPLES = TREE / "usr/share/doc/prism/examples"
TRANSPORTS = TREE / "etc/spectrum2/transports"
LOGS = TREE / "var/log/private/spectrum2"
USER = "64999"
SECONDS_TO_START = 60

ECHO, IRC, PURPLE = "localhost", "irc.example.test", "xmpp.example.test"
ROOM = f"#tea@{IRC}"


def put(example: str, values: dict[str, object]) -> None:
    """Puts an example where Spectrum 2 looks for transports, with other values of its keys."""
    text = (EXAMPLES / example).read_text()
    for key, value in values.items():
        text, found = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert found, f"{example} has no key {key}"
    (TRANSPORTS / example).write_text(text)


class Unit:
    """The running unit, in namespaces of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    @contextlib.asynccontextmanager
    async def started(cls, directory: Path) -> AsyncIterator["Unit"]:
        with (directory / "unit.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                UNIT, TREE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log)
        try:
            said = await within(SECONDS_TO_START, "the unit's start", process.stdout.readline())
            assert said == b"started\n", said
            yield cls(process)
            process.stdin.close()
            said = await within(30, "the unit's end", process.stdout.read())
            assert (said, await process.wait()) == (b"ended\n", 0), said
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def hosts(self) -> list[Path]:
        """The directories in /proc of the unit's backends."""
        return [status.parent for status in Path("/proc").glob("[0-9]*/status")
                if self._is_host(status)]

    def rotate_logs(self) -> None:
        """Runs logrotate as root does, among the processes of the unit, but outside its file system."""
        first = subprocess.run(["pgrep", "--parent", str(self._process.pid)], capture_output=True, text=True, check=True)
        subprocess.run(
            ["nsenter", "--target", first.stdout.strip(), "--pid", "unshare", "--mount", "sh", "-c",
             'mount -t proc proc "$1/proc" && exec chroot "$1" logrotate --force /etc/logrotate.d/spectrum2-prism', "sh",
             str(TREE)], check=True)

    @staticmethod
    def _is_host(status: Path) -> bool:
        try:
            return (status.parent / "root").resolve() == TREE and \
                (status.parent / "comm").read_text() == "spectrum2_prism\n"
        except OSError:  # the process has ended
            return False


class DebianTree(unittest.IsolatedAsyncioTestCase):

    async def test_transports(self) -> None:
        with scene() as stage, free_ports(3) as [echo_port, purple_port, _]:
            secret = stage.canaries.password("the component's secret")
            async with (prosody(stage.directory / "prosody", IRC, secret) as server,
                        ngircd(stage.directory / "ngircd") as irc_port):
                self.configure(server, secret, echo_port, purple_port, irc_port)
                async with Unit.started(stage.directory) as unit:
                    for jid in (ECHO, IRC, PURPLE):
                        await self.comes_up(jid)
                    self.hosts_are_restricted(unit)
                    await self.echo(stage, echo_port)
                    await self.irc(stage, server, irc_port)
                    await self.purple(stage, server, purple_port)
                    self.logs_are_rotated(unit)
                    await self.echo(stage, echo_port)
                    self.log_is_written_anew(unit)

    def configure(self, server: Prosody, secret: str, echo_port: int, purple_port: int, irc_port: int) -> None:
        logs = {"backend_config": "/usr/share/doc/prism/examples/backend-logging.cfg"}
        with free_ports(1) as [backend_port]:
            put("echo.cfg", {"port": echo_port, "backend_port": backend_port, **logs})
        put("irc.cfg", {"jid": IRC, "password": secret, "port": server.component_port,
                        "irc_server": f"{LOOPBACK}:{irc_port}", **logs})
        put("purple.cfg", {"jid": PURPLE, "server_mode": 1, "port": purple_port, **logs})
        with (TRANSPORTS / "purple.cfg").open("a") as file:
            file.write(f"[purple]\nconnect_server = {LOOPBACK}\nport = {server.client_port}\n"
                       "auth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n")
        text = (EXAMPLES / "logrotate").read_text()
        (TREE / "etc/logrotate.d/spectrum2-prism").write_text(text)

    async def comes_up(self, jid: str) -> None:
        log = LOGS / jid / "spectrum2.log"  # Spectrum makes it
        tail = await asyncio.create_subprocess_exec(
            "setpriv", "--pdeathsig", "KILL", "tail", "--lines=+1", "--follow=name", "--retry", log,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
        try:
            await GrowingFile(log, tail.stdout).line(r"Component: Connected", SECONDS_TO_START)
        finally:
            tail.kill()
            await tail.communicate()

    def hosts_are_restricted(self, unit: Unit) -> None:
        hosts = unit.hosts()
        self.assertEqual(len(hosts), 3, "backends")
        for host in hosts:
            status = dict(line.split(":\t", 1) for line in (host / "status").read_text().splitlines() if ":\t" in line)
            self.assertEqual(status["Uid"].split(), [USER] * 4)
            self.assertEqual(status["NoNewPrivs"], "1")
            self.assertEqual({status[key] for key in ("CapEff", "CapPrm", "CapBnd")}, {"0" * 16})

    async def echo(self, stage: Scene, port: int) -> None:
        async with XmppClient(f"alice%example.org@{ECHO}", stage.canaries.password("alice's password")) as alice:
            await alice.log_in(port)
            await alice.sees_online(f"echo@{ECHO}")
            alice.say(f"echo@{ECHO}", "Grüße")
            self.assertEqual(await alice.receives(f"echo@{ECHO}"), ["Grüße"])
            await alice.log_out()

    async def irc(self, stage: Scene, server: Prosody, port: int) -> None:
        password = stage.canaries.password("alice's password")
        server.add_user("alice", password)
        async with (IrcUser.at(port, "bob") as bob, XmppClient(f"alice@{DOMAIN}", password) as alice):
            bob.send("JOIN #tea")
            await bob.sees(r" 366 ")
            await alice.log_in(server.client_port)
            alice.join(ROOM, "alice")
            await bob.sees(r"alice\S* JOIN ")
            bob.send("PRIVMSG #tea :tea is ready")
            while Said("bob", "tea is ready") not in await alice.sees_in_room(ROOM):
                pass
            alice.say_in_room(ROOM, "thank you")
            await bob.sees(r"alice\S* PRIVMSG #tea :thank you")
            await alice.log_out()

    async def purple(self, stage: Scene, server: Prosody, port: int) -> None:
        passwords = {name: stage.canaries.password(f"{name}'s password") for name in ("bob", "carol")}
        for name, password in passwords.items():
            server.add_user(name, password)
        contact = f"bob\\40{DOMAIN}@{PURPLE}"
        async with (XmppClient(f"bob@{DOMAIN}", passwords["bob"]) as bob,
                    XmppClient(f"carol%{DOMAIN}@{PURPLE}", passwords["carol"]) as carol):
            await bob.log_in(server.client_port)
            await carol.log_in(port)
            carol.say(contact, "Grüße")
            self.assertEqual(await bob.receives(f"carol@{DOMAIN}"), ["Grüße"])
            await carol.log_out()
            await bob.log_out()

    def logs_are_rotated(self, unit: Unit) -> None:
        self.assertEqual(self.rotated(), [])
        unit.rotate_logs()
        self.assertNotEqual(self.rotated(), [])

    def log_is_written_anew(self, unit: Unit) -> None:
        """Call it when the echo backend has been asked something since the rotation: it has read SIGHUP before."""
        [host] = [host for host in unit.hosts() if b"echo.cfg" in (host / "cmdline").read_bytes()]
        files = [os.readlink(descriptor) for descriptor in (host / "fd").iterdir()]
        logs = [Path(file).name for file in files if "/backends/" in file]
        self.assertEqual(len(logs), 1)
        self.assertRegex(logs[0], r"^backend-\d+\.log$")

    @staticmethod
    def rotated() -> list[Path]:
        return sorted(LOGS.glob("*/backends/*.log.1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
