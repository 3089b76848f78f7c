# SPDX-License-Identifier: MIT
"""Channels of a real ngIRCd, behind Spectrum 2 as a component of a Prosody; for unregistered users."""

import unittest

from irc_rooms_scenario import IrcRoomsScenario
from irc_transport import irc_gateway
from scene import scene


class IrcRoomsInGatewayMode(IrcRoomsScenario):

    async def test_one_network(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", "carol", "bob") as transport:
                await self.people_meet_in_a_channel(transport)
                await self.a_nickname_is_in_use(transport)
            self.the_backend_has_left_cleanly(transport)

    async def test_the_network_in_the_names(self) -> None:
        with scene() as stage:
            async with irc_gateway(stage, "alice", "carol", "bob", network_in_names=True) as transport:
                await self.people_meet_in_a_channel(transport)
                await self.a_nickname_is_in_use(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
