# SPDX-License-Identifier: MIT
"""The surroundings of a scenario: its directory, its passwords, and its logs."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from canaries import Canaries

LINES_SHOWN = 60


@dataclass(frozen=True)
class Scene:
    """All programs of a scenario write their logs, named *.log, below `directory`."""

    directory: Path
    canaries: Canaries = field(default_factory=Canaries)

    @property
    def logs(self) -> list[Path]:
        return sorted(self.directory.rglob("*.log"))

    def check_that_no_password_was_logged(self) -> None:
        leaks = [leak for log in self.logs for leak in self.canaries.found_in(log)]
        if leaks:
            raise AssertionError("passwords were logged: " + "; ".join(leaks))

    def print_logs(self) -> None:
        for log in self.logs:
            lines = log.read_text(errors="replace").splitlines()[-LINES_SHOWN:]
            print(f"--- the end of {log.name}", file=sys.stderr)
            for line in lines:
                print(self.canaries.redact(line), file=sys.stderr)
        sys.stderr.flush()


@contextlib.contextmanager
def scene() -> Iterator[Scene]:
    """Enter this context first: at its end the programs have exited, and their logs are complete."""
    with tempfile.TemporaryDirectory(prefix="prism-e2e-") as name:
        os.chmod(name, 0o711)  # programs that run as other users must reach their directories
        stage = Scene(Path(name))
        try:
            yield stage
            stage.check_that_no_password_was_logged()
        except BaseException:
            stage.print_logs()
            raise
