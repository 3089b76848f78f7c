# SPDX-License-Identifier: MIT
"""InspIRCd restarts."""

import unittest

from inspircd import inspircd
from reconnect_scenario import ReconnectScenario
from scene import scene


class InspircdReconnect(ReconnectScenario):

    async def test_a_user_comes_back_after_a_restart(self) -> None:
        with scene() as stage:
            async with inspircd(stage.directory / "inspircd") as (server, ports):
                await self.comes_back(stage, server, ports.users)


if __name__ == "__main__":
    unittest.main(verbosity=2)
