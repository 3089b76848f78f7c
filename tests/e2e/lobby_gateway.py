# SPDX-License-Identifier: MIT
"""A Spectrum 2 with the lobby plugin as a component of a Prosody, and two users with accounts there."""

import contextlib
from collections.abc import AsyncIterator

from lobby_scenario import Person
from prosody import DOMAIN, prosody
from scene import Scene
from spectrum2 import Spectrum2, gateway_mode, spectrum2
from xmpp_client import XmppClient

COMPONENT = "lobby.example.test"


@contextlib.asynccontextmanager
async def lobby_gateway(stage: Scene,
                        users_per_backend: int = 10) -> AsyncIterator[tuple[Spectrum2, Person, Person]]:
    """Logs Alice and Bob in, registers them with the gateway, and subscribes them to its presence."""
    secret = stage.canaries.password("the component's secret")
    async with prosody(stage.directory / "prosody", COMPONENT, secret) as server:
        mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
        mode["service"]["users_per_backend"] = users_per_backend
        mode["lobby"] = {"moderator": "alice"}
        async with (spectrum2(stage.directory / "spectrum2", "lobby", mode) as spectrum,
                    contextlib.AsyncExitStack() as clients):
            await spectrum.logs(r"Component: Connected")
            people = []
            for name in ("alice", "bob"):
                password = stage.canaries.password(f"{name}'s password")
                server.add_user(name, password)
                client = XmppClient(f"{name}@{DOMAIN}", password, accepts_all=False)
                await clients.enter_async_context(client)
                await client.log_in(server.client_port)
                await client.register(COMPONENT, name, stage.canaries.password(f"{name}'s password in the lobby"))
                await client.gets_subscription_request(COMPONENT)
                client.accepts(COMPONENT)
                await client.sees(COMPONENT, "online")
                people.append(Person(client, f"{name}@{COMPONENT}"))
            yield spectrum, people[0], people[1]
