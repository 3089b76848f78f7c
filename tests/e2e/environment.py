# SPDX-License-Identifier: MIT
"""Paths of the programs under test, from environment variables."""

import os
from pathlib import Path


def host() -> Path:
    """The backend host, spectrum2_prism_backend."""
    return _named("PRISM_HOST")


def launcher() -> Path:
    """prism-launch."""
    return _named("PRISM_LAUNCH")


def plugin_dir() -> Path:
    """The directory that holds the plugins."""
    return _named("PRISM_PLUGIN_DIR")


def peer() -> str:
    """Which of Spectrum 2's own backends PRISM_HOST is, libcommuni or libpurple; nothing if it is Prism. See
    run_scenario.py.
    """
    return os.environ.get("PRISM_PEER", "")


def in_libcommuni() -> bool:
    return peer() == "libcommuni"


def in_libpurple() -> bool:
    return peer() == "libpurple"


def spectrum2_dir() -> Path:
    """The directory that install-spectrum2.sh fills."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("PRISM_SPECTRUM2") or Path(cache) / "prism" / "spectrum2").absolute()


def peer_backend(peer: str) -> Path:
    """The program of one of Spectrum 2's own backends: see install-peer.sh."""
    return spectrum2_dir() / f"spectrum2_{peer}_backend"


def libpurple_modules_of_peer() -> Path:
    """The directory of libpurple's modules that belong to spectrum2_libpurple_backend: see install-peer.sh."""
    return spectrum2_dir() / "root/usr/lib/x86_64-linux-gnu/purple-2"


def _named(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        raise LookupError(f"{variable} is not set")
    path = Path(value).absolute()
    if not path.exists():
        raise LookupError(f"{variable} names {path}, which does not exist")
    return path
