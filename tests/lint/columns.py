# SPDX-License-Identifier: MIT
"""Checks that no line of a C, C++ or Rust source has more than 120 columns: clang-format does not break comments.

columns.py ROOT
"""
import pathlib
import sys

SUFFIXES = (".c", ".cpp", ".h", ".hpp", ".rs")
MOST = 120


def main():
    root = pathlib.Path(sys.argv[1])
    files = [file for top in ("host", "plugin-api", "plugins", "proto", "tests") for file in (root / top).rglob("*")
             if file.suffix in SUFFIXES]
    wide = [f"{file}:{number} has {len(line)} columns" for file in files
            for number, line in enumerate(file.read_text().splitlines(), start=1) if len(line) > MOST]
    print(*wide, sep="\n")
    sys.exit(1 if wide or not files else 0)


main()
