# SPDX-License-Identifier: MIT
"""Where ircd-hybrid and soju are."""

import os
from pathlib import Path


def directory() -> Path:
    """The directory that install-programs.sh fills."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("PRISM_IRC_PROGRAMS") or Path(cache) / "prism" / "irc-programs").absolute()
