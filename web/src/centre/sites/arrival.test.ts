import { beforeEach, expect, test } from "vitest";
import type { Tally } from "../../api/arrivals.ts";
import type { Reply } from "../../api/request.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import { ArrivalCounting, next_number, people_in, read_sheet } from "./arrival.svelte.ts";

interface Sent {
    path: string;
    body: Record<string, unknown>;
    answer: (reply: Reply<unknown>) => void;
}
let sent: Sent[];
let counting: ArrivalCounting;
let tones: string[];
let buzzes: number;
const marks = { under_five: false, injured: false };
const down = { ok: false, problem: { status: 0, code: "network.offline", params: {} } } as const;

beforeEach(() => {
    localStorage.clear();
    sent = [];
    tones = [];
    buzzes = 0;
    let ids = 0;
    const outbox = new Outbox(
        memory_store(),
        (path, body) => new Promise((answer) => sent.push({ path, body, answer })),
        () => 0,
    );
    outbox.use_account("gate");
    counting = new ArrivalCounting("a1", {
        outbox,
        new_id: () => `id-${++ids}`,
        play: (tone) => tones.push(tone),
        buzz: () => (buzzes += 1),
    });
    counting.start();
});

function tally(men: number, taps: number): Tally {
    return {
        id: counting.tally,
        people: men,
        men,
        women: 0,
        boys: 0,
        girls: 0,
        under_five: 0,
        injured: 0,
        estimated: false,
        taps,
        first_at: null,
        last_at: null,
        set_aside: false,
        reason: "",
    };
}

test("ATapCountsAtOnceAndIsSentForTheTallyOfTheDevice", async () => {
    counting.tap("men", marks);
    counting.tap("girls", { under_five: true, injured: true });
    expect(people_in(counting.counted)).toBe(2);
    expect(counting.counted).toMatchObject({ men: 1, girls: 1, under_five: 1, injured: 1 });
    expect(buzzes).toBe(2);
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]).toMatchObject({
        path: "/arrivals/a1/counts",
        body: { command: "id-2", tally: counting.tally, men: 1, women: 0 },
    });
});

test("WhatTheServerHeardIsNotCountedTwice", async () => {
    counting.tap("men", marks);
    counting.tap("men", marks);
    await expect.poll(() => sent.length).toBe(1);
    sent[0]?.answer({ ok: true, value: tally(1, 1) });
    await expect.poll(() => sent.length).toBe(2);
    await expect.poll(() => people_in(counting.counted)).toBe(2);
    // A look that was on its way before says less.
    counting.heard_of([tally(0, 0)]);
    expect(people_in(counting.counted)).toBe(2);
    sent[1]?.answer({ ok: true, value: tally(2, 2) });
    await expect.poll(() => people_in(counting.pending)).toBe(0);
    expect(people_in(counting.counted)).toBe(2);
});

test("WithoutTheNetworkItGoesOnCounting", async () => {
    counting.tap("men", marks);
    await expect.poll(() => sent.length).toBe(1);
    sent[0]?.answer(down);
    counting.tap("women", marks);
    expect(people_in(counting.counted)).toBe(2);
    expect(counting.refused).toBeNull();
});

test("ASlipIsTakenBack", () => {
    expect(counting.can_undo).toBe(false);
    counting.tap("boys", { under_five: true, injured: false });
    counting.undo();
    expect(people_in(counting.counted)).toBe(0);
    expect(counting.counted.under_five).toBe(0);
    expect(counting.can_undo).toBe(false);
});

test("AManIsNotUnderFive", () => {
    counting.tap("men", { under_five: true, injured: false });
    expect(counting.counted.under_five).toBe(0);
});

test("ARefusalIsShownAndHeard", async () => {
    counting.tap("men", marks);
    await expect.poll(() => sent.length).toBe(1);
    sent[0]?.answer({ ok: false, problem: { status: 422, code: "arrival.count_invalid", params: {} } });
    await expect.poll(() => counting.refused?.code).toBe("arrival.count_invalid");
    expect(tones).toEqual(["bad"]);
    expect(people_in(counting.counted)).toBe(0);
});

test("AWristbandSaysWhatBecameOfIt", async () => {
    const band = { sex: "F", age: "adult", alone: false, urgent: true } as const;
    counting.put_on({ number: "A0001", ...band });
    counting.put_on({ number: "A0002", ...band });
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]).toMatchObject({ path: "/wristbands", body: { arrival: "a1", number: "A0001", urgent: true } });
    sent[0]?.answer({ ok: true, value: { number: "A0001", in_pad: false } });
    await expect.poll(() => sent.length).toBe(2);
    sent[1]?.answer({ ok: false, problem: { status: 409, code: "wristband.already_on", params: {} } });
    await expect.poll(() => counting.bands.map(({ outcome }) => outcome.kind)).toEqual(["refused", "done"]);
    expect(tones).toEqual(["good", "bad"]);
});

test("TheDeviceKeepsItsTallyWhenThePageIsLoadedAgain", () => {
    const again = new ArrivalCounting("a1", {
        outbox: new Outbox(memory_store(), () => new Promise(() => undefined), () => 0),
        new_id: () => "another",
        play: () => undefined,
        buzz: () => undefined,
    });
    expect(again.tally).toBe(counting.tally);
});

test("ASheetIsReadRowByRow", () => {
    const { rows, wrong } = read_sheet("A0001 F e s u\n\nA0002;M\nA 0003\nb-12 h v");
    expect(rows).toEqual([
        { row: 1, number: "A0001", sex: "F", age: "child", alone: true, urgent: true },
        { row: 3, number: "A0002", sex: "M", age: "adult", alone: false, urgent: false },
        { row: 4, number: "A0003", sex: "U", age: "adult", alone: false, urgent: false },
        { row: 5, number: "B12", sex: "M", age: "elderly", alone: false, urgent: false },
    ]);
    expect(wrong).toEqual([]);
});

test("WhatCanBeReadInTwoWaysIsNotGuessed", () => {
    const lines = ["not a row", "A4 x", "A5 femme", "A6 F M", "A7 a e", "A8 F", "a-8 F"];
    expect(read_sheet(lines.join("\n"))).toMatchObject({ rows: [{ number: "A8" }], wrong: [1, 2, 3, 4, 5, 7] });
});

test("ATallyThatWasSetAsideTakesNoMoreTaps", async () => {
    const before = counting.tally;
    counting.tap("men", marks);
    await expect.poll(() => sent.length).toBe(1);
    sent[0]?.answer({ ok: true, value: { ...tally(1, 1), set_aside: true } });
    await expect.poll(() => counting.set_aside).toBe(true);
    expect(counting.tally).not.toBe(before);
    expect(people_in(counting.counted)).toBe(0);
    counting.tap("women", marks);
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]?.body["tally"]).toBe(counting.tally);
});

test("ARefusedTapIsNotTakenBack", async () => {
    counting.tap("men", marks);
    await expect.poll(() => sent.length).toBe(1);
    sent[0]?.answer({ ok: false, problem: { status: 422, code: "arrival.count_invalid", params: {} } });
    await expect.poll(() => counting.can_undo).toBe(false);
});

test("OneUpAndOneDownWaitAsTwo", () => {
    counting.tap("men", marks);
    counting.undo();
    expect(counting.waiting).toBe(2);
});

test("TheNextBandOfThePadIsProposed", () => {
    expect(next_number("A0009")).toBe("A0010");
    expect(next_number("7")).toBe("8");
    expect(next_number("A9999")).toBe("");
    expect(next_number("")).toBe("");
});
