// What a list asks over HTTP, and what becomes of the answers.
#include <gtest/gtest.h>

#include "jobs/import_over_http_for_tests.h"

namespace jatigi::jobs {
namespace {

class ImportAnswers : public ImportOverHttp {
protected:
    Answer bring_text(std::string text) {
        return send("registrar", "POST", "/api/v1/imports",
                    {{"site", "ASM"}, {"list_date", "2023-01-15"}}, std::move(text));
    }
    Answer answer(const std::string& import, std::string body) {
        return send("registrar", "POST", "/api/v1/imports/" + import + "/answers", {},
                    std::move(body));
    }
    // The kinds of its questions, an open one with a mark.
    static std::string questions(const Answer& import) {
        std::string text;
        for (const json::value& question : import.json.at("questions").as_array()) {
            text += std::string(question.at("kind").as_string());
            text += question.at("open").as_bool() ? "! " : " ";
        }
        return text;
    }
    static std::string field_of(const Answer& import, std::string_view heading) {
        for (const json::value& column : import.json.at("columns").as_array())
            if (column.at("heading").as_string() == heading)
                return std::string(column.at("field").as_string()) + " " +
                       std::string(column.at("reading").as_string());
        return "none";
    }
};

const std::string without_arrival =
    "Arrivées du 14/01/2023;;;\nNom et prénoms;Kari;Sexe;Âge\nEXEMPLE Ali;x;M;25 ans\n"
    "MODÈLE Fatim;y;F;19 ans\n";

TEST_P(ImportAnswers, AnOpenQuestionHoldsTheCommit) {
    const Answer read = bring_text(without_arrival);
    ASSERT_EQ(read.status, 201) << read.body;
    EXPECT_EQ(questions(read), "ARRIVAL_UNKNOWN! HEADING_UNKNOWN ");
    const Answer refused = commit(read.text("import"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.text("code"), "import.unanswered");
    EXPECT_EQ(get(read.text("import")).text("state"), "previewed");
}

TEST_P(ImportAnswers, TheListIsReadAgainWithTheAnswers) {
    const std::string import = bring_text(without_arrival).text("import");
    const Answer title = answer(import, R"({"arrival":"title"})");
    ASSERT_EQ(title.status, 200) << title.body;
    EXPECT_EQ(questions(title), "HEADING_UNKNOWN ");
    EXPECT_EQ(title.count("rejected"), 0);
    EXPECT_EQ(json::text_at(title.json.at("answers").as_object(), "arrival"), "title");
    EXPECT_EQ(get(import).body, title.body);
    // Another answer takes the place of the first.
    const Answer none = answer(import, "{}");
    EXPECT_EQ(none.count("rejected"), 2);
    const Answer day = answer(import, R"({"arrival":"2023-01-13"})");
    EXPECT_EQ(day.count("rejected"), 0);
    ASSERT_EQ(commit(import).status, 202);
    EXPECT_EQ(ended(import).count("registered"), 2);
    EXPECT_EQ(answer(import, "{}").text("code"), "import.already_committed");
}

TEST_P(ImportAnswers, WhatAHeadingMeansIsKeptForTheSite) {
    const std::string import = bring_text(without_arrival).text("import");
    const Answer told = answer(import, R"({"arrival":"title","columns":{"Kari":"observations"}})");
    EXPECT_EQ(field_of(told, "Kari"), "observations answered");
    EXPECT_EQ(questions(told), "");
    // Not before the list is written.
    EXPECT_EQ(field_of(bring_text(without_arrival), "Kari"), "unknown asked");
    ASSERT_EQ(commit(import).status, 202);
    ended(import);
    EXPECT_EQ(field_of(bring_text(without_arrival), "Kari"), "observations answered");
    EXPECT_EQ(field_of(send("registrar", "POST", "/api/v1/imports",
                            {{"site", "ARL"}, {"list_date", "2023-01-15"}}, without_arrival),
                       "Kari"),
              "unknown asked");
}

TEST_P(ImportAnswers, AnswersThatAreNoneAreRefused) {
    const std::string import = bring_text(without_arrival).text("import");
    EXPECT_EQ(answer(import, R"({"columns":{"Kari":"shoe_size"}})").text("code"),
              "import.column_unknown");
    for (const auto* body : {R"({"arrival":"14/01/2023"})", R"({"hidden":"maybe"})",
                             R"({"columns":["Kari"]})", R"({"columns":"Kari"})"})
        EXPECT_EQ(answer(import, body).text("code"), "request.member_missing") << body;
    EXPECT_EQ(questions(get(import)), "ARRIVAL_UNKNOWN! HEADING_UNKNOWN ");
}

TEST_P(ImportAnswers, AnswersThatDoNothingHoldTheCommit) {
    const std::string import =
        bring_text("Nom;Prénom;Sexe;Date d'arrivée\nUn;Ali;M;14/01/2023\n").text("import");
    const Answer unused = answer(import, R"({"columns":{"Zita":"languages"},"join":true})");
    ASSERT_EQ(unused.status, 200) << unused.body;
    EXPECT_EQ(questions(unused), "ANSWER_UNUSED! JOIN_UNUSED! ");
    EXPECT_EQ(commit(import).text("code"), "import.unanswered");
    EXPECT_EQ(answer(import, "{}").status, 200);
    EXPECT_EQ(commit(import).status, 202);
}

TEST_P(ImportAnswers, HouseholdsMayComeInASecondFile) {
    const std::string import =
        bring_text("nom,prenom,sexe,age,PARENT_KEY\nExemple,Ali,m,30,k1\nExemple,Awa,f,28,k1\n")
            .text("import");
    const Answer joined = send("registrar", "POST", "/api/v1/imports/" + import + "/households", {},
                               "date_arrivee,KEY\n2023-01-14,k1\n");
    ASSERT_EQ(joined.status, 200) << joined.body;
    EXPECT_EQ(questions(joined), "");
    EXPECT_EQ(joined.count("rejected"), 0);
    const Answer page = get(import, "/rows");
    for (const json::value& row : page.json.at("rows").as_array())
        EXPECT_EQ(row.at("arrival_date").as_string(), "2023-01-14");
}

TEST_P(ImportAnswers, AnotherAccountsPreviewIsAbsent) {
    const std::string import = bring_text(without_arrival).text("import");
    EXPECT_EQ(send("other", "POST", "/api/v1/imports/" + import + "/answers", {}, "{}").status,
              404);
    EXPECT_EQ(send("nurse", "POST", "/api/v1/imports/" + import + "/households", {}, "x").status,
              403);
}

INSTANTIATE_TEST_SUITE_P(Each, ImportAnswers, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs
