// A site's own authority, and a server that speaks https with it, asked by curl, OpenSSL and
// Python.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

#include "app/authority.h"
#include "platform/http/serving_for_tests.h"
#include "testing/temporary_folder.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

constexpr Instant made_at = Day{2023y / 1 / 16} + 6h;

// What a program says, on both of its outputs.
std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "re");
    std::string all;
    char part[4096];
    while (const std::size_t got = std::fread(part, 1, sizeof part, pipe)) all.append(part, got);
    ::pclose(pipe);
    return all;
}
bool says(const std::string& command, const std::string& words) {
    const std::string all = output_of(command);
    if (all.find(words) != std::string::npos) return true;
    ADD_FAILURE() << command << "\n" << all;
    return false;
}
std::string text_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Authority : public ::testing::Test {
protected:
    AuthorityRequest request(const std::string& name = "centre.lan",
                             std::vector<std::string> addresses = {"127.0.0.1"}) const {
        return {.folder = folder_ / "tls", .name = name, .addresses = std::move(addresses)};
    }
    static std::string code_of(const Result<AuthorityFiles>& made) {
        return made ? "made" : std::string(made.error().code);
    }
    // Everything but the time is real: certificates of 2023 are checked as of 2023.
    static std::string verify(const AuthorityFiles& files, const std::string& name) {
        return output_of("openssl verify -x509_strict -attime 1673900000 -verify_hostname " + name +
                         " -CAfile " + files.authority + " " + files.certificate);
    }

    const testing::TemporaryFolder folder_;
};

TEST_F(Authority, MakesFourFilesForTheirOwnerAlone) {
    const auto made = make_authority(request(), made_at);
    ASSERT_TRUE(made) << made.error().code;
    for (const std::string& path :
         {made->authority, made->authority_key, made->certificate, made->key}) {
        struct stat status{};
        EXPECT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 07777U, 0600U) << path;
    }
    EXPECT_TRUE(made->authority_made);
    EXPECT_EQ(made->expires_on, Day{2024y / 2 / 16});
    EXPECT_EQ(made->fingerprint.size(), 95U);
}

TEST_F(Authority, SpeaksForItsNamesAndNoOthers) {
    const auto made = make_authority(request(), made_at);
    EXPECT_TRUE(verify(*made, "centre.lan").ends_with("server.crt: OK\n"))
        << verify(*made, "centre.lan");
    EXPECT_FALSE(verify(*made, "other.lan").ends_with("OK\n"));
    EXPECT_EQ(code_of(make_authority(request("other.lan"), made_at)), "authority.other_names");
    EXPECT_EQ(code_of(make_authority(request("centre.lan", {"10.0.0.7"}), made_at)),
              "authority.other_names");
    EXPECT_EQ(code_of(make_authority(request("centre.lan", {"::1"}), made_at)),
              "authority.other_names");
}

TEST_F(Authority, WithoutAnAddressSpeaksForNone) {
    EXPECT_EQ(code_of(make_authority(request("centre.lan", {}), made_at)), "made");
    for (const std::string address : {"127.0.0.1", "::1"})
        EXPECT_EQ(code_of(make_authority(request("centre.lan", {address}), made_at)),
                  "authority.other_names");
}

TEST_F(Authority, TheSameCommandRenewsTheCertificateAndKeepsTheAuthority) {
    const auto first = make_authority(request(), made_at);
    const std::string authority = text_of(first->authority),
                      certificate = text_of(first->certificate);
    const auto again = make_authority(request(), made_at + std::chrono::days{390});
    ASSERT_TRUE(again) << again.error().code;
    EXPECT_FALSE(again->authority_made);
    EXPECT_EQ(text_of(again->authority), authority);
    EXPECT_NE(text_of(again->certificate), certificate);
    EXPECT_EQ(again->fingerprint, first->fingerprint);
    EXPECT_EQ(again->expires_on, Day{2025y / 3 / 12});
}

TEST_F(Authority, WritesOverNoAuthority) {
    const auto made = make_authority(request(), made_at);
    const std::string key = text_of(made->authority_key);
    EXPECT_EQ(std::rename(made->authority.c_str(), (made->authority + "x").c_str()), 0);
    EXPECT_EQ(code_of(make_authority(request(), made_at)), "authority.incomplete");
    EXPECT_EQ(text_of(made->authority_key), key);
    std::ofstream(made->authority) << text_of(made->certificate);
    EXPECT_EQ(code_of(make_authority(request(), made_at)), "authority.incomplete");
}

TEST_F(Authority, OfTenYearsSignsNothingThatOutlivesIt) {
    EXPECT_EQ(code_of(make_authority(request(), made_at)), "made");
    const auto last = made_at + authority_life - server_certificate_life;
    EXPECT_EQ(code_of(make_authority(request(), last)), "made");
    EXPECT_EQ(code_of(make_authority(request(), last + 1s)), "authority.expired");
}

TEST_F(Authority, TakesNamesThatBrowsersOpen) {
    for (const std::string name : {"", "Centre.lan", "centre..lan", "-centre", "*.lan", "127.0.0.1",
                                   "centre.lan,DNS:other", "centre lan", "centre.lan\n"})
        EXPECT_EQ(code_of(make_authority(request(name), made_at)), "authority.name_invalid")
            << name;
    for (const std::string address :
         {"", "centre.lan", "10.0.0.0/8", "10.0.0.1,DNS:other", "10.0.0"})
        EXPECT_EQ(code_of(make_authority(request("centre.lan", {address}), made_at)),
                  "authority.name_invalid")
            << address;
}

TEST_F(Authority, AKeyThatOthersMayReadIsNotServedWith) {
    const auto made = make_authority(request(), made_at);
    EXPECT_TRUE(http::load_tls({made->certificate, made->key}));
    ::chmod(made->key.c_str(), 0640);
    EXPECT_EQ(http::load_tls({made->certificate, made->key}).error().code, "tls.key_exposed");
    ::chmod(made->key.c_str(), 0600);
    EXPECT_EQ(http::load_tls({made->certificate, made->authority_key}).error().code,
              "tls.key_of_another");
    EXPECT_EQ(http::load_tls({made->key, made->key}).error().code, "tls.file_unusable");
    EXPECT_EQ(http::load_tls({made->certificate, made->key + "x"}).error().code,
              "tls.file_unusable");
    EXPECT_EQ(http::load_tls({made->certificate, made->key})->expires_at,
              made_at - 24h + server_certificate_life);
}

// Clients look at the machine's clock, so these certificates are of today.
class ServingOverTls : public http::Serving {
protected:
    ServingOverTls() {
        server_ = http::Server::start(
                      {"127.0.0.1", 0, http::load_tls({files_.certificate, files_.key}).value()},
                      services_, routes(), {})
                      .value();
        port_ = std::to_string(server_->port());
    }
    std::string curl(const std::string& more) const {
        return "curl -sSi --max-time 20 --noproxy '*' --cacert " + files_.authority +
               " --connect-to centre.lan:443:127.0.0.1:" + port_ + " " + more;
    }
    std::string openssl(const std::string& more) const {
        return "openssl s_client -connect 127.0.0.1:" + port_ + " -CAfile " + files_.authority +
               " " + more + " </dev/null";
    }

    const testing::TemporaryFolder folder_;
    const AuthorityFiles files_ =
        make_authority({folder_ / "tls", "centre.lan", {"127.0.0.1"}}, today()).value();
    std::string port_;

private:
    static Instant today() {
        const std::string seconds = output_of("date +%s");
        return Instant{std::chrono::seconds{std::stoll(seconds)}};
    }
};

TEST_P(ServingOverTls, CurlAndPythonTrustItByTheAuthorityAlone) {
    EXPECT_TRUE(says(curl("https://centre.lan/ping"), "HTTP/1.1 200"));
    EXPECT_TRUE(says(curl("https://127.0.0.1:" + port_ + "/ping"), "HTTP/1.1 200"));
    EXPECT_TRUE(says("curl -sS --max-time 20 --noproxy '*' https://127.0.0.1:" + port_ + "/ping",
                     "certificate"));
    EXPECT_TRUE(says(curl("https://localhost:" + port_ + "/ping"),
                     "no alternative certificate subject name"));
    EXPECT_TRUE(
        says("python3 -I -c \"import ssl, http.client as c; x = c.HTTPSConnection('127.0.0.1', " +
                 port_ + ", context=ssl.create_default_context(cafile='" + files_.authority +
                 "'), timeout=20); x.request('GET', '/ping'); print(x.getresponse().read()); "
                 "x.request('POST', '/write', b'abc', {'X-Jatigi': '1'}); "
                 "print(x.getresponse().read())\"",
             "b'{}'\nb'3'"));
}

TEST_P(ServingOverTls, EveryAnswerAsksForHttpsFromNowOn) {
    const std::string words = "Strict-Transport-Security: max-age=31536000\r\n";
    for (const std::string path : {"ping", "page", "nothing"})
        EXPECT_TRUE(says(curl("https://centre.lan/" + path), words));
    const std::string refused = curl("-H 'Host: a b' https://centre.lan/ping");
    EXPECT_TRUE(says(refused, words));
    EXPECT_TRUE(says(refused, "request.host_invalid"));
    EXPECT_TRUE(says(refused, "X-Content-Type-Options: nosniff\r\n"));
}

TEST_P(ServingOverTls, APageOverPlainHttpIsAnotherOrigin) {
    const std::string write = "-X POST -H 'X-Jatigi: 1' -d abc -H 'Origin: ";
    EXPECT_TRUE(says(curl(write + "https://centre.lan' https://centre.lan/write"), "HTTP/1.1 200"));
    EXPECT_TRUE(
        says(curl(write + "http://centre.lan' https://centre.lan/write"), "request.other_origin"));
}

TEST_P(ServingOverTls, SpeaksTheNewVersionsAndAuthenticatedEncryptionAlone) {
    EXPECT_TRUE(says(openssl("-tls1_3"), "Verify return code: 0 (ok)"));
    EXPECT_TRUE(says(openssl("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256"), "Cipher is ECDHE"));
    EXPECT_TRUE(says(openssl("-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305"), "Cipher is ECDHE"));
    EXPECT_TRUE(says(openssl("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256"), "Cipher is (NONE)"));
    EXPECT_TRUE(says(openssl("-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA"), "Cipher is (NONE)"));
    EXPECT_TRUE(says(openssl("-tls1_1 -cipher DEFAULT@SECLEVEL=0"), "Cipher is (NONE)"));
    EXPECT_TRUE(says(openssl("-tls1 -cipher DEFAULT@SECLEVEL=0"), "Cipher is (NONE)"));
}

TEST_P(ServingOverTls, ABodyOfMegabytesComesWhole) {
    const std::string list = folder_ / "list";
    std::ofstream(list) << std::string(5 * http::MiB, 'x');
    const std::string post =
        "-X POST -H 'X-Jatigi: 1' --data-binary @" + list + " https://centre.lan/list";
    EXPECT_TRUE(
        says(curl("-H 'Cookie: __Host-jatigi=" + http::token + "' " + post), "\r\n\r\n5242880"));
    EXPECT_TRUE(says(curl(post), "session.required"));
}

// Whoever says nothing, and whoever speaks plain HTTP.
TEST_P(ServingOverTls, WhoDoesNotShakeHandsKeepsNobodyOut) {
    std::vector<http::RawClient> silent;
    for (int i = 0; i < 50; ++i) silent.push_back(connect());
    http::RawClient plain = connect();
    plain.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(plain.receive().find("HTTP"), std::string::npos);
    EXPECT_TRUE(plain.at_end());
    EXPECT_TRUE(says(curl("https://centre.lan/ping"), "HTTP/1.1 200"));
    server_->stop();
    for (http::RawClient& client : silent) EXPECT_TRUE(client.at_end());
}

INSTANTIATE_TEST_SUITE_P(Each, ServingOverTls, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
