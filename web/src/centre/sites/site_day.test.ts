import { expect, test } from "vitest";
import type { SiteDay } from "../../api/places.ts";
import { age_rows, bar_of, people_below, people_of } from "./site_day.ts";

const groups: SiteDay["groups"] = [
    { sex: "M", from: null, to: null, people: 1 },
    { sex: "F", from: 18, to: 59, people: 4 },
    { sex: "M", from: 18, to: 59, people: 5 },
    { sex: "F", from: 0, to: 4, people: 2 },
    { sex: "U", from: 60, to: null, people: 3 },
];

test("each age stands once, those of no certain age last", () => {
    expect(age_rows(groups)).toEqual([
        { from: 0, to: 4, F: 2, M: 0, U: 0, all: 2 },
        { from: 18, to: 59, F: 4, M: 5, U: 0, all: 9 },
        { from: 60, to: null, F: 0, M: 0, U: 3, all: 3 },
        { from: null, to: null, F: 0, M: 1, U: 0, all: 1 },
    ]);
});

test("children are those who are surely below eighteen", () => {
    expect(people_below(groups, 18)).toBe(2);
    expect(people_of(groups, "M")).toBe(6);
});

test("a bar is never longer than what it shows", () => {
    expect(bar_of({ capacity: 10, blocked: 2, people: 3 }, 20)).toEqual({ people: 15, blocked: 10, free: 25 });
    expect(bar_of({ capacity: 10, blocked: 2, people: 9 }, 20)).toEqual({ people: 45, blocked: 5, free: 0 });
    expect(bar_of({ capacity: 10, blocked: 2, people: 13 }, 20)).toEqual({ people: 65, blocked: 0, free: 0 });
    expect(bar_of({ capacity: 10, blocked: 0, people: 3 }, 0).free).toBe(0);
});
