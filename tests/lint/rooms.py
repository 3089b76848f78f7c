# SPDX-License-Identifier: MIT
"""Checks which folders may include which.

rooms.py ROOT

host/ is a stack of folders: each may include those before it in HOST, so there is no cycle. RULES says what the other
folders may include.
"""
import pathlib
import re
import sys

# From bottom to top. main.cpp, which is in host/ itself, may include all of them.
HOST = ["base", "metrics", "config", "log", "end", "loop", "spectrum", "launch", "watchdog", "plugin", "stanza",
        "chat", "session", "network", "guard", "resolve", "media", "avatar", "prompt", "storage", "commands", "rooms",
        "history", "services", "requests", "crash", "run", "status"]

# A folder, and the folders or files that its files may include besides their own. The longest folder that fits a file
# counts.
RULES = {
    "proto": [],
    "host": ["proto", "plugin-api/include"],
    "host/network/module": ["host", "plugin-api/include", "plugins/net", "proto/secret_memory.h"],
    "plugin-api/include": [],
    "plugin-api/simulator": ["proto", "plugin-api/include"],
    "plugin-api/console": ["plugin-api/include", "plugin-api/simulator"],
    "plugin-api/template": ["plugin-api/include", "plugin-api/simulator"],
    "plugins/net": ["plugin-api/include"],
    "plugins/echo": ["plugin-api/include"],
    "plugins/lobby": ["plugin-api/include"],
    "plugins/mqtt": ["plugin-api/include"],
    "plugins/irc": ["plugin-api/include", "plugins/net"],
    "plugins/irc/protocol": ["plugin-api/include/prism/text.hpp", "plugins/net"],
    "plugins/irc/protocol/text": ["plugin-api/include/prism/text.hpp", "plugins/net"],
    "plugins/irc/protocol/formatting": ["plugin-api/include/prism/text.hpp", "plugins/irc/protocol/text"],
    "plugins/irc/protocol/sasl": ["plugins/irc/protocol/text", "plugins/net"],
    "plugins/irc/session": ["plugins/irc/protocol", "plugin-api/include", "plugins/net"],
    "plugins/irc/mapping": ["plugins/irc/session", "plugins/irc/protocol", "plugin-api/include", "plugins/net"],
    "plugins/purple": ["plugin-api/include"],
    "plugins/purple/core": ["plugin-api/include"],
    "plugins/purple/text": ["plugins/purple/core", "plugin-api/include"],
    "plugins/purple/user": ["plugins/purple/core", "plugins/purple/text", "plugin-api/include",
                            "plugins/net/backoff.h"],
    "plugins/purple/operations": ["plugins/purple/core", "plugins/purple/text", "plugins/purple/user",
                                  "plugin-api/include"],
}

# The folders to which an include may be relative, besides that of the including file.
ROOTS = ["", "plugins", "plugins/irc", "plugins/purple", "plugin-api", "plugin-api/include",
         "plugin-api/simulator/include"]

INCLUDE = re.compile(r'^#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def is_in(path, folder):
    return path == folder or path.startswith(folder + "/")


def included(root, file, name):
    """Returns the project's file that the include names, or None if it is another project's or generated."""
    for folder in [file.parent, *(root / each for each in ROOTS)]:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(root):
            return str(path.relative_to(root))
    return None


def room(path):
    """Returns the position of a file of host/ in the stack."""
    parts = path.split("/")
    return HOST.index(parts[1]) if len(parts) > 2 else len(HOST)


def fault(path, target):
    """Returns the fault if `path` may not include `target`, else None."""
    if is_in(path, "host") and is_in(target, "host"):
        return None if room(target) <= room(path) else "the other one is higher in the stack"
    folder = max((each for each in RULES if is_in(path, each)), key=len)
    allowed = [folder, *RULES[folder]]
    return None if any(is_in(target, each) for each in allowed) else f"{folder}/ may include {', '.join(allowed)}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    faults = []
    seen = 0
    for top in ("host", "plugin-api", "plugins", "proto"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".hpp", ".c", ".cpp"):
                continue
            path = str(file.relative_to(root))
            for name in INCLUDE.findall(file.read_text()):
                target = included(root, file, name)
                seen += target is not None
                why = target and fault(path, target)
                if why:
                    faults.append(f"{path} includes {target}: {why}")
    print(*faults, sep="\n")
    if seen == 0:
        sys.exit(f"{root} has no includes")
    sys.exit(1 if faults else 0)


main()
