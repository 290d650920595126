#include "people/registry/jpeg.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jatigi::registry {
namespace {

Bytes bytes(std::initializer_list<int> values) {
    Bytes made;
    for (const int value : values) made.push_back(static_cast<std::uint8_t>(value));
    return made;
}
Bytes segment(std::uint8_t marker, std::string_view content) {
    Bytes made{0xFF, marker};
    put_big_endian(made, content.size() + 2, 2);
    append(made, as_bytes(content));
    return made;
}
Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes made;
    for (const Bytes& part : parts) append(made, part);
    return made;
}
bool holds(const Bytes& image, std::string_view text) {
    return !std::ranges::search(image, as_bytes(text)).empty();
}

const Bytes start{0xFF, 0xD8}, end{0xFF, 0xD9};
const Bytes jfif = segment(0xE0, std::string_view("JFIF\0", 5));
const Bytes table = segment(0xDB, "quantisation");
// Entropy-coded data with a stuffed zero and a restart mark, which do not end it.
const Bytes scan =
    joined({segment(0xDA, "scan"), bytes({0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD3, 0x56})});
const Bytes plain = joined({start, jfif, table, scan, end});

TEST(Jpeg, APictureWithoutMetadataStaysAsItIs) {
    EXPECT_EQ(without_metadata(plain), plain);
}

TEST(Jpeg, WhereAndWithWhatItWasTakenIsGone) {
    const Bytes exif = segment(0xE1, "Exif invented place 18N 5E");
    EXPECT_EQ(without_metadata(joined({start, exif, jfif, table, scan, end})), plain);
}

TEST(Jpeg, EveryApplicationSegmentButTheFirstIsGone) {
    for (int marker = 0xE1; marker <= 0xEF; ++marker) {
        const Bytes image = joined(
            {start, jfif, segment(static_cast<std::uint8_t>(marker), "secret"), table, scan, end});
        EXPECT_EQ(without_metadata(image), plain) << marker;
    }
}

TEST(Jpeg, CommentsAreGone) {
    EXPECT_EQ(without_metadata(joined({start, jfif, segment(0xFE, "secret"), table, scan, end})),
              plain);
}

TEST(Jpeg, MetadataBetweenTwoScansAreGone) {
    const Bytes image = joined({start, jfif, table, scan, segment(0xE1, "secret"), scan, end});
    EXPECT_EQ(without_metadata(image), joined({start, jfif, table, scan, scan, end}));
}

TEST(Jpeg, WhatFollowsTheEndIsGone) {
    const auto kept = without_metadata(joined({plain, bytes({1, 2, 3}), plain}));
    EXPECT_EQ(kept, plain);
    const auto hidden = without_metadata(joined({plain, segment(0xE1, "secret")}));
    ASSERT_TRUE(hidden);
    EXPECT_FALSE(holds(*hidden, "secret"));
}

TEST(Jpeg, FillBytesBeforeAMarkerAreNoMarker) {
    const Bytes fill(3, 0xFF);
    EXPECT_EQ(without_metadata(joined({start, jfif, fill, table, scan, end})), plain);
}

TEST(Jpeg, WhatIsNoJpegIsRefused) {
    for (const Bytes& image :
         {Bytes{}, bytes({0xFF, 0xD8}), joined({start, end}), joined({start, jfif, table, end}),
          bytes({0x89, 'P', 'N', 'G', 0x0D, 0x0A}), joined({bytes({0}), plain})}) {
        const auto refused = without_metadata(image);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "photo.not_a_jpeg");
    }
}

TEST(Jpeg, ASegmentThatReachesBeyondTheEndIsRefused) {
    Bytes torn = joined({start, jfif, table});
    torn.pop_back();
    EXPECT_FALSE(without_metadata(torn));
    EXPECT_FALSE(without_metadata(joined({start, bytes({0xFF, 0xDB, 0, 1, 0, 0})})));
}

TEST(Jpeg, NoTornPictureIsReadBeyondItsEnd) {
    // Each beginning of a picture is refused, or gives a picture that ends.
    for (std::size_t size = 0; size < plain.size(); ++size) {
        const auto image = without_metadata(ByteView(plain).first(size));
        if (image) {
            EXPECT_TRUE(std::ranges::equal(ByteView(*image).last(2), end)) << size;
        }
    }
}

}  // namespace
}  // namespace jatigi::registry
