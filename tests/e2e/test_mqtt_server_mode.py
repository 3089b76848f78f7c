# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the MQTT plugin, and a real Mosquitto, which goes and comes back."""

import unittest

from mosquitto import mosquitto
from mqtt_scenario import SOON, MqttScenario
from ports import free_ports
from scene import scene
from spectrum2 import server_mode, spectrum2
from xmpp_client import XmppClient

SERVER = "localhost"


class MqttInServerMode(MqttScenario):

    async def test_an_xmpp_client_on_a_broker(self) -> None:
        with scene() as stage, free_ports(1) as [port]:
            passwords = {name: stage.canaries.password(f"{name}'s password") for name in ("alice", "bob")}
            async with (mosquitto(stage.directory / "mosquitto", passwords) as broker,
                        broker.user("bob", passwords["bob"]) as bob):
                mode = server_mode(port) | {"mqtt": {"server": broker.address, "reconnect_delay": SOON}}
                async with spectrum2(stage.directory / "spectrum2", "mqtt", mode) as spectrum:
                    await spectrum.logs(r"Component: Connected to Frontend server\.")
                    async with XmppClient(f"alice@{SERVER}", stage.canaries.password("a wrong password")) as stranger:
                        await self.is_refused(stranger, port)
                    async with XmppClient(f"alice@{SERVER}", passwords["alice"]) as alice:
                        await alice.log_in(port)
                        await self.uses_the_broker(alice, SERVER, broker, bob)
                        await alice.log_out()
                    await self.backends_leave_cleanly_when_dropped(spectrum)

    async def is_refused(self, client: XmppClient, port: int) -> None:
        with self.assertRaisesRegex(AssertionError, "the server refused the login"):
            await client.log_in(port)


if __name__ == "__main__":
    unittest.main(verbosity=2)
