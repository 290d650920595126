import { describe, expect, test } from "vitest";
import type { NodeCount } from "../../../api/closed_counts.ts";
import type { Waiting } from "../../../outbox/store.ts";
import { all_counts, by_hour, count_of, read_number, sum_of, undone_by } from "./counts.ts";

const night_ms = Date.parse("2023-01-23T02:10:00Z");

function waiting(id: string, body: Record<string, unknown>, minutes = 0): Waiting {
    return {
        id,
        account: "closed",
        path: "/closed-counts/",
        body: { command: id, ...body },
        label: "",
        made_at_ms: night_ms + minutes * 60_000,
        noted: true,
        held_by: null,
    };
}

function plate(command: string, number: string, at = "2023-01-23T02:00:00Z", service = "LUNCH"): NodeCount {
    return { command, kind: "plate", at, number, service };
}

describe("a number", () => {
    test.each([
        ["asm 288 430 801 b", "ASM288430801B"],
        [" 0-12 ", "0-12"],
        ["A".repeat(40), "A".repeat(40)],
    ])("IsReadAsTheServerReadsIt %s", (typed, number) => expect(read_number(typed)).toBe(number));

    test.each(["", "  ", "A".repeat(41), "é12", "1/2", "1_2"])("IsUnreadable %s", (typed) =>
        expect(read_number(typed)).toBeNull(),
    );
});

test("AnUndoneOneIsNoCount", () => {
    expect(count_of(waiting("u", { kind: "undone", undone: "a" }))).toBeNull();
    expect(undone_by([waiting("u", { kind: "undone", undone: "a-b" })])).toEqual(new Set(["ab"]));
});

test("ArrivalsAreCountedByTheHead", () => {
    const counts = [waiting("a", { kind: "arrival", count: 10 }), waiting("w", { kind: "wristband", number: "7" })];
    expect(sum_of(counts.flatMap((each) => count_of(each) ?? []))).toEqual({
        arrivals: 10,
        wristbands: 1,
        plates: 0,
    });
});

describe("what is on the node and on this device", () => {
    test("IsInTheOrderInWhichItWasCounted", () => {
        const counts = all_counts([plate("b", "2")], [waiting("a", { kind: "plate", number: "1", service: "LUNCH" }, -30)], 0);
        expect(counts.map(({ id, here }) => [id, here])).toEqual([["a", true], ["b", false]]);
    });

    test("ReachedTheNodeThoughNoAnswerCameBack", () => {
        const counts = all_counts([plate("0a0b", "1")], [waiting("0a-0b", { kind: "plate", number: "1", service: "LUNCH" })], 0);
        expect(counts.map(({ id, here }) => [id, here])).toEqual([["0a0b", false]]);
    });

    test("IsLessWhatWasUndoneHereOnly", () => {
        const slip = waiting("s", { kind: "undone", undone: "a" });
        expect(all_counts([plate("a", "1")], [slip], 0)).toEqual([]);
    });

    test("IsByTheNodesClock", () => {
        const [count] = all_counts([], [waiting("a", { kind: "arrival", count: 1 })], 3_600_000);
        expect(count?.at_ms).toBe(night_ms + 3_600_000);
    });

    test("MarksTheSecondOfTheSameNumberAndService", () => {
        const counts = all_counts([plate("a", "1"), plate("b", "1"), plate("c", "1", undefined, "DINNER")], [], 0);
        expect(counts.map(({ again }) => again)).toEqual([false, true, false]);
    });
});

test("ArrivalsOfOneHourAreOneNumber", () => {
    const at = (minutes: number, count: number) => waiting(`${minutes}`, { kind: "arrival", count }, minutes);
    const hours = by_hour(all_counts([], [at(0, 5), at(20, 1), at(55, 10)], 0));
    expect(hours.map(({ count }) => count)).toEqual([6, 10]);
});
