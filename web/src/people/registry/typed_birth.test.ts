import { beforeAll, describe, expect, test } from "vitest";
import type { Birth } from "../../api/persons.ts";
import { language } from "../../app/language.svelte.ts";
import { load_language } from "../../app/messages.ts";
import "./answers_messages.ts";
import { birth_said, read_birth, text_of_birth } from "./typed_birth.ts";

const today = "2023-01-23";
beforeAll(() => load_language("en"));

describe("a birth as people say it", () => {
    test.each([
        ["", null],
        ["1998", { year: 1998 }],
        [" 1998 ", { year: 1998 }],
        ["né en 1998", { year: 1998 }],
        ["en 1998", { year: 1998 }],
        ["25 ans", { age: 25 }],
        ["25", { age: 25 }],
        ["25a", { age: 25 }],
        ["25 years", { age: 25 }],
        ["0 an", { age: 0 }],
        ["environ 25 ans", { age: 25, about: true }],
        ["25 ans environ", { age: 25, about: true }],
        ["à peu près 25 ans", { age: 25, about: true }],
        ["~25", { age: 25, about: true }],
        ["vers 1990", { year: 1990, about: true }],
        ["Vers 1990", { year: 1990, about: true }],
        ["env. 1990", { year: 1990, about: true }],
        ["about 1990", { year: 1990, about: true }],
        ["12/3/98", { day: 12, month: 3, year: 1998 }],
        ["12/03/1998", { day: 12, month: 3, year: 1998 }],
        ["12-3-1998", { day: 12, month: 3, year: 1998 }],
        ["12.3.98", { day: 12, month: 3, year: 1998 }],
        ["12 3 98", { day: 12, month: 3, year: 1998 }],
        ["12031998", { day: 12, month: 3, year: 1998 }],
        ["1998-03-12", { day: 12, month: 3, year: 1998 }],
        ["12 mars 1998", { day: 12, month: 3, year: 1998 }],
        ["1er août 98", { day: 1, month: 8, year: 1998 }],
        ["12 March 1998", { day: 12, month: 3, year: 1998 }],
        ["juillet 1999", { month: 7, year: 1999 }],
        ["juin 1999", { month: 6, year: 1999 }],
        ["févr. 1999", { month: 2, year: 1999 }],
        ["03/1998", { month: 3, year: 1998 }],
        ["vers 03/1998", { month: 3, year: 1998, about: true }],
        // This century as long as it is not to come.
        ["12/3/22", { day: 12, month: 3, year: 2022 }],
        ["12/3/24", { day: 12, month: 3, year: 1924 }],
        ["29/2/1996", { day: 29, month: 2, year: 1996 }],
        ["23/1/2023", { day: 23, month: 1, year: 2023 }],
        // Infants: a month of birth.
        ["8 mois", { month: 5, year: 2022 }],
        ["1 an 6 mois", { month: 7, year: 2021 }],
        ["1 an et 6 mois", { month: 7, year: 2021 }],
        ["3 semaines", { month: 1, year: 2023 }],
        ["30 jours", { month: 12, year: 2022 }],
        ["2 months", { month: 11, year: 2022 }],
    ])("IsUnderstood %s", (typed, birth) => {
        expect(read_birth(typed, today)).toEqual({ ok: true, birth });
    });

    test.each([
        ["jeune", "not_understood"],
        ["12/3", "not_understood"],
        ["12 machin 1998", "not_understood"],
        ["12/3/1998 ou 13/3/1998", "not_understood"],
        ["30/2/1995", "not_a_date"],
        ["29/2/1995", "not_a_date"],
        ["1/13/1995", "not_a_date"],
        ["0/1/1995", "not_a_date"],
        ["1900", "not_a_date"],
        ["24/1/2023", "in_future"],
        ["2024", "in_future"],
        ["121 ans", "age_wrong"],
    ])("IsNotTakenForAnotherOne %s", (typed, fault) => {
        expect(read_birth(typed, today)).toEqual({ ok: false, fault });
    });
});

test("WhatWasUnderstoodIsSaidWithAMonthInLetters", () => {
    expect(birth_said("12/3/98", today)).toBe("12 mars 1998 · 24 ans");
    expect(birth_said("8 mois", today)).toBe("mai 2022");
    expect(birth_said("1998", today)).toBe("1998 · 25 ans au plus");
    expect(birth_said("25", today)).toBe("25 ans · 1997 ou 1998");
    expect(birth_said("vers 1990", today)).toBe("vers 1990 · 33 ans au plus");
    expect(birth_said("environ 25 ans", today)).toBe("environ 25 ans · 1997 ou 1998");
    expect(birth_said("jeune", today)).toBe("");
    language.choose("en");
    expect(birth_said("12/3/98", today)).toBe("12 March 1998 · 24 years");
    language.choose("fr");
});

const births: [string, Birth][] = [
    ["12/03/1995", { min: "1995-03-12", max: "1995-03-12", precision: "day" }],
    ["05/1999", { min: "1999-05-01", max: "1999-05-31", precision: "month" }],
    ["1998", { min: "1998-01-01", max: "1998-12-31", precision: "year" }],
    ["vers 1998", { min: "1996-01-01", max: "2000-12-31", precision: "estimated" }],
];
test.each(births)("ACorrectionStartsFromWhatIsKnown %s", (text, birth) => {
    expect(text_of_birth(birth)).toBe(text);
    expect(read_birth(text, today).ok).toBe(true);
});
