import { expect, test } from "vitest";
import fr from "./messages.fr.json";
import { readFileSync } from "node:fs";
import { actions, may, menu_of as menu_of_rights, place_at as place_at_rights, roles } from "./navigation.ts";

// The policy's own page, which the server's tests keep true.
const table = readFileSync("../docs/access.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
const columns = table[0] ?? [];

function rights_of(role: string): string[] {
    const column = columns.indexOf(role);
    const rows = table.slice(2).filter((row) => column >= 0 && row[column] !== "");
    return rows.map((row) => /`(\w+)`/.exec(row[0] ?? "")?.[1] ?? "");
}

const menu_of = (role: string) => menu_of_rights(rights_of(role));
const place_at = (path: string, role: string) => place_at_rights(path, rights_of(role));

test("ThePolicyKnowsEveryRoleThatTheScreensName", () => {
    expect(columns.slice(2)).toEqual([...roles]);
});

test("EveryActionThatTheScreensAskForIsOneOfThePolicy", () => {
    const known = new Set(table.slice(2).map((row) => /`(\w+)`/.exec(row[0] ?? "")?.[1]));
    for (const action of actions) expect(known).toContain(action);
});

test.each([
    ["registrar", "search"],
    ["centre_manager", "rounds"],
    ["food_distributor", "rounds"],
    ["nurse", "search"],
    ["protection_officer", "search"],
    ["return_counsellor", "search"],
    ["data_protection_officer", "openings"],
    ["finance_officer", "money"],
    ["gate_officer", "gate"],
    ["administrator", "accounts"],
    ["movement_officer", "places"],
    ["stock_keeper", "places"],
])("ARoleStartsWhereItWorks %s", (role, page) => {
    expect(place_at("/", role)).toEqual({ name: page, argument: null });
});

test("WhoMayNothingHasNoHome", () => {
    expect(place_at("/", "x")).toBeNull();
    expect(menu_of("x")).toEqual([]);
});

test.each([
    ["/people/ASM00427K", "registrar", { name: "person", argument: "ASM00427K" }],
    ["/people/new", "registrar", { name: "register", argument: null }],
    ["/people/a%20b", "nurse", { name: "person", argument: "a b" }],
    ["/gate", "registrar", { name: "gate", argument: null }],
    ["/money/MLI-1", "finance_officer", { name: "statement", argument: "MLI-1" }],
    ["/rounds/r1", "food_distributor", { name: "round", argument: "r1" }],
    ["/closed-counts", "food_distributor", { name: "counts", argument: null }],
    ["/closed-counts", "registrar", { name: "search", argument: null }],
    ["/imports/0a", "registrar", { name: "import", argument: "0a" }],
    ["/accounts", "protection_officer", { name: "accounts", argument: null }],
    ["/accounts/codes", "data_protection_officer", { name: "codes", argument: null }],
    // In the night, nobody who makes accounts is there.
    ["/accounts/emergency", "nurse", { name: "emergency", argument: null }],
    ["/security", "data_protection_officer", { name: "security", argument: null }],
    ["/sessions", "stock_keeper", { name: "sessions", argument: null }],
])("AnAddressLeadsToItsPage %s", (path, role, place) => {
    expect(place_at(path, role)).toEqual(place);
});

test.each([
    ["/people/ASM00427K", "food_distributor", "rounds"],
    ["/people", "data_protection_officer", "openings"],
    ["/openings", "centre_manager", "rounds"],
    ["/security", "administrator", "accounts"],
    ["/imports", "nurse", "search"],
    ["/nowhere", "registrar", "search"],
    ["/people/%", "registrar", "search"],
    ["/accounts", "nurse", "search"],
    ["/accounts/codes", "administrator", "accounts"],
    ["/accounts/emergency", "administrator", "accounts"],
])("APageOfAnotherRoleIsTheOwnHome %s %s", (path, role, home) => {
    expect(place_at(path, role)).toEqual({ name: home, argument: null });
});

// A nurse opens files and registers nobody: the word "new" is no case number, and opens nothing.
test("WhoMayNotRegisterFindsNoForm", () => {
    expect(place_at("/people/new", "nurse")?.name).not.toBe("register");
    expect(menu_of("nurse").map((entry) => entry.name)).toEqual(["search", "present", "arrivals"]);
});

test("OnlyOneRoleRestrictsAndOneConfirms", () => {
    const who_may = (action: "restrict_person" | "confirm_nationality") =>
        roles.filter((role) => may(rights_of(role), action));
    expect(who_may("restrict_person")).toEqual(["protection_officer"]);
    expect(who_may("confirm_nationality")).toEqual(["return_counsellor"]);
});

test("EveryRoleHasAName", () => {
    for (const role of roles) expect(fr).toHaveProperty([`role.${role}`]);
});
