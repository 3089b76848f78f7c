# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode, where clients log in to Spectrum itself, with the host and the echo plugin."""

import unittest

from echo_scenario import EchoScenario
from ports import free_ports
from scene import scene
from spectrum2 import server_mode, spectrum2
from xmpp_client import XmppClient

CONTACT = "echo@localhost"


class EchoInServerMode(EchoScenario):

    async def test_a_user_talks_to_echo(self) -> None:
        with scene() as stage, free_ports(1) as [port]:
            password = stage.canaries.password("alice's password")
            async with spectrum2(stage.directory / "spectrum2", "echo", server_mode(port)) as spectrum:
                await spectrum.logs(r"Backend should now connect to Spectrum2 instance")
                await spectrum.logs(r"New backend 0x[0-9a-f]+ connected\. Current backend count=1")
                await spectrum.logs(r"PING to 0x[0-9a-f]+")
                await spectrum.logs(r"Component: Connected to Frontend server\.")

                async with XmppClient("alice%example.org@localhost", password) as alice:
                    await alice.log_in(port)
                    await alice.sees_online(CONTACT)
                    await self.receives_echoes_in_order(alice, CONTACT)
                    await self.gets_receipt_if_it_asks_for_one(alice, CONTACT)
                    await alice.log_out()

                await self.backends_leave_cleanly_when_dropped(spectrum)


if __name__ == "__main__":
    unittest.main(verbosity=2)
