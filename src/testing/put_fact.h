// A fact as log::execute() writes it, without anybody deciding: for tests of what is read from
// facts.
#pragma once
#include <algorithm>

#include "platform/log/rebuild.h"
#include "testing/databases.h"

namespace jatigi::testing {

template <class Stream>
log::Cause put_fact(TestNode& node, const Id<typename Stream::Entity>& id,
                    const typename Stream::Event& event) {
    const log::Cause cause = node.cause();
    const auto done = node.write<std::int64_t>([&](log::WriteTx& tx) {
        EncodedFact fact = Stream::encode(event);
        return tx.append({.stream = log::stream_name(Stream::kind, id),
                          .type = std::move(fact.type),
                          .version = fact.version,
                          .data = std::move(fact.data)},
                         cause);
    });
    EXPECT_TRUE(done) << done.error().code;
    return cause;
}

// The local number of a thing that some fact named.
template <class Entity>
log::LocalId local_of(TestNode& node, const Id<Entity>& id) {
    return node.db()
        .value<log::LocalId>("select local from stream where id = ?", id)
        .value()
        .value_or(0);
}

// The tables say what a rebuild from the log says.
inline void expect_rebuilt_alike(TestNode& node) {
    const auto dump = [&node] {
        std::vector<std::vector<store::Value>> all;
        for (const log::View* view : node.views())
            for (const std::string_view sql : view->dumps) {
                const store::Rows rows = node.db().rows(sql).value();
                for (const store::Row& row : rows) all.push_back(row.values());
            }
        std::ranges::sort(all);
        return all;
    };
    const auto before = dump();
    ASSERT_TRUE(log::rebuild_views(node.db(), node.views(), {}));
    EXPECT_EQ(dump(), before);
    EXPECT_FALSE(before.empty());
}

}  // namespace jatigi::testing
