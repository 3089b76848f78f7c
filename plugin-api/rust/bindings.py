#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes the Rust bindings of the plugin ABI from its C headers.

bindings.py INCLUDE OUTPUT           writes one file of OUTPUT for each header of INCLUDE/prism
bindings.py --check INCLUDE OUTPUT   fails if a file of OUTPUT is not what would be written

The bindings are committed, so that a plugin is built without this script. Run it after a change of a header:

    plugin-api/rust/bindings.py plugin-api/include plugin-api/rust/prism-plugin/src/ffi

It reads the C that the headers are written in, and stops at any other. The result is formatted by rustfmt. A new member
or function needs a line in the safe form, too, which is written by hand: in src/ or src/services/.
"""
import pathlib
import re
import subprocess
import sys

KEYWORDS = {"where", "type", "match", "ref", "move", "use", "in", "fn", "mod", "loop", "impl", "as", "box"}
NUMBERS = {"uint32_t": "u32", "uint64_t": "u64", "int32_t": "i32", "int64_t": "i64", "double": "f64",
           "char": "c_char", "void": "c_void"}

# Macros that are no constants of the ABI: header guards, and those that only C compilers need.
C_ONLY = re.compile(r"PRISM_\w+_H$|PRISM_EXPORT$|PRISM_STR(_INIT)?$|PRISM_NOTE_(TEXT|ABI|STRING_?)$|PRISM_PLUGIN_NOTE$|"
                    r"PRISM_(INIT|HAS)$|PRISM_ABI_GET_(MAJOR|MINOR)$|PRISM_ABI$")

DEFINE = re.compile(r"^#define (?P<name>PRISM_\w+)(?P<parameters>\([^)]*\))?[ \t]*(?P<value>.*)$", re.MULTILINE)
ENUM = re.compile(r"\benum \{(?P<body>[^}]*)\};")
NUMBER_TYPE = re.compile(r"\btypedef (?P<base>u?int\d+_t) (?P<name>prism_\w+);")
FUNCTION_TYPE = re.compile(r"\btypedef (?P<result>[^;()]+?)\(\*(?P<name>prism_\w+)\)\((?P<parameters>[^)]*)\);")
STRUCT = re.compile(r"(?:\btypedef )?\bstruct (?P<name>prism_\w+) \{(?P<body>[^}]*)\}(?: (?P=name))?;")
FUNCTION_MEMBER = re.compile(r"(?P<result>[^;()]+?)\(\*(?P<name>\w+)\)\((?P<parameters>[^)]*)\)$")
VARIABLE = re.compile(r"(?P<type>.*?[\s*])(?P<name>\w+)$", re.DOTALL)


def rust_type(text):
    """Returns the Rust type for a C type such as `const prism_field* const*`."""
    base, *pointers = re.sub(r"\s+", " ", text.strip()).split("*")
    words = base.split()
    constant = "const" in words
    names = [word for word in words if word not in ("const", "struct")]
    if len(names) != 1:
        raise SystemExit(f"this is no type: {text}")
    result = NUMBERS.get(names[0], names[0])
    for after in pointers:
        result = f"*{'const' if constant else 'mut'} {result}"
        constant = after.strip() == "const"
    return result


def variable(text):
    """Splits a declaration into its name, and its type in Rust."""
    match = VARIABLE.match(text.strip())
    if not match:
        raise SystemExit(f"this is no declaration: {text}")
    name = "instance" if match["name"] == "self" else match["name"]
    return f"r#{name}" if name in KEYWORDS else name, rust_type(match["type"])


def function(match):
    parameters = []
    if match["parameters"].strip() not in ("", "void"):
        for parameter in match["parameters"].split(","):
            name, kind = variable(parameter)
            parameters.append(f"{name}: {kind}")
    result = match["result"].strip()
    arrow = "" if result == "void" else f" -> {rust_type(result)}"
    return f"unsafe extern \"C\" fn({', '.join(parameters)}){arrow}"


def constant(name, parameters, value):
    """Returns the Rust for a macro, or nothing."""
    if C_ONLY.match(name):
        return ""
    bit = re.fullmatch(r"\(1u << \((\w+)\)\)", value)
    if parameters and bit:
        return f"pub const fn {name}({bit[1]}: u32) -> u32 {{ 1 << {bit[1]} }}\n"
    if not parameters and re.fullmatch(r'"[^"\\]*"', value):
        return f"pub const {name}: &[u8] = b{value[:-1]}\\0\";\n"
    if not parameters and re.fullmatch(r"(0x)?\w+?u?|PRISM_\w+", value):
        return f"pub const {name}: u32 = {value if value.startswith('PRISM') else value.rstrip('u')};\n"
    raise SystemExit(f"the macro {name} is no constant that this script knows: {value}")


def struct(match):
    """Returns the Rust for a struct. Tables of the host have all functions; those of a plugin may lack some."""
    optional = match["name"].endswith("_plugin")
    members = []
    functions = False
    for member in filter(None, (text.strip() for text in match["body"].split(";"))):
        pointer = FUNCTION_MEMBER.match(member)
        if pointer:
            name, kind = pointer["name"], function(pointer)
            functions = functions or not optional
            kind = f"Option<{kind}>" if optional else kind
        else:
            name, kind = variable(member)
        members.append((name, kind))
    text = "#[repr(C)]\n#[derive(Clone, Copy)]\npub struct %s {\n%s}\n\n" % (
        match["name"], "".join(f"    pub {name}: {kind},\n" for name, kind in members))
    if members[0][0] == "struct_size" and not functions:
        text += f"sized!({match['name']});\n\n"
    return text


def bindings(header):
    source = header.read_text()
    code = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).replace("\\\n", "")
    includes = re.findall(r"^#include <prism/(\w+)\.h>", code, re.MULTILINE)
    items = []  # (position, Rust)
    for match in DEFINE.finditer(code):
        items.append((match.start(), constant(match["name"], match["parameters"], match["value"].strip())))
    code = re.sub(r"^#.*$", lambda line: " " * len(line[0]), code, flags=re.MULTILINE)
    for match in ENUM.finditer(code):
        for name, value in re.findall(r"(PRISM_\w+) = (-?\d+)", match["body"]):
            items.append((match.start(), f"pub const {name}: prism_result = {value};\n"))
    for match in NUMBER_TYPE.finditer(code):
        items.append((match.start(), f"pub type {match['name']} = {NUMBERS[match['base']]};\n"))
    for match in FUNCTION_TYPE.finditer(code):
        items.append((match.start(), f"pub type {match['name']} = Option<{function(match)}>;\n"))
    for match in STRUCT.finditer(code):
        items.append((match.start(), "\n" + struct(match)))
    body = "".join(text for _, text in sorted(items, key=lambda item: item[0]))
    uses = "use super::*;\n" if includes else ""
    raw = [name for name in ("c_char", "c_void") if re.search(rf"\b{name}\b", body)]
    if raw:
        uses += f"use std::os::raw::{raw[0] if len(raw) == 1 else '{c_char, c_void}'};\n"
    return f"// SPDX-License-Identifier: MIT\n//! `prism/{header.name}`. Written by bindings.py.\n\n{uses}\n{body}"


def formatted(text):
    return subprocess.run(["rustfmt", "--edition", "2021"], input=text, stdout=subprocess.PIPE, check=True,
                          text=True).stdout


def without_layout(text):
    """What rustfmt does not change: neither white space nor a comma at the end of a list."""
    return re.sub(r",(?=[)}\]>])", "", re.sub(r"\s+", "", text)).replace("{{", "{").replace("}}", "}")


def main():
    check = sys.argv[1:2] == ["--check"]
    include, output = map(pathlib.Path, sys.argv[-2:])
    written = {header.stem: bindings(header) for header in sorted((include / "prism").glob("*.h"))}
    if not check:
        for name, text in written.items():
            (output / f"{name}.rs").write_text(formatted(text))
        return 0
    stale = [name for name, text in written.items() if not (output / f"{name}.rs").exists() or
             without_layout((output / f"{name}.rs").read_text()) != without_layout(text)]
    stale += [file.stem for file in output.glob("*.rs") if file.stem not in written and file.stem != "mod"]
    for name in stale:
        print(f"{output}/{name}.rs is not the binding of its header: run plugin-api/rust/bindings.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
