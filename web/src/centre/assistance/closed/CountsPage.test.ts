import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { send_command } from "../../../api/calls.ts";
import type { NodeCount } from "../../../api/closed_counts.ts";
import type { Round, Session } from "../../../api/types.ts";
import { router } from "../../../app/router.svelte.ts";
import { Outbox } from "../../../outbox/outbox.svelte.ts";
import { memory_store } from "../../../outbox/store.ts";
import RoundsPage from "../RoundsPage.svelte";
import CountsPage from "./CountsPage.svelte";
import { counts_store } from "./store.ts";

const now_ms = Date.parse("2023-01-23T06:30:00Z");
let page: Record<string, unknown> | undefined;
let outbox: Outbox;
let counts: NodeCount[];
let rounds: Round[];
let posted: { address: string; body: Record<string, unknown> }[];
let unreadable: number;

const lunch = { code: "LUNCH", name_fr: "Déjeuner", name_en: "Lunch", kind: "food", once_per: "day" } as const;

function round(id: string, state: Round["state"], service: Round["service"] = lunch): Round {
    const site = { code: "ASM", name: "Assamaka" };
    const figures = { served: 0, expected: 20, late: 0, double: 0 };
    return { id, site, service, day: "2023-01-23", count_mode: "scan", state, ...figures };
}

function plate(command: string, number: string): NodeCount {
    return { command, kind: "plate", at: "2023-01-23T05:30:00Z", number, service: "LUNCH" };
}

async function server(address: string, init: RequestInit): Promise<Response> {
    if (address.startsWith("/api/v1/rounds") && init.method === "GET") return answer(200, { rounds });
    if (address === "/api/v1/closed-counts") {
        const totals = { arrivals: 0, wristbands: 0, plates: 0 };
        return answer(200, { open: true, counts, unreadable, services: [lunch], ...totals });
    }
    const body = JSON.parse(String(init.body)) as Record<string, unknown>;
    posted.push({ address, body });
    if (address.endsWith("/removal")) {
        const before = counts.length;
        counts = counts.filter(({ command }) => !(body["counts"] as string[]).includes(command));
        return answer(200, { removed: before - counts.length });
    }
    if (body["code"] === "X") return answer(404, { code: "card.unknown" });
    const state = posted.filter((each) => each.body["code"] === body["code"]).length > 1 ? "double" : "counted";
    const receipt = { outcome: "served", serving: "s", case_number: body["code"], state };
    return answer(201, { ...receipt, served: 1, expected: 20, ...(address.includes("/old/") ? { late: true } : {}) });
}

function answer(status: number, body: unknown): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

async function open(): Promise<void> {
    page = mount(CountsPage, { target: document.body, props: { outbox, now_ms: () => now_ms } });
    await vi.waitUntil(() => document.querySelector('[data-page="counts"]'));
}

async function open_rounds(rights: string[]): Promise<void> {
    const session = { account: { rights } } as unknown as Session;
    page = mount(RoundsPage, { target: document.body, props: { session, now_ms: () => 0, enter_only_one: true } });
    await vi.waitUntil(() => document.querySelector("h1") || router.path !== "/");
}

async function keep_here(id: string, body: Record<string, unknown>): Promise<void> {
    const entry = { id, account: "closed", path: "/closed-counts/", label: "", noted: true, held_by: null };
    await (await counts_store()).put({ ...entry, body: { command: id, ...body }, made_at_ms: now_ms - 60_000 });
}

const kept_here = async () => (await (await counts_store()).waiting()).map(({ id }) => id);

function click(place: string): void {
    document.querySelector<HTMLElement>(place)!.click();
    flushSync();
}

// This document does not know which option is chosen where there are several.
function add_to(id: string): void {
    const choice = document.querySelector<HTMLSelectElement>("select")!;
    for (const option of [...choice.options]) if (option.value !== id) option.remove();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    flushSync();
    choice.form!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

function text(place: string): string {
    return (document.querySelector(place)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

const fates = () =>
    [...document.querySelectorAll("[data-fate]")].map((row) => row.getAttribute("data-fate"));

beforeEach(() => {
    vi.stubEnv("TZ", "Africa/Niamey");
    vi.spyOn(Date, "now").mockReturnValue(now_ms);
    vi.stubGlobal("fetch", server);
    router.replace("/");
    [counts, rounds, posted, unreadable] = [[], [round("r", "open"), round("old", "closed")], [], 0];
    outbox = new Outbox(memory_store(), send_command, () => Date.now());
    outbox.use_account("awa");
});

afterEach(async () => {
    if (page) await unmount(page);
    page = undefined;
    for (const id of await kept_here()) await (await counts_store()).remove(id);
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
});

test("WhatWasWrittenDownIsPutAwayAfterAQuestionAndPlatesThatWaitStay", async () => {
    const at = "2023-01-23T05:30:00Z";
    counts = [
        { command: "a".repeat(32), kind: "arrival", at, count: 30 },
        { command: "b".repeat(32), kind: "wristband", at, number: "W1" },
        plate("c".repeat(32), "ASM1"),
    ];
    await open();
    click('[data-action="ask-put-away"]');
    expect(posted).toEqual([]);
    click('[data-action="put-away"]');
    await vi.waitUntil(() => !document.querySelector('[data-action="put-away"]'));
    expect(posted.map(({ address }) => address)).toEqual(["/api/v1/closed-counts/removal"]);
    expect(posted[0]?.body["counts"]).toEqual(["a".repeat(32), "b".repeat(32)]);
    expect(counts.map(({ kind }) => kind)).toEqual(["plate"]);
    expect(document.querySelector('[data-action="ask-put-away"]')).toBeNull();
});

test("TheFiguresAreThoseOfTheNode", async () => {
    counts = [
        { command: "a1", kind: "arrival", at: "2023-01-23T02:10:00Z", count: 10 },
        { command: "a2", kind: "arrival", at: "2023-01-23T02:50:00Z", count: 5 },
        { command: "a3", kind: "arrival", at: "2023-01-23T03:01:00Z", count: 1 },
        { command: "b1", kind: "wristband", at: "2023-01-23T02:11:00Z", number: "7" },
        { command: "b2", kind: "wristband", at: "2023-01-23T02:12:00Z", number: "7" },
        plate("c1", "ASM1"),
    ];
    unreadable = 2;
    await open();
    expect(["arrival", "wristband", "plate"].map((kind) => text(`[data-total="${kind}"]`))).toEqual(["16", "2", "1"]);
    expect([...document.querySelectorAll("[data-hour]")].map((row) => row.getAttribute("data-hour"))).toEqual(["15", "1"]);
    expect(document.querySelectorAll('[data-list="wristbands"] [data-again="true"]').length).toBe(1);
    expect(text("[data-unreadable]")).toContain("2 saisies ne s’ouvrent plus");
});

test("EachPlateComesInWithItsOwnCommandAsOneThatWaited", async () => {
    counts = [plate("c1", "ASM1"), plate("c2", "ASM1"), plate("c3", "X")];
    await open();
    expect(fates()).toEqual(["open", "open", "open"]);
    add_to("r");
    await vi.waitUntil(() => fates().join() === "counted,double,refused");
    expect(posted).toMatchObject([
        { address: "/api/v1/rounds/r/servings?waited_ms=3600000", body: { command: "c1", code: "ASM1" } },
        { address: "/api/v1/rounds/r/servings?waited_ms=3600000", body: { command: "c2", code: "ASM1" } },
        { address: "/api/v1/rounds/r/servings?waited_ms=3600000", body: { command: "c3", code: "X" } },
    ]);
    expect(text('[data-fate="refused"]')).toContain("Carte inconnue");
    expect(document.querySelector('[data-action="add-plates"]')).toBeNull();
    expect(outbox.refusals.map(({ id }) => id)).toEqual(["c3"]);
});

test("TheOnlyOpenDistributionIsOfferedFirstAndAClosedOneTakesThemAsLate", async () => {
    counts = [plate("c1", "ASM1")];
    rounds = [...rounds, round("x", "open", { ...lunch, code: "DINNER" })];
    await open();
    const choice = document.querySelector<HTMLSelectElement>("select")!;
    expect(choice.value).toBe("r");
    expect([...choice.options].map(({ value }) => value)).toEqual(["", "r", "old"]);
    add_to("old");
    await vi.waitUntil(() => fates().join() === "late");
});

test("WhatNeverReachedTheNodeIsShownAndItsPlatesAreOfferedLikeTheOthers", async () => {
    await keep_here("a-1", { kind: "arrival", count: 5 });
    await keep_here("b-1", { kind: "wristband", number: "7" });
    await keep_here("c-1", { kind: "plate", number: "ASM1", service: "LUNCH" });
    await open();
    expect(text("[data-here]")).toContain("5 arrivées");
    expect(text("[data-here]")).toContain("1 bracelet");
    add_to("r");
    await vi.waitUntil(() => fates().join() === "counted");
    expect(posted[0]).toMatchObject({ address: "/api/v1/rounds/r/servings?waited_ms=60000", body: { command: "c1" } });
    await vi.waitUntil(async () => (await kept_here()).length === 2);
    expect(await kept_here()).toEqual(["a-1", "b-1"]);
});

test("ArrivalsAndWristbandsStayOnTheDeviceUntilSomebodyHasThemOnPaper", async () => {
    await keep_here("a-1", { kind: "arrival", count: 5 });
    await keep_here("c-1", { kind: "plate", number: "ASM1", service: "LUNCH" });
    await keep_here("u-1", { kind: "undone", undone: "ffff" });
    await open();
    click('[data-action="ask-clear-here"]');
    expect((await kept_here()).length).toBe(3);
    click('[data-action="clear-here"]');
    await vi.waitUntil(() => text('[data-total="arrival"]') === "0");
    expect(await kept_here()).toEqual(["c-1"]);
});

test("NothingCountedSaysSo", async () => {
    await open();
    expect(text("h1")).toBe("Rien n’a été compté");
});

test("TheDistributionsPageLeadsThere", async () => {
    counts = [plate("c1", "ASM1")];
    rounds = [round("r", "open")];
    await open_rounds(["serve", "bring_in_counts"]);
    await vi.waitUntil(() => document.querySelector('[data-hint="closed-counts"]'));
    expect(text('[data-hint="closed-counts"]')).toContain("1 repas compté pendant la fermeture");
    // Seen before the only distribution is entered.
    expect(router.path).toBe("/");
});

test("WithoutTheRightNobodyIsLedThere", async () => {
    counts = [plate("c1", "ASM1")];
    rounds = [round("r", "open")];
    await open_rounds(["serve"]);
    await vi.waitUntil(() => router.path === "/rounds/r");
    expect(document.querySelector('[data-hint="closed-counts"]')).toBeNull();
});
