import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forget_pin, forget_round, known_pins, pin_of, remember_pin } from "./known_pins.ts";

const kept_as = "jatigi.round_pins";
const meal = {
    id: "r1",
    service: {
        code: "BREAKFAST",
        name_fr: "Petit-déjeuner",
        name_en: "Breakfast",
        kind: "food" as const,
        once_per: "day" as const,
    },
    day: "2023-01-23",
    // Of a whole answer of the server.
    site: { code: "ASM", name: "Assamaka" },
    served: 12,
};
const server_ms = Date.parse("2023-01-23T06:30:00Z");
// A tablet whose clock was never set.
const device_ms = Date.parse("2018-01-01T00:00:00Z");
const now = { server_ms, device_ms };
const awa = pin_of(meal, "awa", "2023-01-23T18:30:00Z", now);
const moussa = pin_of(meal, "moussa", "2023-01-23T12:30:00Z", now);

const names = (at_ms = device_ms) => known_pins(at_ms).map(({ account }) => account);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("NothingButWhatIsShownIsKept", () => {
    remember_pin(awa);
    expect(JSON.parse(localStorage.getItem(kept_as) ?? "")).toEqual([
        {
            round: "r1",
            name_fr: "Petit-déjeuner",
            name_en: "Breakfast",
            day: "2023-01-23",
            account: "awa",
            until_ms: device_ms + 12 * 3_600_000,
        },
    ]);
});

test("ItIsOverByThisDevicesClockWhenItIsByTheServers", () => {
    remember_pin(awa);
    remember_pin(moussa);
    expect(names(moussa.until_ms - 1)).toEqual(["awa", "moussa"]);
    expect(names(moussa.until_ms)).toEqual(["awa"]);
    expect(localStorage.getItem(kept_as)).not.toContain("moussa");
    expect(names(awa.until_ms)).toEqual([]);
    expect(localStorage.getItem(kept_as)).toBeNull();
});

test("AnAccountHasOneOnADevice", () => {
    remember_pin(awa);
    remember_pin(moussa);
    remember_pin({ ...awa, round: "r2" });
    expect(known_pins(device_ms).map(({ account, round }) => `${account} ${round}`)).toEqual([
        "moussa r1",
        "awa r2",
    ]);
});

test("ThoseOfAClosedDistributionAreForgotten", () => {
    remember_pin(awa);
    remember_pin(moussa);
    remember_pin({ ...moussa, account: "fati", round: "r2" });
    forget_round("r1");
    expect(names()).toEqual(["fati"]);
});

test("OneIsForgottenAndNoOther", () => {
    remember_pin(awa);
    remember_pin(moussa);
    forget_pin(awa);
    expect(names()).toEqual(["moussa"]);
    forget_pin(moussa);
    expect(localStorage.getItem(kept_as)).toBeNull();
});

test.each(["", "{", "null", "7", "[null, 3, {}]", '[{"round":"r1","account":"awa"}]'])(
    "WhatIsNotOursIsNobody %s",
    (kept) => {
        localStorage.setItem(kept_as, kept);
        expect(names()).toEqual([]);
    },
);

test("WithoutStorageNobodyIsKnown", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(() => remember_pin(awa)).not.toThrow();
    expect(names()).toEqual([]);
});
