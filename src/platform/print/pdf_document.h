// A PDF that is written page by page into memory: no temporary file ever holds a name. Lengths are
// millimetres from the upper left corner of the page, sizes of text are points. Text is shaped, so
// Arabic joins and runs from right to left; a QR code is one vector path. Everything is black: what
// leaves here is printed on any office printer. Font: DejaVu Sans (Debian: fonts-dejavu-core), and
// for letters that it lacks whatever fontconfig finds.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace jatigi::print {

enum class Sheet { a4_portrait, a4_landscape };

enum class Weight { regular, bold };
enum class Side { start, centre, end };  // Start: left, and right for a right-to-left text.

struct TextStyle {
    double size_pt = 9;
    Weight weight = Weight::regular;
    Side side = Side::start;
    int lines_max = 1;  // What does not fit ends in "…".
};

struct TextBox {
    double left_mm = 0, top_mm = 0, width_mm = 0;
};

struct Stroke {
    double left_mm = 0, top_mm = 0, right_mm = 0, bottom_mm = 0;  // From one end to the other.
    double width_mm = 0.2;
};

// The 4 white modules around a symbol belong to it (ISO/IEC 18004): readers look for them.
constexpr int qr_quiet_modules = 4;

struct QrBox {
    double left_mm = 0, top_mm = 0;
    double symbol_mm = 0;  // Without the quiet zone, which is left white inside the box.
};
// Width of symbol and quiet zone together. Refuses with print.failed when the text does not fit.
Result<double> qr_width_mm(std::string_view text, double symbol_mm);
// The symbol without its quiet zone, for a screen: a text of 0 and 1 for each row, 1 is dark.
// Refuses as qr_width_mm() does.
Result<std::vector<std::string>> qr_rows(std::string_view text);

class PdfDocument {
public:
    // `title` is shown by readers and lies in the file unencrypted and uncompressed: never a name.
    PdfDocument(Sheet sheet, std::string_view title);
    ~PdfDocument();
    PdfDocument(const PdfDocument&) = delete;
    PdfDocument& operator=(const PdfDocument&) = delete;

    double width_mm() const;
    double height_mm() const;

    // How high the text will be, in mm. Bytes that are not UTF-8 are shown as U+FFFD.
    double text_height_mm(std::string_view text, double width_mm, const TextStyle& style) const;
    // Gives the height, in mm.
    double text(const TextBox& box, std::string_view text, const TextStyle& style);
    // One line, made smaller (to `size_min_pt`) until it fits. Gives the height, in mm.
    double fitted_text(const TextBox& box, std::string_view text, TextStyle style,
                       double size_min_pt);
    void line(const Stroke& stroke);
    // Error correction level Q: a quarter of the symbol may be dirty or torn. Refuses with
    // print.failed when the text does not fit into any symbol.
    Result<void> qr_code(const QrBox& box, std::string_view text);

    void next_page();
    // The whole file; the document takes nothing more. Refuses with print.font_missing,
    // print.failed. The same calls give the same bytes: no clock is in it.
    Result<std::string> finish();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jatigi::print
