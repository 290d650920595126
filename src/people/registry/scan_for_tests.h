// The keyboards of reference/scanner_layouts.csv, for tests only.
#pragma once
#include <algorithm>
#include <cassert>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace jatigi::registry {

struct TypedCode {
    std::string layout;
    std::string sent;
    std::string typed;
};

// One cell of a line, its quotes undone; the line goes on behind it.
inline std::string take_cell(std::string& line) {
    std::string text;
    const bool quoted = line.starts_with('"');
    std::size_t at = quoted ? 1 : 0;
    for (; at < line.size(); ++at) {
        if (quoted && line[at] == '"' && line.substr(at + 1).starts_with('"')) {
            ++at;
        } else if (line[at] == (quoted ? '"' : ',')) {
            break;
        }
        text += line[at];
    }
    line.erase(0, at + (quoted ? 2 : 1));
    return text;
}

inline std::vector<TypedCode> scanner_layouts() {
    std::vector<TypedCode> codes;
    std::ifstream file(std::string(JATIGI_SOURCE_DIR) + "/reference/scanner_layouts.csv");
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with('#') || line.starts_with("layout,")) continue;
        TypedCode code;
        code.layout = take_cell(line);
        code.sent = take_cell(line);
        code.typed = take_cell(line);
        const std::string note = take_cell(line);
        if (note.starts_with("Caps Lock on")) code.layout += ", Caps Lock";
        codes.push_back(std::move(code));
    }
    return codes;
}

// What each keyboard makes of a code.
inline std::map<std::string, std::string> typed_on_each(const std::string& code) {
    std::map<std::string, std::map<std::string, std::string>> keys;
    for (const TypedCode& key : scanner_layouts())
        if (key.sent.size() == 1) keys[key.layout][key.sent] = key.typed;
    std::map<std::string, std::string> typed;
    for (const auto& [layout, symbols] : keys) {
        std::string& text = typed[layout];
        for (const char c : code) text += symbols.at(std::string(1, c));
    }
    return typed;
}

}  // namespace jatigi::registry
