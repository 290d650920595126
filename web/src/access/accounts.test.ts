import { describe, expect, test } from "vitest";
import type { Account } from "../api/accounts.ts";
import { is_name, state_of, takes_confirmation, waiting_of } from "./accounts.ts";

const now_ms = Date.parse("2023-01-23T06:30:00Z");

function account(name: string, more: Partial<Account> = {}): Account {
    return {
        name,
        role: "registrar",
        site: "ASM",
        made_by: "admin",
        made_at: "2023-01-20T06:30:00Z",
        confirmed: true,
        confirmed_by: null,
        confirmed_at: null,
        confirmed_how: null,
        has_password: true,
        last_used_at: null,
        emergency: false,
        ends_at: null,
        closed_at: null,
        closed_by: null,
        ...more,
    };
}

const emergency = { emergency: true, ends_at: "2023-01-23T18:00:00Z" };

describe("the one word for an account", () => {
    test.each<[string, Partial<Account>]>([
        ["open", {}],
        ["invited", { has_password: false }],
        ["waiting", { confirmed: false, has_password: false }],
        ["emergency", emergency],
        ["emergency", { ...emergency, has_password: false }],
        ["over", { ...emergency, ends_at: "2023-01-23T06:30:00Z" }],
        ["closed", { ...emergency, closed_at: "2023-01-23T06:00:00Z" }],
        ["altered", { altered: true }],
        ["closed", { altered: true, closed_at: "2023-01-23T06:00:00Z" }],
        ["closed", { confirmed: false, closed_at: "2023-01-23T06:00:00Z" }],
    ])("Is %s", (state, more) => {
        expect(state_of(account("awa", more), now_ms)).toBe(state);
    });
});

test("WhoWasConfirmedOnceNeedsItAgain", () => {
    expect(takes_confirmation(account("awa"))).toBe(false);
    expect(takes_confirmation(account("awa", { confirmed_how: "code" }))).toBe(true);
    expect(takes_confirmation(account("awa", { confirmed: false }))).toBe(true);
});

describe("those that wait", () => {
    const first = account("fati", { confirmed: false, made_at: "2023-01-18T06:30:00Z" });
    const second = account("moussa", { confirmed: false, made_at: "2023-01-19T06:30:00Z" });

    test("StandOldestFirstAndOnce", () => {
        const waiting = waiting_of([account("awa"), second, first], [second], "po");
        expect(waiting.map(({ name, way }) => [name, way])).toEqual([
            ["fati", "others"],
            ["moussa", "confirm"],
        ]);
    });

    // The list of accounts is cut at its end, where the newest stand.
    test("ArentLostWithTheEndOfTheList", () => {
        expect(waiting_of([], [second], "po").map(({ name }) => name)).toEqual(["moussa"]);
    });

    test("AreNotConfirmedByWhoMadeThem", () => {
        expect(waiting_of([second], [second], "admin")[0]?.way).toBe("own");
    });

    test("AreNotAmongThemOnceClosed", () => {
        const closed = { ...second, closed_at: "2023-01-20T06:30:00Z" };
        expect(waiting_of([closed], [], "po")).toEqual([]);
    });
});

test.each([
    ["aw", true],
    ["awa.kone@asm-1", true],
    ["a".repeat(64), true],
    ["a", false],
    ["a".repeat(65), false],
    ["awa kone", false],
    ["awa/kone", false],
    ["koné", false],
])("ANameIsWhatTheServerTakes %s", (text, is) => {
    expect(is_name(text)).toBe(is);
});
