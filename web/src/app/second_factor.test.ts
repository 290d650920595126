import { expect, test } from "vitest";
import { qr_path } from "../access/qr_path.ts";
import { factor_path, stands_first } from "./second_factor.ts";

test.each([
    ["asked", "/people", true],
    ["required", "/", true],
    ["asked", "/rounds", false],
    ["required", "/rounds/1f2e", false],
    ["offered", "/people", false],
    ["shown", "/people", false],
    ["asked", factor_path, true],
    ["offered", factor_path, true],
    ["shown", factor_path, true],
    ["none", factor_path, false],
    [undefined, factor_path, false],
] as const)("ThePageStandsFirstForWhoeverIsAskedOrWentThere %s %s", (factor, path, first) => {
    expect(stands_first(factor, path)).toBe(first);
});

test("AQrCodeIsOnePathOfItsDarkRuns", () => {
    expect(qr_path(["1101", "0000", "0111"])).toBe("M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z");
    expect(qr_path([])).toBe("");
});
