# SPDX-License-Identifier: MIT
"""Configurations that Spectrum 2's packages ship, with only `backend` changed: --check has nothing to say of them."""

import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import environment

SHIPPED = "/etc/spectrum2"


class ShippedConfigurations(unittest.TestCase):

    def test_each_is_well(self) -> None:
        etc = environment.spectrum2_dir() / "root" / SHIPPED[1:]
        shipped = sorted((etc / "transports").iterdir())
        self.assertGreaterEqual(len(shipped), 2)
        for example in shipped:
            with self.subTest(example.name), tempfile.TemporaryDirectory() as directory:
                text, changed = re.subn(r"(?m)^#?backend *=.*libpurple.*$", f"backend={environment.host()}",
                                        example.read_text())
                self.assertEqual(changed, 1, "the example names a backend")
                config = Path(directory, "x.cfg")
                text = text.replace(f" {SHIPPED}/", f" {etc}/")
                config.write_text(text.replace("/var/lib/spectrum2", directory))  # which a package makes
                checked = subprocess.run(
                    [environment.host(), "--check", config, f"--prism.plugin_dir={environment.plugin_dir()}"],
                    capture_output=True, text=True, check=False)
                self.assertEqual((checked.returncode, checked.stderr), (0, ""))
                self.assertRegex(checked.stdout, rf"\A{config}: all is well; the plugin is purple .*\n\Z")


if __name__ == "__main__":
    unittest.main(verbosity=2)
