// Any bytes as a registration list, a workbook when they start as one: reading must end, within
// bounds, without a crash. What it writes for rejected rows is a list again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "people/lists/rejected_api.h"
#include "people/lists/rows.h"

namespace {

using namespace jatigi::lists;  // NOLINT(google-build-using-namespace)

// A little of each table, so that inputs of a few bytes reach every reader.
constexpr std::string_view headings =
    "heading,field,strength\nN,list_no,sure\nA,arrival_date,sure\nF,family_name,sure\n"
    "G,given_names,sure\nNom complet,full_name,sure\nS,sex,sure\nB,birth,sure\nAge,age,sure\n"
    "P,nationality,sure\nT,phone,sure\nL,languages,sure\nD,document,sure\nH,household,sure\n"
    "R,relation,sure\nM,marital_status,sure\nV,vulnerabilities,sure\nO,observations,sure\n"
    "Date,arrival_date,weak\n#date+arrival,arrival_date,sure\nTOTAL,total,\nFait,title,\n"
    "motif / reason,our_note,sure\nligne / row,our_note,sure\n";
constexpr std::string_view heading_words =
    "word,role\nnom,nom\nprenom,given\nnaissance,birth\nlieu,place\nfille,female\nfils,child\n"
    "mere,mother\nchef,other\nmigrant,person\ngroupe,group\ndate,date\n";
constexpr std::string_view heading_rules =
    "field,needs,allows,strength\nfamily_name,nom,,sure\nfull_name,nom given,,sure\n"
    "birth,birth,date,sure\nbirth_place,birth place,,sure\nfather_name,child of,female,sure\n"
    "mother_name,plus of,mother,sure\n";
constexpr std::string_view words =
    "kind,code,form\nsex,M,M\nsex,F,Femme\nmarital,SINGLE,C\nrelation,HEAD,chef\n"
    "document,NINA,NINA\nvulnerability,PREGNANT,enceinte\nnone,,RAS\nlanguage,bam,bambara\n"
    "sensitive,,asile\nunknown,,inconnu\nmonth,05,mai\ndate,around,vers\ndate,born,ne\n"
    "date,age_years,ans\ndate,age_months,mois\nditto,,idem\nlate,,feu\nphone,MLI,223 8\n";
constexpr std::string_view nationalities =
    "iso3,iso2,country_fr,country_en,demonym_fr_m,demonym_fr_f,demonym_en\n"
    "MLI,ML,Mali,Mali,Malien,Malienne,Malian\n";

constexpr jatigi::Day closed = std::chrono::year{2023} / std::chrono::January / 15;

// Each row of the table has exactly one reading, with its own number.
bool is_whole(const ListReading& reading, const ListTable& table) {
    if (reading.rows.size() != table.rows.size()) return false;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (reading.rows[i].number != table.rows[i].number) return false;
    return true;
}

// The rejected rows as a list to be corrected; empty when none is.
std::string rejected_of(const ListReading& reading) {
    std::vector<const RowReading*> rejected;
    for (const RowReading& row : reading.rows)
        if (row.decision == RowDecision::rejected) rejected.push_back(&row);
    return rejected.empty() ? std::string{} : rejected_csv(reading.layouts, rejected);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ListReference reference =
        list_reference({.headings = {.headings_csv = headings,
                                     .words_csv = heading_words,
                                     .rules_csv = heading_rules},
                        .keys_csv = "households,members\nKEY,PARENT_KEY\n",
                        .words_csv = words,
                        .nationalities_csv = nationalities});
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto table = open_list(bytes, reference);
    if (!table) return 0;
    const auto reading = read_rows(*table, reference, {.list_date = closed});
    if (!reading) return 0;
    if (!is_whole(*reading, *table)) std::abort();
    const std::string rejected = rejected_of(*reading);
    if (rejected.empty()) return 0;
    const auto again = open_list(rejected, reference);
    if (!again) std::abort();
    const auto read_again = read_rows(*again, reference, {.list_date = closed});
    // Headings of two lines are one now, and noise may name no column any more; lists as people write
    // them do come back (rejected_api_test.cpp).
    if (!read_again && read_again.error().code != "list.not_a_table") std::abort();
    if (read_again && !is_whole(*read_again, *again)) std::abort();
    return 0;
}
