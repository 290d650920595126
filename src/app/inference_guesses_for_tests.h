// What a reader without keys could try, guess by guess: the rows of the table in
// docs/inferences.md. Each gives each person a number, and can plant its own leak.
#pragma once
#include <functional>
#include <optional>

#include "app/inferences_for_tests.h"

namespace jatigi::app::stolen {

constexpr std::int64_t second_us = 1'000'000;

struct Guess {
    std::string_view name;
    std::function<double(const Tables&, const Person&)> score;
    // The leak, for one restricted person.
    std::function<void(Tables&, const Person&)> plant;
};

inline bool is_of(const Tables& tables, const Fact& fact, const Person& person) {
    const auto stream = tables.streams.find(fact.stream);
    return stream != tables.streams.end() && stream->second.id == person.id;
}
inline std::int64_t local_of(const Tables& tables, const Person& person, std::string_view kind) {
    for (const auto& [local, stream] : tables.streams)
        if (stream.id == person.id && stream.kind == kind) return local;
    return 0;
}

using Take = std::function<void(const Fact&)>;
inline void each_sealed(const Tables& tables, const Person& person, const Take& take,
                        int cls = -1) {
    for (const Fact& fact : tables.facts)
        if (fact.cls != 0 && (cls < 0 || fact.cls == cls) && is_of(tables, fact, person))
            take(fact);
}
inline std::vector<Fact> sealed_of(const Tables& tables, const Person& person) {
    std::vector<Fact> facts;
    each_sealed(tables, person, [&](const Fact& fact) { facts.push_back(fact); });
    return facts;
}
inline double count_sealed(const Tables& tables, const Person& person, int cls = -1) {
    double count = 0;
    each_sealed(tables, person, [&](const Fact&) { ++count; }, cls);
    return count;
}
inline double count_open(const Tables& tables, const Person& person, std::string_view type = {}) {
    return static_cast<double>(std::ranges::count_if(tables.facts, [&](const Fact& fact) {
        return fact.cls == 0 && (type.empty() || fact.type == type) && is_of(tables, fact, person);
    }));
}
template <class List, class Test>
inline double count_if(const List& list, Test&& test) {
    return static_cast<double>(std::ranges::count_if(list, test));
}

inline void add_sealed(Tables& tables, const Person& person, std::int64_t at,
                       std::int64_t length = 848, int cls = 1) {
    tables.facts.push_back({.pos = tables.facts.back().pos + 1,
                            .stream = local_of(tables, person, "identity"),
                            .received_at = at,
                            .hlc_us = at,
                            .cls = cls,
                            .length = length});
}
inline void add_open(Tables& tables, const Person& person, std::string_view type,
                     std::int64_t actor) {
    tables.facts.push_back({.pos = tables.facts.back().pos + 1,
                            .stream = person.local,
                            .received_at = tables.facts.back().received_at + second_us,
                            .type = std::string(type),
                            .about = "person:" + person.id,
                            .actor = actor});
}
inline std::int64_t end_of(const Tables& tables) {
    return tables.facts.back().received_at + 3'600 * second_us;
}
inline std::int64_t last_of(const Tables& tables, const Person& person) {
    return sealed_of(tables, person).back().received_at;
}
inline void one_more(Tables& tables, const Person& person) {
    add_sealed(tables, person, end_of(tables));
}

inline bool is_by_protection(const Tables& tables, std::int64_t account) {
    return tables.protection.contains(account);
}

inline bool is_present(const Tables& tables, const Person& person, std::int64_t pos,
                       const std::map<std::int64_t, std::string>& whose) {
    bool present = false;
    for (const Fact& fact : tables.facts) {
        if (fact.pos >= pos) break;
        const auto found = whose.find(fact.stream);
        if (found == whose.end() || found->second != person.id) continue;
        present = fact.type == "stay.checked_in" && text_in(fact.data, "site") != "elsewhere";
    }
    return present;
}
inline std::map<std::int64_t, std::string> stays_of(const Tables& tables) {
    std::map<std::int64_t, std::string> whose;
    for (const Fact& fact : tables.facts)
        if (fact.type == "stay.checked_in") whose[fact.stream] = text_in(fact.data, "person");
    return whose;
}

// Of copy after copy of a list: those who came or went while the number of who is left out changed.
inline double left_out_of_lists(const Tables& tables, const Person& person) {
    const auto whose = stays_of(tables);
    double score = 0;
    std::optional<std::int64_t> missing_before;
    std::set<std::string> before;
    for (const Fact& fact : tables.facts) {
        if (fact.type != "disclosure.list_copied") continue;
        const auto rows =
            json::integer_at(fact.data, fact.data.contains("rows") ? "rows" : "rows_hidden");
        std::set<std::string> present;
        for (const Person& one : tables.people)
            if (is_present(tables, one, fact.pos, whose)) present.insert(one.id);
        const std::int64_t missing = std::ssize(present) - rows.value_or(0);
        if (missing_before) {
            std::set<std::string> went, came;
            std::ranges::set_difference(before, present, std::inserter(went, went.end()));
            std::ranges::set_difference(present, before, std::inserter(came, came.end()));
            if (missing < *missing_before && went.contains(person.id)) score += 1;
            if (missing > *missing_before && came.contains(person.id)) score += 1;
        }
        missing_before = missing;
        before = std::move(present);
    }
    return score;
}
inline void plant_left_out(Tables& tables, const Person& person) {
    const auto copy = [&](std::int64_t rows) {
        tables.facts.push_back({.pos = tables.facts.back().pos + 1,
                                .received_at = end_of(tables),
                                .type = "disclosure.list_copied",
                                .data = {{"rows", rows}}});
    };
    const auto stay = [&](std::string_view type) {
        tables.facts.push_back({.pos = tables.facts.back().pos + 1,
                                .stream = 1'000'000,
                                .received_at = end_of(tables),
                                .type = std::string(type),
                                .data = {{"person", person.id}}});
    };
    const auto present = [&] {
        const auto whose = stays_of(tables);
        return count_if(tables.people, [&](const Person& one) {
            return is_present(tables, one, tables.facts.back().pos + 1, whose);
        });
    };
    stay("stay.ended");
    copy(static_cast<std::int64_t>(present()));
    stay("stay.checked_in");
    copy(static_cast<std::int64_t>(present()) - 1);
    tables.facts.push_back({.pos = tables.facts.back().pos + 1,
                            .stream = 1'000'000,
                            .received_at = end_of(tables),
                            .type = "stay.ended"});
    // The next person's stay is another stream.
    for (Fact& fact : tables.facts)
        if (fact.stream == 1'000'000) fact.stream = tables.facts.back().pos + 2'000'000;
}

// Tasks about the person that an account of protection closed.
inline double tasks_by_protection(const Tables& t, const Person& p) {
    std::set<std::string> about;
    for (const Fact& f : t.facts)
        if (f.type == "review.task_raised" && text_in(f.data, "subject") == p.id)
            about.insert(f.about);
    return count_if(t.facts, [&](const Fact& f) {
        return f.type == "review.task_closed" && about.contains(f.about) &&
               t.protection.contains(f.actor);
    });
}

// Sealed facts: how many, how long.
inline std::vector<Guess> guesses_of_lengths() {
    return {
        {"how many sealed facts",
         [](const Tables& t, const Person& p) { return count_sealed(t, p); }, one_more},
        {"how many bytes of sealed facts",
         [](const Tables& t, const Person& p) {
             double bytes = 0;
             each_sealed(t, p, [&](const Fact& f) { bytes += static_cast<double>(f.length); });
             return bytes;
         },
         [](Tables& t, const Person& p) { add_sealed(t, p, last_of(t, p), 32); }},
        {"the longest sealed fact",
         [](const Tables& t, const Person& p) {
             double most = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 most = std::max(most, static_cast<double>(f.length));
             });
             return most;
         },
         [](Tables& t, const Person& p) { add_sealed(t, p, last_of(t, p), 9'000); }},
        {"the shortest sealed fact",
         [](const Tables& t, const Person& p) {
             double least = 1e9;
             each_sealed(t, p, [&](const Fact& f) {
                 least = std::min(least, static_cast<double>(f.length));
             });
             return least;
         },
         [](Tables& t, const Person& p) { add_sealed(t, p, last_of(t, p), 272); }},
        {"how many lengths",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> lengths;
             each_sealed(t, p, [&](const Fact& f) { lengths.insert(f.length); });
             return static_cast<double>(lengths.size());
         },
         [](Tables& t, const Person& p) { add_sealed(t, p, last_of(t, p), 304); }},
        {"bytes of class protection",
         [](const Tables& t, const Person& p) {
             double bytes = 0;
             each_sealed(t, p, [&](const Fact& f) { bytes += static_cast<double>(f.length); }, 3);
             return bytes;
         },
         [](Tables& t, const Person& p) {
             for (Fact& f : t.facts)
                 if (f.cls == 3 && is_of(t, f, p)) f.length += 32;
         }},
    };
}

// Which classes there are of somebody.
inline std::vector<Guess> guesses_of_keys() {
    return {
        {"how many facts of class protection",
         [](const Tables& t, const Person& p) { return count_sealed(t, p, 3); },
         [](Tables& t, const Person& p) { add_sealed(t, p, last_of(t, p), 848, 3); }},
        {"how many keys",
         [](const Tables& t, const Person& p) {
             return count_if(t.keys, [&](const Key& key) { return key.person == p.id; });
         },
         [](Tables& t, const Person& p) { t.keys.push_back({p.id, 4}); }},
        {"the highest class of a key",
         [](const Tables& t, const Person& p) {
             std::int64_t highest = 0;
             for (const Key& key : t.keys)
                 if (key.person == p.id) highest = std::max(highest, key.cls);
             return static_cast<double>(highest);
         },
         [](Tables& t, const Person& p) { t.keys.push_back({p.id, 4}); }},
        {"how many kinds of streams",
         [](const Tables& t, const Person& p) {
             return count_if(t.streams, [&](const auto& one) { return one.second.id == p.id; });
         },
         [](Tables& t, const Person& p) {
             t.streams[t.streams.rbegin()->first + 1] = {"trafficking", p.id};
         }},
    };
}

// When they came, and between which others.
inline std::vector<Guess> guesses_of_moments() {
    return {
        {"at how many moments",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> moments;
             each_sealed(t, p, [&](const Fact& f) { moments.insert(f.received_at); });
             return static_cast<double>(moments.size());
         },
         one_more},
        {"at how many moments alone",
         [](const Tables& t, const Person& p) {
             std::map<std::int64_t, bool> moments;
             each_sealed(t, p, [&](const Fact& f) { moments[f.received_at] = true; });
             for (const Fact& f : t.facts)
                 if (f.cls != 0 && !is_of(t, f, p) && moments.contains(f.received_at))
                     moments[f.received_at] = false;
             return count_if(moments, [](const auto& one) { return one.second; });
         },
         one_more},
        {"when the last sealed fact came",
         [](const Tables& t, const Person& p) { return static_cast<double>(last_of(t, p)); },
         one_more},
        {"the longest silence between sealed facts",
         [](const Tables& t, const Person& p) {
             const auto facts = sealed_of(t, p);
             std::int64_t most = 0;
             for (std::size_t i = 1; i < facts.size(); ++i)
                 most = std::max(most, facts[i].hlc_us - facts[i - 1].hlc_us);
             return static_cast<double>(most);
         },
         one_more},
        {"the widest gap of positions",
         [](const Tables& t, const Person& p) {
             const auto facts = sealed_of(t, p);
             std::int64_t most = 0;
             for (std::size_t i = 1; i < facts.size(); ++i)
                 most = std::max(most, facts[i].pos - facts[i - 1].pos);
             return static_cast<double>(most);
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.facts.back().pos += 10'000;
         }},
        {"the first of those who were written together",
         // In a transaction that wrote to many: whose fact came first.
         [](const Tables& t, const Person& p) {
             std::map<std::int64_t, std::int64_t> first;
             for (const Fact& f : t.facts)
                 if (f.cls == 1) first.try_emplace(f.received_at, f.stream);
             return count_if(first, [&](const auto& one) {
                 const auto stream = t.streams.find(one.second);
                 return stream != t.streams.end() && stream->second.id == p.id;
             });
         },
         one_more},
    };
}

// Who wrote what is open.
inline std::vector<Guess> guesses_of_authors() {
    return {
        {"open facts", [](const Tables& t, const Person& p) { return count_open(t, p); },
         [](Tables& t, const Person& p) { add_open(t, p, "person.card_issued", 7); }},
        {"open facts by protection",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts, [&](const Fact& f) {
                 return f.cls == 0 && is_of(t, f, p) && is_by_protection(t, f.actor);
             });
         },
         [](Tables& t, const Person& p) {
             add_open(t, p, "person.card_issued", *t.protection.begin());
         }},
        {"authors of open facts",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> actors;
             for (const Fact& f : t.facts)
                 if (f.cls == 0 && is_of(t, f, p)) actors.insert(f.actor);
             return static_cast<double>(actors.size());
         },
         [](Tables& t, const Person& p) { add_open(t, p, "person.card_issued", -1); }},
        {"cards given again",
         [](const Tables& t, const Person& p) { return count_open(t, p, "person.card_issued"); },
         [](Tables& t, const Person& p) { add_open(t, p, "person.card_issued", 7); }},
    };
}

// What names the person, or its moment.
inline std::vector<Guess> guesses_of_receipts() {
    return {
        {"receipts that name the person",
         [](const Tables& t, const Person& p) {
             return count_if(t.receipts, [&](const Receipt& r) {
                 return r.text.find(p.case_number) != std::string::npos;
             });
         },
         [](Tables& t, const Person& p) { t.receipts.push_back({3, 1, p.case_number}); }},
        {"receipts of protection that name the person",
         [](const Tables& t, const Person& p) {
             return count_if(t.receipts, [&](const Receipt& r) {
                 return is_by_protection(t, r.account) &&
                        r.text.find(p.case_number) != std::string::npos;
             });
         },
         [](Tables& t, const Person& p) {
             t.receipts.push_back({*t.protection.begin(), 1, p.case_number});
         }},
        {"receipts of the moment of a sealed fact",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> moments;
             each_sealed(t, p, [&](const Fact& f) { moments.insert(f.received_at); });
             return count_if(t.receipts, [&](const Receipt& r) { return moments.contains(r.at); });
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.receipts.push_back({3, last_of(t, p), ""});
         }},
        {"openings of the file",
         [](const Tables& t, const Person& p) {
             return count_if(t.openings, [&](const Opening& o) { return o.person == p.local; });
         },
         [](Tables& t, const Person& p) { t.openings.push_back({1, 1, p.local, "file", "", 1}); }},
        {"openings of the file by protection",
         [](const Tables& t, const Person& p) {
             return count_if(t.openings, [&](const Opening& o) {
                 return o.person == p.local && is_by_protection(t, o.account);
             });
         },
         [](Tables& t, const Person& p) {
             t.openings.push_back({1, *t.protection.begin(), p.local, "file", "", 1});
         }},
    };
}

// What was read just before something sealed was written.
inline std::vector<Guess> guesses_of_readings() {
    return {
        {"sealed facts soon after protection read",
         [](const Tables& t, const Person& p) {
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 count += count_if(t.openings, [&](const Opening& o) {
                     return is_by_protection(t, o.account) && o.at < f.received_at &&
                            o.at > f.received_at - 120 * second_us;
                 });
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.openings.push_back(
                 {last_of(t, p) - second_us, *t.protection.begin(), 0, "file", "", 1});
         }},
        {"sealed facts alone soon after somebody read a file",
         [](const Tables& t, const Person& p) {
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 count += count_if(t.openings, [&](const Opening& o) {
                     return o.kind == "file" && o.at < f.received_at &&
                            o.at > f.received_at - 70 * second_us;
                 });
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.openings.push_back({last_of(t, p) - second_us, 1, 0, "file", "", 1});
             t.openings.push_back({last_of(t, p) - second_us, 1, 0, "file", "", 1});
         }},
        {"sealed facts soon after a hit without a reading",
         [](const Tables& t, const Person& p) {
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 count += count_if(t.hits, [&](const Hit& hit) {
                     return hit.at < f.received_at && hit.at > f.received_at - 130 * second_us &&
                            std::ranges::none_of(t.openings, [&](const Opening& o) {
                                return std::abs(o.at - hit.at) < second_us;
                            });
                 });
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.hits.push_back({last_of(t, p) - 30 * second_us, 1});
             add_sealed(t, p, end_of(t));
             t.hits.push_back({last_of(t, p) - 30 * second_us, 1});
         }},
    };
}

// An account that is known by what it did once, and what it read.
inline std::vector<Guess> guesses_of_readers() {
    return {
        // Whoever prints nominal lists is of protection: was it named, one would know its
        // pseudonym.
        {"sealed facts soon after whoever printed a list read",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> printers;
             for (const Opening& o : t.openings)
                 if (o.kind == "nominal_list") printers.insert(o.account);
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 count += count_if(t.openings, [&](const Opening& o) {
                     return printers.contains(o.account) && o.at < f.received_at &&
                            o.at > f.received_at - 70 * second_us;
                 });
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.openings.push_back({1, 99, 0, "nominal_list", "", 1});
             t.openings.push_back({last_of(t, p) - second_us, 99, 0, "file", "", 1});
         }},
        // Everybody got a fact: who read just before restricted somebody. What else did they read,
        // and which file was written in then?
        {"sealed facts alone after whoever restricted somebody read",
         [](const Tables& t, const Person& p) {
             std::map<std::int64_t, std::set<std::int64_t>> together;
             for (const Fact& f : t.facts)
                 if (f.cls == 1) together[f.received_at].insert(f.stream);
             std::set<std::int64_t> accounts, files;
             for (const auto& [at, streams] : together) {
                 if (streams.size() < 8) continue;
                 for (const Opening& o : t.openings)
                     if (o.kind == "file" && o.at < at && o.at > at - 70 * second_us) {
                         accounts.insert(o.account);
                         if (o.person != 0) files.insert(o.person);
                     }
             }
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) {
                 if (together[f.received_at].size() > 2) return;
                 count += count_if(t.openings, [&](const Opening& o) {
                     return (accounts.contains(o.account) || files.contains(o.person)) &&
                            o.at < f.received_at && o.at > f.received_at - 70 * second_us;
                 });
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             const std::int64_t at = end_of(t);
             for (const Person& one : t.people) add_sealed(t, one, at);
             t.openings.push_back({at - second_us, 99, 0, "file", "", 1});
             add_sealed(t, p, end_of(t));
             t.openings.push_back({last_of(t, p) - second_us, 99, 0, "file", "", 1});
         }},
    };
}

// What stands beside a fact.
inline std::vector<Guess> guesses_of_hits() {
    return {
        {"facts beside a row of restricted hits",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts, [&](const Fact& f) {
                 return (is_of(t, f, p) || text_in(f.data, "person") == p.id) &&
                        std::ranges::any_of(t.hits, [&](const Hit& hit) {
                            return std::abs(hit.at - f.received_at) <= second_us;
                        });
             });
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.hits.push_back({last_of(t, p), 1});
         }},
        {"sealed facts of the moment of a task of who was listed again",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> moments;
             for (const Fact& f : t.facts)
                 if (f.type == "review.task_raised" && text_in(f.data, "reason") == "listed_again")
                     moments.insert(f.received_at);
             double count = 0;
             each_sealed(t, p, [&](const Fact& f) { count += moments.contains(f.received_at); });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = last_of(t, p),
                                .type = "review.task_raised",
                                .data = {{"reason", "listed_again"}}});
         }},
        {"listed again, and nothing was marked as alike",
         [](const Tables& t, const Person& p) {
             std::set<std::int64_t> imports, marked;
             for (const Fact& f : t.facts) {
                 if (f.type == "person.profiled") imports.insert(f.received_at);
                 if (f.type == "review.task_raised" &&
                     boost::json::serialize(f.data).find("PERHAPS") != std::string::npos)
                     marked.insert(f.received_at);
             }
             double count = 0;
             const std::int64_t first = sealed_of(t, p).front().received_at;
             each_sealed(t, p, [&](const Fact& f) {
                 count += f.received_at > first && imports.contains(f.received_at) &&
                          !marked.contains(f.received_at);
             });
             return count;
         },
         [](Tables& t, const Person& p) {
             add_sealed(t, p, end_of(t));
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = last_of(t, p),
                                .type = "person.profiled"});
         }},
    };
}

// What somebody is to look at, and who did.
inline std::vector<Guess> guesses_of_tasks() {
    return {
        {"tasks about the person",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts, [&](const Fact& f) {
                 return f.type == "review.task_raised" && text_in(f.data, "subject") == p.id;
             });
         },
         [](Tables& t, const Person& p) {
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = end_of(t),
                                .type = "review.task_raised",
                                .data = {{"subject", p.id}}});
         }},
        {"tasks about the person that protection closed", tasks_by_protection,
         [](Tables& t, const Person& p) {
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = end_of(t),
                                .type = "review.task_raised",
                                .about = "review_task:" + p.id,
                                .data = {{"subject", p.id}}});
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = end_of(t),
                                .type = "review.task_closed",
                                .about = "review_task:" + p.id,
                                .actor = *t.protection.begin()});
         }},
        {"words of protection that the file is of the same person",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts, [&](const Fact& f) {
                 return f.type == "same_person.said" &&
                        (text_in(f.data, "one") == p.id || text_in(f.data, "other") == p.id) &&
                        (t.protection.contains(f.actor) ||
                         t.protection.contains(json::integer_at(f.data, "by").value_or(0)));
             });
         },
         [](Tables& t, const Person& p) {
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = end_of(t),
                                .type = "same_person.said",
                                .data = {{"one", p.id}, {"by", *t.protection.begin()}}});
         }},
        {"words that the file is of the same person",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts, [&](const Fact& f) {
                 return f.type == "same_person.said" &&
                        (text_in(f.data, "one") == p.id || text_in(f.data, "other") == p.id);
             });
         },
         [](Tables& t, const Person& p) {
             t.facts.push_back({.pos = t.facts.back().pos + 1,
                                .received_at = end_of(t),
                                .type = "same_person.said",
                                .data = {{"one", p.id}}});
         }},
    };
}

// What everybody can see.
inline std::vector<Guess> guesses_of_what_is_open() {
    return {
        {"left out of nominal lists", left_out_of_lists, plant_left_out},
        {"has a photo",
         [](const Tables& t, const Person& p) {
             return count_if(t.photos, [&](const Photo& one) { return one.person == p.id; });
         },
         [](Tables& t, const Person& p) {
             for (int i = 0; i < 2; ++i) t.photos.push_back({p.id, 100});
         }},
        {"bytes of the photo",
         [](const Tables& t, const Person& p) {
             double bytes = 0;
             for (const Photo& one : t.photos)
                 if (one.person == p.id) bytes += static_cast<double>(one.length);
             return bytes;
         },
         [](Tables& t, const Person& p) { t.photos.push_back({p.id, 10'000}); }},
        {"stays and meals",
         [](const Tables& t, const Person& p) {
             return count_if(t.facts,
                             [&](const Fact& f) { return text_in(f.data, "person") == p.id; });
         },
         [](Tables& t, const Person& p) {
             for (int i = 0; i < 3; ++i)
                 t.facts.push_back({.pos = t.facts.back().pos + 1,
                                    .received_at = end_of(t),
                                    .type = "round.person_served",
                                    .data = {{"person", p.id}}});
         }},
        {"who came first",
         [](const Tables&, const Person& p) { return static_cast<double>(p.local); },
         [](Tables& t, const Person& p) {
             for (Person& one : t.people)
                 if (one.id == p.id) one.local += 1'000'000;
         }},
        {"tables that mention the person",
         [](const Tables&, const Person& p) { return static_cast<double>(p.mentioned); },
         [](Tables& t, const Person& p) {
             for (Person& one : t.people) one.mentioned += one.id == p.id ? 5 : 0;
         }},
        {"the security record mentions the person",
         [](const Tables& t, const Person& p) {
             return count_if(t.events, [&](const std::string& detail) {
                 return detail.find(p.case_number) != std::string::npos;
             });
         },
         [](Tables& t, const Person& p) { t.events.push_back("GET " + p.case_number); }},
    };
}

inline const std::vector<Guess>& guesses() {
    static const std::vector<Guess> all = [] {
        std::vector<Guess> list;
        for (auto& some :
             {guesses_of_lengths(), guesses_of_keys(), guesses_of_moments(), guesses_of_authors(),
              guesses_of_receipts(), guesses_of_readings(), guesses_of_readers(), guesses_of_hits(),
              guesses_of_tasks(), guesses_of_what_is_open()})
            list.insert(list.end(), some.begin(), some.end());
        return list;
    }();
    return all;
}

}  // namespace jatigi::app::stolen
