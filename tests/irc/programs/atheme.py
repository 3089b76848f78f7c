# SPDX-License-Identifier: MIT
"""Debian's Atheme: services for InspIRCd."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import inspircd
from ngircd import IrcUser
from ports import LOOPBACK
from server import AS_NOBODY, Server, directory_of_nobody, file_of_nobody, started

PROGRAM = "/usr/bin/atheme-services"
MODULES = (
    "protocol/inspircd", "backend/opensex", "crypto/pbkdf2v2", "nickserv/main", "nickserv/enforce", "nickserv/ghost",
    "nickserv/group", "nickserv/identify", "nickserv/info", "nickserv/register", "nickserv/set_core", "nickserv/status",
    "operserv/main", "saslserv/main", "saslserv/plain")
SECONDS_UNTIL_ENFORCED = 1


def configuration(link: int) -> str:
    return "\n".join((
        *(f'loadmodule "modules/{name}";' for name in MODULES),
        f'serverinfo {{ name = "{inspircd.SERVICES}"; desc = "services"; numeric = "00S"; recontime = 1;',
        '  netname = "PrismTest"; adminname = "test"; adminemail = "test@prism.test";',
        '  registeremail = "test@prism.test";',
        "  auth = none; casemapping = rfc1459; maxlogins = 100; maxnicks = 10; maxusers = 100; maxchans = 10;",
        '  emaillimit = 1000; emailtime = 1; mta = "/bin/true"; };',
        f'uplink "{inspircd.HUB}" {{ host = "{LOOPBACK}"; port = {link};',
        f'  send_password = "{inspircd.LINK_PASSWORD}"; receive_password = "{inspircd.LINK_PASSWORD}"; }};',
        f'nickserv {{ spam; nick = "NickServ"; enforce_delay = {SECONDS_UNTIL_ENFORCED}; enforce_prefix = "Guest"; }};',
        'saslserv { nick = "SaslServ"; user = "SaslServ"; host = "services.prism.test"; real = "SASL"; };',
        'database = "opensex";', ""))


@contextlib.asynccontextmanager
async def atheme(directory: Path, ports: inspircd.Ports) -> AsyncIterator[Server]:
    """Starts the services, and links them with the server."""
    config = file_of_nobody(directory_of_nobody(directory) / "atheme.conf", configuration(ports.servers))
    command = [*AS_NOBODY, PROGRAM, "-n", "-c", str(config), "-D", str(directory), "-p", str(directory / "pid")]
    # Not named *.log: with -n Atheme prints all that it receives, passwords too.
    async with started(command, directory, directory / "debug.txt", "finished synching with uplink") as server:
        yield server


async def register(ports: inspircd.Ports, nickname: str, password: str, *options: str) -> None:
    """Registers a nickname with the services. `options` are those of NickServ's SET."""
    async with IrcUser.at(ports.users, nickname) as user:
        user.send(f"PRIVMSG NickServ :REGISTER {password} {nickname}@prism.test")
        await user.sees("NOTICE .*(now registered)")
        for option in options:
            user.send(f"PRIVMSG NickServ :SET {option}")
            await user.sees("NOTICE .*flag has been set")
