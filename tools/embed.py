"""Puts files into the binary: writes an assembler file that includes their bytes, and a C++ table.

    embed.py OUT_DIR NAME=FILE...      NAME is the path by which the program asks for the file

Each file is also kept gzipped (for browsers) when that makes it smaller.
"""
import gzip
import pathlib
import sys


def quoted(path):
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


def main(out_dir, pairs):
    out = pathlib.Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    assembler = ['    .section .rodata']
    externs, rows = [], []
    for number, pair in enumerate(pairs):
        name, _, file = pair.partition("=")
        data = pathlib.Path(file).read_bytes()
        # No time stamp inside, so that the same input gives the same binary.
        zipped = gzip.compress(data, 9, mtime=0)
        zip_path = out / f"file{number}.gz"
        zip_path.write_bytes(zipped)
        for label, path in ((f"embedded_{number}", pathlib.Path(file).resolve()),
                            (f"embedded_gz_{number}", zip_path.resolve())):
            assembler += [f'    .global {label}', f'{label}:', f'    .incbin "{quoted(path)}"',
                          '    .byte 0']
            externs.append(f'extern "C" const char {label}[];')
        use_zip = len(zipped) if len(zipped) < len(data) else 0
        rows.append(f'    {{"{name}", {{embedded_{number}, {len(data)}}}, '
                    f'{{embedded_gz_{number}, {use_zip}}}}},')
    assembler.append('    .section .note.GNU-stack,"",@progbits')
    (out / "embedded_bytes.S").write_text("\n".join(assembler) + "\n")
    (out / "embedded_table.cpp").write_text(
        '#include <array>\n\n#include "node/embedded.h"\n\n' + "\n".join(externs) +
        "\n\nnamespace jatigi::node {\nnamespace {\nconst std::array<EmbeddedFile, " +
        f"{len(rows)}> files{{{{\n" + "\n".join(rows) + "\n}};\n}  // namespace\n\n"
        "std::span<const EmbeddedFile> embedded_files() { return files; }\n\n}  // namespace jatigi::node\n")


main(sys.argv[1], sys.argv[2:])
