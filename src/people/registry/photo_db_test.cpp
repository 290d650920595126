#include <gtest/gtest.h>

#include "people/registry/photo_view.h"
#include "people/registry/register_for_tests.h"
#include "platform/access/gatekeeper.h"

namespace jatigi::registry {
namespace {

const std::string place_taken = "Exif invented place 18N 5E";

std::string segment(char marker, const std::string& content) {
    std::string made{'\xFF', marker};
    made += static_cast<char>((content.size() + 2) >> 8U);
    made += static_cast<char>((content.size() + 2) & 0xFFU);
    return made + content;
}
// The smallest file that is built as a JPEG is; `picture` tells one from another.
std::string jpeg(const std::string& picture, const std::string& exif = {}) {
    return "\xFF\xD8" + (exif.empty() ? std::string{} : segment('\xE1', exif)) +
           segment('\xDB', "table") + segment('\xDA', "scan") + picture + "\xFF\xD9";
}

class Photo : public RegisterForTests {
protected:
    std::string path(const std::string& number) { return "/api/v1/persons/" + number + "/photo"; }
    Answer put(const std::string& number, std::string image, std::string_view who = "registrar",
               const std::string& purpose = "registration") {
        return send(who, "PUT", path(number), std::move(image),
                    {{"command", next_command()}, {"purpose", purpose}});
    }
    Answer show(const std::string& number, std::string_view who = "registrar") {
        return send(who, "GET", path(number));
    }
    Answer take_away(const std::string& number, std::string_view who = "registrar") {
        return send(who, "DELETE", path(number), {}, {{"command", next_command()}});
    }
    std::int64_t openings() { return count("opening"); }
    const std::string number_ = enrolled({{"given_names", "Zzawa"}});
};

TEST_P(Photo, ComesBackWithoutWhatTheCameraAdded) {
    ASSERT_EQ(put(number_, jpeg("one", place_taken)).status, 200);
    const Answer shown = show(number_);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.body, jpeg("one"));
    EXPECT_EQ(json::bool_at(get("registrar", number_).json, "photo"), true);
}

TEST_P(Photo, IsNotInTheDatabaseInClear) {
    put(number_, jpeg("one picture of somebody invented"));
    const auto body = db().first("select body from attachment").value();
    ASSERT_TRUE(body);
    EXPECT_EQ(as_text(body->bytes(0)).find("one picture"), std::string_view::npos);
}

TEST_P(Photo, ShowingItIsAnOpening) {
    put(number_, jpeg("one"));
    const std::int64_t before = openings();
    show(number_);
    EXPECT_EQ(openings(), before + 1);
    show(nobodys_number());
    EXPECT_EQ(openings(), before + 1);
}

TEST_P(Photo, ThatIsReplacedIsGoneWithItsKey) {
    put(number_, jpeg("one"));
    const Bytes old_id = db().first("select id from attachment").value()->bytes(0);
    const std::int64_t keys = count("keyring");
    ASSERT_EQ(put(number_, jpeg("two")).status, 200);
    EXPECT_EQ(show(number_).body, jpeg("two"));
    EXPECT_EQ(count("attachment"), 1);
    EXPECT_EQ(count("keyring"), keys);
    EXPECT_FALSE(db().first("select 1 from attachment where id = ?", old_id).value());
    EXPECT_FALSE(db().first("select 1 from keyring where person = ?", old_id).value());
}

TEST_P(Photo, ThatIsErasedIsGoneWithItsKey) {
    const std::int64_t keys = count("keyring");
    put(number_, jpeg("one"));
    ASSERT_EQ(take_away(number_).status, 200);
    EXPECT_EQ(count("attachment"), 0);
    EXPECT_EQ(count("keyring"), keys);
    EXPECT_EQ(show(number_).code(), "photo.none");
    EXPECT_EQ(json::bool_at(get("registrar", number_).json, "photo"), false);
    EXPECT_EQ(take_away(number_).status, 200);
}

TEST_P(Photo, DoesNotOpenWithAnotherPersonsKey) {
    const std::string other = enrolled({{"given_names", "Zzsira"}});
    put(number_, jpeg("one"));
    const Bytes hers = db().first("select id from attachment").value()->bytes(0);
    put(other, jpeg("two"));
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(
            tx.db().run("update attachment set key_id = (select key_id from attachment "
                        "where id <> ?) where id = ?",
                        hers, hers));
        return true;
    });
    EXPECT_EQ(show(number_).code(), "vault.seal_broken");
}

TEST_P(Photo, DoesNotOpenAsAnotherPersons) {
    const std::string other = enrolled({{"given_names", "Zzsira"}});
    put(number_, jpeg("one"));
    const Bytes her_photo = db().first("select id from attachment").value()->bytes(0);
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("update attachment set person = ? where id = ?", id_bytes(row_of(other).id),
                        her_photo));
        return true;
    });
    EXPECT_EQ(show(number_).code(), "vault.seal_broken");
}

TEST_P(Photo, WithoutItsKeyIsNone) {
    put(number_, jpeg("one"));
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("delete from keyring where person in (select id from attachment)"));
        return true;
    });
    EXPECT_EQ(show(number_).code(), "photo.none");
}

TEST_P(Photo, ThatIsNoJpegIsRefusedAndTheOneBeforeStays) {
    put(number_, jpeg("one"));
    EXPECT_EQ(put(number_, "GIF89a").code(), "photo.not_a_jpeg");
    EXPECT_EQ(put(number_, {}).code(), "photo.not_a_jpeg");
    EXPECT_EQ(show(number_).body, jpeg("one"));
}

TEST_P(Photo, NeedsAPurposeAndACommand) {
    EXPECT_EQ(put(number_, jpeg("one"), "registrar", "police").code(), "request.member_missing");
    EXPECT_EQ(
        send("registrar", "PUT", path(number_), jpeg("one"), {{"purpose", "registration"}}).code(),
        "request.member_missing");
    EXPECT_EQ(count("attachment"), 0);
    EXPECT_EQ(put(number_, jpeg("one"), "registrar", "travel_document").status, 200);
}

TEST_P(Photo, TheSameCommandTwiceKeepsOne) {
    const std::map<std::string, std::string, std::less<>> query{{"command", next_command()},
                                                                {"purpose", "registration"}};
    send("registrar", "PUT", path(number_), jpeg("one"), query);
    const std::int64_t facts = count("fact");
    EXPECT_EQ(send("registrar", "PUT", path(number_), jpeg("one"), query).status, 200);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("attachment"), 1);
}

TEST_P(Photo, OfARestrictedFileIsAbsent) {
    put(number_, jpeg("one"));
    restrict_file(number_);
    EXPECT_EQ(show(number_).body, show(nobodys_number()).body);
    EXPECT_EQ(put(number_, jpeg("two")).status, 404);
    EXPECT_EQ(take_away(number_).status, 404);
    EXPECT_EQ(show(number_, "protection_officer").body, jpeg("one"));
}

TEST_P(Photo, IsKeptByThoseWhoMay) {
    for (const std::string_view who : {"nurse", "centre_manager", "gate_officer"}) {
        EXPECT_EQ(put(number_, jpeg("one"), who).status, 403) << who;
        EXPECT_EQ(take_away(number_, who).status, 403) << who;
    }
    EXPECT_EQ(show(number_, "gate_officer").status, 403);
}

INSTANTIATE_TEST_SUITE_P(Each, Photo, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
