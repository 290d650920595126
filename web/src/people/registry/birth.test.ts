import { expect, test } from "vitest";
import type { Birth } from "../../api/persons.ts";
import { age_on, birth_of, birth_text } from "./birth.ts";

const today = "2023-01-23";

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

test("ABirthInAHistoryIsReadAsOneText", () => {
    expect(birth_of("1996-01-01/2000-12-31 estimated")).toEqual(about);
    expect(birth_of(about)).toEqual(about);
    expect(birth_of("")).toBeNull();
    expect(birth_of("yesterday")).toBeNull();
});
