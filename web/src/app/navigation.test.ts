import { expect, test } from "vitest";
import fr from "./messages.fr.json";
import { may, menu_of, place_at, roles } from "./navigation.ts";

test.each([
    ["registrar", "search"],
    ["centre_manager", "rounds"],
    ["food_distributor", "rounds"],
    ["nurse", "search"],
    ["protection_officer", "search"],
    ["return_counsellor", "search"],
    ["data_protection_officer", "openings"],
])("ARoleStartsWhereItWorks %s", (role, page) => {
    expect(place_at("/", role)).toEqual({ name: page, argument: null });
});

test.each(["administrator", "gate_officer", "finance_officer", "movement_officer", "stock_keeper", "x"])(
    "ARoleWithoutAScreenHasNoHome %s",
    (role) => {
        expect(place_at("/", role)).toBeNull();
        expect(menu_of(role)).toEqual([]);
    },
);

test.each([
    ["/people/ASM00427K", "registrar", { name: "person", argument: "ASM00427K" }],
    ["/people/new", "registrar", { name: "register", argument: null }],
    ["/people/a%20b", "nurse", { name: "person", argument: "a b" }],
    ["/rounds/r1", "food_distributor", { name: "round", argument: "r1" }],
    ["/imports/0a", "registrar", { name: "import", argument: "0a" }],
])("AnAddressLeadsToItsPage %s", (path, role, place) => {
    expect(place_at(path, role)).toEqual(place);
});

test.each([
    ["/people/ASM00427K", "food_distributor", "rounds"],
    ["/people", "data_protection_officer", "openings"],
    ["/openings", "centre_manager", "rounds"],
    ["/imports", "nurse", "search"],
    ["/nowhere", "registrar", "search"],
    ["/people/%", "registrar", "search"],
])("APageOfAnotherRoleIsTheOwnHome %s %s", (path, role, home) => {
    expect(place_at(path, role)).toEqual({ name: home, argument: null });
});

// A nurse opens files and registers nobody: the word "new" is no case number, and opens nothing.
test("WhoMayNotRegisterFindsNoForm", () => {
    expect(place_at("/people/new", "nurse")?.name).not.toBe("register");
    expect(menu_of("nurse").map((entry) => entry.name)).toEqual(["search"]);
});

test("OnlyOneRoleRestrictsAndOneConfirms", () => {
    expect(roles.filter((role) => may(role, "restrict"))).toEqual(["protection_officer"]);
    expect(roles.filter((role) => may(role, "confirm_nationality"))).toEqual(["return_counsellor"]);
});

test("EveryRoleHasAName", () => {
    for (const role of roles) expect(fr).toHaveProperty([`role.${role}`]);
});
