import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { send_count } from "../../../api/closed_counts.ts";
import { Outbox } from "../../../outbox/outbox.svelte.ts";
import { memory_store, type OutboxStore } from "../../../outbox/store.ts";
import type { Tone } from "../../../ui/sound.svelte.ts";
import { Counting, total_of } from "./counting.svelte.ts";

let store: OutboxStore;
let outbox: Outbox;
let counting: Counting;
let stop: () => void;
let tones: Tone[];
let sent: Record<string, unknown>[];
let next_id: number;
// The server: what it answers, and whether it is there.
let reachable: boolean;
let again: boolean;
let status: number;
let node: { arrivals: number; wristbands: number; plates: number };

async function server(_: string, init: RequestInit): Promise<Response> {
    if (!reachable) throw new TypeError("Failed to fetch");
    if (init.method === "GET") return answer(200, { open: false, kept: 0, services: [], ...node });
    const body = JSON.parse(String(init.body)) as Record<string, unknown>;
    sent.push(body);
    if (status !== 201) return answer(status, { code: `http_${status}` });
    if (body["kind"] === "arrival") node.arrivals += Number(body["count"]);
    if (body["kind"] === "wristband") node.wristbands += 1;
    if (body["kind"] === "plate") node.plates += 1;
    if (body["kind"] === "undone") node.arrivals -= 5;
    return answer(201, { again, ...node });
}

function answer(code: number, body: unknown): Response {
    const type = code < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status: code, headers: { "Content-Type": type } });
}

async function open_page(): Promise<void> {
    outbox = new Outbox(store, (_, body) => send_count(body), () => 1_000);
    await outbox.load();
    counting = new Counting({
        outbox,
        new_id: () => `0-${next_id++}`,
        play: (tone) => tones.push(tone),
    });
    stop = counting.start();
    await counting.refresh();
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const newest = () => counting.recent[0]?.outcome;

beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", server);
    store = memory_store();
    tones = [];
    sent = [];
    next_id = 1;
    [reachable, again, status] = [true, false, 201];
    node = { arrivals: 0, wristbands: 0, plates: 0 };
    await open_page();
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

test("ACountIsSentWithItsCommandAndShownInTheTotals", async () => {
    counting.arrivals(5);
    expect(counting.totals.arrivals).toBe(5);
    await settle();
    expect(sent).toEqual([{ command: "0-1", kind: "arrival", count: 5 }]);
    expect(newest()).toEqual({ kind: "counted", again: false });
    expect(tones).toEqual(["good"]);
    expect(counting.totals.arrivals).toBe(5);
});

test("TheSameNumberIsCountedAndSaid", async () => {
    again = true;
    counting.number("plate", "asm 1", "LUNCH");
    await settle();
    expect(sent).toEqual([{ command: "0-1", kind: "plate", number: "ASM1", service: "LUNCH" }]);
    expect(newest()).toEqual({ kind: "counted", again: true });
    expect(tones).toEqual(["warn"]);
});

test("AWedgeThatRepeatsBeforeTheAnswerCountsOnce", async () => {
    counting.number("wristband", "7");
    counting.number("wristband", "7");
    await settle();
    expect(sent.length).toBe(1);
});

test("AnUnreadableNumberIsSaidAndNotKept", async () => {
    counting.number("wristband", "é");
    await settle();
    expect(newest()).toMatchObject({ kind: "refused", problem: { code: "closed_count.number_unreadable" } });
    expect([sent, outbox.waiting, tones]).toEqual([[], [], ["bad"]]);
});

describe("undo", () => {
    test("TakesTheLastBackThatStillCounts", async () => {
        counting.arrivals(1);
        counting.arrivals(5);
        await settle();
        counting.undo("arrival");
        expect(counting.totals.arrivals).toBe(1);
        await settle();
        expect(sent.at(-1)).toEqual({ command: "0-3", kind: "undone", undone: "02" });
        expect(newest()).toEqual({ kind: "undone" });
        expect(counting.totals.arrivals).toBe(1);
        expect(counting.last("arrival")?.count).toBe(1);
    });

    test("OfWhatStillWaitsLeavesInItsOrder", async () => {
        reachable = false;
        counting.arrivals(5);
        await settle();
        counting.undo("arrival");
        expect(counting.totals.arrivals).toBe(0);
        reachable = true;
        await vi.advanceTimersByTimeAsync(20_000);
        expect(sent.map(({ kind }) => kind)).toEqual(["arrival", "undone"]);
        expect(newest()).toEqual({ kind: "undone" });
    });

    test("IsOfOneKindAlone", async () => {
        counting.number("wristband", "7");
        await settle();
        expect(counting.last("arrival")).toBeNull();
    });
});

describe("without the network", () => {
    beforeEach(() => {
        reachable = false;
    });

    test("ACountIsNotedAndInTheTotals", async () => {
        counting.arrivals(10);
        await settle();
        expect(newest()).toMatchObject({ kind: "noted", again: false });
        expect(tones).toEqual(["noted"]);
        expect(total_of(counting.totals, "arrival")).toBe(10);
        expect((await store.waiting()).length).toBe(1);
    });

    test("ANumberThatThisDeviceKnowsIsSaid", async () => {
        counting.number("plate", "1", "LUNCH");
        counting.number("plate", "1", "DINNER");
        await settle();
        counting.number("plate", "1", "LUNCH");
        await settle();
        expect(counting.recent.map(({ outcome }) => "again" in outcome && outcome.again)).toEqual([true, false, false]);
    });

    test("AReloadLosesNothing", async () => {
        counting.number("wristband", "7");
        await settle();
        stop();
        reachable = true;
        await open_page();
        await settle();
        expect(sent).toEqual([{ command: "0-1", kind: "wristband", number: "7" }]);
        expect(await store.waiting()).toEqual([]);
        expect(counting.totals.wristbands).toBe(1);
    });
});

// The node was opened: it has no such address for whoever has no session.
test.each([401, 403, 404])("WhatWaitsWhenTheNodeIsOpenIsKept %i", async (answered) => {
    status = answered;
    counting.arrivals(5);
    await settle();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await store.waiting()).map(({ id }) => id)).toEqual(["0-1"]);
});

test("AFullNodeHoldsItHere", async () => {
    status = 503;
    counting.arrivals(5);
    await settle();
    expect(newest()).toMatchObject({ kind: "noted" });
    expect(outbox.waiting.length).toBe(1);
});

test("OtherDevicesCountToo", async () => {
    node.arrivals = 40;
    await counting.refresh();
    expect(counting.totals.arrivals).toBe(40);
});

test("ASlowRefreshDoesNotOverwriteALaterReceipt", async () => {
    let arrive: () => void = () => undefined;
    const late = { open: false, kept: 0, services: [], arrivals: 0, wristbands: 0, plates: 0 };
    vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
        init.method === "GET"
            ? new Promise((done) => (arrive = () => done(answer(200, late))))
            : server(path, init),
    );
    const refreshed = counting.refresh();
    counting.arrivals(5);
    await settle();
    arrive();
    await refreshed;
    expect(counting.totals.arrivals).toBe(5);
});
