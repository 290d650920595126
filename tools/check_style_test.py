"""Small trees that break one rule each, beside small trees that look alike and break none."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import check_common
import check_reference
import check_style

ERRORS_PAGE = {"docs/errors.md": "# Errors\n"}
CORE = "src/centre/assistance/round.cpp"
VIEW = "src/centre/assistance/round_view.cpp"
TEST = "src/centre/assistance/round_test.cpp"


def run(files: dict[str, str]) -> list[check_style.Problem]:
    """All findings in a tree of these files and an empty page of error codes."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in {**ERRORS_PAGE, **files}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return check_style.problems(root)


class Case(unittest.TestCase):
    def fires(self, rule: str, files: dict[str, str], line: int = 0) -> None:
        found = [problem for problem in run(files) if problem.rule == rule]
        self.assertTrue(found, f"{rule} should have fired")
        if line:
            self.assertEqual(found[0].line, line)

    def silent(self, rule: str, files: dict[str, str]) -> None:
        found = [str(problem) for problem in run(files) if problem.rule == rule]
        self.assertEqual(found, [])


def including(*targets: str) -> str:
    return "".join(f'#include "{target}"\n' for target in targets)


class Layers(Case):
    def may(self, path: str, *targets: str) -> None:
        self.silent("layers", {path: including(*targets)})

    def may_not(self, path: str, target: str) -> None:
        self.fires("layers", {path: including(target)}, line=1)

    def test_core_sees_core_ids_and_base_only(self):
        self.may(CORE, "centre/assistance/round.h", "centre/assistance/service.h",
                 "centre/assistance/ids.h", "platform/base/day.h", "people/registry/ids.h",
                 "centre/sites/ids.h")
        for target in ["platform/store/store.h", "platform/log/fact.h",
                       "centre/assistance/round_view.h", "centre/assistance/round_codec.h",
                       "people/registry/person.h", "people/registry/person_view.h"]:
            self.may_not(CORE, target)

    def test_codec_sees_what_core_sees_and_its_own_header(self):
        codec = "src/centre/assistance/round_codec.cpp"
        self.may(codec, "centre/assistance/round_codec.h", "centre/assistance/round.h",
                 "platform/base/bytes.h", "people/registry/ids.h")
        for target in ["platform/log/fact.h", "centre/assistance/round_view.h",
                       "people/registry/person_codec.h"]:
            self.may_not(codec, target)

    def test_view_sees_store_log_and_vault_and_foreign_ids_only(self):
        self.may(VIEW, "centre/assistance/round_view.h", "centre/assistance/round_codec.h",
                 "platform/store/store.h", "platform/log/fact.h", "platform/vault/opener.h")
        for target in ["platform/http/server.h", "platform/access/policy.h",
                       "people/registry/person_view.h", "centre/assistance/round_api.h"]:
            self.may_not(VIEW, target)

    def test_policy_names_foreign_commands(self):
        policy = "src/money/funding/statement_policy.cpp"
        self.may(policy, "platform/log/handle.h", "centre/assistance/round.h",
                 "money/funding/ids.h")
        for target in ["platform/store/store.h", "centre/assistance/round_view.h"]:
            self.may_not(policy, target)

    def test_api_reads_foreign_views_but_never_their_core(self):
        api = "src/centre/assistance/round_api.cpp"
        self.may(api, "platform/http/server.h", "platform/access/policy.h", "platform/print/pdf.h",
                 "people/registry/person_view.h", "people/registry/ids.h",
                 "centre/assistance/round_view.h")
        for target in ["people/registry/person.h", "people/registry/person_api.h",
                       "platform/sync/push.h"]:
            self.may_not(api, target)

    def test_platform_sees_lower_levels_only(self):
        self.may("src/platform/log/append.cpp", "platform/vault/seal.h", "platform/store/store.h",
                 "platform/base/day.h", "platform/log/append.h")
        self.may("src/platform/http/server.cpp", "platform/access/policy.h", "platform/sync/push.h")
        self.may("src/platform/print/pdf.cpp", "platform/base/money.h")
        self.may_not("src/platform/vault/seal.cpp", "platform/log/fact.h")
        self.may_not("src/platform/access/policy.cpp", "platform/sync/push.h")
        self.may_not("src/platform/print/pdf.cpp", "platform/store/store.h")
        self.may_not("src/platform/http/server.cpp", "platform/print/pdf.h")
        self.may_not("src/platform/log/append.cpp", "people/registry/ids.h")
        self.may_not("src/platform/log/append.cpp", "app/wiring.h")

    def test_wings_read_to_their_left(self):
        self.may_not("src/people/registry/person_api.cpp", "centre/sites/stay_view.h")
        self.may("src/money/funding/allocation_api.cpp", "centre/assistance/round_view.h")

    def test_modules_of_a_wing_do_not_form_a_circle(self):
        one_way = {"src/centre/assistance/round_api.cpp": including("centre/sites/ids.h")}
        self.silent("layers", one_way)
        back = {"src/centre/sites/stay_api.cpp": including("centre/assistance/ids.h")}
        self.fires("layers", {**one_way, **back})

    def test_only_tests_see_testing(self):
        for suffix in ["_test", "_view_db_test", "_fuzz", "_bench"]:
            self.may(f"src/centre/assistance/round{suffix}.cpp", "testing/given.h")
        self.may("src/testing/given.cpp", "testing/given.h", "people/registry/person_api.h")
        self.may_not(CORE, "testing/given.h")
        self.may_not("src/app/main.cpp", "testing/given.h")
        self.may("src/platform/base/day_test.cpp", "testing/given.h")

    def test_tests_see_platform_and_their_whole_module(self):
        self.may(TEST, "platform/http/server.h", "centre/assistance/round_api.h",
                 "people/registry/ids.h")
        self.may_not(TEST, "people/registry/person.h")
        self.may("src/platform/access/policy_test.cpp", "platform/sync/push.h")
        self.may_not("src/platform/store/store_test.cpp", "platform/log/fact.h")

    def test_what_only_tests_include_is_named_so(self):
        self.may("src/platform/http/server_db_test.cpp", "platform/http/client_for_tests.h")
        self.may("src/jobs/erase_for_tests.h", "testing/databases.h")
        self.may_not("src/platform/http/server.cpp", "platform/http/client_for_tests.h")

    def test_the_leaf_is_included_like_base_and_stands_on_it_alone(self):
        leaf = "src/people/linkage/birth.cpp"
        self.may(leaf, "people/linkage/birth.h", "platform/base/day.h")
        self.may_not(leaf, "people/registry/ids.h")
        self.may_not(leaf, "platform/store/connection.h")
        for path in [CORE, "src/centre/sites/stay_codec.cpp", "src/people/registry/identity.h"]:
            self.may(path, "people/linkage/birth.h")

    def test_readers_are_for_what_stands_over_the_modules(self):
        self.may("src/people/lists/rows.cpp", "people/linkage/duplicates.h", "people/lists/row.h")
        self.may("src/jobs/import_list.cpp", "people/lists/rows.h")
        self.may_not("src/people/registry/search_api.cpp", "people/lists/rows.h")

    def test_may_is_for_apis_and_stands_on_access(self):
        self.may("src/centre/sites/may.h", "platform/access/policy.h")
        self.may("src/centre/sites/stay_api.cpp", "centre/sites/may.h", "people/registry/may.h")
        self.may_not("src/centre/sites/may.cpp", "platform/store/connection.h")
        self.may_not("src/centre/sites/stay.cpp", "centre/sites/may.h")
        self.may_not("src/centre/sites/stay_view.cpp", "centre/sites/may.h")

    def test_node_jobs_and_app_know_those_before_them(self):
        self.may("src/jobs/erase.cpp", "node/views.h", "people/registry/person_view.h")
        self.may("src/app/main.cpp", "jobs/lock.h", "node/place.h")
        self.may_not("src/node/open_node.cpp", "jobs/lock.h")
        self.may_not("src/jobs/erase.cpp", "app/ready.h")
        self.may_not(CORE, "node/place.h")

    def test_app_sim_and_bench_see_everything(self):
        for path in ["src/app/main.cpp", "src/sim/world.cpp", "bench/serve.cpp"]:
            self.may(path, "people/registry/person_api.h", "platform/http/server.h")
        self.may_not(CORE, "app/main.h")

    def test_quoted_includes_start_below_src(self):
        self.may_not(CORE, "round.h")
        self.silent("layers", {CORE: "#include <sqlite3.h>\n"})

    def test_includes_in_comments_and_strings_are_no_includes(self):
        self.silent("layers", {CORE: '// #include "app/main.h"\n/*\n#include "app/main.h"\n*/\n'
                                     'auto text = R"(\n#include "app/main.h"\n)";\n'})

    def test_only_cpp_is_read(self):
        self.silent("layers", {"src/people/registry/README.md": including("app/main.h"),
                               "tools/a.cpp": including("nowhere.h")})

    def test_rooms_outside_the_plan_are_refused(self):
        self.fires("layers", {"src/platform/util/text.cpp": "\n"})
        self.fires("layers", {"src/helpers/text.cpp": "\n"})


def body(lines: int) -> str:
    return "    step();\n" * lines


class Sizes(Case):
    def test_files_end_at_800_lines(self):
        for path in [CORE, "tools/make.py", "web/src/app/App.svelte", "web/src/api/client.ts"]:
            self.silent("sizes", {path: "//\n" * 800})
            self.fires("sizes", {path: "//\n" * 801})
        self.silent("sizes", {"web/src/api/types.ts": "// @generated\n" * 900})
        self.silent("sizes", {"web/node_modules/x/x.ts": "//\n" * 900})

    def test_bodies_end_at_70_lines(self):
        heads = [
            "void f() {\n", "TEST(Round, Closes) {\n", "Round::Round() : a_{1}, b_{2} {\n",
            "auto f() -> std::map<int, int> {\n", "const auto f = [](int x) {\n",
            "namespace a {\nnamespace {\nstruct B : C<int> {\npublic:\n  void f() const {\n",
            "template <class T>\nvoid f(T) {\n", "void f(Options o = {}) {\n",
            "const Route routes[] = {{get, [](Request& r) {\n",
        ]
        for head in heads:
            closing = "}" * (head.count("{") - head.count("}"))
            closing = "\n".join(closing) + "\n"
            self.silent("sizes", {CORE: head + body(70) + closing})
            self.fires("sizes", {CORE: head + body(71) + closing})

    def test_lambdas_count_as_part_of_their_function(self):
        text = "void f() {\n  g([] {\n" + body(40) + "  });\n  g([] {\n" + body(40) + "  });\n}\n"
        self.fires("sizes", {CORE: text}, line=1)

    def test_two_short_functions_are_not_one_long_one(self):
        self.silent("sizes", {CORE: ("void f() {\n" + body(60) + "}\n") * 3})

    def test_types_and_tables_may_be_long(self):
        rows = '    {"a", 1},\n' * 90
        self.silent("sizes", {CORE: "const auto table = std::to_array<Row>({\n" + rows + "});\n"})
        self.silent("sizes", {CORE: "const std::map<int, int> table{\n" + rows + "};\n"})
        self.silent("sizes", {CORE: "struct A {\n" + "    int a;\n" * 90 + "};\n"})
        self.silent("sizes", {CORE: "enum class A {\n" + "    a,\n" * 90 + "};\n"})

    def test_braces_in_strings_and_comments_do_not_count(self):
        text = ("void f() {\n  auto a = \"{\"; // {\n  auto b = R\"x(\n{{ \" )\" \n)x\"; /* { */\n"
                "  char c = '{'; int n = 1'000;\n}\n")
        self.silent("sizes", {CORE: text + ("void g() {\n" + body(60) + "}\n") * 2})


class Calls(Case):
    def only_outside(self, rule: str, code: str, allowed: list[str], forbidden: list[str]) -> None:
        for path in allowed:
            self.silent(rule, {path: code})
        for path in forbidden:
            self.fires(rule, {path: "\n" + code}, line=2)

    def test_clock(self):
        allowed = ["src/app/main.cpp", "src/sim/world.cpp", "bench/serve.cpp",
                   "src/platform/http/server.cpp"]
        for code in ["auto t = std::chrono::system_clock::now();\n", "std::time(nullptr);\n",
                     "steady_clock::now();\n", "gettimeofday(&t, nullptr);\n"]:
            self.only_outside("clock", code, allowed, [CORE, TEST, "src/platform/log/append.cpp"])
        self.silent("clock", {CORE: '// system_clock::now()\nlog("system_clock::now");\n'})

    def test_random(self):
        for code in ["std::random_device device;\n", "int x = std::rand();\n", "int x = rand();\n"]:
            allowed = ["src/sim/world.cpp", TEST, "bench/serve.cpp"]
            self.only_outside("random", code, allowed, [CORE])
        self.silent("random", {CORE: "brand(); operand(1); random_bytes(16);\n"})

    def test_environment(self):
        self.only_outside("environment", 'auto x = std::getenv("HOME");\n',
                          ["src/app/main.cpp", "src/testing/database.cpp"], [CORE])

    def test_sleep(self):
        for code in ["std::this_thread::sleep_for(1ms);\n", "usleep(10);\n"]:
            self.only_outside("sleep", code, ["src/platform/http/server.cpp"], [TEST])

    def test_namespace(self):
        self.fires("namespace", {CORE: "using namespace std;\n"})
        self.silent("namespace", {CORE: "using namespace std::chrono_literals;\n"})

    def test_throw_needs_a_reason(self):
        self.fires("throw", {CORE: 'throw std::runtime_error("bad");\n'})
        self.fires("throw", {CORE: "throw Stop{};  // throws:\n"})
        self.silent("throw", {CORE: "throw Stop{};  // throws: the library unwinds by exception\n"})
        self.silent("throw", {CORE: "// throws: the library unwinds by exception\nthrow Stop{};\n"})
        self.silent("throw", {CORE: "// throw nothing\nvoid f() noexcept; EXPECT_NO_THROW(f());\n"})

    def test_select_star(self):
        for text in ['"select * from t"', '"SELECT  *\\nfrom t"', '"select " "* from t"',
                     '"select t.* from t"', 'R"(\nselect * from t)"']:
            self.fires("select-star", {VIEW: f"auto s = {text};\n"})
        self.silent("select-star", {VIEW: 'auto s = "select count(*), a * b from t";\n'})

    def test_sql_has_its_place(self):
        allowed = [VIEW, "src/centre/assistance/round_view_db_test.cpp", "bench/serve.cpp",
                   "src/app/cli_db_test.cpp", "src/platform/store/sqlite.cpp",
                   "src/platform/access/account.cpp", "src/testing/database.cpp"]
        for text in ['"select a from t"', '"INSERT INTO t values (?)"', '"update t set a = 1"',
                     '"delete from t"', 'R"(\n  insert or ignore into t)"',
                     '"update " "t set a = 1"']:
            self.only_outside("sql", f"run({text});\n", allowed, [CORE, "src/app/main.cpp", TEST])

    def test_plain_words_are_not_sql(self):
        words = 'say("update the card", "delete the copy", "selected", "insert coin");\n'
        self.silent("sql", {CORE: words + "// select a from t\n"})

    def test_ndebug_stays_out_of_the_build(self):
        for path, text in [("CMakeLists.txt", "add_compile_options(-DNDEBUG)\n"),
                           ("CMakeLists.txt", "add_compile_definitions(NDEBUG)\n"),
                           ("CMakePresets.json", '{"CMAKE_CXX_FLAGS": "-O2 -DNDEBUG"}\n')]:
            self.fires("ndebug", {path: text})
        harmless = ("# never -DNDEBUG\nadd_compile_options(-UNDEBUG)\n"
                    'string(REPLACE "-DNDEBUG" "" FLAGS "${FLAGS}")\n')
        self.silent("ndebug", {"CMakeLists.txt": harmless})


class Leftovers(Case):
    word = "FIX" "ME"
    wish = "TO" "DO"

    def test_notes(self):
        for path in [CORE, "web/src/app/App.svelte", "dev", "tools/a.py", "docs/a.md"]:
            self.fires("leftover", {path: f"# {self.word} later\n"}, line=1)
            self.fires("leftover", {path: f"# {self.wish}: later\n"}, line=1)
        page = {"src/centre/assistance/README.md": "Rounds.\n"}
        with_issue = f"// {self.wish} #12: later\n// {self.wish}(#12) x\n"
        self.silent("leftover", {CORE: with_issue, **page})
        self.silent("leftover", {"web/package-lock.json": self.word, "reference/a.csv": self.wish})
        self.silent("leftover", {"docs/a.md": f"Never leave `{self.word}` or `{self.wish}`.\n"})

    def test_headers_nobody_includes(self):
        page = {"src/centre/assistance/README.md": "Rounds.\n"}
        header = {"src/centre/assistance/round.h": "#pragma once\n", **page}
        self.fires("leftover", header)
        self.silent("leftover", {CORE: including("centre/assistance/round.h"), **header})
        self.silent("leftover", {"bench/a.cpp": including("centre/assistance/round.h"), **header})

    def test_modules_have_a_page(self):
        self.fires("leftover", {CORE: "\n"})
        self.silent("leftover", {CORE: "\n", "src/centre/assistance/README.md": "Rounds.\n"})
        self.silent("leftover", {"src/app/main.cpp": "\n"})


class Errors(Case):
    def page(self, *codes: str) -> dict[str, str]:
        return {"docs/errors.md": "| code | meaning |\n|---|---|\n"
                                  + "".join(f"| `{code}` | words |\n" for code in codes)}

    def test_used_codes_are_listed(self):
        uses = ['return refuse(ErrorKind::conflict, "round.closed");\n',
                'return refuse(\n    ErrorKind::conflict,\n    // why\n    "round.closed");\n',
                'return Error{ErrorKind::conflict, "round.closed"};\n',
                'constexpr auto closed = "round.closed";  // error code\n']
        for use in uses:
            self.fires("errors", {CORE: use, **self.page()})
            self.silent("errors", {CORE: use, **self.page("round.closed")})

    def test_listed_codes_are_used(self):
        self.fires("errors", {CORE: "// round.closed\n", **self.page("round.closed")}, line=3)
        self.silent("errors", {"web/src/api/problem.ts": 'const a = "network.offline";\n',
                               **self.page("network.offline")})
        self.fires("errors", {"web/src/api/problem.test.ts": 'const a = "network.offline";\n',
                              **self.page("network.offline")})
        self.fires("errors", {CORE: 'auto a = "round.closed";\n',
                              **self.page("round.closed", "round.closed")})

    def test_other_strings_are_no_codes(self):
        text = 'auto file = "round.csv";\nauto a = {"Round", "round.closed"};  // error code\n'
        self.silent("errors", {CORE: text, **self.page("round.closed")})

    def test_tests_may_make_up_codes(self):
        self.silent("errors", {TEST: 'refuse(ErrorKind::invalid, "made.up");\n', **self.page()})

    def test_the_page_must_exist(self):
        with tempfile.TemporaryDirectory() as folder:
            found = check_style.problems(pathlib.Path(folder))
        self.assertEqual([problem.rule for problem in found], ["errors"])


class Docs(Case):
    def test_named_paths_exist(self):
        for text in ["See `src/app/main.cpp`.\n", "Run `./dev test`.\n",
                     "```\npython3 tools/make.py\n```\n", "[here](gone.md)\n"]:
            self.fires("docs", {"docs/a.md": text})
            self.fires("docs", {"README.md": text})
        self.silent("docs", {
            "docs/a.md": "See `src/app/main.cpp:12`, `src/app/`, `tools/*.py`, `./dev test X`,\n"
                         "[b](b.md#part), [web](https://a.org/src/x), `src/<wing>/<module>`,\n"
                         "`docs/decisions/NNNN-name.md`, `app/main.cpp`.\n"
                         "```\n./dev run\nsrc/<wing>/gone.cpp\n```\n",
            "docs/b.md": "[a](a.md), [readme](../README.md)\n", "README.md": "Read `docs/a.md`.\n",
            "src/app/main.cpp": "\n", "tools/make.py": "\n", "dev": "\n"})

    def test_a_path_may_start_below_src_and_must_exist(self):
        self.fires("docs", {"docs/a.md": "`people/registry/gone.cpp`\n"})
        self.silent("docs", {"docs/a.md": "`people/registry/person.h`, `person.h`\n",
                             "src/people/registry/person.h": "\n"})

    def test_a_page_of_a_module_names_the_files_beside_it(self):
        page = "src/people/registry/README.md"
        self.fires("docs", {page: "`gone.h`\n"})
        self.fires("docs", {page: "`gone_*.h`\n"})
        self.silent("docs", {page: "`person.h`, `person_*.h`\n",
                             "src/people/registry/person.h": "\n",
                             "src/people/registry/person_api.h": "\n"})

    def test_lines_that_a_page_counts_are_as_many(self):
        source = {"src/app/a.h": "1\n2\n", "src/app/a.cpp": "1\n"}
        self.silent("docs", {**source, "docs/a.md": "| `src/app/a.h`, `src/app/a.cpp` | 2 + 1 | x |\n"
                                                    "| `src/app/a.h` | 9 of them | x |\n"})
        self.fires("docs", {**source, "docs/a.md": "| `src/app/a.h`, `src/app/a.cpp` | 2 + 2 | x |\n"})

    def test_only_pages_are_read(self):
        self.fires("docs", {"web/README.md": "`src/gone.cpp`\n"})
        self.silent("docs", {"docs/a.txt": "`src/gone.cpp`\n"})

    def test_the_plan_may_show_what_is_to_come(self):
        plan = "```\njatigi/\n├── src/gone.cpp\n├── \n```\n"
        self.silent("docs", {"docs/architecture.md": plan})
        self.fires("docs", {"docs/architecture.md": plan + "`src/gone.cpp`\n"}, line=6)
        self.fires("docs", {"docs/other.md": "```\n├── src/gone.cpp\nsrc/gone.cpp\n```\n"})


class Reference(Case):
    KEPT = "name,days,ends_by,erased,enforced_by,source,status,valid_from\n"
    LIBRARIES = "package,version,closes,source,status,valid_from\n"
    DEVICE = {"src/platform/access/device.cpp": "constexpr std::chrono::days device_known_max{90};\n"
                                                "constexpr std::chrono::hours shift_max{25};\n"}

    def kept(self, days: str, source: str, by: str = "program", name: str = "device") -> dict[str, str]:
        row = f"{name},{days},its age,the row,{by},{source},sourced,2022-01-01\n"
        return {**self.DEVICE, "reference/retention.csv": self.KEPT + row}

    def library(self, version: str, closes: str, of: str = "1.0-1+deb12u1") -> dict[str, str]:
        return {"reference/library_minimum.csv": self.LIBRARIES +
                f"libx1,{version},{closes},changelog of {of},sourced,2026-01-01\n"}

    def test_what_the_program_keeps_is_what_the_table_says(self):
        source = "src/platform/access/device.cpp (device_known_max)"
        self.silent("reference", self.kept("90", source))
        self.fires("reference", self.kept("91", source), line=2)
        self.fires("reference", self.kept("90", "src/platform/access/device.cpp (gone_max)"))
        self.fires("reference", self.kept("90", "src/platform/access/gone.cpp"))
        self.fires("reference", self.kept("90", "somebody said so"))

    def test_hours_are_days_rounded_up(self):
        source = "src/platform/access/device.cpp (shift_max)"
        self.silent("reference", self.kept("2", source))
        self.fires("reference", self.kept("1", source))

    def test_what_people_keep_needs_no_file(self):
        self.silent("reference", self.kept("30", "data minimisation", "people"))
        self.silent("reference", self.kept("", "data minimisation", "nobody"))
        self.fires("reference", self.kept("30", "data minimisation", "somebody"))
        self.fires("reference", self.kept("soon", "data minimisation", "people"))
        self.fires("reference", self.kept("30", '"law, and custom"', "people"))

    def test_a_library_has_a_version_a_hole_and_a_source_of_that_version(self):
        self.silent("reference", self.library("1.0-1+deb12u1", "CVE-2026-1234 DLA-4001-1"))
        self.fires("reference", self.library("1.0-1+deb12u1", ""), line=2)
        self.fires("reference", self.library("1.0-1+deb12u1", "a hole"))
        self.fires("reference", self.library("1.0-1+deb12u1", "CVE-2026-1234 CVE-2026-1234"))
        self.fires("reference", self.library("1.0-1+deb12u2", "CVE-2026-1234"))

    def test_tables_are_even_and_have_known_states(self):
        table = "reference/services.csv"
        self.silent("reference", {table: "# why\ncode,status\nA,unverified\n"})
        self.fires("reference", {table: "code,status\nA,unverified,b\n"}, line=2)
        self.fires("reference", {table: "code,status\nA,general knowledge\n"}, line=2)
        self.fires("reference", {"reference/retention.csv": "name,days\n"}, line=1)
        twice = self.kept("30", "data minimisation", "people")["reference/retention.csv"]
        self.fires("reference", {"reference/retention.csv": twice + twice.splitlines()[1] + "\n"}, line=3)

    def test_older_libraries_are_named(self):
        def part(version: str, how: str) -> dict:
            return {"name": "libx1", "version": version,
                    "properties": [{"name": "jatigi:how", "value": how}]}

        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "reference").mkdir()
            for path, text in self.library("1.0-1+deb12u1", "CVE-2026-1234").items():
                (pathlib.Path(folder) / path).write_text(text)
            tree = check_common.Tree(pathlib.Path(folder))
            for version, how, count in [("1.0-1", "linked", 1), ("1.0-1+deb12u1", "linked", 0),
                                        ("1.0-1~rc1", "compiled-in", 0), ("1:0.1-1", "linked", 0)]:
                bill = {"components": [part(version, how)]}
                self.assertEqual(len(check_reference.outdated(bill, tree)), count, version)


class Standard(Case):
    TREE = {"src/app/a.cpp": "\n", "src/app/a_test.cpp": "TEST_P(Doors, AreShut) {}\n",
            "tools/a_test.py": "\n", "scenarios/a.txt": "\n"}

    def rows(self, *changed: str) -> dict[str, str]:
        """A whole table of which the first rows are these."""
        good = "met,src/app/a.cpp,Doors.AreShut,"
        lines = [f"V1.1.{n},{1 if n <= 70 else 2},a door is shut,{good}" for n in range(1, 254)]
        for at, state in enumerate(changed):
            lines[at] = f"V1.1.{at + 1},1,a door is shut,{state}"
        head = "id,level,requirement,state,where,test,note\n"
        return {**self.TREE, "docs/asvs.csv": head + "\n".join(lines) + "\n"}

    def test_a_row_says_where_it_stands(self):
        self.silent("asvs", self.rows("met,src/app/a.cpp,,not tested: a page",
                                      "met,src/app/a.cpp,Doors.AreShut tools/a_test.py scenarios/a.txt,",
                                      "not met,src/app/a.cpp,,a guard stands there",
                                      "not applicable,,,there is no door"))
        for wrong in ["met,,Doors.AreShut,", "met,src/app/a.cpp,,", "met,src/app/a.cpp,,later",
                      "not met,src/app/a.cpp,,", "not met,,,not tested: a page", "not applicable,,,",
                      "not applicable,src/app/a.cpp,,no door", "perhaps,src/app/a.cpp,Doors.AreShut,",
                      "met,src/app/a.cpp,Doors.AreShut,not tested: both"]:
            self.fires("asvs", self.rows(wrong), line=2)

    def test_what_it_names_is_there(self):
        for wrong in ["met,src/app/gone.cpp,Doors.AreShut,", "met,src/app/a.cpp,Doors.AreOpen,",
                      "met,src/app/a.cpp,tools/gone_test.py,", "met,src/app/a.cpp,src/app/a.cpp,"]:
            self.fires("asvs", self.rows(wrong), line=2)

    def test_every_requirement_stands_once_in_order(self):
        whole = self.rows()["docs/asvs.csv"]
        first = "V1.1.1,1,a door is shut,met,src/app/a.cpp,Doors.AreShut,\n"
        self.fires("asvs", {**self.TREE, "docs/asvs.csv": whole.replace(first, "")}, line=1)
        self.fires("asvs", {**self.TREE, "docs/asvs.csv": whole.replace("V1.1.2,", "V1.1.1,")}, line=3)
        self.fires("asvs", {**self.TREE, "docs/asvs.csv": whole.replace("V1.1.9,1,", "V1.1.9,3,")})

    def test_pages_name_tests_that_are_there(self):
        self.silent("asvs", {**self.TREE, "docs/a.md": "`Doors.AreShut`, `std::array`, `README.md`\n"})
        self.fires("asvs", {**self.TREE, "docs/a.md": "\n`Doors.AreOpen`\n"}, line=2)
        self.fires("asvs", {**self.TREE, "SECURITY.md": "`Doors.AreOpen`\n"})


class Command(unittest.TestCase):
    def test_exit_status_and_form(self):
        script = pathlib.Path(check_style.__file__)
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "docs").mkdir()
            command = [sys.executable, script, folder]
            result = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stdout, r"^docs/errors\.md:1: errors: .+\n$")
            (pathlib.Path(folder) / "docs/errors.md").write_text("# Errors\n")
            result = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
