import { expect, test } from "vitest";
import { handed_out, is_far_off, people_fed, read_closing, unexplained } from "./closing.ts";

const empty = { cooked: "", refused: "", left_over: "", thrown_away: "", head_count: "", explanation: "" };

test("AnEmptyFieldIsNotZero", () => {
    expect(read_closing(empty)).toEqual({ body: {}, wrong: [] });
    expect(read_closing({ ...empty, left_over: " 0 " }).body).toEqual({ left_over: 0 });
});

test.each(["-1", "12.5", "1e3", "douze", "100000"])("OnlyWholeCountsAreRead %s", (text) => {
    expect(read_closing({ ...empty, cooked: text })).toEqual({ body: {}, wrong: ["cooked"] });
});

test("TheLargestCountIsRead", () => {
    expect(read_closing({ ...empty, cooked: "99999" }).body).toEqual({ cooked: 99_999 });
});

test("ADifferenceNeedsACookedCount", () => {
    expect(unexplained({ left_over: 3 }, 10)).toBeNull();
    expect(unexplained({ cooked: 20, left_over: 3, thrown_away: 1 }, 10)).toBe(6);
    expect(unexplained({ cooked: 8 }, 10)).toBe(-2);
    expect(unexplained({ cooked: 20, refused: 7 }, 10)).toBe(3);
});

test.each([
    [622, 622, false],
    [560, 622, false],
    [559, 622, true],
    [700, 622, true],
    [0, 0, false],
    [1, 0, true],
])("AClosingFarFromThoseExpectedIsAskedAbout %i of %i", (served, expected, far) => {
    expect(is_far_off({ served, expected })).toBe(far);
});

test("PlatesOfNobodyAreHandedOutAndTheStaffsFeedNobodyWhoWasExpected", () => {
    const plates = [
        { line: "present" as const, plates: 300 },
        { line: "infant_diet" as const, plates: 4 },
        { line: "unregistered" as const, plates: 90 },
        { line: "staff" as const, plates: 6 },
    ];
    expect(handed_out({ served: 20, counted: 400 })).toBe(420);
    expect(people_fed({ served: 20, plates })).toBe(324);
    expect(handed_out({ served: 20 })).toBe(20);
    expect(people_fed({ served: 20 })).toBe(20);
});
