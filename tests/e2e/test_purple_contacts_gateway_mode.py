# SPDX-License-Identifier: MIT
"""Contacts of XMPP through libpurple, behind Spectrum 2 as a component of the same Prosody."""

import unittest

from purple_contacts_scenario import PurpleContactsScenario
from purple_transport import purple_gateway
from scene import scene


class PurpleContactsInGatewayMode(PurpleContactsScenario):

    async def test_avatars(self) -> None:
        with scene() as stage:
            async with purple_gateway(stage) as transport:
                await self.avatars_are_seen(transport)
            self.the_backend_has_left_cleanly(transport)

    async def test_carbons(self) -> None:
        with scene() as stage:
            async with purple_gateway(stage) as transport:
                await self.copies_go_to_another_client_of_the_account(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
