import { beforeEach, expect, test, vi } from "vitest";
import type { PlateTotals } from "../../api/types.ts";
import type { Reply } from "../../api/request.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import { PlateCounting, plates_in } from "./plates.svelte.ts";

interface Sent {
    path: string;
    body: Record<string, unknown>;
    answer: (reply: Reply<unknown>) => void;
}
let sent: Sent[];
let told: PlateTotals[];
let counting: PlateCounting;
let tones: string[];
const down = { ok: false, problem: { status: 0, code: "network.offline", params: {} } } as const;

beforeEach(() => {
    sent = [];
    told = [];
    tones = [];
    let ids = 0;
    const outbox = new Outbox(
        memory_store(),
        (path, body) => new Promise((answer) => sent.push({ path, body, answer })),
        () => 0,
    );
    outbox.use_account("kitchen");
    counting = new PlateCounting("r1", {
        outbox,
        new_id: () => `id-${++ids}`,
        play: (tone) => tones.push(tone),
        buzz: () => undefined,
        label: (plates) => `${plates}`,
        tell: (totals) => told.push(totals),
    });
    counting.start();
});

const is_sent = (count: number): Promise<void> => vi.waitFor(() => expect(sent).toHaveLength(count));

test("ADishCountsAtOnceForAllWhoEatOfIt", async () => {
    counting.count("present", { unsorted: 8 }, 1);
    expect(counting.mine).toBe(8);
    await is_sent(1);
    expect(sent[0]?.path).toBe("/rounds/r1/plates");
    expect(sent[0]?.body).toEqual({ command: "id-1", line: "present", unsorted: 8, dishes: 1 });
    sent[0]?.answer({ ok: true, value: { served: 0, counted: 8, expected: 560 } });
    await vi.waitFor(() => expect(told).toEqual([{ served: 0, counted: 8, expected: 560 }]));
});

test("ASlipIsTakenBackByItsCommand", async () => {
    counting.count("staff", { men: 1 });
    await is_sent(1);
    sent[0]?.answer({ ok: true, value: { served: 0, counted: 1, expected: 5 } });
    counting.undo();
    expect(counting.mine).toBe(0);
    await is_sent(2);
    expect(sent[1]?.path).toBe("/rounds/r1/plate-undos");
    expect(sent[1]?.body).toEqual({ command: "id-2", count: "id1" });
});

test("WithoutTheNetworkItCountsOn", async () => {
    counting.count("present", { women: 1 });
    await is_sent(1);
    sent[0]?.answer(down);
    await vi.waitFor(() => expect(counting.waiting).toBe(1));
    counting.count("present", { girls: 1 });
    expect(counting.mine).toBe(2);
    expect(counting.refused).toBeNull();
});

const doubt = (plates: number): Reply<unknown> => ({
    ok: false,
    problem: { status: 409, code: "plates.more_than_people", params: { plates, expected: 600 } },
});

test("MorePlatesThanPeopleAreAskedAboutAndSentOnASecondWord", async () => {
    counting.count("present", { unsorted: 4_000 });
    await is_sent(1);
    sent[0]?.answer(doubt(4_000));
    await vi.waitFor(() => expect(counting.doubted).toHaveLength(1));
    expect(counting.mine).toBe(0);
    expect(tones).toEqual(["bad"]);
    // Somebody counts on meanwhile, and types another sheet.
    counting.count("present", { men: 1 });
    counting.count("staff", { unsorted: 3_000 });
    await is_sent(2);
    sent[1]?.answer({ ok: true, value: { served: 0, counted: 1, expected: 600 } });
    await is_sent(3);
    sent[2]?.answer(doubt(3_001));
    await vi.waitFor(() => expect(counting.doubted).toHaveLength(2));
    const [first, second] = counting.doubted;
    if (!first || !second) throw new Error("both are asked about");
    counting.say_sure(first);
    await is_sent(4);
    expect(sent[3]?.body).toEqual({ command: "id-4", line: "present", unsorted: 4_000, sure: true });
    counting.put_away(second.id);
    expect(counting.doubted).toEqual([]);
    expect(counting.mine).toBe(4_001);
});

test("WhatWasTakenBackBeforeItsAnswerIsNobodysQuestion", async () => {
    counting.count("present", { unsorted: 4_000 });
    counting.undo();
    await is_sent(1);
    sent[0]?.answer(doubt(4_000));
    await is_sent(2);
    sent[1]?.answer({ ok: false, problem: { status: 409, code: "plates.not_counted", params: {} } });
    await vi.waitFor(() => expect(counting.waiting).toBe(0));
    expect(counting.doubted).toEqual([]);
    expect(counting.refused).toBeNull();
    expect(tones).toEqual([]);
});

test("WhatThisAccountMayNotSendWaitsForAnotherAndIsCountedOnce", async () => {
    counting.count("present", { unsorted: 8 });
    await is_sent(1);
    sent[0]?.answer({ ok: false, problem: { status: 403, code: "access.denied", params: {} } });
    await vi.waitFor(() => expect(counting.waiting).toBe(1));
    expect(counting.mine).toBe(8);
});

test.each([
    ["12", 12],
    [" 5000 ", 5_000],
    ["5001", null],
    ["0", null],
    ["-3", null],
    ["12.5", null],
    ["", null],
])("ANumberOfPlatesIsReadAsItIsTyped %s", (text, plates) => {
    expect(plates_in(text)).toBe(plates);
});
