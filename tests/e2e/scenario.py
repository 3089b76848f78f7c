# SPDX-License-Identifier: MIT
"""What every scenario ends with."""

import unittest

from backends import Backends
from spectrum2 import Spectrum2

# Spectrum looks for backends without users every 20 s.
SECONDS_TO_DROP = 60


class Scenario(unittest.IsolatedAsyncioTestCase):
    """A story with a real Spectrum 2, told by a test."""

    maxDiff = None

    async def backends_leave_cleanly_when_dropped(self, spectrum: Spectrum2) -> None:
        """To be called with no user logged in: Spectrum then has no use for a backend, and tells it so."""
        await spectrum.logs(r"Disconnecting backend .* There are no users\.", SECONDS_TO_DROP)
        await spectrum.backends.all_exited(SECONDS_TO_DROP)
        self.backends_have_left_cleanly(spectrum.backends)

    def backends_have_left_cleanly(self, backends: Backends) -> None:
        """To be called when all of them have exited."""
        codes = backends.exit_codes()
        self.assertTrue(codes, "Spectrum launched no backend")
        self.assertEqual(codes, dict.fromkeys(codes, 0), "exit codes, by pid")
