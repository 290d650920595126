import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Came } from "../../api/calls.ts";
import { offline } from "../../api/problem.ts";
import type { Reply } from "../../api/request.ts";
import type { Round, ServiceKind } from "../../api/types.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";
import { RoundScreen, success_shown_ms, undo_ms } from "./round.svelte.ts";

interface Sent {
    path: string;
    body: Record<string, unknown>;
    came: Came;
    answer: (reply: Reply<unknown>) => void;
}

let outbox: Outbox;
let screen: RoundScreen;
let sent: Sent[];
let tones: Tone[];
let last_id: number;
let away: boolean;
let kept: Round | null;

function a_round(kind: ServiceKind): Round {
    return {
        id: "r1",
        site: { code: "ASM", name: "Assamaka" },
        service: { code: "lunch", name_fr: "Repas", name_en: "Meal", kind, once_per: "day" },
        day: "2023-01-16",
        count_mode: "scan",
        state: "open",
        served: 10,
        expected: 20,
        late: 0,
        double: 0,
    };
}

function served(
    case_number: string,
    count: number,
    state = "counted",
    late?: true,
): Reply<unknown> {
    return {
        ok: true,
        value: {
            outcome: "served",
            serving: `serving-${case_number}`,
            case_number,
            state,
            ...(late ? { late } : {}),
            served: count,
            expected: 20,
        },
    };
}

function refused(status: number, code: string, params = {}): Reply<unknown> {
    return { ok: false, problem: { status, code, params } };
}

const already_served = refused(409, "serving.already_served", {
    at: "2023-01-16T08:03:00Z",
    case_number: "ASM00427K",
    overridable: true,
});

async function settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
}

async function answer(index: number, reply: Reply<unknown>): Promise<void> {
    await settle();
    const waiting = sent[index];
    if (!waiting) throw new Error(`request ${index} was not sent`);
    waiting.answer(reply);
    await settle();
}

beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    tones = [];
    last_id = 0;
    away = false;
    kept = null;
    outbox = new Outbox(
        memory_store(),
        (path, body, came) =>
            new Promise((answer) => sent.push({ path, body, came, answer })),
        () => Date.now(),
    );
    outbox.use_account("awa");
    screen = new RoundScreen("r1", {
        outbox,
        new_id: () => `command-${++last_id}`,
        now_ms: () => Date.now(),
        play: (tone) => tones.push(tone),
        offline: () => away,
        kept: () => kept,
        keep: (round) => (kept = round),
    });
    screen.round = a_round("food");
    screen.start();
});

afterEach(() => vi.useRealTimers());

test("ASuccessIsShownThenMakesRoom", async () => {
    screen.scan("card-1");
    expect(screen.shown?.outcome.kind).toBe("pending");
    await answer(0, served("ASM00427K", 11));
    expect(screen.shown?.outcome).toMatchObject({ kind: "served", case_number: "ASM00427K" });
    expect(screen.round?.served).toBe(11);
    expect(tones).toEqual(["good"]);
    await vi.advanceTimersByTimeAsync(success_shown_ms - 1);
    expect(screen.shown).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(screen.shown).toBeNull();
});

test("ARefusalStaysUntilTheNextScan", async () => {
    screen.scan("card-1");
    await answer(0, refused(404, "card.unknown"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(screen.shown?.outcome.kind).toBe("refused");
    expect(tones).toEqual(["bad"]);
    screen.scan("card-2");
    expect(screen.shown?.code).toBe("card-2");
});

test("ScansFasterThanTheNetworkAreSentInOrderAndNoneIsLost", async () => {
    for (const code of ["card-1", "card-2", "card-3"]) screen.scan(code);
    await answer(0, served("A", 11));
    await answer(1, already_served);
    await answer(2, served("C", 12));
    expect(sent.map((each) => each.body["code"])).toEqual(["card-1", "card-2", "card-3"]);
    expect(screen.recent.map((each) => each.outcome.kind)).toEqual([
        "served",
        "already_served",
        "served",
    ]);
    // The refusal was replaced by the next answer; the list can bring it back.
    screen.show(screen.recent[1]!);
    await vi.advanceTimersByTimeAsync(success_shown_ms);
    expect(screen.shown?.outcome.kind).toBe("already_served");
});

test("ACardHeldBeforeTheScannerIsSentOnce", async () => {
    screen.scan("card-1");
    screen.scan("card-1");
    await answer(0, served("A", 11));
    expect(sent.length).toBe(1);
    screen.scan("card-1");
    await settle();
    expect(sent.length).toBe(2);
});

test("SpacesAroundACodeAndEmptyScansAreIgnored", async () => {
    screen.scan("   ");
    screen.scan(" ASM00427H\t");
    await settle();
    expect(sent.map((each) => each.body["code"])).toEqual(["ASM00427H"]);
});

describe("somebody already served", () => {
    test("IsServedFoodForAReasonWithANewCommand", async () => {
        screen.scan("card-1");
        await answer(0, already_served);
        expect(screen.shown?.outcome).toMatchObject({ way: "reason" });
        expect(tones).toEqual(["warn"]);
        screen.serve_anyway(screen.shown!, "child");
        await answer(1, served("ASM00427K", 11, "extra"));
        expect(sent[1]?.body).toEqual({ command: "command-2", code: "card-1", reason: "child" });
        expect(sent[0]?.body["command"]).toBe("command-1");
        expect(screen.shown?.outcome).toMatchObject({ kind: "served", state: "extra" });
    });

    test("IsRefusedAnItem", async () => {
        screen.round = a_round("item");
        screen.scan("card-1");
        await answer(0, already_served);
        expect(screen.shown?.outcome).toMatchObject({ way: "none" });
        expect(tones).toEqual(["bad"]);
        screen.serve_anyway(screen.shown!, "child");
        await settle();
        expect(sent.length).toBe(1);
    });
});

describe("goods that were given before", () => {
    const given_before = refused(409, "serving.already_served", {
        at: "2023-01-22T08:03:00Z",
        case_number: "ASM00427K",
        overridable: false,
        first_day: "2023-01-22",
        second_person: true,
    });
    let posted: { address: string; body: Record<string, unknown> }[];
    let reply: () => Response;

    function answered(status: number, body: unknown): Response {
        const type = status < 300 ? "application/json" : "application/problem+json";
        return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
    }

    beforeEach(async () => {
        posted = [];
        reply = () => answered(201, { case_number: "ASM00427K", reason: "theft" });
        vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
            posted.push({ address, body: JSON.parse(String(init.body)) });
            return reply();
        });
        screen.round = a_round("item");
        screen.scan("card-1");
        await answer(0, given_before);
    });
    afterEach(() => vi.unstubAllGlobals());

    test("AreRefused", () => {
        expect(screen.shown?.outcome).toMatchObject({ way: "second_person" });
        expect(tones).toEqual(["bad"]);
    });

    test("AreGivenAgainByAnotherPersonOnceAReasonIsGiven", async () => {
        await screen.give_reason(screen.shown!, "theft");
        expect(posted).toEqual([
            {
                address: "/api/v1/rounds/r1/exceptions",
                body: { command: "command-2", code: "card-1", reason: "theft" },
            },
        ]);
        expect(screen.shown?.outcome).toEqual({
            kind: "excepted",
            case_number: "ASM00427K",
            reason: "theft",
        });
        // Stays until somebody acts: the next person has to read it.
        await vi.advanceTimersByTimeAsync(60_000);
        expect(screen.shown?.outcome.kind).toBe("excepted");
        outbox.use_account("moussa");
        screen.scan("card-1");
        await answer(1, served("ASM00427K", 11, "extra"));
        expect(sent[1]?.body).toEqual({ command: "command-3", code: "card-1" });
        expect(screen.shown?.outcome).toMatchObject({ kind: "served" });
    });

    test("AReasonThatDidNotArriveIsAskedAgainWithTheSameCommand", async () => {
        reply = () => {
            throw new TypeError("Failed to fetch");
        };
        await screen.give_reason(screen.shown!, "newborn");
        expect(screen.shown?.outcome).toMatchObject({
            kind: "already_served",
            way: "second_person",
            reason_problem: offline,
        });
        reply = () => answered(201, { case_number: "ASM00427K", reason: "newborn" });
        await screen.give_reason(screen.shown!, "newborn");
        expect(posted.map((each) => each.body["command"])).toEqual(["command-2", "command-2"]);
        expect(screen.shown?.outcome.kind).toBe("excepted");
    });

    test("TwoPeopleWithTheSameReasonAreTwoCommands", async () => {
        await screen.give_reason(screen.shown!, "theft");
        screen.scan("card-2");
        await answer(1, given_before);
        await screen.give_reason(screen.shown!, "theft");
        expect(new Set(posted.map((each) => each.body["command"])).size).toBe(2);
    });

    test("AReasonThatIsNotNeededIsSaid", async () => {
        reply = () => answered(409, { code: "exception.not_needed" });
        await screen.give_reason(screen.shown!, "theft");
        expect(screen.shown?.outcome).toMatchObject({
            kind: "refused",
            problem: { code: "exception.not_needed" },
        });
    });

    test("WhoGaveTheReasonIsToldThatAnotherPersonScans", async () => {
        await screen.give_reason(screen.shown!, "theft");
        screen.scan("card-1");
        await answer(1, refused(409, "exception.same_person"));
        expect(screen.shown?.outcome).toMatchObject({
            kind: "refused",
            problem: { code: "exception.same_person" },
        });
    });
});

describe("a scan that waited on the device", () => {
    async function noted(code: string): Promise<void> {
        screen.scan(code);
        await answer(sent.length, { ok: false, problem: offline });
        await vi.advanceTimersByTimeAsync(1_000);
    }

    test("IsMarkedAsLateWhenTheDistributionWasClosedMeanwhile", async () => {
        await noted("card-1");
        screen.now_is({ ...a_round("food"), state: "closed", late: 0 });
        await answer(1, served("A", 11, "counted", true));
        expect(sent[1]?.came).toEqual({ waited_ms: 1_000 });
        expect(screen.recent[0]?.outcome).toMatchObject({ kind: "served", late: true });
        expect(screen.round).toMatchObject({ late: 1, served: 11 });
    });

    test("IsMarkedAsDoubleWhenThePersonWasServedMeanwhile", async () => {
        await noted("card-1");
        await answer(1, served("A", 11, "double"));
        expect(screen.recent[0]?.outcome).toMatchObject({ state: "double", late: false });
        expect(screen.undoable).toBeNull();
    });

    test("IsListedWhenItIsMarkedThoughAnEarlierPageMadeIt", async () => {
        await noted("card-1");
        screen.recent = [];
        await answer(1, served("A", 11, "double"));
        expect(screen.recent.map((each) => each.code)).toEqual(["card-1"]);
    });

    test("IsNotListedTwiceNorWhenNothingIsSpecial", async () => {
        await noted("card-1");
        screen.recent = [];
        await answer(1, served("A", 11));
        expect(screen.recent).toEqual([]);
    });
});

test("LeavingThePageKeepsALateRefusalForReading", async () => {
    const leave = screen.start();
    screen.scan("card-1");
    await settle();
    leave();
    await answer(0, refused(409, "serving.person_left"));
    expect(outbox.refusals.map((each) => each.label)).toEqual(["card-1"]);
});

describe("undo", () => {
    test("IsOfferedForTenSeconds", async () => {
        screen.scan("card-1");
        await answer(0, served("A", 11));
        await vi.advanceTimersByTimeAsync(undo_ms - 1);
        expect(screen.undoable?.serving).toBe("serving-A");
        await vi.advanceTimersByTimeAsync(1);
        expect(screen.undoable).toBeNull();
    });

    test("TakesTheServingBackOnce", async () => {
        screen.scan("card-1");
        await answer(0, served("A", 11));
        screen.undo();
        screen.undo();
        await answer(1, { ok: true, value: { served: 10, expected: 20 } });
        expect(sent.length).toBe(2);
        expect(sent[1]?.path).toBe("/rounds/r1/undos");
        expect(sent[1]?.body).toEqual({ command: "command-2", serving: "serving-A" });
        expect(screen.round?.served).toBe(10);
        expect(screen.shown?.outcome.kind).toBe("undone");
    });
});

describe("without the network", () => {
    test("AScanIsNotedAndLaterCorrectedInTheList", async () => {
        screen.scan("card-1");
        await answer(0, { ok: false, problem: offline });
        expect(screen.shown?.outcome.kind).toBe("noted");
        expect(outbox.waiting_at(screen.path).length).toBe(1);
        await vi.advanceTimersByTimeAsync(1_000);
        await answer(1, served("A", 11));
        expect(screen.recent[0]?.outcome.kind).toBe("served");
        expect(screen.undoable).toBeNull();
        expect(outbox.waiting_at(screen.path)).toEqual([]);
        expect(tones).toEqual(["noted"]);
    });

    test("TheNextScanIsNotedAtOnce", async () => {
        screen.scan("card-1");
        await answer(0, { ok: false, problem: offline });
        screen.scan("card-2");
        expect(screen.shown).toMatchObject({ code: "card-2", outcome: { kind: "noted" } });
    });

    test("SomebodyWhomThisDeviceNotedIsSaidAndNotNotedAgain", async () => {
        away = true;
        screen.scan("ASM 00427 H");
        await answer(0, { ok: false, problem: offline });
        screen.scan("asm00427h");
        expect(screen.shown?.outcome).toMatchObject({ kind: "noted_before", way: "reason" });
        expect(outbox.waiting_at(screen.path).length).toBe(1);
        expect(tones).toEqual(["noted", "warn"]);
        screen.serve_anyway(screen.shown!, "child");
        expect(outbox.waiting_at(screen.path).length).toBe(2);
    });

    test("SomebodyWhomTheServerCountedHereIsSaidToo", async () => {
        screen.scan("card-1");
        await answer(0, served("A", 11));
        away = true;
        screen.scan("card-1");
        expect(screen.shown?.outcome.kind).toBe("noted_before");
        expect(sent.length).toBe(1);
    });

    test("GoodsAreNotGivenAgainByThisDeviceAlone", async () => {
        screen.round = a_round("item");
        away = true;
        screen.scan("card-1");
        await answer(0, { ok: false, problem: offline });
        screen.scan("card-1");
        expect(screen.shown?.outcome).toMatchObject({ kind: "noted_before", way: "none" });
    });

    test("APageThatIsLoadedAgainServesTheDistributionThatThisDeviceKept", async () => {
        vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
        kept = a_round("food");
        screen.round = null;
        await screen.refresh();
        expect(screen.load).toBe("ready");
        expect(screen.round).toEqual(kept);
        vi.unstubAllGlobals();
    });

    test("TryingAgainInVainDoesNotDisturbTheScreen", async () => {
        screen.scan("card-1");
        await answer(0, { ok: false, problem: offline });
        screen.show(screen.recent[0]!);
        await vi.advanceTimersByTimeAsync(1_000);
        await answer(1, { ok: false, problem: offline });
        expect(tones).toEqual(["noted"]);
    });
});

test("ANumberWithASlipIsKeptInTheFieldAndAsksNobody", async () => {
    expect(screen.scan("ASM 00427 L")).toBe("ASM 00427 L");
    expect(screen.shown?.outcome).toMatchObject({ kind: "refused", problem: { code: "card.mistyped" } });
    expect(sent).toEqual([]);
    expect(screen.scan("ASM 00427 H")).toBe("");
    await settle();
    expect(sent.length).toBe(1);
});

test("AForbiddenServingIsSaidAndKept", async () => {
    screen.scan("card-1");
    await answer(0, refused(403, "access.denied"));
    expect(screen.shown?.outcome.kind).toBe("refused");
    expect(outbox.waiting.length).toBe(1);
});

test("AnotherRoundsAnswersAreNotShownHere", async () => {
    outbox.add({ id: "x", path: "/rounds/r2/servings", body: { command: "x" }, label: "x" });
    await answer(0, served("A", 99));
    expect(screen.recent).toEqual([]);
    expect(screen.round?.served).toBe(10);
});

test("AnOverlongCodeIsUnreadable", async () => {
    screen.scan("x".repeat(257));
    await settle();
    expect(sent).toEqual([]);
    expect(screen.shown?.outcome).toMatchObject({ problem: { code: "card.unreadable" } });
});
