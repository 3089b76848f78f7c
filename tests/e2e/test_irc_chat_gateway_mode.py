# SPDX-License-Identifier: MIT
"""Replies, reactions and retractions of a real Ergo, behind Spectrum 2 as a component of a Prosody; for guests."""

import unittest

from ergo import ergo_at
from irc_chat_scenario import IrcChatScenario
from irc_transport import irc_gateway
from scene import scene


class IrcChatInGatewayMode(IrcChatScenario):

    async def test_one_network(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", "carol", server=ergo_at) as transport:
                await self.people_write_to_each_other(transport)
            self.the_backend_has_left_cleanly(transport)

    async def test_the_network_in_the_names(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", "carol", network_in_names=True, server=ergo_at) as transport:
                await self.people_write_to_each_other(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
