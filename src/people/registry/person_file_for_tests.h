// A register whose files are opened and changed over HTTP.
#pragma once
#include "people/registry/person_codec.h"
#include "people/registry/register_for_tests.h"
#include "platform/access/openings.h"

namespace jatigi::registry {

class FileOverHttp : public RegisterForTests {
protected:
    static inline const std::string family_name = "Zzinventedfamily",
                                    given_name = "Zzmadeupgiven";

    static json::object awa() {
        return {{"family_name", family_name},
                {"given_names", given_name},
                {"sex", "F"},
                {"birth", {{"year", 1990}}},
                {"nationality", "MLI"},
                {"father_name", "Zzfather Zzinventedfamily"},
                {"mother_name", "Zzmother Zzkeita"}};
    }
    Answer correct(const std::string& number, json::object changes,
                   const std::string& reason = "heard_better", std::string_view who = "registrar") {
        return change(who, number, "corrections",
                      {{"changes", std::move(changes)}, {"reason", reason}});
    }
    std::string identity(const std::string& number, std::string_view field) {
        const Answer file = get("registrar", number);
        const json::object* read = json::object_at(file.json, "identity");
        return std::string(read ? json::text_at(*read, field).value_or("(none)") : "(no file)");
    }
    json::array history(const std::string& number) {
        return get("registrar", number).json.at("history").as_array();
    }
    std::vector<access::OpeningRow> openings() {
        return access::list_openings(db(), node_.node().secrets,
                                     {.period = {node_.now - std::chrono::days{1},
                                                 node_.now + std::chrono::days{1}}})
            .value();
    }
    void erase(const std::string& number) {
        const PersonRow person = row_of(number);
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            EncodedFact fact = encode_person(PersonErased{ErasureReason::request});
            TRY(tx.append({.stream = log::stream_name(person_kind, person.id),
                           .type = std::move(fact.type),
                           .version = fact.version,
                           .data = std::move(fact.data)},
                          {.command = {0xE0, 1}}));
            return true;
        });
    }
    std::string card_of(const std::string& number) {
        const auto serial = valid_card(db(), row_of(number).person);
        EXPECT_TRUE(serial);
        const vault::NodeSecrets& secrets = node_.node().secrets;
        return card_code(serial.value_or(CardSerial{}),
                         {.mac_key = secrets.mac_key(), .site_tag = secrets.site()});
    }
};

}  // namespace jatigi::registry
