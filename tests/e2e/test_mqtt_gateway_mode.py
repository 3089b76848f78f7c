# SPDX-License-Identifier: MIT
"""Spectrum 2 as a component of Prosody with the MQTT plugin, and a real Mosquitto, which goes and comes back."""

import unittest

from mosquitto import mosquitto
from mqtt_scenario import SOON, MqttScenario
from prosody import DOMAIN, prosody
from scene import scene
from spectrum2 import gateway_mode, spectrum2
from xmpp_client import XmppClient

COMPONENT = "mqtt.example.test"
REFUSED = "The connection to the broker has ended: the broker refuses the name or the password."


class MqttInGatewayMode(MqttScenario):

    async def test_an_xmpp_client_on_a_broker(self) -> None:
        with scene() as stage:
            secret = stage.canaries.password("the component's secret")
            passwords = {name: stage.canaries.password(f"{name}'s password at the broker") for name in ("alice", "bob")}
            async with (mosquitto(stage.directory / "mosquitto", passwords) as broker,
                        broker.user("bob", passwords["bob"]) as bob,
                        prosody(stage.directory / "prosody", COMPONENT, secret) as server):
                mode = gateway_mode(COMPONENT, server.component_port, secret, stage.directory / "users.sqlite")
                mode["mqtt"] = {"server": broker.address, "reconnect_delay": SOON}
                async with spectrum2(stage.directory / "spectrum2", "mqtt", mode) as spectrum:
                    await spectrum.logs(r"Component: Connected")
                    xmpp_password = stage.canaries.password("alice's password")
                    server.add_user("alice", xmpp_password)
                    async with XmppClient(f"alice@{DOMAIN}", xmpp_password) as alice:
                        await alice.log_in(server.client_port)
                        await self.is_refused(alice, stage.canaries.password("a wrong password"))
                        # Spectrum logs in with the new password when the client comes back.
                        await alice.register(COMPONENT, "alice", passwords["alice"])
                        await alice.log_out()
                    async with XmppClient(f"alice@{DOMAIN}", xmpp_password) as alice:
                        await alice.log_in(server.client_port)
                        await broker.logs("New client connected .* u'alice'")
                        await self.uses_the_broker(alice, COMPONENT, broker, bob)
                        await alice.log_out()
                    await self.backends_leave_cleanly_when_dropped(spectrum)

    async def is_refused(self, alice: XmppClient, wrong_password: str) -> None:
        """Returns when both have subscribed to each other: else Spectrum does not learn that the client comes back."""
        await alice.register(COMPONENT, "alice", wrong_password)
        await alice.has_contact(COMPONENT, set(), "both")
        self.assertEqual(await alice.receives(COMPONENT), [REFUSED])


if __name__ == "__main__":
    unittest.main(verbosity=2)
