#include "crowd.h"

#include "must.h"
#include "node/embedded.h"
#include "node/reference.h"
#include "platform/print/csv.h"

namespace jatigi::bench {

using lists::ListFields;

Crowd::Crowd(unsigned seed) : random_(seed) {
    auto table = must(lists::read_list(node::embedded_text("examples/assamaka-2023-01.csv"), {}));
    auto reading = must(
        lists::read_rows(std::move(table), node::reference().lists,
                         lists::ListRules{.list_date = Day{std::chrono::year{2023} / 1 / 15}}));
    for (lists::RowReading& row : reading.rows)
        if (row.decision == lists::RowDecision::accepted) people_.push_back(std::move(row.fields));
}

const ListFields& Crowd::anybody() { return people_[random_() % people_.size()]; }

ListFields Crowd::next() {
    ListFields made = anybody();
    made.family_name = anybody().family_name;
    made.given_names = anybody().given_names;
    made.father_name = anybody().father_name;
    made.mother_name = anybody().mother_name;
    made.birth_place = anybody().birth_place;
    made.origin = anybody().origin;
    made.household.clear();
    made.relation.clear();
    made.phone = {};
    made.document_no = {};
    const Day birth = Day{std::chrono::year{1970} / 1 / 2} + Days{random_() % 12'000};
    made.birth = Personal<linkage::BirthInterval>{
        linkage::BirthInterval{birth, birth, linkage::BirthPrecision::day}};
    return made;
}

std::string Crowd::list(std::size_t people) {
    print::CsvWriter csv(';');
    csv.row({"N°", "Date d'arrivée", "Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité",
             "Lieu de naissance", "Provenance", "Père", "Mère", "Situation matrimoniale"});
    for (std::size_t i = 0; i < people; ++i) {
        const ListFields made = next();
        csv.row({std::to_string(i + 1), day_text(*made.arrival_date), made.family_name.reveal(),
                 made.given_names.reveal(), made.sex, day_text(made.birth->reveal().min),
                 made.nationality, made.birth_place.reveal(), made.origin.reveal(),
                 made.father_name.reveal(), made.mother_name.reveal(), ""});
    }
    return csv.text();
}

}  // namespace jatigi::bench
