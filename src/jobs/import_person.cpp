#include "jobs/import_person.h"

#include <algorithm>

namespace jatigi::jobs {
namespace {

using lists::RowReading;

void add_observation(std::vector<registry::Observation>& to, std::string heading,
                     const std::string& text) {
    if (!text.empty()) to.push_back({std::move(heading), Personal<std::string>{text}});
}

// What a list says beside the fields we know: what anybody at the desk may read, or else what is
// for protection staff alone (violence, trafficking, torture, asylum, mental health).
std::vector<registry::Observation> observations_of(const RowReading& row, FlagKind kind) {
    const bool protection = kind == FlagKind::protection;
    std::vector<registry::Observation> observations;
    if (is_sensitive(row, lists::ListField::observations) == protection)
        add_observation(observations, "observations", row.fields.observations.reveal());
    if (protection)
        for (const std::string& code : flags_of(row, kind))
            add_observation(observations, "vulnerabilities", code);
    if (is_sensitive(row, lists::ListField::unknown) == protection)
        for (const lists::ListExtra& extra : row.fields.extras)
            add_observation(observations, extra.heading, extra.text.reveal());
    return observations;
}

}  // namespace

bool is_sensitive(const RowReading& row, lists::ListField field) {
    return std::ranges::find(row.sensitive_cells, field) != row.sensitive_cells.end();
}

std::vector<std::string> flags_of(const RowReading& row, FlagKind kind) {
    std::vector<std::string> flags;
    for (const std::string& code : row.fields.vulnerabilities.reveal())
        if (registry::is_service_flag(code) == (kind == FlagKind::service)) flags.push_back(code);
    return flags;
}

registry::Registration registration_of(const RowReading& row, const OnTheList& list) {
    const lists::ListFields& fields = row.fields;
    registry::Registration person;
    person.sex = fields.sex == "F"   ? registry::Sex::female
                 : fields.sex == "M" ? registry::Sex::male
                                     : registry::Sex::unknown;
    if (!fields.nationality.empty()) person.nationality = fields.nationality;
    registry::PersonIdentified& identity = person.identity;
    identity.family_name = fields.family_name;
    identity.given_names = fields.given_names;
    identity.birth = fields.birth;
    identity.birth_place = fields.birth_place;
    identity.origin = fields.origin;
    identity.father_name = fields.father_name;
    identity.mother_name = fields.mother_name;
    identity.marital_status = Personal<std::string>{fields.marital_status};
    identity.relation = Personal<std::string>{fields.relation};
    identity.household = Personal<std::string>{fields.household};
    identity.phone = fields.phone;
    identity.languages = Personal<std::vector<std::string>>{fields.languages};
    identity.document_type = Personal<std::string>{fields.document_type};
    identity.document_no = fields.document_no;
    identity.observations = observations_of(row, FlagKind::service);
    person.protection_cells = protection_cells_of(row);
    identity.flags = flags_of(row, FlagKind::service);
    identity.household_id = list.household;
    identity.listed = list.listed;
    return person;
}

std::vector<registry::Observation> protection_cells_of(const RowReading& row) {
    return observations_of(row, FlagKind::protection);
}

}  // namespace jatigi::jobs
