// Whatever bytes another node sends: they are refused or read, and what is read is written back the
// same. Never a crash.
#include <algorithm>
#include <cstdlib>

#include "platform/log/fact_body.h"

// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jatigi;  // NOLINT(google-build-using-namespace): one function.
    const ByteView bytes{data, size};
    if (const auto fact = log::decode_fact(bytes)) {
        const Bytes again = log::encode_header(fact->header);
        if (!std::equal(again.begin(), again.end(), bytes.begin())) std::abort();
        static_cast<void>(log::decode_body(fact->ct));
    }
    if (const auto body = log::decode_body(bytes)) {
        const auto again = log::decode_body(log::encode_body(*body));
        if (!again || again->type != body->type || again->data != body->data) std::abort();
    }
    return 0;
}
