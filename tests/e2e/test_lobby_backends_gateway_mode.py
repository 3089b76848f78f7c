# SPDX-License-Identifier: MIT
"""Spectrum 2 as a component of a Prosody with the lobby plugin: two users on two backends, one of which is killed."""

import unittest

from lobby_backends_scenario import LobbyBackendsScenario
from lobby_gateway import COMPONENT, lobby_gateway
from scene import scene

ROOM = f"lobby@{COMPONENT}"


class LobbyBackendsInGatewayMode(LobbyBackendsScenario):

    async def test_two_users_on_two_backends(self) -> None:
        with scene() as stage:
            async with lobby_gateway(stage, users_per_backend=1) as (spectrum, alice, bob):
                for person, other in ((alice, bob), (bob, alice)):
                    await person.client.gets_subscription_request(other.contact)
                    person.client.accepts(other.contact)
                await self.live_on_two_backends(spectrum, alice, bob, ROOM)
                bobs_backend = max(spectrum.backends.running(), key=spectrum.backends.order)
                await self.comes_back_from_a_crash(spectrum, bobs_backend, ROOM, bob, alice)
                await alice.client.log_out()
                await bob.client.sees(alice.contact, "offline")
                await bob.client.log_out()
            codes = list(spectrum.backends.exit_codes().values())
            codes.remove(-9)
            self.assertEqual(codes, [0] * len(codes))


if __name__ == "__main__":
    unittest.main(verbosity=2)
