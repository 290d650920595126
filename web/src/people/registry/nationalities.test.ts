import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { language } from "../../app/language.svelte.ts";
import { countries, country_name } from "./nationalities.ts";

afterEach(() => language.choose("fr"));

test("AllOfTheReferenceTableAndNothingElse", () => {
    const table = readFileSync("../reference/nationalities.csv", "utf8").trim().split("\n").slice(1);
    const { often, others } = countries();
    const known = [...often, ...others].map((country) => country.value).sort();
    expect(known).toEqual(table.map((line) => line.slice(0, 3)).sort());
});

test("EveryCountryHasANameInBothLanguages", () => {
    for (const code of ["fr", "en"] as const) {
        language.choose(code);
        const { often, others } = countries();
        for (const country of [...often, ...others]) {
            expect(country.label).not.toMatch(/^[A-Z]{2,3}$/);
        }
    }
});

test("AnUnknownCodeIsShownAsItIs", () => {
    expect(country_name("XXA")).toBe("XXA");
});
