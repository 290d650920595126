#include "node/embedded.h"

#include <cassert>

namespace jatigi::node {

std::string_view embedded_text(std::string_view path) {
    for (const EmbeddedFile& file : embedded_files())
        if (file.path == path) return file.bytes;
    assert(false && "not embedded");
    return {};
}

}  // namespace jatigi::node
