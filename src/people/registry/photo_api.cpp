#include "people/registry/photo_api.h"

#include "people/registry/identity_codec.h"
#include "people/registry/jpeg.h"
#include "people/registry/may.h"
#include "people/registry/person_file_api.h"
#include "people/registry/person_lookup_view.h"
#include "people/registry/photo_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t photo_bytes_max = std::size_t{1} << 20U;

// The command's members stand in the address: the body is the picture.
json::object members_of(const http::Request& request) {
    return {{"command", request.query_text("command").value_or("")}};
}

Result<std::string> keep(const RegisterContext& context, log::WriteTx& tx, const log::Cause& cause,
                         const http::Request& request, ChangedPeople& changed) {
    TRY_ASSIGN(const PersonRow person, person_for(context, tx, *request.account, may::keep_photo,
                                                  FactClass::identity, request.args.at(0)));
    const auto purpose = parse_enum<PhotoPurpose>(request.query_text("purpose").value_or(""));
    if (!purpose) return http::member_missing("purpose");
    TRY_ASSIGN(const Bytes image, without_metadata(as_bytes(request.body)));
    TRY_ASSIGN(const PersonFile before, fold_file(tx, person.id));
    const PhotoId photo = id_v4<PhotoEntity>(random_bytes<16>());
    TRY(change_file(tx, cause, person.id, KeepPhoto{{photo, *purpose, "image/jpeg"}}));
    if (before.photo) TRY(drop_photo(tx, before.photo->photo));
    TRY(put_photo(tx, photo, person.id, image));
    TRY(note_change(context, tx, person.case_number, changed));
    return boost::json::serialize(json::object{{"case_number", person.case_number}});
}

Result<std::string> remove(const RegisterContext& context, log::WriteTx& tx,
                           const log::Cause& cause, const http::Request& request,
                           ChangedPeople& changed) {
    TRY_ASSIGN(const PersonRow person, person_for(context, tx, *request.account, may::keep_photo,
                                                  FactClass::identity, request.args.at(0)));
    TRY_ASSIGN(const PersonFile before, fold_file(tx, person.id));
    TRY(change_file(tx, cause, person.id, ErasePhoto{}));
    if (before.photo) TRY(drop_photo(tx, before.photo->photo));
    TRY(note_change(context, tx, person.case_number, changed));
    return boost::json::serialize(json::object{{"case_number", person.case_number}});
}

Result<Bytes> show(const RegisterContext& context, log::WriteTx& tx, const access::Account& account,
                   const std::string& code) {
    TRY_ASSIGN(const OpenedPerson opened, open_person_for(context, tx, account, code));
    const PersonRow& person = opened.person;
    TRY_ASSIGN(const PersonFile file, fold_file(tx, person.id));
    TRY(check_readable(context, tx, account, person, file));
    if (!file.photo) return refuse(ErrorKind::not_found, "photo.none");
    TRY_ASSIGN(auto image, read_photo(tx.db(), file.photo->photo, opened.opener));
    if (!image) return refuse(ErrorKind::not_found, "photo.none");
    TRY(record_reading(tx, opened));
    return *std::move(image);
}

void get_photo(const RegisterContext& context, const http::RequestPtr& request,
               const http::Reply& reply) {
    context.services.writer.submit<Bytes>(
        [&context, request](log::WriteTx& tx) {
            return show(context, tx, *request->account, request->args.at(0));
        },
        [reply](const Result<Bytes>& image) {
            if (!image) return reply(http::problem(image.error()));
            reply({200,
                   "image/jpeg",
                   std::string(as_text(*image)),
                   {{"Cache-Control", "no-store"},
                    {"Content-Disposition", "inline; filename=\"photo.jpg\""}}});
        });
}

using Work = Result<std::string> (*)(const RegisterContext&, log::WriteTx&, const log::Cause&,
                                     const http::Request&, ChangedPeople&);

http::Handler command(const RegisterContext& context, Work work) {
    return [&context, work](const http::RequestPtr& request, const http::Reply& reply) {
        answer_person_command(context, *request, reply, 200, members_of(*request),
                              [&context, work, request](log::WriteTx& tx, const log::Cause& cause,
                                                        ChangedPeople& changed) {
                                  return work(context, tx, cause, *request, changed);
                              });
    };
}

}  // namespace

std::vector<http::Route> photo_routes(const RegisterContext& context) {
    return {
        {"PUT", "/api/v1/persons/{code}/photo", http::Needs::session, command(context, keep),
         photo_bytes_max},
        {"DELETE", "/api/v1/persons/{code}/photo", http::Needs::session, command(context, remove)},
        {"GET", "/api/v1/persons/{code}/photo", http::Needs::session,
         [&context](const http::RequestPtr& request, const http::Reply& reply) {
             get_photo(context, request, reply);
         }}};
}

}  // namespace jatigi::registry
