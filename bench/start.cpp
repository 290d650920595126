// From nothing to ready (data open, every name in memory, listening) with many sealed people, against
// opening the same seals bare, in alternating runs on the same data.
//   bench_start [--tiny] [--people N] [DIRECTORY]
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "app/ready.h"
#include "crowd.h"
#include "must.h"
#include "node/open_node.h"
#include "own_folder.h"
#include "people/registry/registration_api.h"
#include "platform/log/fact.h"
#include "platform/vault/seal.h"

namespace jatigi::bench {
namespace {

constexpr std::size_t people_default = 100'000, people_tiny = 300;
constexpr int runs = 5;
constexpr std::size_t people_at_once = 500;
constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

Clock bench_clock() {
    return [] { return now; };
}

// What `work` gives lives until the time is taken: closing down again is no part of a start.
template <class Work>
double seconds_of(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    const auto made = work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void register_people(const node::Place& place, std::size_t people) {
    must(node::initialise(place, {"bench", false}, bench_clock()));
    auto node = must(node::open_node(place, bench_clock(), {}));
    Crowd crowd;
    for (std::size_t made = 0; made < people; made += people_at_once)
        must(node.writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            for (std::size_t i = 0; i < people_at_once && made + i < people; ++i) {
                const lists::ListFields fields = crowd.next();
                registry::Registration person{.sex = registry::Sex::male,
                                              .nationality = fields.nationality};
                person.identity.family_name = fields.family_name;
                person.identity.given_names = fields.given_names;
                person.identity.birth = fields.birth;
                person.identity.birth_place = fields.birth_place;
                person.identity.origin = fields.origin;
                person.identity.father_name = fields.father_name;
                person.identity.mother_name = fields.mother_name;
                TRY(registry::register_person(tx, fresh_cause(), "ASM", person));
            }
            return true;
        }));
}

struct IdHash {
    std::size_t operator()(const vault::KeyId& id) const {
        return static_cast<std::size_t>(big_endian(ByteView(id).first(8)));
    }
};

using Keys = std::unordered_map<vault::KeyId, vault::Secret, IdHash>;

// The keys unwrapped and every sealed fact opened, its bytes not looked at.
Keys open_bare(const node::Place& place, std::size_t people) {
    const auto db = must(store::open_reader(node::location_of(place)));
    const auto node = must(node::load_node(*db, place));
    Keys keys;
    const auto keep = [&](const vault::KeyringEntry& entry) -> Result<void> {
        keys.emplace(entry.id, entry.key.copy());
        return {};
    };
    must(node.keyring.for_each(*db, keep, [](const vault::BrokenKey&) { std::abort(); }));
    const auto highest = must(db->first("select max(pos) from fact"))->integer(0);
    constexpr std::int64_t at_once = 4'096;
    std::size_t opened = 0, bytes = 0;
    for (std::int64_t after = 0; after < highest; after += at_once)
        for (const store::Row& row :
             must(db->rows("select header, body from fact where pos > ? and pos <= ?", after,
                           after + at_once))) {
            const auto header = must(log::decode_header(row.bytes(0)));
            if (header.cls == FactClass::open) continue;
            bytes += must(vault::unseal(keys.at(header.key_id), header.nonce, row.bytes(0),
                                        row.bytes(1)))
                         .size();
            // Beside who they are, everybody has a fact of class protection.
            if (header.cls == FactClass::identity) ++opened;
        }
    if (opened != people || bytes == 0) std::abort();
    return keys;
}

int run(const std::string& directory, std::size_t people) {
    const node::Place place{directory + "/data", directory + "/keys"};
    register_people(place, people);
    std::vector<double> bare, ours;
    for (int i = 0; i < runs; ++i) {
        bare.push_back(seconds_of([&] { return open_bare(place, people); }));
        ours.push_back(seconds_of([&] {
            app::Ready ready = must(app::Ready::start(place, {.address = "127.0.0.1", .port = 0},
                                                      bench_clock()));
            if (ready.people_known() != people) std::abort();
            return ready;
        }));
    }
    std::ranges::sort(bare);
    std::ranges::sort(ours);
    const double ready = ours[runs / 2], baseline = bare[runs / 2];
    fmt::print("start: ratio={:.2f} ready_s={:.2f} bare_s={:.2f} people={}\n", ready / baseline, ready,
               baseline, people);
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    std::size_t people = jatigi::bench::people_default;
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--tiny") people = jatigi::bench::people_tiny;
        else if (argument == "--people" && i + 1 < argc) people = std::stoul(argv[++i]);
        else directory = argument;
    }
    return jatigi::bench::in_folder(directory, [&](const std::string& folder) {
        return jatigi::bench::run(folder, people);
    });
}
