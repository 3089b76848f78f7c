# SPDX-License-Identifier: MIT
"""Checks that each source file names its licence in one of its first two lines.

spdx.py ROOT
"""
import pathlib
import sys

SUFFIXES = (".c", ".cpp", ".h", ".hpp", ".rs", ".proto", ".py", ".sh", ".cmake")


def main():
    root = pathlib.Path(sys.argv[1])
    files = [file for top in ("host", "plugin-api", "plugins", "proto", "tests") for file in (root / top).rglob("*")
             if file.suffix in SUFFIXES or file.name == "CMakeLists.txt"]
    silent = [file for file in files if "SPDX-License-Identifier: MIT" not in "".join(
        file.read_text().splitlines(keepends=True)[:2])]
    print(*silent, sep="\n")
    sys.exit(1 if silent or not files else 0)


main()
