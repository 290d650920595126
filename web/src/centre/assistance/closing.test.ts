import { expect, test } from "vitest";
import { is_far_off, read_closing, unexplained } from "./closing.ts";

const empty = { cooked: "", left_over: "", thrown_away: "", head_count: "", explanation: "" };

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
