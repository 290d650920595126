#include "platform/print/pdf_document.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <vector>

namespace jatigi::print {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr double short_side_mm = 210, long_side_mm = 297;  // ISO 216, A4.
constexpr const char* font_family = "DejaVu Sans";

template <auto release>
struct Release {
    template <class T>
    void operator()(T* thing) const {
        release(thing);
    }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using CairoPtr = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using LayoutPtr = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using ContextPtr = std::unique_ptr<PangoContext, Release<g_object_unref>>;
using FontMapPtr = std::unique_ptr<PangoFontMap, Release<g_object_unref>>;
using FontPtr = std::unique_ptr<PangoFont, Release<g_object_unref>>;
using FontDescriptionPtr =
    std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;
using GlibText = std::unique_ptr<char, Release<g_free>>;
using QrInputPtr = std::unique_ptr<QRinput, Release<QRinput_free>>;
using QrCodePtr = std::unique_ptr<QRcode, Release<QRcode_free>>;

cairo_status_t append_bytes(void* file, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

double points(double mm) {
    return mm * points_per_mm;
}
double mm_of_units(int units) {
    return units / (double{PANGO_SCALE} * points_per_mm);
}

PangoAlignment alignment(Side side) {
    switch (side) {
        case Side::start:
            return PANGO_ALIGN_LEFT;
        case Side::centre:
            return PANGO_ALIGN_CENTER;
        case Side::end:
            return PANGO_ALIGN_RIGHT;
    }
    return PANGO_ALIGN_LEFT;
}

bool alphanumeric(std::string_view text) {
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    return text.find_first_not_of(letters) == std::string_view::npos;
}

// One segment: alphanumeric mode needs 5.5 bits a letter against 8, which makes the 26 letters of a
// card a symbol of 25 modules instead of 29. libqrencode's own way of splitting a text into
// segments would not promise it.
Result<QrCodePtr> qr_symbol(std::string_view text) {
    const QrInputPtr input(QRinput_new2(0, QR_ECLEVEL_Q));
    const QRencodeMode mode = alphanumeric(text) ? QR_MODE_AN : QR_MODE_8;
    if (text.empty() || input == nullptr ||
        QRinput_append(input.get(), mode, static_cast<int>(text.size()),
                       reinterpret_cast<const unsigned char*>(text.data())) != 0)
        return refuse(ErrorKind::unavailable, "print.failed", "qr code: text not accepted");
    QrCodePtr symbol(QRcode_encodeInput(input.get()));
    if (symbol == nullptr)
        return refuse(ErrorKind::unavailable, "print.failed", "qr code: text too long");
    return symbol;
}

// The outline of a symbol as one path: no hairlines between modules, and only the corners are
// written. A rectangle for each run of modules makes a sheet nearly twice as large.
class QrOutline {
public:
    explicit QrOutline(const QRcode& symbol)
        : symbol_(symbol),
          side_(symbol.width + 1),
          left_to_go_(static_cast<std::size_t>(side_ * side_)) {
        for (int y = 0; y < symbol.width; ++y)
            for (int x = 0; x < symbol.width; ++x)
                if (dark(x, y)) add_sides(x, y);
    }

    void draw(cairo_t* cairo) {
        for (int y = 0; y < side_; ++y)
            for (int x = 0; x < side_; ++x)
                while (sides(x, y).any()) draw_loop(cairo, x, y);
    }

private:
    // Clockwise around what is dark, y downwards.
    static constexpr std::array<std::pair<int, int>, 4> steps{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

    bool dark(int x, int y) const {
        if (x < 0 || y < 0 || x >= symbol_.width || y >= symbol_.width) return false;
        return (symbol_.data[y * symbol_.width + x] & 1U) != 0;
    }

    std::bitset<4>& sides(int x, int y) {
        return left_to_go_[static_cast<std::size_t>(y) * static_cast<std::size_t>(side_) +
                           static_cast<std::size_t>(x)];
    }

    void add_sides(int x, int y) {
        if (!dark(x, y - 1)) sides(x, y).set(0);
        if (!dark(x + 1, y)) sides(x + 1, y).set(1);
        if (!dark(x, y + 1)) sides(x + 1, y + 1).set(2);
        if (!dark(x - 1, y)) sides(x, y + 1).set(3);
    }

    // Every corner has as many sides that leave it as sides that reach it, so a walk ends where it
    // began.
    void draw_loop(cairo_t* cairo, int x, int y) {
        cairo_move_to(cairo, x, y);
        while (sides(x, y).any()) {
            std::size_t direction = 0;
            while (!sides(x, y).test(direction)) ++direction;
            while (sides(x, y).test(direction)) {
                sides(x, y).reset(direction);
                x += steps[direction].first;
                y += steps[direction].second;
            }
            cairo_line_to(cairo, x, y);
        }
        cairo_close_path(cairo);
    }

    const QRcode& symbol_;
    int side_;
    std::vector<std::bitset<4>> left_to_go_;  // By corner: the sides that leave it, not drawn yet.
};

// Corners on whole quarters of a point have short numbers, which halves the file of a sheet.
double up_to_quarter(double length_pt) {
    return std::ceil(length_pt * 4) / 4;
}

double module_pt(const QRcode& symbol, double symbol_mm) {
    return up_to_quarter(points(symbol_mm) / symbol.width);
}

}  // namespace

Result<std::vector<std::string>> qr_rows(std::string_view text) {
    TRY_ASSIGN(const QrCodePtr symbol, qr_symbol(text));
    std::vector<std::string> rows;
    for (int y = 0; y < symbol->width; ++y) {
        std::string& row = rows.emplace_back();
        for (int x = 0; x < symbol->width; ++x)
            row += (symbol->data[y * symbol->width + x] & 1U) != 0 ? '1' : '0';
    }
    return rows;
}

Result<double> qr_width_mm(std::string_view text, double symbol_mm) {
    TRY_ASSIGN(const QrCodePtr symbol, qr_symbol(text));
    return module_pt(*symbol, symbol_mm) * (symbol->width + 2 * qr_quiet_modules) / points_per_mm;
}

struct PdfDocument::Parts {
    double width_mm = 0, height_mm = 0;
    std::string file;  // Before the surface, which writes into it until it is gone.
    SurfacePtr surface;
    CairoPtr cairo;
    FontMapPtr fonts;
    ContextPtr context;

    LayoutPtr layout(std::string_view text, double width, const TextStyle& style) const {
        LayoutPtr made(pango_layout_new(context.get()));
        const FontDescriptionPtr font(pango_font_description_new());
        pango_font_description_set_family_static(font.get(), font_family);
        pango_font_description_set_absolute_size(font.get(), style.size_pt * PANGO_SCALE);
        pango_font_description_set_weight(
            font.get(), style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(made.get(), font.get());
        const GlibText valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
        pango_layout_set_text(made.get(), valid.get(), -1);
        pango_layout_set_alignment(made.get(), alignment(style.side));
        if (width > 0) {
            pango_layout_set_width(made.get(), static_cast<int>(points(width) * PANGO_SCALE));
            pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
            pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
            pango_layout_set_height(made.get(), -style.lines_max);  // Negative: lines.
        }
        return made;
    }

    double draw(const LayoutPtr& layout, const TextBox& box) const {
        cairo_move_to(cairo.get(), points(box.left_mm), points(box.top_mm));
        pango_cairo_show_layout(cairo.get(), layout.get());
        int height = 0;
        pango_layout_get_size(layout.get(), nullptr, &height);
        return mm_of_units(height);
    }

    bool has_font() const {
        const FontDescriptionPtr font(pango_font_description_from_string(font_family));
        return FontPtr(pango_context_load_font(context.get(), font.get())) != nullptr;
    }
};

PdfDocument::PdfDocument(Sheet sheet, std::string_view title) : parts_(std::make_unique<Parts>()) {
    const bool upright = sheet == Sheet::a4_portrait;
    parts_->width_mm = upright ? short_side_mm : long_side_mm;
    parts_->height_mm = upright ? long_side_mm : short_side_mm;
    parts_->surface.reset(cairo_pdf_surface_create_for_stream(
        append_bytes, &parts_->file, points(parts_->width_mm), points(parts_->height_mm)));
    cairo_surface_t* const surface = parts_->surface.get();
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, std::string(title).c_str());
    // Without this cairo writes the machine's clock into the file.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    parts_->cairo.reset(cairo_create(surface));
    // A font map of our own: the default one belongs to the thread and outlives the document.
    parts_->fonts.reset(pango_cairo_font_map_new());
    parts_->context.reset(pango_font_map_create_context(parts_->fonts.get()));
    // Paper has no pixels: glyphs stay where their outlines want them.
    pango_context_set_round_glyph_positions(parts_->context.get(), FALSE);
    cairo_font_options_t* const options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(parts_->context.get(), options);
    cairo_font_options_destroy(options);
}

PdfDocument::~PdfDocument() = default;

double PdfDocument::width_mm() const {
    return parts_->width_mm;
}
double PdfDocument::height_mm() const {
    return parts_->height_mm;
}

double PdfDocument::text_height_mm(std::string_view text, double width_mm,
                                   const TextStyle& style) const {
    int height = 0;
    pango_layout_get_size(parts_->layout(text, width_mm, style).get(), nullptr, &height);
    return mm_of_units(height);
}

double PdfDocument::text(const TextBox& box, std::string_view text, const TextStyle& style) {
    return parts_->draw(parts_->layout(text, box.width_mm, style), box);
}

double PdfDocument::fitted_text(const TextBox& box, std::string_view text, TextStyle style,
                                double size_min_pt) {
    int width = 0;
    pango_layout_get_size(parts_->layout(text, 0, style).get(), &width, nullptr);
    const double too_wide = mm_of_units(width) / box.width_mm;
    // A hair less than it could be, so that rounding does not cut the last letter off.
    if (too_wide > 1) style.size_pt = std::max(size_min_pt, style.size_pt / too_wide * 0.995);
    style.lines_max = 1;
    return this->text(box, text, style);
}

void PdfDocument::line(const Stroke& stroke) {
    cairo_t* const cairo = parts_->cairo.get();
    cairo_set_line_width(cairo, points(stroke.width_mm));
    cairo_move_to(cairo, points(stroke.left_mm), points(stroke.top_mm));
    cairo_line_to(cairo, points(stroke.right_mm), points(stroke.bottom_mm));
    cairo_stroke(cairo);
}

Result<void> PdfDocument::qr_code(const QrBox& box, std::string_view text) {
    TRY_ASSIGN(const QrCodePtr symbol, qr_symbol(text));
    cairo_t* const cairo = parts_->cairo.get();
    cairo_save(cairo);
    const double module = module_pt(*symbol, box.symbol_mm);
    cairo_translate(cairo, up_to_quarter(points(box.left_mm)) + module * qr_quiet_modules,
                    up_to_quarter(points(box.top_mm)) + module * qr_quiet_modules);
    cairo_scale(cairo, module, module);
    QrOutline(*symbol).draw(cairo);
    cairo_fill(cairo);
    cairo_restore(cairo);
    return {};
}

void PdfDocument::next_page() {
    cairo_show_page(parts_->cairo.get());
}

Result<std::string> PdfDocument::finish() {
    const bool has_font = parts_->has_font();
    cairo_surface_finish(parts_->surface.get());
    if (!has_font)
        return refuse(ErrorKind::unavailable, "print.font_missing", "install fonts-dejavu-core");
    for (const cairo_status_t status :
         {cairo_status(parts_->cairo.get()), cairo_surface_status(parts_->surface.get())})
        if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED)
            return refuse(ErrorKind::unavailable, "print.failed", cairo_status_to_string(status));
    return std::move(parts_->file);
}

}  // namespace jatigi::print
