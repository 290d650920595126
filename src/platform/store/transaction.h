// A transaction that commits or rolls back: there is no third way out of it.
#pragma once
#include <type_traits>
#include <utility>

#include "platform/store/connection.h"

namespace jatigi::store {

// What `work()` gave, after COMMIT; when it refuses, as if it had never been.
template <class Work>
std::invoke_result_t<Work> in_transaction(Connection& db, Work&& work) {
    TRY(db.begin());
    auto done = std::forward<Work>(work)();
    if (!done) {
        db.rollback();
        return done;
    }
    TRY(db.commit());
    return done;
}

}  // namespace jatigi::store
