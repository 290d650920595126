// A workbook's file as a ZIP archive of XML parts, each read as a stream within bounds. Nothing is
// inflated whole, nothing is fetched, and a part with a document type (the door to entities) is
// refused.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/table.h"
#include "platform/base/result.h"

namespace jatigi::lists {

// Pull reader of one part. Names are local: the prefix of a namespace is the writer's choice, and
// strict workbooks (ISO/IEC 29500) differ from others in the namespaces alone.
class XmlPart {
public:
    enum class Event { start, end, text, finished };
    struct Stream;

    explicit XmlPart(std::unique_ptr<Stream> stream);
    XmlPart(XmlPart&&) noexcept;
    ~XmlPart();

    // An empty element starts and ends like any other. Refuses list.workbook_damaged,
    // list.workbook_too_large.
    Result<Event> next();
    std::string_view name() const;  // Of the element that starts or ends; valid until next().
    std::string_view text() const;  // Valid until next().
    // Of the element that starts.
    std::optional<std::string> attribute(std::string_view local_name) const;

private:
    std::unique_ptr<Stream> stream_;
};

class WorkbookParts {
public:
    struct Archive;

    // The bytes must outlive it. Refuses list.workbook_damaged, list.workbook_too_large.
    static Result<WorkbookParts> open(std::string_view bytes, const WorkbookLimits& limits);
    WorkbookParts(WorkbookParts&&) noexcept;
    ~WorkbookParts();

    bool has(const std::string& name) const;
    // In their order; two may have one name.
    std::vector<std::string> names() const;
    // The whole of an entry that is no XML, by its place among the names. Refuses as part() does.
    Result<std::string> bytes_at(std::size_t entry);
    // Refuses list.workbook_damaged when there is none, list.workbook_encrypted.
    Result<XmlPart> part(const std::string& name);

private:
    struct File;
    Result<File> open_file(std::size_t entry);
    explicit WorkbookParts(std::unique_ptr<Archive> archive);
    std::unique_ptr<Archive> archive_;
};

}  // namespace jatigi::lists
