#include "people/registry/jpeg.h"

namespace jatigi::registry {
namespace {

// Markers of ITU-T T.81, table B.1.
constexpr std::uint8_t mark = 0xFF, start_of_image = 0xD8, end_of_image = 0xD9,
                       start_of_scan = 0xDA, first_app = 0xE0, last_app = 0xEF, comment = 0xFE;

std::unexpected<Error> not_a_jpeg() { return refuse(ErrorKind::invalid, "photo.not_a_jpeg"); }

bool is_metadata(std::uint8_t marker) {
    return marker == comment || (marker > first_app && marker <= last_app);
}

// Where the entropy-coded data that start at `at` end: at the next marker that is no restart mark
// and no stuffed zero.
std::size_t end_of_scan(ByteView jpeg, std::size_t at) {
    while (at + 1 < jpeg.size()) {
        const std::uint8_t next = jpeg[at + 1];
        if (jpeg[at] == mark && next != 0 && next != mark && (next < 0xD0 || next > 0xD7))
            return at;
        ++at;
    }
    return jpeg.size();
}

}  // namespace

Result<Bytes> without_metadata(ByteView jpeg) {
    if (jpeg.size() < 4 || jpeg[0] != mark || jpeg[1] != start_of_image) return not_a_jpeg();
    Bytes out{mark, start_of_image};
    bool scanned = false;
    for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == mark;) {
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == mark) {  // Fill bytes before a marker.
            ++at;
            continue;
        }
        if (marker == end_of_image) break;
        const std::size_t length = static_cast<std::size_t>(jpeg[at + 2]) << 8U | jpeg[at + 3];
        if (length < 2 || at + 2 + length > jpeg.size()) return not_a_jpeg();
        std::size_t end = at + 2 + length;
        if (marker == start_of_scan) {
            end = end_of_scan(jpeg, end);
            scanned = true;
        }
        if (!is_metadata(marker)) append(out, jpeg.subspan(at, end - at));
        at = end;
    }
    if (!scanned) return not_a_jpeg();
    append(out, ByteArray<2>{mark, end_of_image});
    return out;
}

}  // namespace jatigi::registry
