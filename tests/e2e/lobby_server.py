# SPDX-License-Identifier: MIT
"""A Spectrum 2 in server mode with the lobby plugin and users who are logged in."""

import contextlib
from collections.abc import AsyncIterator

from lobby_scenario import Person
from ports import free_ports
from scene import Scene
from spectrum2 import Spectrum2, server_mode, spectrum2
from xmpp_client import XmppClient

SERVER = "localhost"

# A user logs in as name%domain. The plugin gets name@domain; other users see name\40domain (XEP-0106).
ESCAPED_AT = r"\40"


@contextlib.asynccontextmanager
async def lobby_server(stage: Scene, names: list[str],
                       rooms: list[str],
                       users_per_backend: int = 10) -> AsyncIterator[tuple[Spectrum2, list[Person]]]:
    """Logs the users in, one after another."""
    with free_ports(1) as [port]:
        mode = server_mode(port) | {"lobby": {"room": rooms, "moderator": "alice"}}
        mode["service"]["users_per_backend"] = users_per_backend
        async with (spectrum2(stage.directory / "spectrum2", "lobby", mode) as spectrum,
                    contextlib.AsyncExitStack() as clients):
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            people = []
            for name in names:
                client = XmppClient(f"{name}@{SERVER}", stage.canaries.password(f"{name}'s password"))
                await clients.enter_async_context(client)
                await client.log_in(port)
                people.append(Person(client, f"{name.replace('%', ESCAPED_AT)}@{SERVER}"))
            yield spectrum, people
