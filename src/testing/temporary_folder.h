// A folder of its own for one test, gone afterwards.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace jatigi::testing {

class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& under = "/tmp")
        : path_(under + "/jatigi-test-XXXXXX") {
        // throws: GoogleTest turns it into a failure of the test.
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

}  // namespace jatigi::testing
