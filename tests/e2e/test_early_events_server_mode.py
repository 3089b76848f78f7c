# SPDX-License-Identifier: MIT
"""Server mode with a plugin that sends events right after CONNECTED, before the user's client is online."""

import contextlib
import unittest
from collections.abc import AsyncIterator

from ports import free_ports
from scenario import Scenario
from scene import Scene, scene
from spectrum2 import server_mode, spectrum2
from xmpp_client import XmppClient

SERVER = "localhost"
PROBE = f"probe@{SERVER}"
# A client without a presence counts as online after five seconds; it was half a minute.
SECONDS_WITHOUT_A_PRESENCE = 20


@contextlib.asynccontextmanager
async def place() -> AsyncIterator[tuple[Scene, int]]:
    """A scene, and the port where clients log in to Spectrum with the probe behind it."""
    with scene() as stage, free_ports(1) as [port]:
        async with spectrum2(stage.directory / "spectrum2", "probe", server_mode(port)) as spectrum:
            await spectrum.logs(r"Component: Connected to Frontend server\.")
            yield stage, port


class EarlyEventsInServerMode(Scenario):

    async def test_what_is_said_at_the_login_reaches_the_client(self) -> None:
        async with (place() as (stage, port),
                    XmppClient(f"alice@{SERVER}", stage.canaries.password("alice's password")) as alice):
            await alice.log_in(port)
            welcome, status = await alice.receives(PROBE, 2)
            self.assertRegex(welcome, "^logged in as alice ")
            self.assertEqual(status, "status_changed 1 ")
            alice.say(PROBE, "get prism.plugin")
            self.assertEqual(await alice.receives(PROBE), ["value "])
            self.assertEqual(alice.unread_messages(), [], "nothing is said twice")
            await alice.log_out()

    async def test_what_is_said_at_the_login_reaches_a_client_without_a_presence(self) -> None:
        async with place() as (stage, port):
            async with XmppClient(f"alice@{SERVER}", stage.canaries.password("alice's password")) as alice:
                await alice.log_in_quietly(port)
                [welcome] = await alice.receives(PROBE, seconds=SECONDS_WITHOUT_A_PRESENCE)
                self.assertRegex(welcome, "^logged in as alice ")
                await alice.log_out()
            async with XmppClient(f"bob@{SERVER}", stage.canaries.password("bob's password")) as bob:
                await bob.log_in_quietly(port)
                bob.say(PROBE, "get prism.plugin")  # shows that the client is there
                [(_, welcome), *_] = await bob.receives_until(PROBE, "value ", SECONDS_WITHOUT_A_PRESENCE)
                self.assertRegex(welcome, "^logged in as bob ")
                await bob.log_out()


if __name__ == "__main__":
    unittest.main(verbosity=2)
