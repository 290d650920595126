#include "people/registry/card_paper_view.h"

#include "platform/base/hash.h"

namespace jatigi::registry {
namespace {

using Tag = ByteArray<16>;

Tag tag_of(const vault::NodeSecrets& secrets, const CardSerial& serial) {
    Bytes about(serial.begin(), serial.end());
    append(about, as_bytes("jatigi card on paper"));
    return keyed_digest<16>(secrets.mac_key(), about);
}

Tag print_of(const vault::NodeSecrets& secrets, const CardSerial& serial, const log::Cause& cause) {
    Bytes about(serial.begin(), serial.end());
    append(about, id_bytes(cause.command));
    append(about, cause.digest);  // Another request is another print.
    put_big_endian(about, static_cast<std::uint64_t>(cause.account), 8);
    append(about, as_bytes("jatigi card printed"));
    return keyed_digest<16>(secrets.mac_key(), about);
}

}  // namespace

Result<Paper> paper_of(store::Connection& db, const vault::NodeSecrets& secrets,
                       const CardSerial& serial, const log::Cause& cause) {
    TRY_ASSIGN(const auto row,
               db.first("select print from card_on_paper where tag = ?", tag_of(secrets, serial)));
    if (!row) return Paper::none;
    return fixed_bytes<16>(row->bytes(0)) == print_of(secrets, serial, cause) ? Paper::of_this
                                                                              : Paper::of_another;
}

Result<void> put_on_paper(store::Connection& tx, const vault::NodeSecrets& secrets,
                          const CardSerial& serial, const log::Cause& cause) {
    TRY(tx.run("insert into card_on_paper(tag, print) values (?, ?) on conflict do nothing",
               tag_of(secrets, serial), print_of(secrets, serial, cause)));
    return {};
}

}  // namespace jatigi::registry
