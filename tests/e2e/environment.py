# SPDX-License-Identifier: MIT
"""Paths of the programs under test, from environment variables."""

import os
from pathlib import Path


def host() -> Path:
    """The backend host, spectrum2_prism_backend."""
    return _named("PRISM_HOST")


def plugin_dir() -> Path:
    """The directory that holds the plugins."""
    return _named("PRISM_PLUGIN_DIR")


def spectrum2_dir() -> Path:
    """The directory that install-spectrum2.sh fills."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("PRISM_SPECTRUM2") or Path(cache) / "prism" / "spectrum2").absolute()


def _named(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        raise LookupError(f"{variable} is not set")
    path = Path(value).absolute()
    if not path.exists():
        raise LookupError(f"{variable} names {path}, which does not exist")
    return path
