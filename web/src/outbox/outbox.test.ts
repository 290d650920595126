import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Came } from "../api/calls.ts";
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
let replies: (Reply<unknown> | Promise<Reply<unknown>>)[];
let sent: string[];
let came: Came[];
let now_ms: number;
let outbox: Outbox;
let heard: { id: string; kind: Answer["kind"]; noted: boolean }[];

function fresh_outbox(): Outbox {
    const made = new Outbox(
        store,
        async (_, body, how) => {
            sent.push(String(body["command"]));
            came.push(how);
            return replies.shift() ?? { ok: false, problem: offline };
        },
        () => now_ms,
    );
    made.listen((entry, answer) =>
        heard.push({ id: entry.id, kind: answer.kind, noted: entry.noted }),
    );
    return made;
}

function add(id: string, to: Outbox = outbox, path = "/rounds/r/servings"): boolean {
    return to.add({ id, path, body: { command: id, code: id }, label: id });
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
    came = [];
    now_ms = 1_000;
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
        [404, "account.not_found"],
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

test("AnEndedSessionWaitsForSomebodyToSignIn", async () => {
    replies = [refused(401, "session.required")];
    add("a");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(["a"]);
    replies = [accepted];
    outbox.use_account("awa");
    await settle();
    expect(sent).toEqual(["a", "a"]);
    expect(outbox.waiting).toEqual([]);
});

test("AServerThatWaitsForItsPassphraseLosesAndRefusesNothing", async () => {
    const awaited: Reply<unknown> = { ok: false, problem: problem(0, "vault.passphrase_awaited") };
    replies = [awaited, awaited];
    add("a");
    await settle();
    add("b");
    expect(outbox.waiting.map(({ held_by }) => held_by?.code)).toEqual(Array(2).fill("vault.passphrase_awaited"));
    replies = [accepted, accepted];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(outbox.waiting).toEqual([]);
    expect(outbox.refusals).toEqual([]);
    expect(came.at(-1)).toHaveProperty("waited_ms");
});

describe("what was counted elsewhere", () => {
    const plate = { id: "p", path: "/rounds/r/servings", body: { command: "p" }, label: "p" };

    test("ComesInAsOneThatWaitedSinceThen", async () => {
        replies = [accepted];
        expect(await outbox.bring_in([{ ...plate, made_at_ms: 400 }])).toBe(true);
        await settle();
        expect(came).toEqual([{ waited_ms: 600 }]);
        expect(outbox.waiting).toEqual([]);
    });

    test("IsStoredBeforeItIsSaidToBeIn", async () => {
        await outbox.bring_in([{ ...plate, made_at_ms: 400 }]);
        expect(await kept()).toEqual(["p"]);
    });

    test("IsKeptForReadingWhenItIsRefused", async () => {
        replies = [refused(404, "card.unknown")];
        await outbox.bring_in([{ ...plate, made_at_ms: 400 }]);
        await settle();
        expect(outbox.refusals.map(({ id }) => id)).toEqual(["p"]);
    });

    test("ThatDoesNotFitIsLeftOut", async () => {
        const many = Array.from({ length: waiting_max + 1 }, (_, at) => ({ ...plate, id: `${at}`, made_at_ms: 0 }));
        expect(await outbox.bring_in(many)).toBe(false);
        expect(outbox.waiting).toEqual([]);
    });
});

describe("how a command came", () => {
    test("AnImmediateOneSaysNothing", async () => {
        replies = [accepted];
        add("a");
        await settle();
        expect(came).toEqual([{}]);
    });

    test("AWaitingOneSaysHowLongAtEachSending", async () => {
        add("a");
        await settle();
        now_ms += 1_500;
        outbox.retry_now();
        await settle();
        now_ms += 60_000;
        replies = [accepted];
        outbox.retry_now();
        await settle();
        expect(came).toEqual([{}, { waited_ms: 1_500 }, { waited_ms: 61_500 }]);
    });

    test("AClockPutBackGivesNoWait", async () => {
        add("a");
        await settle();
        now_ms = 0;
        outbox.retry_now();
        await settle();
        expect(came[1]).toEqual({ waited_ms: 0 });
    });

    test("AWaitIsAWholeNumber", async () => {
        add("a");
        await settle();
        now_ms += 0.75;
        outbox.retry_now();
        await settle();
        expect(came[1]).toEqual({ waited_ms: 0 });
    });
});

describe("another account on the same device", () => {
    test("SendsWhatWaitsInTheNameOfWhoMadeIt", async () => {
        add("a");
        await settle();
        now_ms += 5_000;
        replies = [accepted];
        outbox.use_account("moussa");
        await settle();
        expect(sent).toEqual(["a", "a"]);
        expect(came[1]).toEqual({ waited_ms: 5_000, scanned_by: "awa" });
        expect(await kept()).toEqual([]);
    });

    // The server ended the old session as the new one began, while a command was under way.
    test("ComesToWhatTheOldSessionWasRefusedFor", async () => {
        let refuse: (reply: Reply<unknown>) => void = () => undefined;
        replies = [new Promise<Reply<unknown>>((done) => (refuse = done)), accepted];
        add("a");
        await settle();
        outbox.use_account("moussa");
        refuse(refused(401, "session.required"));
        await settle();
        expect(sent).toEqual(["a", "a"]);
        expect(came[1]).toMatchObject({ scanned_by: "awa" });
        expect(outbox.waiting).toEqual([]);
    });

    test("IsNotSentForBeforeItIsKnownWhoComes", async () => {
        outbox.hold_back(true);
        add("a");
        outbox.retry_now();
        await settle();
        expect(sent).toEqual([]);
        expect(outbox.waiting[0]?.account).toBe("awa");
        replies = [accepted];
        outbox.use_account("moussa");
        outbox.hold_back(false);
        await settle();
        expect(came).toEqual([{ waited_ms: 0, scanned_by: "awa" }]);
    });

    test("SendsItsOwnAfterThoseOfOthersInTheOrderOfTheDevice", async () => {
        add("a");
        await settle();
        outbox.use_account("moussa");
        await settle();
        add("b");
        outbox.use_account("awa");
        await settle();
        add("c");
        await settle();
        sent = [];
        came = [];
        replies = [accepted, accepted, accepted];
        outbox.use_account("moussa");
        await settle();
        expect(sent).toEqual(["a", "b", "c"]);
        expect(came.map((each) => each.scanned_by)).toEqual(["awa", undefined, "awa"]);
    });

    test("ThatMayNotServeThereLeavesAllOfItWaiting", async () => {
        for (const id of ["a", "b", "c"]) add(id);
        await settle();
        sent = [];
        replies = [refused(403, "access.denied")];
        outbox.use_account("nurse");
        await settle();
        // One asked for all three.
        expect(sent).toEqual(["a"]);
        expect(outbox.waiting.map((entry) => entry.held_by?.code)).toEqual(
            Array(3).fill("access.denied"),
        );
        expect(await kept()).toEqual(["a", "b", "c"]);
        replies = [accepted, accepted, accepted];
        outbox.use_account("moussa");
        await settle();
        expect(outbox.waiting).toEqual([]);
    });

    test("ThatMayNotServeThereIsAskedAgainOnceInAWhile", async () => {
        for (const id of ["a", "b"]) add(id);
        await settle();
        sent = [];
        replies = [refused(403, "access.denied"), refused(403, "access.denied")];
        outbox.use_account("nurse");
        await vi.advanceTimersByTimeAsync(14_999);
        expect(sent).toEqual(["a"]);
        await vi.advanceTimersByTimeAsync(1);
        expect(sent).toEqual(["a", "a"]);
        replies = [accepted, accepted];
        await vi.advanceTimersByTimeAsync(15_000);
        expect(outbox.waiting).toEqual([]);
    });

    test("StillSendsItsOwnElsewhere", async () => {
        add("a");
        await settle();
        sent = [];
        replies = [refused(403, "access.denied")];
        outbox.use_account("moussa");
        await settle();
        replies = [accepted];
        add("b", outbox, "/rounds/other/servings");
        await settle();
        expect(sent).toEqual(["a", "b"]);
        expect(heard.at(-1)).toEqual({ id: "b", kind: "accepted", noted: false });
        expect(outbox.waiting.map((entry) => entry.id)).toEqual(["a"]);
    });

    test("IsAnsweredAtOnceWhereWhatWaitsIsForbidden", async () => {
        add("a");
        await settle();
        replies = [refused(404, "account.not_found")];
        outbox.use_account("moussa");
        await settle();
        replies = [accepted];
        add("b");
        await settle();
        expect(heard.at(-1)).toEqual({ id: "b", kind: "accepted", noted: false });
        expect(outbox.waiting.map((entry) => entry.held_by?.code)).toEqual(["account.not_found"]);
    });

    test("TakesOverWhatIsUnderWay", async () => {
        let answer: (reply: Reply<unknown>) => void = () => undefined;
        const slow = new Outbox(
            store,
            (_, body, how) => {
                sent.push(String(body["command"]));
                came.push(how);
                return new Promise((done) => (answer = done));
            },
            () => now_ms,
        );
        slow.use_account("awa");
        add("a", slow);
        await settle();
        slow.use_account("moussa");
        answer({ ok: false, problem: offline });
        await vi.advanceTimersByTimeAsync(1_000);
        answer(accepted);
        await settle();
        expect(sent).toEqual(["a", "a"]);
        expect(came[1]).toMatchObject({ scanned_by: "awa" });
        expect(await kept()).toEqual([]);
    });
});

describe("what waits is not lost", () => {
    test("BySigningOut", async () => {
        add("a");
        await settle();
        outbox.use_account("");
        await vi.advanceTimersByTimeAsync(60_000);
        expect(sent).toEqual(["a"]);
        expect(outbox.waiting.length).toBe(1);
        expect(await kept()).toEqual(["a"]);
    });

    test("BySigningOutWhileItIsUnderWay", async () => {
        add("a");
        outbox.use_account("");
        await settle();
        expect(await kept()).toEqual(["a"]);
        replies = [accepted];
        outbox.use_account("moussa");
        await settle();
        expect(await kept()).toEqual([]);
    });

    // Nobody would see the refusal of somebody who was perhaps served.
    test.each([
        ["another account", () => outbox.use_account("moussa")],
        ["another page", () => outbox.nobody_watches("/rounds/r/")],
    ])("ByGoingAwayBeforeTheAnswer to %s", async (_, go) => {
        replies = [refused(409, "serving.person_left")];
        add("a");
        go();
        await settle();
        expect(outbox.refusals.map((each) => each.id)).toEqual(["a"]);
    });

    test("ByWipingTheDevice", async () => {
        add("a");
        await settle();
        await outbox.forget_the_sent();
        expect(await kept()).toEqual(["a"]);
        const next_page = fresh_outbox();
        await next_page.load();
        replies = [accepted];
        next_page.use_account("moussa");
        await settle();
        expect(came.at(-1)).toMatchObject({ scanned_by: "awa" });
        expect(await kept()).toEqual([]);
    });

    test("ByAReloadBeforeTheAnswer", async () => {
        const unanswered = new Outbox(store, () => new Promise(() => undefined), () => now_ms);
        unanswered.use_account("awa");
        add("a", unanswered);
        await settle();
        const next_page = fresh_outbox();
        await next_page.load();
        replies = [accepted];
        now_ms += 2_000;
        next_page.use_account("awa");
        await settle();
        expect(came).toEqual([{ waited_ms: 2_000 }]);
        expect(await kept()).toEqual([]);
    });
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

describe("sending again what was refused late", () => {
    async function refuse_late(code: string): Promise<void> {
        add("a");
        await settle();
        replies = [refused(409, code)];
        outbox.retry_now();
        await settle();
        expect(outbox.refusals.length).toBe(1);
    }

    test("IsAnotherCommandOfTheSameMakerAndTime", async () => {
        await refuse_late("serving.person_left");
        now_ms += 9_000;
        replies = [accepted];
        outbox.use_account("moussa");
        expect(await outbox.send_again("a", "b")).toBe(true);
        await settle();
        expect(sent.at(-1)).toBe("b");
        expect(came.at(-1)).toEqual({ waited_ms: 9_000, scanned_by: "awa" });
        expect(outbox.refusals).toEqual([]);
        expect(await store.refusals()).toEqual([]);
        expect(await kept()).toEqual([]);
    });

    test("MayCorrectTheCode", async () => {
        await refuse_late("card.void");
        await outbox.send_again("a", "b", "ASM00427K");
        await settle();
        expect(outbox.waiting[0]).toMatchObject({
            label: "ASM00427K",
            body: { command: "b", code: "ASM00427K" },
        });
        expect(await kept()).toEqual(["b"]);
    });

    test("NeedsMoreThanAnEarlierProgramKept", async () => {
        const problem = { status: 409, code: "serving.person_left", params: {} };
        await store.refuse({ id: "old", label: "old", made_at_ms: 0, problem });
        await outbox.load();
        expect(await outbox.send_again("old", "new")).toBe(false);
        expect(outbox.refusals.length).toBe(1);
    });
});

test("WhatWaitsForADistributionThatTheNodeLostGoesWhereSomebodySays", async () => {
    outbox.use_account("awa");
    add("a");
    await settle();
    replies = [refused(404, "round.not_found"), accepted];
    outbox.retry_now();
    await settle();
    expect(outbox.lost().map((entry) => entry.id)).toEqual(["a"]);
    outbox.move_lost("/rounds/today/");
    await settle();
    expect(sent.at(-1)).toBe("a");
    expect(outbox.waiting).toEqual([]);
    expect(await kept()).toEqual([]);
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
