# SPDX-License-Identifier: MIT
"""Spectrum 2 in server mode with the lobby plugin: missed messages, and /history."""

import unittest

from lobby_history_scenario import LobbyHistoryScenario
from lobby_server import SERVER, lobby_server
from scene import scene

LOBBY = f"lobby@{SERVER}"


class LobbyHistoryInServerMode(LobbyHistoryScenario):

    async def test_missed_messages_and_history(self) -> None:
        with scene() as stage:
            async with lobby_server(stage, ["alice", "bob"], rooms=[]) as (spectrum, [alice, bob]):
                await self.see_each_other_online(alice, bob)
                await self.misses_messages(LOBBY, alice, bob)
                await self.asks_for_history(LOBBY, bob)
                await self.asks_page_by_page(alice, bob)
                for person in (alice, bob):
                    await person.client.log_out()
                await self.backends_leave_cleanly_when_dropped(spectrum)


if __name__ == "__main__":
    unittest.main(verbosity=2)
