# SPDX-License-Identifier: MIT
"""The base of the scenarios on IRC, which run in Prism, and in libcommuni to see that they can fail.

`differs` and `environment.in_libcommuni()` mark the places where clients see something else of Prism than of
spectrum2_libcommuni_backend, on purpose. plugins/irc/README.md lists them. All other steps are the same for both.
"""

import environment
from irc_transport import Transport
from ngircd import IrcUser
from scenario import Scenario

CHANNEL = "#lobby"
TOPIC = "Tea & <cake/>"

class IrcScenario(Scenario):

    async def opens_the_channel(self, bob: IrcUser) -> None:
        bob.send(f"JOIN {CHANNEL}")
        await bob.sees(" 366 ")
        bob.send(f"TOPIC {CHANNEL} :{TOPIC}")
        await bob.sees(" TOPIC ")

    def the_backend_has_left_cleanly(self, transport: Transport) -> None:
        """Call it after the end of the transport."""
        if not environment.in_libcommuni():
            self.backends_have_left_cleanly(transport.spectrum.backends)
