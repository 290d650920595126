// A PDF as others see it: its pages as pictures, its text, the QR codes on them. With Debian's
// poppler-utils and zbar-tools; when they are missing the test fails.
#pragma once
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "platform/base/text.h"
#include "testing/temporary_folder.h"

namespace jatigi::testing {

class PaperReader {
public:
    explicit PaperReader(const std::string& pdf) {
        std::ofstream(folder_ / "sheet.pdf", std::ios::binary) << pdf;
    }

    std::string text() const { return output_of("pdftotext -layout sheet.pdf -"); }
    std::string text_of_page(int page) const {
        const std::string number = std::to_string(page);
        return output_of("pdftotext -layout -f " + number + " -l " + number + " sheet.pdf -");
    }
    std::string fonts() const { return output_of("pdffonts sheet.pdf"); }
    std::string page_data() const { return output_of("pdfinfo sheet.pdf"); }

    // Every QR code on every page, printed in `colours` ("-gray", "-mono") at 300 dots an inch.
    std::set<std::string> qr_codes(const std::string& colours) const {
        output_of("pdftoppm " + colours + " -r 300 sheet.pdf page");
        std::set<std::string> codes;
        const std::string found = output_of(
            "for page in page-*; do zbarimg --raw --quiet --nodbus -Sdisable "
            "-Sqrcode.enable \"$page\"; rm \"$page\"; done");
        for (const std::string& line : split(found, '\n'))
            if (!line.empty()) codes.insert(line);
        return codes;
    }

private:
    std::string output_of(const std::string& command) const {
        std::FILE* const shell =
            ::popen(("cd '" + folder_.path() + "' && " + command).c_str(), "r");
        EXPECT_NE(shell, nullptr);
        if (shell == nullptr) return {};
        std::string text;
        for (int letter = std::fgetc(shell); letter != EOF; letter = std::fgetc(shell))
            text += static_cast<char>(letter);
        EXPECT_EQ(::pclose(shell), 0) << command << ": install poppler-utils and zbar-tools";
        return text;
    }

    TemporaryFolder folder_;
};

}  // namespace jatigi::testing
