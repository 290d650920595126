import { expect, test } from "vitest";
import { day_at, day_from, days_before, no_parts, parts_of } from "./day.ts";

test.each([
    [{ day: "5", month: "3", year: "2023" }, "2023-03-05"],
    [{ day: "29", month: "02", year: "2024" }, "2024-02-29"],
    [{ day: "29", month: "02", year: "2023" }, null],
    [{ day: "31", month: "4", year: "2023" }, null],
    [{ day: "1", month: "13", year: "2023" }, null],
    [{ day: "1", month: "1", year: "23" }, null],
    [{ day: "", month: "1", year: "2023" }, null],
    [no_parts, ""],
])("ThreeFieldsAreADayOrNone %o", (parts, day) => {
    expect(day_from(parts)).toBe(day);
});

test("ADayComesBackInItsParts", () => {
    expect(parts_of("2023-03-05")).toEqual({ day: "05", month: "03", year: "2023" });
    expect(parts_of("")).toEqual(no_parts);
});

test("TheDayIsThatOfThePlace", () => {
    const late = Date.parse("2023-01-22T23:30:00Z");
    expect(day_at(late, 60)).toBe("2023-01-23");
    expect(day_at(late, 0)).toBe("2023-01-22");
});

test("DaysBeforeCrossMonths", () => {
    expect(days_before("2023-03-01", 1)).toBe("2023-02-28");
});
