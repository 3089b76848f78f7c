# SPDX-License-Identifier: MIT
"""ZNC in front of ngIRCd, and the host."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from ngircd import IrcUser, ngircd
from relay import Relay, relay
from scene import scene
from simulated_spectrum import User, launched
from znc import Account, znc

ROOM = "#tea"
NICKNAME = "alicia"  # at the bouncer


@dataclass
class Place:
    network: int  # the port of the IRC server
    upstream: Relay  # between the bouncer and the server
    client: Relay  # between the host and the bouncer
    account: Account
    alice: User
    bob: IrcUser  # in the room, on the server


@contextlib.asynccontextmanager
async def place(channels: Sequence[str] = (ROOM,), motd: str = "") -> AsyncIterator[Place]:
    """The bouncer is in these channels, and the user is not logged in yet."""
    with scene() as stage:
        account = Account("alice", "tea", stage.canaries.password("alice's password"), NICKNAME)
        async with (ngircd(stage.directory / "ngircd") as network,
                    IrcUser.at(network, "bob") as bob,
                    relay(network) as (upstream, upstream_port)):
            for channel in channels:
                bob.send(f"JOIN {channel}")
                await bob.sees(" 366 ")
            async with (znc(stage.directory / "znc", account, upstream_port, channels, motd) as bouncer,
                        relay(bouncer) as (client, port),
                        launched(stage.directory / "host", port, service={"irc_send_pass": 1}) as spectrum):
                for _ in channels:
                    await bob.sees(f"^:{NICKNAME}!\\S+ JOIN ")
                yield Place(network, upstream, client, account, spectrum.user("alice"), bob)
