import { describe, expect, test } from "vitest";
import type { Birth } from "../../api/persons.ts";
import { age_on, birth_of, birth_text, fields_of, no_birth, read_birth } from "./birth.ts";

const today = "2023-01-23";

describe("what was typed", () => {
    test.each([
        [{ day: "12", month: "3", year: "1995" }, { day: 12, month: 3, year: 1995 }],
        [{ month: "05", year: "1999" }, { month: 5, year: 1999 }],
        [{ year: "1998" }, { year: 1998 }],
        [{ year: "1998", about: true }, { year: 1998, about: true }],
        [{ age: "25" }, { age: 25 }],
        [{ age: "0" }, { age: 0 }],
        [{ age: "25", about: true }, { age: 25, about: true }],
        [{ day: "29", month: "2", year: "1996" }, { day: 29, month: 2, year: 1996 }],
        [{ day: "23", month: "1", year: "2023" }, { day: 23, month: 1, year: 2023 }],
        [{}, null],
        // A word without a year says nothing.
        [{ about: true }, null],
    ])("IsSentAsItWasSaid %o", (fields, birth) => {
        expect(read_birth({ ...no_birth, ...fields }, today)).toEqual({ ok: true, birth });
    });

    test("YearOnlyLeavesOutWhatWasTypedBefore", () => {
        const fields = { ...no_birth, day: "12", month: "3", year: "1995", year_only: true };
        expect(read_birth(fields, today)).toEqual({ ok: true, birth: { year: 1995 } });
    });

    test.each([
        [{ day: "30", month: "2", year: "1995" }, "not_a_date"],
        [{ day: "29", month: "2", year: "1995" }, "not_a_date"],
        [{ day: "1", month: "13", year: "1995" }, "not_a_date"],
        [{ day: "0", month: "1", year: "1995" }, "not_a_date"],
        [{ month: "3" }, "not_a_date"],
        [{ year: "95" }, "not_a_date"],
        [{ year: "1900" }, "not_a_date"],
        [{ day: "12", year: "1995" }, "day_without_month"],
        [{ day: "24", month: "1", year: "2023" }, "in_future"],
        [{ year: "2024" }, "in_future"],
        [{ age: "25", year: "1998" }, "age_and_date"],
        [{ age: "121" }, "age_wrong"],
        [{ age: "x" }, "age_wrong"],
    ])("IsRefusedWithItsFault %o", (fields, fault) => {
        expect(read_birth({ ...no_birth, ...fields }, today)).toEqual({ ok: false, fault });
    });
});

const exact: Birth = { min: "1995-03-12", max: "1995-03-12", precision: "day" };
const month: Birth = { min: "1999-05-01", max: "1999-05-31", precision: "month" };
const year: Birth = { min: "1998-01-01", max: "1998-12-31", precision: "year" };
const about: Birth = { min: "1996-01-01", max: "2000-12-31", precision: "estimated" };

test("ABirthIsShownAsExactlyAsItIsKnown", () => {
    expect(birth_text(exact, "fr")).toBe("12/03/1995");
    expect(birth_text(month, "fr")).toBe("05/1999");
    expect(birth_text(year, "fr")).toBe("1998");
    expect(birth_text(about, "fr")).toBe("vers 1998");
    expect(birth_text(about, "en")).toBe("about 1998");
    expect(birth_text(null, "en")).toBe("");
});

test("AnAgeCountsBirthdays", () => {
    expect(age_on(exact, "2023-03-11")).toBe(27);
    expect(age_on(exact, "2023-03-12")).toBe(28);
    expect(age_on(null, today)).toBeNull();
});

test.each([exact, month, year, about])("ACorrectionStartsFromWhatIsKnown $precision", (birth) => {
    const reading = read_birth(fields_of(birth), today);
    expect(reading.ok && reading.birth).toEqual({
        day: { day: 12, month: 3, year: 1995 },
        month: { month: 5, year: 1999 },
        year: { year: 1998 },
        estimated: { year: 1998, about: true },
    }[birth.precision]);
});

test("ABirthInAHistoryIsReadAsOneText", () => {
    expect(birth_of("1996-01-01/2000-12-31 estimated")).toEqual(about);
    expect(birth_of(about)).toEqual(about);
    expect(birth_of("")).toBeNull();
    expect(birth_of("yesterday")).toBeNull();
});
