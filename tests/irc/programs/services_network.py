# SPDX-License-Identifier: MIT
"""InspIRCd with Atheme's services, and the host."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import inspircd
from atheme import atheme
from relay import Relay, relay
from scene import Scene, scene
from server import Server
from simulated_spectrum import Spectrum, launched


@dataclass
class Network:
    stage: Scene
    ports: inspircd.Ports
    services: Server
    relay: Relay  # between the host and the server
    spectrum: Spectrum


@contextlib.asynccontextmanager
async def network(**irc: object) -> AsyncIterator[Network]:
    """A server with services, the host behind a relay to it, and these keys of `[irc]`."""
    with scene() as stage:
        async with (inspircd.inspircd(stage.directory / "inspircd") as (_, ports),
                    atheme(stage.directory / "atheme", ports) as services,
                    relay(ports.users) as (passing, port),
                    launched(stage.directory / "host", port, irc=irc) as spectrum):
            yield Network(stage, ports, services, passing, spectrum)
