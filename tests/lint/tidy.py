# SPDX-License-Identifier: MIT
"""Runs clang-tidy over the sources that changed last, or over all.

    tidy.py SOURCE BUILD [--all]

SOURCE is the checkout, BUILD a build directory with compile_commands.json. Without --all, checks 20 files: those that
are not committed, and those that the newest commits touch. A changed header counts as the source file of its name.
Exits with 77, which CTest takes for skipped, if there is no git checkout or no clang-tidy.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOMS = ("host", "proto", "plugin-api", "plugins")
NEWEST = 20
SKIPPED = 77


def git(source, *arguments):
    return subprocess.check_output(["git", "-C", source, *arguments], text=True).splitlines()


def changed_last(source, sources):
    """The sources that changed last, the newest first."""
    names = [line[3:] for line in git(source, "status", "--porcelain", "--no-renames")]
    names += git(source, "log", "--format=", "--name-only", "--no-renames", "--", *ROOMS)
    newest = {}
    for name in names:
        file = (source / name).with_suffix(".cpp")
        if file in sources:
            newest[file] = None
            if len(newest) == NEWEST:
                break
    return list(newest)


def main(source, build, *options):
    source = pathlib.Path(source).resolve()
    program = shutil.which("run-clang-tidy")
    if not program:
        print("run-clang-tidy is missing")
        return SKIPPED
    commands = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    sources = {pathlib.Path(entry["file"]) for entry in commands}
    sources = {file for file in sources if any(file.is_relative_to(source / room) for room in ROOMS)}
    if "--all" not in options:
        if not (source / ".git").exists():
            print(f"{source} is not a git checkout")
            return SKIPPED
        sources = changed_last(source, sources)
    patterns = [f"^{re.escape(str(file))}$" for file in sorted(sources)]
    print(f"clang-tidy checks {len(patterns)} source files", flush=True)
    return subprocess.run([program, "-quiet", "-p", build, *patterns]).returncode if patterns else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
