// A photo without what a camera adds about place, time and device.
#pragma once
#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace jatigi::registry {

// The picture alone: application segments (EXIF and the like, but the JFIF header) and comments are
// left out, and whatever follows the end mark. Refuses with photo.not_a_jpeg.
Result<Bytes> without_metadata(ByteView jpeg);

}  // namespace jatigi::registry
