// Backups of a centre of invented people and their restores, for the tests of both.
#pragma once
#include "jobs/erase_for_tests.h"

namespace jatigi::jobs {

template <class T>
std::string refusal(const Result<T>& result) {
    return result ? std::string{} : std::string(result.error().code);
}

class Backups : public ::testing::TestWithParam<store::Dialect> {
protected:
    Backups() {
        std::filesystem::create_directories(centre_.path("backups"));
        shares_ = centre_.make_recovery();
    }
    void back_up(const std::string& name) {
        const auto made = make_backup(centre_.place, path(name), BackupKeys::with, test_now, {});
        ASSERT_TRUE(made) << made.error().code << made.error().detail;
    }
    std::string path(const std::string& name) const { return centre_.path("backups/" + name); }
    // A place on a new disk: SQLite, whatever the old one was.
    node::Place new_place(const std::string& name) const {
        return {centre_.path("restored/" + name), centre_.path("restored-keys/" + name + ".keys")};
    }
    Result<RestoreReport> restore_with(const std::string& name, const std::string& file,
                                       const std::string& keys,
                                       const std::vector<std::string>& shares) const {
        return restore({path(file), new_place(name), KeysFromBackup{path(keys), shares}, {}},
                       test_now + Days{1}, {});
    }
    std::vector<std::string> three() const { return {shares_[0], shares_[2], shares_[4]}; }
    Result<RestoreReport> restore_from_node(const std::string& name,
                                            const std::string& file) const {
        return restore({path(file), new_place(name), {}, centre_.place, three()},
                       test_now + Days{2}, {});
    }
    // FILE as an earlier version made it: the database in clear.
    void write_in_clear(const std::string& file, const std::string& clear) {
        const auto sealed = vault::DataBackup::find(path(file));
        ASSERT_TRUE(sealed && *sealed);
        const auto keys = node::open_key_file(centre_.place);
        ASSERT_TRUE(keys);
        const auto key = (*sealed)->content_key(keys->keks());
        ASSERT_TRUE(key);
        ASSERT_TRUE((*sealed)->open(*key, path(clear)));
    }
    // Erased a day later, with a new backup of keys.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    void erase_to(const std::string& case_number, const std::string& keys) {
        auto request = erase_request({case_number});
        request.keys_backup = path(keys);
        const auto erased = erase(centre_.place, request, test_now + Days{1}, {});
        ASSERT_TRUE(erased) << erased.error().code << erased.error().detail;
        ASSERT_EQ(erased->erased, 1);
    }

    Centre centre_{GetParam()};
    std::vector<std::string> shares_;
};

}  // namespace jatigi::jobs
