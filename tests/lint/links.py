# SPDX-License-Identifier: MIT
"""Checks that each relative link of the Markdown files below a directory leads to a file, and its anchor to a heading.

links.py ROOT
"""
import pathlib
import re
import subprocess
import sys

LINK = re.compile(r"\]\(([^()\s]+)\)")


def anchors(text):
    """The anchors of headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def dead_links(file):
    for link in LINK.findall(without_code(file.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        if not target.exists():
            yield f"{file}: {link} leads to no file"
        elif anchor and anchor not in anchors(target.read_text()):
            yield f"{file}: {link} leads to no heading"


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^(    |\t).*$", "", text, flags=re.MULTILINE))


def documents(root):
    """The Markdown files of a repository, or of a directory that is none."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "--full-name", "*.md"], capture_output=True, text=True,
                            check=False)
    if (root / ".git").exists() and listed.returncode == 0:
        return [root / name for name in listed.stdout.splitlines()]
    return sorted(root.rglob("*.md"))


def main():
    files = documents(pathlib.Path(sys.argv[1]))
    dead = [complaint for file in files for complaint in dead_links(file)]
    print(*dead, sep="\n")
    sys.exit(1 if dead or not files else 0)


main()
