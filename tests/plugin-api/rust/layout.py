# SPDX-License-Identifier: MIT
"""Compares the Rust bindings with the C headers, as both compilers see them.

layout.py CC RUSTC INCLUDE FFI

Writes two programs, in C and in Rust, that print the size and alignment of each struct, the offset and size of each
of its members, and the value of each constant. All names come from the headers: a name without a binding is an error of
the Rust compiler, and a member that only Rust has changes the size of its struct.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

# Names that are no part of the ABI in binary form: include guards, and macros for C alone.
C_ONLY = re.compile(r"PRISM_[A-Z_]+_H|PRISM_EXPORT")
STRUCT = re.compile(r"\bstruct\s+(prism_\w+)\s*\{([^}]*)\}")
MEMBER = re.compile(r"(?:\(\*(\w+)\)\s*\([^)]*\)|(\w+))\s*$")
KEYWORDS = {"where", "type", "match", "ref", "move", "use", "in"}


def names(include):
    """Returns the structs with their members, the constants, and the other types of the headers."""
    structs, constants, types = {}, set(), set()
    for header in sorted((include / "prism").glob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.DOTALL)
        for name, body in STRUCT.findall(text):
            members = [MEMBER.search(member) for member in body.split(";") if member.strip()]
            structs[name] = [member[1] or member[2] for member in members]
        constants.update(name for name in re.findall(r"^\s*#\s*define\s+(PRISM_\w+)[ \t]+\S", text, re.MULTILINE)
                         if not C_ONLY.fullmatch(name))
        for body in re.findall(r"\benum\s*\w*\s*\{([^}]*)\}", text):
            constants.update(re.findall(r"\bPRISM_\w+", body))
        types.update(re.findall(r"^typedef\s+u?int\d+_t\s+(\w+)\s*;", text, re.MULTILINE))
        types.update(re.findall(r"^typedef\s[^;{]*?\(\*(\w+)\)\s*\(", text, re.MULTILINE))
    return structs, sorted(constants), sorted(types)


def c_program(structs, constants, types):
    lines = ["#include <stdio.h>", "#include <stdalign.h>", "#include <prism/plugin.h>"]
    lines += [f"#include <prism/{name}.h>" for name in HEADERS]
    lines += ["static void number(const char* name, long long value) { printf(\"%s %lld\\n\", name, value); }",
              "static void string(const char* name, const char* value) { printf(\"%s %s\\n\", name, value); }",
              "int main(void) {"]
    for name, members in structs.items():
        lines.append(f'  printf("{name} %zu %zu\\n", sizeof({name}), alignof({name}));')
        lines += [f'  printf("{name}.{member} %zu %zu\\n", offsetof({name}, {member}), sizeof((({name}*)0)->{member}));'
                  for member in members]
    lines += [f'  printf("{name} %zu\\n", sizeof({name}));' for name in types]
    lines += [f'  {"string" if name in STRINGS else "number"}("{name}", {name});' for name in constants]
    return "\n".join(lines + ["}"]) + "\n"


def rust_program(structs, constants, types, ffi):
    lines = ["#![allow(unused)]", f"#[path = \"{ffi}/mod.rs\"]", "mod ffi;", "use ffi::*;",
             "use std::mem::{align_of, size_of, MaybeUninit};", "fn size<T>(_: *const T) -> usize { size_of::<T>() }",
             "fn string(text: &[u8]) -> &str { std::str::from_utf8(text).unwrap().strip_suffix('\\0').unwrap() }",
             "fn main() {"]
    for name, members in structs.items():
        lines.append(f'  println!("{name} {{}} {{}}", size_of::<{name}>(), align_of::<{name}>());')
        lines.append(f"  let value = MaybeUninit::<{name}>::uninit();")
        lines.append("  let start = value.as_ptr();")
        for member in members:
            escaped = f"r#{member}" if member in KEYWORDS else member
            lines.append(f"  let place = unsafe {{ std::ptr::addr_of!((*start).{escaped}) }};")
            lines.append(f'  println!("{name}.{member} {{}} {{}}", place as usize - start as usize, size(place));')
    lines += [f'  println!("{name} {{}}", size_of::<{name}>());' for name in types]
    lines += [f'  println!("{name} {{}}", string({name}));' if name in STRINGS else
              f'  println!("{name} {{}}", {name} as i64);' for name in constants]
    return "\n".join(lines + ["}"]) + "\n"


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def main():
    compiler, rustc, include, ffi = sys.argv[1], sys.argv[2], *map(pathlib.Path, sys.argv[3:])
    structs, constants, types = names(include)
    HEADERS.extend(sorted(header.stem for header in (include / "prism").glob("*.h")))
    for header in HEADERS:
        text = (include / "prism" / f"{header}.h").read_text()
        STRINGS.update(re.findall(r'^#define\s+(PRISM_\w+)\s+"', text, re.MULTILINE))
    with tempfile.TemporaryDirectory() as place:
        directory = pathlib.Path(place)
        (directory / "layout.c").write_text(c_program(structs, constants, types))
        (directory / "layout.rs").write_text(rust_program(structs, constants, types, ffi.resolve()))
        subprocess.run([compiler, "-std=c11", f"-I{include}", directory / "layout.c", "-o", directory / "c"], check=True)
        subprocess.run([rustc, "--edition", "2021", "-o", directory / "rust", directory / "layout.rs"], check=True)
        of_c, of_rust = output(directory / "c"), output(directory / "rust")
    different = [f"C: {c}   Rust: {rust}" for c, rust in zip(of_c, of_rust) if c != rust]
    print(*different, sep="\n")
    print(f"{len(structs)} structs, {len(constants)} constants, {len(types)} other types")
    # A parser that finds nothing must not pass.
    return 1 if different or len(of_c) != len(of_rust) or min(len(structs), len(constants), len(types)) < 20 else 0


HEADERS = []
STRINGS = set()
sys.exit(main())
