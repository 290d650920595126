// Files inside the binary, so that a field office installs one file: the front end, the reference
// tables, the schema scripts, the API description. Made by tools/embed.py.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace jatigi::node {

struct EmbeddedFile {
    std::string_view path;  // "reference/services.csv", "web/index.html"
    std::string_view bytes;
    std::string_view gzip;  // Empty when it would not be smaller.
};

std::span<const EmbeddedFile> embedded_files();
// Asserts that the file is there: the build put it in.
std::string_view embedded_text(std::string_view path);

}  // namespace jatigi::node
