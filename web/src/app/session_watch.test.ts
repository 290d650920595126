import { expect, test } from "vitest";
import { SessionWatch, slept_after_ms } from "./session_watch.ts";

const start_ms = 1_700_000_000_000;
// One second more than the server said: it gives whole ones.
const end_ms = start_ms + 901_000;

function watch(): SessionWatch {
    const made = new SessionWatch();
    made.told(900, start_ms);
    return made;
}

// As the page does it, every second.
function last_of(made: SessionWatch, from_ms: number, to_ms: number): string {
    let last = "";
    for (let now_ms = from_ms; now_ms <= to_ms; now_ms += 1_000) last = made.tick(now_ms);
    return last;
}

test("TheEndIsWhereTheServerSaidItWouldBe", () => {
    expect(last_of(watch(), start_ms, end_ms - 1_000)).toBe("on");
    expect(last_of(watch(), start_ms, end_ms)).toBe("ended");
});

test("WhatTheServerNeverSaidDoesNotEnd", () => {
    expect(last_of(new SessionWatch(), start_ms, end_ms)).toBe("on");
});

test("AnAnswerThatWasOvertakenEndsNothingEarlier", () => {
    const made = watch();
    expect(made.told(600, start_ms)).toBeNull();
    expect(last_of(made, start_ms, end_ms - 1_000)).toBe("on");
});

test("ATouchIsNewsAndARepetitionIsNot", () => {
    const made = watch();
    expect(made.told(890, start_ms + 10_500)).toBeNull();
    expect(made.told(900, start_ms + 10_500)).toBe(end_ms + 10_500);
});

test("AnotherTabProlongsIt", () => {
    const made = watch();
    made.heard(end_ms + 60_000);
    expect(last_of(made, start_ms, end_ms)).toBe("on");
    expect(last_of(made, end_ms + 1_000, end_ms + 60_000)).toBe("ended");
});

test("TheNextSessionHasAnEndOfItsOwn", () => {
    const made = watch();
    made.forget();
    made.told(60, start_ms);
    expect(last_of(made, start_ms, start_ms + 61_000)).toBe("ended");
});

test("AMissingTickIsASleepAndTheServerIsAskedBeforeItEnds", () => {
    const made = watch();
    made.tick(start_ms);
    expect(made.tick(start_ms + slept_after_ms)).toBe("on");
    expect(made.tick(end_ms + slept_after_ms)).toBe("slept");
    expect(made.tick(end_ms + slept_after_ms + 1_000)).toBe("ended");
});

test("ASlowTabHasNotSlept", () => {
    const made = watch();
    made.tick(start_ms);
    expect(made.tick(start_ms + slept_after_ms)).toBe("on");
    expect(made.tick(start_ms + 2 * slept_after_ms + 1)).toBe("slept");
});
