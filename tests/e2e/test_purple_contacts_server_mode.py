# SPDX-License-Identifier: MIT
"""Contacts of XMPP through libpurple, behind Spectrum 2 in server mode."""

import unittest
from pathlib import Path

import environment
from purple_contacts_scenario import PurpleContactsScenario
from purple_transport import purple_server
from scene import scene

# Debian's package and libpurple itself have different directories for modules.
MODULES = [*Path("/usr/lib").glob("purple-2/carbons.so"), *Path("/usr/lib").glob("*/purple-2/carbons.so")]


class PurpleContactsInServerMode(PurpleContactsScenario):

    async def test_avatars(self) -> None:
        with scene() as stage:
            async with purple_server(stage) as transport:
                await self.avatars_are_seen(transport)
            self.the_backend_has_left_cleanly(transport)

    async def test_carbons(self) -> None:
        with scene() as stage:
            async with purple_server(stage) as transport:
                await self.copies_go_to_another_client_of_the_account(transport)
            self.the_backend_has_left_cleanly(transport)

    @unittest.skipUnless(MODULES, "libpurple's module for carbons is not installed (Debian: purple-xmpp-carbons)")
    @unittest.skipIf(environment.in_libpurple(), "Spectrum's own backend has no key for modules")
    async def test_carbons_with_the_module(self) -> None:
        """In gateway mode, the XMPP server refuses Spectrum's carbons: see host/doc/clients.md."""
        with scene() as stage:
            async with purple_server(stage, plugins="carbons") as transport:
                await self.what_is_written_elsewhere_is_seen(transport)
            self.the_backend_has_left_cleanly(transport)


if __name__ == "__main__":
    unittest.main(verbosity=2)
