import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offline } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";
import { Lookup } from "./lookup.svelte.ts";

let asked: { question: string; answer: (reply: Reply<string>) => void }[];
let lookup: Lookup<string, string>;

beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    lookup = new Lookup(
        (question) => new Promise((answer) => asked.push({ question, answer })),
        150,
    );
});
afterEach(() => vi.useRealTimers());

async function answer(index: number, value: string): Promise<void> {
    asked[index]?.answer({ ok: true, value });
    await vi.advanceTimersByTimeAsync(0);
}

test("OnlyTheLastOfFastKeysIsAsked", () => {
    for (const typed of ["tr", "tra", "trao"]) {
        lookup.type(typed);
        vi.advanceTimersByTime(90);
    }
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(asked.map((each) => each.question)).toEqual(["trao"]);
});

test("ASlowTypistAsksAFewTimes", () => {
    for (let length = 1; length <= 15; ++length) {
        lookup.type("traore fatoumata".slice(0, length));
        vi.advanceTimersByTime(500);
    }
    vi.advanceTimersByTime(1_000);
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(asked.at(-1)?.question).toBe("traore fatoumat");
});

test("WhoStoppedToThinkIsNotSlow", () => {
    lookup.type("tra");
    vi.advanceTimersByTime(5_000);
    lookup.type("trao");
    vi.advanceTimersByTime(150);
    expect(asked.map((each) => each.question)).toEqual(["tra", "trao"]);
});

test("AnAnswerThatWasOvertakenIsDropped", async () => {
    lookup.type("tra");
    vi.advanceTimersByTime(150);
    lookup.type("traore");
    vi.advanceTimersByTime(300);
    await answer(1, "new");
    await answer(0, "old");
    expect(lookup.found).toEqual({ question: "traore", answer: "new" });
});

test("AnOldAnswerIsNotShownForANewQuestion", async () => {
    lookup.type("tra");
    vi.advanceTimersByTime(150);
    lookup.type("traore");
    await answer(0, "old");
    expect(lookup.found).toBeNull();
    expect(lookup.asking).toBe(true);
});

test("AnEmptyBoxForgetsWhatIsUnderWay", async () => {
    lookup.type("tra");
    vi.advanceTimersByTime(150);
    lookup.type(null);
    await answer(0, "late");
    expect(lookup.found).toBeNull();
    expect(lookup.asking).toBe(false);
});

test("AFailureIsSaidUntilTheNextAnswer", async () => {
    lookup.type("tra");
    vi.advanceTimersByTime(150);
    asked[0]?.answer({ ok: false, problem: offline });
    await vi.advanceTimersByTimeAsync(0);
    expect(lookup.problem).toEqual(offline);
    lookup.type("traore");
    vi.advanceTimersByTime(300);
    await answer(1, "found");
    expect(lookup.problem).toBeNull();
});
