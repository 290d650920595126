#include "people/lists/workbook_parts.h"

#include <fmt/format.h>
#include <libxml/xmlreader.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace jatigi::lists {
namespace {

// Small workbooks shrink to nearly nothing; a ratio says something of large ones only.
constexpr std::uint64_t bytes_of_any_ratio = std::uint64_t{16} << 20U;

std::string_view view_of(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::unexpected<Error> damaged(std::string detail) {
    return refuse(ErrorKind::invalid, "list.workbook_damaged", std::move(detail));
}

std::unexpected<Error> has_document_type() {
    return damaged("a part has a document type or entities, as no spreadsheet writes");
}

std::unexpected<Error> too_large(std::string detail) {
    return refuse(ErrorKind::too_large, "list.workbook_too_large", std::move(detail));
}

// What all parts together may inflate to; sizes that an archive claims are not believed.
class Budget {
public:
    Budget(std::size_t packed, const WorkbookLimits& limits)
        : left_(limits.inflated_bytes), ratio_left_(packed * limits.inflated_ratio) {
        ratio_left_ = std::max(ratio_left_, bytes_of_any_ratio);
    }
    bool spend(std::uint64_t bytes) {
        if (bytes > std::min(left_, ratio_left_)) return false;
        left_ -= bytes;
        ratio_left_ -= bytes;
        return true;
    }

private:
    std::uint64_t left_;
    std::uint64_t ratio_left_;
};

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct CloseReader {
    void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};
struct DiscardArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

}  // namespace

// No honest tag or cell text is longer; the parser's time grows with the square of a tag's
// attributes.
constexpr std::size_t node_bytes_max = std::size_t{256} << 10U;

// Looks at the bytes before the parser does. A document type is expanded inside the parser, where
// no limit of ours holds; many attributes take it the square of their number. NULs are UTF-16's.
class TagGuard {
public:
    enum class Verdict { good, document_type, too_many_attributes };
    Verdict look(std::string_view bytes) {
        for (const char c : bytes) {
            if (c == '\0') continue;
            if (c == '<') {  // Nowhere inside a tag.
                matched_ = 1;
                attributes_ = 0;
                after_equals_ = false;
                continue;
            }
            if (matched_ != 0) matched_ = c == document_type[matched_] ? matched_ + 1 : 0;
            if (matched_ == document_type.size()) return Verdict::document_type;
            const bool quote = c == '"' || c == '\'';
            if (after_equals_ && quote && ++attributes_ > attributes_max)
                return Verdict::too_many_attributes;
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') after_equals_ = c == '=';
        }
        return Verdict::good;
    }

private:
    static constexpr std::string_view document_type = "<!DOCTYPE";
    static constexpr std::size_t attributes_max = 256;
    std::size_t matched_ = 0;     // Of document_type.
    std::size_t attributes_ = 0;  // Since the last '<'.
    bool after_equals_ = false;
};

struct XmlPart::Stream {
    std::unique_ptr<zip_file_t, CloseFile> file;
    Budget* budget = nullptr;
    std::unique_ptr<xmlTextReader, CloseReader> reader;
    std::array<char, std::size_t{32} << 10U> buffer;
    std::size_t at = 0;
    std::size_t filled = 0;
    std::size_t since_node = 0;  // Bytes that the parser took for the tag or text it is in.
    bool over_budget = false;
    TagGuard guard;
    bool has_document_type = false;
    bool end_is_due = false;  // Of an empty element that has just started.

    // The parser asks for little at a time, the archive gives much.
    int read(char* to, int length) {
        if (since_node > node_bytes_max) {
            over_budget = true;
            return -1;
        }
        if (at == filled) {
            const zip_int64_t got = zip_fread(file.get(), buffer.data(), buffer.size());
            if (got < 0) return -1;
            over_budget = !budget->spend(static_cast<std::uint64_t>(got));
            if (over_budget) return -1;
            at = 0;
            filled = static_cast<std::size_t>(got);
        }
        const std::size_t count = std::min(filled - at, static_cast<std::size_t>(length));
        const auto verdict = guard.look({buffer.data() + at, count});
        has_document_type = verdict == TagGuard::Verdict::document_type;
        over_budget = verdict == TagGuard::Verdict::too_many_attributes;
        if (has_document_type || over_budget) return -1;
        std::memcpy(to, buffer.data() + at, count);
        at += count;
        since_node += count;
        return static_cast<int>(count);
    }
    xmlNode* node() const { return xmlTextReaderCurrentNode(reader.get()); }
};

XmlPart::XmlPart(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
XmlPart::XmlPart(XmlPart&&) noexcept = default;
XmlPart::~XmlPart() = default;

Result<XmlPart::Event> XmlPart::next() {
    if (stream_->end_is_due) {
        stream_->end_is_due = false;
        return Event::end;
    }
    xmlTextReader* reader = stream_->reader.get();
    while (true) {
        stream_->since_node = 0;
        const int read = xmlTextReaderRead(reader);
        if (stream_->over_budget) return too_large("a part, or a tag in it, is beyond the limit");
        if (stream_->has_document_type) return has_document_type();
        if (read < 0) return damaged("a part is cut or is no XML");
        if (read == 0) return Event::finished;
        switch (xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT:
                stream_->end_is_due = xmlTextReaderIsEmptyElement(reader) == 1;
                return Event::start;
            case XML_READER_TYPE_END_ELEMENT:
                return Event::end;
            case XML_READER_TYPE_TEXT:
            case XML_READER_TYPE_CDATA:
            case XML_READER_TYPE_WHITESPACE:
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                return Event::text;
            case XML_READER_TYPE_DOCUMENT_TYPE:
            case XML_READER_TYPE_ENTITY_REFERENCE:
                return has_document_type();
            default:
                break;
        }
    }
}

std::string_view XmlPart::name() const {
    return view_of(xmlTextReaderConstLocalName(stream_->reader.get()));
}

std::string_view XmlPart::text() const {
    return view_of(xmlTextReaderConstValue(stream_->reader.get()));
}

std::optional<std::string> XmlPart::attribute(std::string_view local_name) const {
    // By the node and not by the reader's own search: it would copy, and a sheet has millions.
    for (const xmlAttr* a = stream_->node()->properties; a != nullptr; a = a->next) {
        if (view_of(a->name) != local_name) continue;
        std::string value;
        for (const xmlNode* part = a->children; part != nullptr; part = part->next) {
            value += view_of(part->content);
        }
        return value;
    }
    return std::nullopt;
}

struct WorkbookParts::Archive {
    std::unique_ptr<zip_t, DiscardArchive> zip;
    Budget budget;
};

WorkbookParts::WorkbookParts(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
WorkbookParts::WorkbookParts(WorkbookParts&&) noexcept = default;
WorkbookParts::~WorkbookParts() = default;

Result<WorkbookParts> WorkbookParts::open(std::string_view bytes, const WorkbookLimits& limits) {
    // Else the parser writes to standard error what it stumbles over: pieces of the list. The
    // setting is the thread's own.
    xmlSetStructuredErrorFunc(nullptr, [](void*, xmlError*) {});
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == nullptr) zip_source_free(source);
    zip_error_fini(&error);
    if (zip == nullptr) return damaged("the archive has no directory: is the file complete?");
    auto archive =
        std::make_unique<Archive>(Archive{.zip = std::unique_ptr<zip_t, DiscardArchive>(zip),
                                          .budget = Budget(bytes.size(), limits)});
    const zip_int64_t entries = zip_get_num_entries(zip, 0);
    if (entries < 0 || static_cast<std::uint64_t>(entries) > limits.entries) {
        return too_large(fmt::format("more than {} entries", limits.entries));
    }
    return WorkbookParts(std::move(archive));
}

bool WorkbookParts::has(const std::string& name) const {
    return zip_name_locate(archive_->zip.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

struct WorkbookParts::File {
    std::unique_ptr<zip_file_t, CloseFile> file;
};

std::vector<std::string> WorkbookParts::names() const {
    std::vector<std::string> names;
    const zip_int64_t count = zip_get_num_entries(archive_->zip.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(archive_->zip.get(), static_cast<zip_uint64_t>(i), 0);
        names.emplace_back(name == nullptr ? "" : name);
    }
    return names;
}

Result<WorkbookParts::File> WorkbookParts::open_file(std::size_t entry) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_->zip.get(), entry, 0, &stat) != 0) {
        return damaged("an entry of the archive is damaged");
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
        return refuse(ErrorKind::invalid, "list.workbook_encrypted");
    }
    File file{
        std::unique_ptr<zip_file_t, CloseFile>(zip_fopen_index(archive_->zip.get(), entry, 0))};
    if (!file.file) return damaged("an entry of the archive is damaged");
    return file;
}

Result<std::string> WorkbookParts::bytes_at(std::size_t entry) {
    TRY_ASSIGN(const File file, open_file(entry));
    std::string bytes;
    std::array<char, std::size_t{32} << 10U> buffer;
    while (true) {
        const zip_int64_t got = zip_fread(file.file.get(), buffer.data(), buffer.size());
        if (got < 0) return damaged("an entry of the archive is damaged");
        if (got == 0) return bytes;
        if (!archive_->budget.spend(static_cast<std::uint64_t>(got)))
            return too_large("the archive unpacks to more than a list needs");
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result<XmlPart> WorkbookParts::part(const std::string& name) {
    const zip_int64_t index = zip_name_locate(archive_->zip.get(), name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return damaged("a part that the workbook names is missing");
    TRY_ASSIGN(File file, open_file(static_cast<std::size_t>(index)));
    auto stream = std::make_unique<XmlPart::Stream>();
    stream->budget = &archive_->budget;
    stream->file = std::move(file.file);
    const auto read = [](void* context, char* to, int length) {
        return static_cast<XmlPart::Stream*>(context)->read(to, length);
    };
    // UTF-8 or UTF-16, as spreadsheets write; else what is looked for could hide in another
    // encoding.
    constexpr int options =
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
    stream->reader.reset(xmlReaderForIO(read, nullptr, stream.get(), nullptr, nullptr, options));
    if (!stream->reader) return damaged("a part is empty");
    return XmlPart(std::move(stream));
}

}  // namespace jatigi::lists
