# SPDX-License-Identifier: MIT
"""Spectrum 2 as a component of a Prosody, as most installations run it, with the host and the echo plugin."""

import unittest

from echo_scenario import EchoScenario
from prosody import DOMAIN, prosody
from scene import scene
from spectrum2 import gateway_mode, spectrum2
from xmpp_client import XmppClient

COMPONENT = "echo.example.test"
CONTACT = f"echo@{COMPONENT}"


class EchoInGatewayMode(EchoScenario):

    async def test_a_registered_user_talks_to_echo(self) -> None:
        with scene() as stage:
            secret = stage.canaries.password("the component's secret")
            password = stage.canaries.password("alice's password")
            legacy_password = stage.canaries.password("alice's password on the legacy network")
            async with prosody(stage.directory / "prosody", COMPONENT, secret) as server:
                server.add_user("alice", password)
                database = stage.directory / "users.sqlite"
                mode = gateway_mode(COMPONENT, server.component_port, secret, database)
                async with spectrum2(stage.directory / "spectrum2", "echo", mode) as spectrum:
                    await spectrum.logs(r"Backend should now connect to Spectrum2 instance")
                    await spectrum.logs(r"New backend 0x[0-9a-f]+ connected\. Current backend count=1")
                    await spectrum.logs(r"PING to 0x[0-9a-f]+")
                    await spectrum.logs(r"Connecting XMPP server")
                    await spectrum.logs(r"Component: Connected")

                    async with XmppClient(f"alice@{DOMAIN}", password) as alice:
                        await alice.log_in(server.client_port)
                        await alice.register(COMPONENT, "alice", legacy_password)
                        await alice.sees_online(CONTACT)
                        await self.receives_echoes_in_order(alice, CONTACT)
                        await self.gets_receipt_if_it_asks_for_one(alice, CONTACT)
                        await alice.log_out()

                    await self.backends_leave_cleanly_when_dropped(spectrum)


if __name__ == "__main__":
    unittest.main(verbosity=2)
