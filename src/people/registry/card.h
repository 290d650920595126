// What the QR code of a card says: 26 characters of Crockford's base 32 over 16 bytes,
//   version 1 | site tag 3 | serial 6 | MAC 6
// The site tag is the start of the issuing node's id, the serial is random, the MAC is keyed BLAKE2b
// over what stands before it. It holds nothing about the person: a lost card tells nothing.
#pragma once
#include <string>
#include <string_view>

#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace jatigi::registry {

using CardSerial = ByteArray<6>;

struct CardKey {
    ByteView mac_key;   // 32 bytes, the node's own.
    ByteView site_tag;  // The first 3 bytes of the node's site id.
};

std::string card_code(const CardSerial& serial, const CardKey& key);

// True when the text has the length and letters of a card code, whoever issued it.
bool looks_like_card_code(std::string_view scanned);

// Refuses with card.unreadable (not a card, torn, other version), card.other_centre (issued by
// another node), card.forged (ours by its tag, but the MAC is wrong).
Result<CardSerial> read_card(std::string_view scanned, const CardKey& key);

}  // namespace jatigi::registry
