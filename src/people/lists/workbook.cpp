#include "people/lists/workbook.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "people/lists/workbook_parts.h"
#include "people/lists/workbook_sheet.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using Event = XmlPart::Event;

constexpr std::size_t most_sheets = 1000;
constexpr std::size_t most_relationships = 10'000;
constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view empty_zip_magic = "PK\x05\x06";
constexpr std::string_view container_magic = "\xD0\xCF\x11\xE0";

std::unexpected<Error> too_many(std::string detail) {
    return refuse(ErrorKind::too_large, "list.workbook_too_large", std::move(detail));
}

bool is_encrypted_container(std::string_view bytes) {
    // The name of the stream that holds the workbook, in the UTF-16 of such containers.
    std::string name;
    for (const char c : std::string_view("EncryptedPackage")) name += {c, '\0'};
    return bytes.contains(name);
}

struct SheetEntry {
    std::string name;
    std::string relationship;
    bool hidden = false;
};

struct Workbook {
    std::vector<SheetEntry> sheets;
    DayCount day_count = DayCount::from_1900;
};

Result<Workbook> read_workbook_part(XmlPart part) {
    Workbook workbook;
    while (true) {
        TRY_ASSIGN(const Event event, part.next());
        if (event == Event::finished) return workbook;
        if (event != Event::start) continue;
        if (part.name() == "workbookPr") {
            const std::string date1904 = part.attribute("date1904").value_or("0");
            if (date1904 == "1" || date1904 == "true") workbook.day_count = DayCount::from_1904;
        } else if (part.name() == "sheet") {
            if (workbook.sheets.size() == most_sheets) return too_many("sheets");
            workbook.sheets.push_back(
                {.name = part.attribute("name").value_or(""),
                 .relationship = part.attribute("id").value_or(""),
                 .hidden = part.attribute("state").value_or("visible") != "visible"});
        }
    }
}

struct Relationship {
    std::string id;
    std::string kind;  // Last word of its type.
    std::string part;
};

// A target is relative to the folder of the workbook, or to the root of the archive.
std::string part_of_target(std::string target) {
    std::ranges::replace(target, '\\', '/');
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = "xl/";
    while (target.starts_with("../")) {
        folder.clear();
        target.erase(0, 3);
    }
    if (target.starts_with("./")) target.erase(0, 2);
    return folder + target;
}

Result<std::vector<Relationship>> read_relationships(XmlPart part) {
    std::vector<Relationship> relationships;
    while (true) {
        TRY_ASSIGN(const Event event, part.next());
        if (event == Event::finished) return relationships;
        if (event != Event::start || part.name() != "Relationship") continue;
        // What stands elsewhere is never fetched.
        if (part.attribute("TargetMode").value_or("") == "External") continue;
        if (relationships.size() == most_relationships) return too_many("relationships");
        const std::string type = part.attribute("Type").value_or("");
        relationships.push_back({.id = part.attribute("Id").value_or(""),
                                 .kind = type.substr(type.rfind('/') + 1),
                                 .part = part_of_target(part.attribute("Target").value_or(""))});
    }
}

// The program that wrote the workbook, as it says.
Result<std::string> read_application(XmlPart part) {
    std::string application;
    bool inside = false;
    while (true) {
        TRY_ASSIGN(const Event event, part.next());
        if (event == Event::finished) return application;
        if (event != Event::text) inside = event == Event::start && part.name() == "Application";
        if (event == Event::text && inside) application += part.text();
    }
}

class WorkbookReader {
public:
    WorkbookReader(WorkbookParts parts, const ListLimits& limits)
        : parts_(std::move(parts)), limits_(limits) {}

    Result<std::vector<ListTable>> read() && {
        TRY_ASSIGN(XmlPart workbook_part, parts_.part("xl/workbook.xml"));
        TRY_ASSIGN(const Workbook workbook, read_workbook_part(std::move(workbook_part)));
        TRY_ASSIGN(XmlPart relationships_part, parts_.part("xl/_rels/workbook.xml.rels"));
        TRY_ASSIGN(relationships_, read_relationships(std::move(relationships_part)));
        context_.day_count = workbook.day_count;
        TRY(read_context());
        for (const SheetEntry& entry : workbook.sheets)
            if (!entry.hidden) TRY(add(entry));
        if (tables_.empty()) return refuse(ErrorKind::invalid, "list.empty");
        // They are only named: what is wrong with one refuses nothing, and hides no other.
        for (const SheetEntry& entry : workbook.sheets)
            if (entry.hidden) std::ignore = add(entry);
        return std::move(tables_);
    }

private:
    const Relationship* of_kind(std::string_view kind) const {
        const auto found = std::ranges::find(relationships_, kind, &Relationship::kind);
        return found == relationships_.end() ? nullptr : &*found;
    }

    Result<void> read_context() {
        if (const Relationship* texts = of_kind("sharedStrings")) {
            TRY_ASSIGN(XmlPart part, parts_.part(texts->part));
            TRY_ASSIGN(context_.texts, SharedTexts::read(std::move(part), limits_.workbook));
        }
        if (const Relationship* styles = of_kind("styles")) {
            TRY_ASSIGN(XmlPart part, parts_.part(styles->part));
            TRY_ASSIGN(context_.styles, read_styles(std::move(part)));
        }
        return mend_months();
    }

    // This library shows the first days of months as months by itself, whatever the program that
    // uses it wrote (2.11.1, its default for times at midnight).
    Result<void> mend_months() {
        const std::string properties = "docProps/app.xml";
        if (!parts_.has(properties)) return {};
        TRY_ASSIGN(XmlPart part, parts_.part(properties));
        TRY_ASSIGN(const std::string application, read_application(std::move(part)));
        if (!application.contains("Excelize")) return {};
        for (CellStyle& style : context_.styles)
            if (style.number.shape == NumberShape::month) style.number.shape = NumberShape::day;
        return {};
    }

    Result<void> add(const SheetEntry& entry) {
        const auto found = std::ranges::find(relationships_, entry.relationship, &Relationship::id);
        // A chart has a sheet of its own, without cells.
        if (found == relationships_.end() || found->kind != "worksheet") return {};
        TRY_ASSIGN(XmlPart part, parts_.part(found->part));
        TRY_ASSIGN(Sheet sheet, read_sheet(std::move(part), context_, limits_));
        if (sheet.rows.empty()) return {};
        tables_.push_back({.rows = std::move(sheet.rows),
                           .format = ListFormat::workbook,
                           .sheet = entry.name,
                           .hidden = entry.hidden,
                           .cut_short = sheet.cut_short});
        return {};
    }

    WorkbookParts parts_;
    const ListLimits& limits_;
    std::vector<Relationship> relationships_;
    SheetContext context_;
    std::vector<ListTable> tables_;
};

// Survey tools give one CSV file for the households and one for each group of questions that is
// asked again and again, in one archive.
Result<std::vector<ListTable>> read_text_files(WorkbookParts parts, const ListLimits& limits) {
    std::vector<ListTable> tables;
    std::size_t cells = 0;
    const std::vector<std::string> names = parts.names();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string& name = names[i];
        const std::string end =
            upper(name.substr(name.size() - std::min<std::size_t>(4, name.size())));
        const bool hidden =
            name.starts_with("__MACOSX") || name.starts_with('.') || name.contains("/.");
        if (hidden || (end != ".CSV" && end != ".TXT" && end != ".TSV")) continue;
        if (tables.size() == most_sheets) return too_many("files");
        TRY_ASSIGN(const std::string bytes, parts.bytes_at(i));
        auto table = read_text(bytes, limits);
        if (!table && table.error().code == "list.empty") continue;
        if (!table) return std::unexpected(table.error());
        for (const ListRow& row : table->rows) cells += row.cells.size();
        if (cells > limits.cells) return too_many(fmt::format("{} cells", cells));
        table->sheet = name.substr(name.rfind('/') + 1);
        tables.push_back(*std::move(table));
    }
    return tables;
}

}  // namespace

bool is_office_file(std::string_view bytes) {
    return bytes.starts_with(zip_magic) || bytes.starts_with(empty_zip_magic) ||
           bytes.starts_with(container_magic);
}

Result<std::vector<ListTable>> read_workbook(std::string_view bytes, const ListLimits& limits) {
    constexpr std::string_view save_it = "save the list as XLSX or CSV";
    if (bytes.starts_with(container_magic)) {
        if (is_encrypted_container(bytes)) {
            return refuse(ErrorKind::invalid, "list.workbook_encrypted");
        }
        return refuse(ErrorKind::invalid, "list.format_unsupported", std::string(save_it));
    }
    TRY_ASSIGN(WorkbookParts parts, WorkbookParts::open(bytes, limits.workbook));
    if (parts.has("xl/workbook.xml")) return WorkbookReader(std::move(parts), limits).read();
    TRY_ASSIGN(std::vector<ListTable> tables, read_text_files(std::move(parts), limits));
    if (tables.empty())
        return refuse(ErrorKind::invalid, "list.format_unsupported", std::string(save_it));
    return tables;
}

}  // namespace jatigi::lists
