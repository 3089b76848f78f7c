# SPDX-License-Identifier: MIT
"""Spectrum 2 as a component of a Prosody with the lobby plugin: missed messages, and /history."""

import unittest

from lobby_gateway import COMPONENT, lobby_gateway
from lobby_history_scenario import LobbyHistoryScenario
from scene import scene

ROOM = f"lobby@{COMPONENT}"


class LobbyHistoryInGatewayMode(LobbyHistoryScenario):

    async def test_missed_messages_and_history(self) -> None:
        with scene() as stage:
            async with lobby_gateway(stage) as (spectrum, alice, bob):
                for person, other in ((alice, bob), (bob, alice)):
                    await person.client.gets_subscription_request(other.contact)
                    person.client.accepts(other.contact)
                await self.see_each_other_online(alice, bob)
                await self.misses_messages(ROOM, alice, bob)
                await self.asks_for_history(ROOM, bob)
                await self.asks_page_by_page(alice, bob)
                for person in (alice, bob):
                    await person.client.log_out()
                await self.backends_leave_cleanly_when_dropped(spectrum)


if __name__ == "__main__":
    unittest.main(verbosity=2)
