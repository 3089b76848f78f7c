# SPDX-License-Identifier: MIT
"""Other machines, as far as a program can tell: network, processes and host name of their own. The files are shared."""

import contextlib
import ipaddress
import json
import os
import random
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

from processes import running
from waiting import GrowingFile

SECONDS_TO_BOOT = 60
FOR_TESTS = ipaddress.IPv4Network("198.18.0.0/15")  # set aside for tests of networks: RFC 2544


class Machine:
    """A machine that is joined to this one by a cable."""

    def __init__(self, name: str, init: int, own_address: str, address: str) -> None:
        self.name = name
        self.own_address = own_address  # this machine's, as the other one sees it
        self.address = address
        self._init = init

    def command(self, *words: str) -> list[str]:
        """The command that runs `words` there."""
        return ["nsenter", f"--target={self._init}", "--net", "--pid", "--mount", "--uts", "--", *words]

    def run(self, *words: str, text: str = "") -> None:
        result = subprocess.run(self.command(*words), input=text, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise AssertionError(f"{words} on {self.name}: {result.stderr}")

    def runs(self, pid: int) -> bool:
        """Whether this process, numbered as on this machine, runs there."""
        with contextlib.suppress(OSError):  # it has ended
            return os.stat(f"/proc/{pid}/ns/net").st_ino == os.stat(f"/proc/{self._init}/ns/net").st_ino
        return False

    def cut_off(self) -> None:
        """Drops every packet, as a broken cable does: neither side is told."""
        self.run("nft", "-f", "-", text="""
            table inet broken_cable {
                chain input { type filter hook input priority 0; policy drop; }
                chain output { type filter hook output priority 0; policy drop; }
            }""")

    def reconnect(self) -> None:
        self.run("nft", "delete", "table", "inet", "broken_cable")


@contextlib.asynccontextmanager
async def machine(directory: Path, name: str) -> AsyncIterator[Machine]:
    """Boots a machine. At the end of the context, all of its processes are killed."""
    directory.mkdir()
    output = directory / "boot.log"
    output.touch()
    boot = f"hostname {name} && ip link set lo up && echo ready && exec sleep infinity"
    command = ["unshare", "--net", "--pid", "--uts", "--fork", "--kill-child=KILL", "--mount-proc", "sh", "-c", boot]
    async with running(command, directory, output) as process, GrowingFile.follow(output) as booted:
        await booted.line("^ready$", SECONDS_TO_BOOT)
        init = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())
        made = Machine(name, init, *_join(init))
        yield made


def _join(init: int) -> tuple[str, str]:
    """Lays a cable to the machine. It disappears with the machine."""
    own_address, address = map(str, _free_network().hosts())
    far = "eth0"
    link = f"prism{random.randrange(16 ** 8):08x}"
    inside = ["nsenter", f"--target={init}", "--net", "--"]
    for command in (["ip", "link", "add", link, "type", "veth", "peer", "name", far, "netns", str(init)],
                    ["ip", "address", "add", f"{own_address}/30", "dev", link],
                    ["ip", "link", "set", link, "up"],
                    [*inside, "ip", "address", "add", f"{address}/30", "dev", far],
                    [*inside, "ip", "link", "set", far, "up"]):
        subprocess.run(command, check=True)
    return own_address, address


def _free_network() -> ipaddress.IPv4Network:
    """Returns a network of two addresses that this machine has no route to."""
    listed = subprocess.run(["ip", "-json", "-4", "route", "show", "table", "all"], check=True, capture_output=True)
    used = [ipaddress.ip_network(route["dst"]) for route in json.loads(listed.stdout) if route["dst"] != "default"]
    candidates = list(FOR_TESTS.subnets(new_prefix=30))
    random.shuffle(candidates)
    for candidate in candidates:
        if not any(candidate.overlaps(network) for network in used):
            return candidate
    raise AssertionError(f"this machine uses all of {FOR_TESTS}")
