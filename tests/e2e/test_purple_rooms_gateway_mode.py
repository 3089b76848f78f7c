# SPDX-License-Identifier: MIT
"""Rooms of XMPP through libpurple, behind Spectrum 2 as a component of the same Prosody."""

import unittest

from purple_rooms_scenario import PurpleRoomsScenario
from purple_transport import purple_gateway
from scene import scene


class PurpleRoomsInGatewayMode(PurpleRoomsScenario):

    async def test_people_meet_in_a_room(self) -> None:
        with scene() as stage:
            async with purple_gateway(stage) as transport:
                await self.people_meet_in_a_room(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
