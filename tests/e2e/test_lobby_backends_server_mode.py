# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the lobby plugin: two users on two backends, one of which is killed."""

import unittest

from lobby_backends_scenario import LobbyBackendsScenario
from lobby_server import SERVER, lobby_server
from scene import scene

LOBBY = f"lobby@{SERVER}"


class LobbyBackendsInServerMode(LobbyBackendsScenario):

    async def test_two_users_on_two_backends(self) -> None:
        with scene() as stage:
            async with lobby_server(stage, ["alice", "bob"], rooms=[], users_per_backend=1) as (spectrum, [alice, bob]):
                await self.live_on_two_backends(spectrum, alice, bob, LOBBY)
                bobs_backend = max(spectrum.backends.running(), key=spectrum.backends.order)
                await self.comes_back_from_a_crash(spectrum, bobs_backend, LOBBY, bob, alice)
                await alice.client.log_out()
                await bob.client.sees(alice.contact, "offline")
                await bob.client.log_out()
            codes = list(spectrum.backends.exit_codes().values())
            codes.remove(-9)
            self.assertEqual(codes, [0] * len(codes))


if __name__ == "__main__":
    unittest.main(verbosity=2)
