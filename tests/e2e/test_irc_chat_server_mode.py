# SPDX-License-Identifier: MIT
"""Replies, reactions and retractions of a real Ergo, behind Spectrum 2 in server mode; for users with an account."""

import unittest

from ergo import ergo_at
from irc_chat_scenario import IrcChatScenario
from irc_transport import irc_server
from scene import scene


class IrcChatInServerMode(IrcChatScenario):

    async def test_one_network(self) -> None:
        with scene() as stage:
            async with irc_server(stage, server=ergo_at) as transport:
                await self.people_write_to_each_other(transport, alice_has_an_account=True)
            self.the_backend_has_left_cleanly(transport)

    async def test_the_network_in_the_names(self) -> None:
        with scene() as stage:
            async with irc_server(stage, network_in_names=True, server=ergo_at) as transport:
                await self.people_write_to_each_other(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
