# SPDX-License-Identifier: MIT
"""The base of the scenarios on XMPP, which run in Prism, and in libpurple to see that they can fail.

`differs` and `environment.in_libpurple()` mark the places where clients see something else of Prism than of
spectrum2_libpurple_backend, on purpose. plugins/purple/README.md lists them. All other steps are the same for both.
"""

import environment
from purple_transport import Transport
from scenario import Scenario
from xmpp_client import XmppClient


class PurpleScenario(Scenario):

    def nothing_else_happened(self, *clients: XmppClient) -> None:
        for client in clients:
            self.assertEqual(client.unread_messages(), [])
            self.assertEqual(client.unread_room_events(), {})
            self.assertEqual(client.unread_carbons(), [])

    def the_backend_has_left_cleanly(self, transport: Transport) -> None:
        """Call it after the end of the transport."""
        if not environment.in_libpurple():
            self.backends_have_left_cleanly(transport.spectrum.backends)
