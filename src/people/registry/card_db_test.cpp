#include <gtest/gtest.h>

#include "people/registry/hotline_view.h"
#include "people/registry/register_for_tests.h"
#include "people/registry/scan_for_tests.h"
#include "platform/base/hash.h"
#include "platform/store/setting.h"
#include "testing/paper_reader.h"

namespace jatigi::registry {
namespace {

class Cards : public RegisterForTests {
protected:
    std::string card_of(const std::string& number) {
        const auto serial = valid_card(db(), row_of(number).person);
        EXPECT_TRUE(serial);
        const vault::NodeSecrets& secrets = node_.node().secrets;
        return card_code(serial.value_or(CardSerial{}),
                         {.mac_key = secrets.mac_key(), .site_tag = secrets.site()});
    }
    Answer reissue(const std::string& number, std::string_view reason = "lost",
                   std::string_view who = "registrar") {
        return change(who, number, "cards", {{"reason", reason}});
    }
    Answer sheet(json::object wanted, std::string_view who = "registrar") {
        if (!wanted.contains("command")) wanted["command"] = next_command();
        return send(who, "POST", "/api/v1/cards/sheets", boost::json::serialize(wanted));
    }
    // The paper's text without blanks: numbers stand there in groups.
    static std::string paper(const Answer& sheet) {
        EXPECT_EQ(sheet.status, 200) << sheet.body;
        std::string text = testing::PaperReader(sheet.body).text();
        std::erase(text, ' ');
        return text;
    }
    std::string person(std::string_view given, const std::string& site = "ASM") {
        return enrolled({{"given_names", given}}, site);
    }
};

TEST_P(Cards, ANewOneVoidsTheOneBefore) {
    const std::string number = person("Zzawa"), other = person("Zzsira");
    const std::string first = card_of(number), others = card_of(other);
    EXPECT_EQ(reissue(number).status, 201);
    const std::string second = card_of(number);
    EXPECT_NE(second, first);
    EXPECT_EQ(get("registrar", first).code(), "card.void");
    EXPECT_EQ(get("registrar", second).text("case_number"), number);
    EXPECT_EQ(get("registrar", others).text("case_number"), other);
}

TEST_P(Cards, AreReadOnEveryKeyboardThatAScannerTypesOn) {
    const std::string number = person("Zzawa");
    for (const std::string& code : {card_of(number), number})
        for (const auto& [layout, typed] : typed_on_each(code)) {
            EXPECT_EQ(get("registrar", typed).text("case_number"), number) << layout << typed;
            EXPECT_EQ(get("registrar", typed + "\r\n").text("case_number"), number) << layout;
        }
    EXPECT_EQ(get("registrar", "]Q1" + number).text("case_number"), number);
}

TEST_P(Cards, AKeyboardThatNobodyKnowsIsNamed) {
    EXPECT_EQ(get("registrar", "ñ¿ñ¿ñ¿ñ").code(), "card.keyboard");
    EXPECT_EQ(get("registrar", "Zzawa").code(), "card.unreadable");
}

TEST_P(Cards, ANewOneCanBeAskedForWithTheOldOne) {
    const std::string number = person("Zzawa"), first = card_of(number);
    EXPECT_EQ(reissue(first, "damaged").status, 201);
    EXPECT_EQ(get("registrar", card_of(number)).status, 200);
}

TEST_P(Cards, ANewOneNeedsAReason) {
    const std::string number = person("Zzawa"), first = card_of(number);
    EXPECT_EQ(reissue(number, "because").code(), "request.member_missing");
    EXPECT_EQ(card_of(number), first);
    for (const std::string_view reason : {"late", "lost", "damaged"})
        EXPECT_EQ(reissue(number, reason).status, 201) << reason;
}

TEST_P(Cards, ANewOneIsForThoseWhoMay) {
    const std::string number = person("Zzawa");
    for (const std::string_view who : {"gate_officer", "nurse", "food_distributor"})
        EXPECT_EQ(reissue(number, "lost", who).status, 403) << who;
    EXPECT_EQ(reissue(number, "lost", "registrar_elsewhere").status, 404);
    EXPECT_EQ(reissue(number, "lost", "protection_officer").status, 201);
}

TEST_P(Cards, TheSameCommandTwiceIsOneCard) {
    const std::string number = person("Zzawa");
    const json::object body{{"command", next_command()}, {"reason", "lost"}};
    change("registrar", number, "cards", body);
    const std::string card = card_of(number);
    EXPECT_EQ(change("registrar", number, "cards", body).status, 201);
    EXPECT_EQ(card_of(number), card);
}

TEST_P(Cards, ASheetIsAPdf) {
    person("Zzawa");
    const Answer made = sheet({{"site", "ASM"}});
    EXPECT_EQ(made.status, 200);
    EXPECT_TRUE(made.body.starts_with("%PDF"));
    EXPECT_EQ(made.header("Content-Disposition"), "inline; filename=\"cards.pdf\"");
}

TEST_P(Cards, ASheetOfASiteIsForThosePresentThere) {
    const std::string here_now = person("Zzawa"), far = person("Zzsira", "AGZ"),
                      left = person("Zzkani");
    site_of_.erase(row_of(left).person);
    const std::string text = paper(sheet({{"site", "ASM"}}));
    EXPECT_NE(text.find(here_now), std::string::npos) << text;
    EXPECT_EQ(text.find(far), std::string::npos);
    EXPECT_EQ(text.find(left), std::string::npos);
}

TEST_P(Cards, ASheetOfNumbersIsForThoseNumbers) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const std::string text = paper(sheet({{"case_numbers", json::array{json::value(one)}}}));
    EXPECT_NE(text.find(one), std::string::npos) << text;
    EXPECT_EQ(text.find(other), std::string::npos);
}

TEST_P(Cards, AListsCardsAreHandedOutByItsRows) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const json::array numbers{json::value(one), json::value(other)};
    const std::string text = paper(
        sheet({{"case_numbers", numbers}, {"rows", json::array{17, 12}}, {"hand_over", true}}));
    const auto late = text.find("17" + one + "11"), early = text.find("12" + other + "12");
    ASSERT_NE(late, std::string::npos) << text;
    ASSERT_NE(early, std::string::npos) << text;
    EXPECT_LT(early, late);
    for (const json::array& rows : {json::array{17}, json::array{17, "12"}})
        EXPECT_EQ(sheet({{"case_numbers", numbers}, {"rows", rows}}).code(),
                  "request.member_missing");
}

TEST_P(Cards, TheHotlineIsTheCentresOwn) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const auto put = [&](std::string_view number) {
        return writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(put_hotline(tx, node_.cause(), number));
            return true;
        });
    };
    ASSERT_TRUE(put(" +227 80 00 11 22"));
    EXPECT_NE(paper(sheet({{"case_numbers", {one}}})).find("free+22780001122"), std::string::npos);
    for (const std::string_view wrong : {"call me", "+", "80-00", "800000000000000000000"})
        EXPECT_EQ(put(wrong).error().code, "hotline.invalid") << wrong;
    // By hand in the database: complaints do not go to another number.
    ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(
            tx.db().run("update setting set value = replace(value, '+227', '+999') "
                        "where name = 'hotline'"));
        return true;
    }));
    const std::string text = paper(sheet({{"case_numbers", {other}}}));
    EXPECT_EQ(text.find("999"), std::string::npos) << text;
    EXPECT_EQ(text.find("free"), std::string::npos) << text;
}

TEST_P(Cards, AnEarlierHotlineIsNotPutBack) {
    const auto write = [&](auto work) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(work(tx));
            return true;
        }));
    };
    std::string before;
    write([&](log::WriteTx& tx) { return put_hotline(tx, node_.cause(), "80 00 11 22"); });
    write([&](log::WriteTx& tx) -> Result<void> {
        TRY_ASSIGN(const auto stored, store::find_setting(tx.db(), "hotline"));
        before = stored.value_or("");
        return put_hotline(tx, node_.cause(), "80 00 33 44");
    });
    EXPECT_EQ(find_hotline(db(), node_.node()), "80 00 33 44");
    write([&](log::WriteTx& tx) { return store::put_setting(tx.db(), "hotline", before); });
    EXPECT_EQ(find_hotline(db(), node_.node()), "");
}

// Of a node of before there were facts of it: it stays on the cards, and raises no alarm.
TEST_P(Cards, AHotlineOfBeforeIsReadUntilAnotherIsPut) {
    const std::string seal = hex(keyed_digest<16>(node_.node().secrets.mac_key(),
                                                  as_bytes("jatigi setting hotline 80 00 11 22")));
    const auto write = [&](const std::string& stored) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(store::put_setting(tx.db(), "hotline", stored));
            return true;
        }));
    };
    write(seal + " 80 00 11 22");
    EXPECT_EQ(find_hotline(db(), node_.node()), "80 00 11 22");
    EXPECT_FALSE(node_.node().known->take_altered());
    write(seal + " 80 00 33 44");
    EXPECT_EQ(find_hotline(db(), node_.node()), "");
    EXPECT_TRUE(node_.node().known->take_altered());
    ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(put_hotline(tx, node_.cause(), "80 00 55 66"));
        return true;
    }));
    EXPECT_EQ(find_hotline(db(), node_.node()), "80 00 55 66");
    write(seal + " 80 00 11 22");
    EXPECT_EQ(find_hotline(db(), node_.node()), "");
}

// Months are all that a profile holds: whoever was born in this one is of no years, and not of none
// known.
TEST(Ages, ANewbornIsOfNoYears) {
    using namespace std::chrono_literals;
    const Day today = 2023y / 1 / 16;
    const CountedProfile newborn{"F", Day{2023y / 1 / 1}, Day{2023y / 1 / 31}};
    EXPECT_EQ(ages_on(newborn, today),
              std::pair(std::optional<std::int64_t>{0}, std::optional<std::int64_t>{0}));
    const CountedProfile child{"F", Day{2012y / 1 / 1}, Day{2012y / 12 / 31}};
    EXPECT_EQ(ages_on(child, today),
              std::pair(std::optional<std::int64_t>{10}, std::optional<std::int64_t>{11}));
    EXPECT_EQ(ages_on({}, today).first, std::nullopt);
}

TEST_P(Cards, ASheetHasOneCardForEachPersonHoweverTheNumberIsWritten) {
    const std::string number = person("Zzawa");
    const std::string other_spelling =
        number.substr(0, 3) + " " + number.substr(3, number.size() - 4) + "-" + number.back();
    std::string small = number;
    std::ranges::transform(small, small.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::string text = paper(sheet({{"case_numbers", {number, other_spelling, small}}}));
    EXPECT_NE(text.find(number), std::string::npos) << text;
    EXPECT_EQ(text.find(number), text.rfind(number)) << text;
}

TEST_P(Cards, ASheetWithSomebodyWhoMayNotBeSeenIsRefusedAsWithNobody) {
    const std::string one = person("Zzawa"), far = person("Zzsira", "AGZ"),
                      hidden = person("Zzkani");
    restrict_file(hidden);
    const auto with = [&](const std::string& number, std::string_view who) {
        return sheet({{"case_numbers", {one, number}}}, who);
    };
    const Answer nobody = with(nobodys_number(), "registrar_here");
    EXPECT_EQ(nobody.status, 404);
    EXPECT_EQ(with(far, "registrar_here").body, nobody.body);
    EXPECT_EQ(with(hidden, "registrar").body, nobody.body);
}

TEST_P(Cards, ASheetOfAnotherSiteIsDenied) {
    person("Zzsira", "AGZ");
    EXPECT_EQ(sheet({{"site", "AGZ"}}, "registrar_here").status, 403);
    EXPECT_EQ(sheet({{"site", "ASM"}}, "gate_officer").status, 403);
    EXPECT_EQ(sheet(json::object{}).code(), "request.member_missing");
    EXPECT_EQ(sheet({{"site", "XXX"}}).code(), "site.unknown");
}

TEST_P(Cards, OnceOnPaperTheyAreNotPrintedBesideTheOthers) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const std::string code = card_of(one);
    paper(sheet({{"case_numbers", {one}}}));
    const Answer asked = sheet({{"case_numbers", {one, other}}});
    EXPECT_EQ(asked.code(), "card.on_paper");
    EXPECT_EQ(asked.json.at("params"), (json::object{{"on_paper", 1}, {"others", 1}}));
    // Beside the number of those present it would tell how many are restricted.
    const Answer of_site = sheet({{"site", "ASM"}});
    EXPECT_EQ(of_site.code(), "card.on_paper");
    EXPECT_EQ(of_site.json.at("params"), json::object{});
    const std::string rest = paper(sheet({{"site", "ASM"}, {"on_paper", "leave_out"}}));
    EXPECT_EQ(rest.find(one), std::string::npos);
    EXPECT_NE(rest.find(other), std::string::npos);
    EXPECT_EQ(card_of(one), code);
    EXPECT_EQ(sheet({{"site", "ASM"}, {"on_paper", "leave_out"}}).code(), "print.no_cards");
}

TEST_P(Cards, PrintedAgainTheyVoidThoseBefore) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const std::string before = card_of(one), others = card_of(other);
    paper(sheet({{"case_numbers", {one}}}));
    const std::string text = paper(sheet({{"case_numbers", {one, other}}, {"on_paper", "again"}}));
    EXPECT_NE(text.find(one), std::string::npos);
    EXPECT_NE(text.find(other), std::string::npos);
    EXPECT_EQ(get("registrar", before).code(), "card.void");
    EXPECT_EQ(get("registrar", card_of(one)).text("case_number"), one);
    EXPECT_EQ(card_of(other), others);  // It was on no paper.
    EXPECT_EQ(sheet({{"case_numbers", {one}}}).code(), "card.on_paper");
}

TEST_P(Cards, AnAnswerThatWasLostIsGivenAgain) {
    const std::string one = person("Zzawa"), other = person("Zzsira");
    const json::object first{{"command", next_command()}, {"site", "ASM"}};
    paper(sheet(first));
    const std::string text = paper(sheet(first));
    EXPECT_NE(text.find(one), std::string::npos);
    EXPECT_NE(text.find(other), std::string::npos);
    const json::object again{
        {"command", next_command()}, {"case_numbers", {one}}, {"on_paper", "again"}};
    paper(sheet(again));
    const std::string code = card_of(one);
    paper(sheet(again));
    EXPECT_EQ(card_of(one), code);
    EXPECT_EQ(sheet(first).code(), "card.on_paper");
    // Another account's command is another one.
    EXPECT_EQ(sheet(again, "protection_officer").code(), "");
    EXPECT_NE(card_of(one), code);
}

TEST_P(Cards, AtMostTwentyArePrintedAgain) {
    json::array numbers;
    for (int i = 0; i < 21; ++i) numbers.push_back(json::value(person(fmt::format("Zz{}", i))));
    paper(sheet({{"case_numbers", numbers}}));
    EXPECT_EQ(sheet({{"case_numbers", numbers}, {"on_paper", "again"}}).code(), "card.too_many");
    numbers.pop_back();
    paper(sheet({{"case_numbers", numbers}, {"on_paper", "again"}}));
}

TEST_P(Cards, ANewOneIsOnNoPaper) {
    const std::string number = person("Zzawa");
    paper(sheet({{"case_numbers", {number}}}));
    EXPECT_EQ(reissue(number).status, 201);
    paper(sheet({{"case_numbers", {number}}}));
}

TEST_P(Cards, NobodyVoidsThoseOfAWholeSite) {
    const std::string number = person("Zzawa"), code = card_of(number);
    paper(sheet({{"site", "ASM"}}));
    EXPECT_EQ(sheet({{"site", "ASM"}, {"on_paper", "again"}}).code(), "request.member_missing");
    EXPECT_EQ(sheet({{"site", "ASM"}, {"on_paper", "never"}}).status, 422);
    EXPECT_EQ(card_of(number), code);
}

INSTANTIATE_TEST_SUITE_P(Each, Cards, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
