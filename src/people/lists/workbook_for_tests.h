// Workbooks made in a test, part by part.
#pragma once
#include <zip.h>

#include <cassert>
#include <map>
#include <string>
#include <vector>

namespace jatigi::lists {

using ZipParts = std::map<std::string, std::string>;

inline std::string zipped(const ZipParts& parts, const char* password = nullptr) {
    zip_source_t* file = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(file);
    zip_t* zip = zip_open_from_source(file, ZIP_TRUNCATE, nullptr);
    for (const auto& [name, text] : parts) {
        zip_source_t* part = zip_source_buffer(zip, text.data(), text.size(), 0);
        const auto index = static_cast<zip_uint64_t>(zip_file_add(zip, name.c_str(), part, 0));
        zip_file_set_mtime(zip, index, 1673740800, 0);
        if (password) zip_file_set_encryption(zip, index, ZIP_EM_AES_256, password);
    }
    const int closed = zip_close(zip);
    assert(closed == 0);
    zip_stat_t stat;
    zip_source_stat(file, &stat);
    std::string bytes(stat.size, '\0');
    const int opened = zip_source_open(file);
    assert(opened == 0);
    const zip_int64_t read = zip_source_read(file, bytes.data(), bytes.size());
    assert(read == static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(file);
    zip_source_free(file);
    return bytes;
}

struct SheetForTest {
    std::string rows;  // What stands in sheetData.
    std::string name = "Liste";
    std::string state = "visible";
};

struct BookForTest {
    std::vector<SheetForTest> sheets;
    std::string shared_texts;         // <si> elements.
    std::string number_formats;       // <numFmt> elements.
    std::string styles;               // <xf> elements of cells.
    std::string fonts;                // <font> elements.
    std::string workbook_properties;  // Of <workbookPr>.
    std::string application{};        // That wrote it.
};

inline ZipParts parts_of(const BookForTest& book) {
    const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    ZipParts parts;
    std::string sheets;
    std::string relationships;
    const auto relate = [&](const std::string& id, const std::string& kind,
                            const std::string& target) {
        relationships += "<Relationship Id=\"" + id + "\" Type=\"" + types + "/" + kind +
                         "\" Target=\"" + target + "\"/>";
    };
    for (std::size_t i = 0; i < book.sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const SheetForTest& sheet = book.sheets[i];
        sheets += "<sheet name=\"" + sheet.name + "\" sheetId=\"" + number + "\" state=\"" +
                  sheet.state + "\" r:id=\"rId" + number + "\"/>";
        relate("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
        parts["xl/worksheets/sheet" + number + ".xml"] = head + "<worksheet xmlns=\"" + main +
                                                         "\"><dimension ref=\"A1\"/><sheetData>" +
                                                         sheet.rows + "</sheetData></worksheet>";
    }
    relate("rIdT", "sharedStrings", "sharedStrings.xml");
    relate("rIdS", "styles", "/xl/styles.xml");
    parts["xl/workbook.xml"] = head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + types +
                               "\"><workbookPr " + book.workbook_properties + "/><sheets>" +
                               sheets + "</sheets></workbook>";
    parts["xl/_rels/workbook.xml.rels"] =
        head +
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
        relationships + "</Relationships>";
    parts["xl/sharedStrings.xml"] =
        head + "<sst xmlns=\"" + main + "\">" + book.shared_texts + "</sst>";
    parts["xl/styles.xml"] = head + "<styleSheet xmlns=\"" + main + "\"><numFmts>" +
                             book.number_formats + "</numFmts><fonts>" + book.fonts +
                             "</fonts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" +
                             book.styles + "</cellXfs></styleSheet>";
    if (!book.application.empty())
        parts["docProps/app.xml"] = head +
                                    "<Properties "
                                    "xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                                    "extended-properties\"><TotalTime>0</TotalTime><Application>" +
                                    book.application + "</Application></Properties>";
    return parts;
}

inline std::string workbook_of(const BookForTest& book) {
    return zipped(parts_of(book));
}

// A row of inline texts under the last, "" for no cell.
inline std::string text_row(const std::vector<std::string>& texts) {
    std::string row = "<row>";
    for (const std::string& text : texts) {
        row += text.empty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }
    return row + "</row>";
}

}  // namespace jatigi::lists
