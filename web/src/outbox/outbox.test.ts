import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { offline, type Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";
import { is_definite, Outbox, waiting_max, type Answer } from "./outbox.svelte.ts";
import { memory_store, type OutboxStore } from "./store.ts";

const accepted: Reply<unknown> = { ok: true, value: { served: 1, expected: 2 } };

function problem(status: number, code: string): Problem {
    return { status, code, params: {} };
}

function refused(status: number, code: string): Reply<unknown> {
    return { ok: false, problem: problem(status, code) };
}

let store: OutboxStore;
let replies: Reply<unknown>[];
let sent: string[];
let outbox: Outbox;
let heard: { id: string; kind: Answer["kind"]; noted: boolean }[];

function fresh_outbox(): Outbox {
    const made = new Outbox(
        store,
        async (_, body) => {
            sent.push(String(body["command"]));
            return replies.shift() ?? { ok: false, problem: offline };
        },
        () => 1_000,
    );
    made.listen((entry, answer) =>
        heard.push({ id: entry.id, kind: answer.kind, noted: entry.noted }),
    );
    return made;
}

function add(id: string, to: Outbox = outbox): boolean {
    return to.add({ id, path: "/rounds/r/servings", body: { command: id }, label: id });
}

async function settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
}

async function kept(): Promise<string[]> {
    return (await store.waiting()).map((entry) => entry.id);
}

beforeEach(() => {
    vi.useFakeTimers();
    store = memory_store();
    replies = [];
    sent = [];
    heard = [];
    outbox = fresh_outbox();
    outbox.use_account("awa");
});

afterEach(() => vi.useRealTimers());

describe("a definite answer", () => {
    test.each([
        [400, "request.malformed"],
        [404, "card.unknown"],
        [409, "serving.already_served"],
        [409, "command.id_reused"],
        [422, "card.unreadable"],
    ])("RemovesTheCommand %i %s", async (status, code) => {
        replies = [refused(status, code)];
        add("a");
        await settle();
        expect(outbox.waiting).toEqual([]);
        expect(await kept()).toEqual([]);
    });

    test.each([
        [0, "network.offline"],
        [0, "network.foreign_answer"],
        [401, "session.required"],
        [403, "access.denied"],
        [404, "round.not_found"],
        [404, "http.404"],
        [409, "http.409"],
        [429, "session.throttled"],
        [500, "http.500"],
        [503, "store.unavailable"],
        [503, "store.full"],
    ])("IsNot %i %s", async (status, code) => {
        expect(is_definite(problem(status, code))).toBe(false);
        replies = [refused(status, code)];
        add("a");
        await settle();
        expect(outbox.waiting.map((entry) => entry.held_by?.code)).toEqual([code]);
        expect(await kept()).toEqual(["a"]);
    });

    test("IsAReceipt", async () => {
        replies = [accepted];
        add("a");
        await settle();
        expect(await kept()).toEqual([]);
        expect(heard).toEqual([{ id: "a", kind: "accepted", noted: false }]);
    });
});

test("ACommandIsStoredBeforeItIsSent", async () => {
    const order: string[] = [];
    const put = store.put;
    store.put = async (entry) => {
        await put(entry);
        order.push("stored");
    };
    const watched = new Outbox(
        store,
        async () => {
            order.push("sent");
            return accepted;
        },
        () => 0,
    );
    watched.use_account("awa");
    add("a", watched);
    await settle();
    expect(order).toEqual(["stored", "sent"]);
});

test("CommandsLeaveOneAtATimeInTheirOrder", async () => {
    replies = [accepted, accepted, accepted];
    for (const id of ["c", "a", "b"]) add(id);
    await settle();
    expect(sent).toEqual(["c", "a", "b"]);
    expect(outbox.waiting).toEqual([]);
});

test("WithoutTheNetworkAllWaitAndAreSentInOrderWhenItReturns", async () => {
    add("a");
    add("b");
    await settle();
    expect(sent).toEqual(["a"]);
    expect(outbox.waiting.map((entry) => entry.noted)).toEqual([true, true]);
    replies = [accepted, accepted];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual(["a", "a", "b"]);
    expect(outbox.waiting).toEqual([]);
});

test("RetriesGrowRarerUpToAQuarterOfAMinute", async () => {
    add("a");
    await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000 + 8_000);
    expect(sent.length).toBe(5);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent.length).toBe(7);
});

test("TooManyRequestsWaitsAsLongAsTheServerAsks", async () => {
    replies = [
        {
            ok: false,
            problem: { status: 429, code: "session.throttled", params: { retry_after_s: 20 } },
        },
    ];
    add("a");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.length).toBe(2);
});

test("AForbiddenCommandDoesNotBlockTheOthers", async () => {
    replies = [refused(403, "access.denied"), accepted];
    add("a");
    add("b");
    await settle();
    expect(outbox.waiting.map((entry) => entry.id)).toEqual(["a"]);
    expect(sent).toEqual(["a", "b"]);
});

test("AnEndedSessionWaitsForTheSamePersonToSignIn", async () => {
    replies = [refused(401, "session.required")];
    add("a");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(["a"]);
    outbox.use_account("moussa");
    await settle();
    expect(sent).toEqual(["a"]);
    replies = [accepted];
    outbox.use_account("awa");
    await settle();
    expect(sent).toEqual(["a", "a"]);
    expect(outbox.waiting).toEqual([]);
});

test("ARefusalOfANotedCommandIsKeptUntilSomebodyReadIt", async () => {
    add("a");
    await settle();
    replies = [refused(409, "serving.person_left")];
    outbox.retry_now();
    await settle();
    expect(outbox.waiting).toEqual([]);
    expect((await store.refusals()).map((each) => each.problem.code)).toEqual([
        "serving.person_left",
    ]);
    await outbox.dismiss("a");
    expect(await store.refusals()).toEqual([]);
});

test("ARefusalThatSomebodySawIsNotKept", async () => {
    replies = [refused(409, "serving.person_left")];
    add("a");
    await settle();
    expect(await store.refusals()).toEqual([]);
});

test("ANewPageSendsWhatTheClosedOneLeft", async () => {
    add("a");
    await settle();
    sent = [];
    replies = [accepted];
    const next_page = fresh_outbox();
    await next_page.load();
    expect(next_page.waiting.length).toBe(1);
    next_page.use_account("awa");
    await settle();
    expect(sent).toEqual(["a"]);
    expect(next_page.waiting).toEqual([]);
});

test("ABrokenStorageDoesNotStopTheQueue", async () => {
    store.put = () => Promise.reject(new Error("QuotaExceededError"));
    replies = [accepted];
    add("a");
    await settle();
    expect(sent).toEqual(["a"]);
    expect(outbox.durable).toBe(false);
});

test("AFullOutboxTakesNoMore", async () => {
    outbox.use_account("");
    for (let i = 0; i < waiting_max; i++) {
        if (!add(`command-${i}`)) throw new Error("full too early");
    }
    expect(add("one-too-many")).toBe(false);
});
