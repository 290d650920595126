// How this folder reads an account out of its table.
#pragma once
#include "platform/access/account.h"

namespace jatigi::access {

// What account_of() reads, from the table "a".
constexpr std::string_view account_columns =
    "a.id, a.name, a.role, a.site, a.password, a.ends_at, "
    "(select count(*) from second_factor f where f.account = a.id)";
constexpr std::size_t account_columns_count = 7;

inline Account account_of(const store::Row& row) {
    return {.id = row.integer(0),
            .name = row.text(1),
            .role = parse_enum<Role>(row.text(2)).value_or(Role::gate_officer),
            .site = row.integer_or_null(3),
            .has_password = !row.is_null(4),
            .ends_at = row.instant_or_null(5),
            .has_factor = row.integer(6) > 0};
}

// "select …" of accounts and whatever `more` says.
inline std::string select_accounts(std::string_view more) {
    return "select " + std::string(account_columns) + " from account a " + std::string(more);
}

}  // namespace jatigi::access
