# SPDX-License-Identifier: MIT
"""Channels of a real ngIRCd, behind Spectrum 2 in server mode."""

import unittest

import environment
from irc_rooms_scenario import IrcRoomsScenario
from irc_transport import irc_server
from scene import scene


class IrcRoomsInServerMode(IrcRoomsScenario):

    async def test_one_network(self) -> None:
        with scene() as stage:
            async with irc_server(stage) as transport:
                await self.people_meet_in_a_channel(transport)
                await self.a_nickname_is_in_use(transport)
            self.the_backend_has_left_cleanly(transport)

    async def test_the_network_in_the_names(self) -> None:
        with scene() as stage:
            async with irc_server(stage, network_in_names=True) as transport:
                await self.people_meet_in_a_channel(transport)
                await self.a_nickname_is_in_use(transport)
            self.the_backend_has_left_cleanly(transport)

    @unittest.skipIf(environment.in_libcommuni(), "libcommuni has no /nick")
    async def test_a_refused_nickname_is_answered_in_the_room(self) -> None:
        with scene() as stage:
            async with irc_server(stage) as transport:
                await self.a_refused_nickname_is_answered_in_the_room(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
