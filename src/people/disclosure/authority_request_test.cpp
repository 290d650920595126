#include "people/disclosure/authority_request.h"

#include "people/disclosure/disclosure_text.h"
#include "testing/given.h"

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;

const Day day = 2023y / 1 / 16;
const ListId list{7, 1};

RequestRecorded request() {
    return {.number = {2023, 1},
            .site = ByteArray<16>{2},
            .authority = "Gendarmerie, brigade d'Arlit",
            .about = RequestAbout::group,
            .asked = "Everybody who came in January",
            .legal_basis = "",
            .received = day};
}
testing::Given<AuthorityRequest, RequestEvent> given(const std::vector<RequestEvent>& history) {
    return testing::Given<AuthorityRequest, RequestEvent>(history);
}
RecordRequest record(const RequestRecorded& recorded) {
    return {recorded, day};
}

TEST(AuthorityRequest, IsRecordedAsAsked) {
    given({}).when(record(request())).records({request()});
}

TEST(AuthorityRequest, WithoutALegalBasisIsRecordedToo) {
    RequestRecorded bare = request();
    bare.legal_basis = "";
    given({}).when(record(bare)).records({bare});
}

TEST(AuthorityRequest, IsRecordedOnce) {
    given({request()}).when(record(request())).refuses("disclosure.already_recorded");
}

TEST(AuthorityRequest, NeedsAnAuthorityAndAQuestion) {
    RequestRecorded nobody = request(), nothing = request();
    nobody.authority = "  ";
    nothing.asked = "";
    given({}).when(record(nobody)).refuses("disclosure.authority_missing");
    given({}).when(record(nothing)).refuses("disclosure.asked_missing");
}

TEST(AuthorityRequest, MayComeTodayAndNotTomorrow) {
    RequestRecorded tomorrow = request();
    tomorrow.received = day + Days{1};
    given({}).when(record(request())).records({request()});
    given({}).when(record(tomorrow)).refuses("disclosure.day_in_future");
}

TEST(AuthorityRequest, TextsEndAtFiveHundredLetters) {
    RequestRecorded longest = request(), longer = request();
    longest.asked.clear();
    for (std::size_t i = 0; i < text_letters_max; ++i) longest.asked += "é";
    longer.asked = longest.asked + "é";
    given({}).when(record(longest)).records({longest});
    given({}).when(record(longer)).refuses("disclosure.text_too_long");
    longer = request();
    longer.authority.assign(text_letters_max + 1, 'a');
    given({}).when(record(longer)).refuses("disclosure.text_too_long");
    longer = request();
    longer.legal_basis.assign(text_letters_max + 1, 'a');
    given({}).when(record(longer)).refuses("disclosure.text_too_long");
}

TEST(AuthorityRequest, BytesThatAreNoTextAreRefused) {
    RequestRecorded broken = request();
    broken.asked = "\xC3(";
    given({}).when(record(broken)).refuses("disclosure.text_invalid");
}

TEST(AuthorityRequest, TheAnswerIsTotalsUnlessSomebodySaysOtherwise) {
    given({request()})
        .when(AnswerRequest{})
        .records({RequestAnswered{RequestAnswer::totals, "", std::nullopt}});
}

TEST(AuthorityRequest, AnAnswerNeedsARequest) {
    given({}).when(AnswerRequest{}).refuses("disclosure.request_not_found");
}

TEST(AuthorityRequest, IsAnsweredOnce) {
    given({request(), RequestAnswered{}})
        .when(AnswerRequest{})
        .refuses("disclosure.already_answered");
}

TEST(AuthorityRequest, ARefusalAndAnotherAnswerAreExplained) {
    for (const RequestAnswer answer : {RequestAnswer::refused, RequestAnswer::other}) {
        given({request()})
            .when(AnswerRequest{answer, " "})
            .refuses("disclosure.answer_text_missing");
        given({request()})
            .when(AnswerRequest{answer, "no legal basis"})
            .records({RequestAnswered{answer, "no legal basis", std::nullopt}});
    }
}

TEST(AuthorityRequest, ANominalListIsAnAnswerOnlyOnceApproved) {
    const auto open = given({request()});
    const RequestAnswer names = RequestAnswer::nominal_list;
    open.when(AnswerRequest{names, ""}).refuses("disclosure.list_missing");
    open.when(AnswerRequest{names, "", AnsweringList{list, false}})
        .refuses("disclosure.not_approved");
    open.when(AnswerRequest{names, "", AnsweringList{list, true}})
        .records({RequestAnswered{names, "", list}});
}

TEST(AuthorityRequest, AnotherAnswerNamesNoList) {
    given({request()})
        .when(AnswerRequest{RequestAnswer::totals, "", AnsweringList{list, true}})
        .refuses("disclosure.list_not_expected");
}

TEST(AuthorityRequest, AnAnswerThatComesBeforeItsRequestCounts) {
    given({RequestAnswered{}, request()})
        .when(AnswerRequest{})
        .refuses("disclosure.already_answered");
}

}  // namespace
}  // namespace jatigi::disclosure
