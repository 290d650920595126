import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Alarm, SecurityEvent } from "../api/security.ts";
import type { Session } from "../api/types.ts";
import SecurityPage from "./SecurityPage.svelte";

let page: Record<string, unknown>;
let asked: URL[];
let events: SecurityEvent[];
let alarms: Alarm[];
// What the list answers instead, once.
let refusal: (() => Promise<Response>) | null;
const page_size = 2;

const event = (at: string, more: Partial<SecurityEvent>): SecurityEvent => ({
    at,
    kind: "signed_in",
    account: "awa",
    detail: "password",
    count: 1,
    ...more,
});

function answer(status: number, body: unknown): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

async function server(address: string): Promise<Response> {
    const url = new URL(address, "http://jatigi.test");
    asked.push(url);
    if (url.pathname.endsWith("/summary")) return answer(200, { accounts: [], alarms, more_alarms: false });
    const once = refusal;
    refusal = null;
    if (once) return once();
    const offset = Number(url.searchParams.get("offset"));
    const more = events.length > offset + page_size;
    return answer(200, { events: events.slice(offset, offset + page_size), more });
}

const session: Session = {
    account: {
        name: "dpo",
        role: "data_protection_officer",
        site: null,
        rights: ["read_openings"],
        must_set_password: false,
        asks_old_password: true,
    },
    node: { name: "Assamaka", demonstration: false },
    now: "2023-01-23T06:30:00Z",
};

async function open(until: () => unknown): Promise<void> {
    page = mount(SecurityPage, {
        target: document.body,
        props: { session, now_ms: () => Date.parse("2023-01-23T06:30:00Z") },
    });
    await vi.waitUntil(until);
    flushSync();
}

const shown = (): Element | null => document.querySelector('[data-page="security"]');
const lines = (): string[] =>
    [...document.querySelectorAll('[data-list="security"] li')].map((each) =>
        each.textContent.replace(/\s+/g, " ").trim(),
    );

// This document does not know which option is chosen where there are several.
function choose(id: string, value: string): void {
    const field = document.querySelector<HTMLSelectElement>(`#${id}`)!;
    const others = [...field.options].filter((option) => option.value !== value);
    for (const option of others) option.remove();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    flushSync();
}

beforeEach(() => {
    vi.stubEnv("TZ", "Africa/Niamey");
    asked = [];
    alarms = [];
    refusal = null;
    events = [
        event("2023-01-23T05:00:00.000Z", {}),
        event("2023-01-22T23:30:00.000Z", { kind: "sign_in_failed", account: "bea" }),
        event("2023-01-22T22:30:00.000Z", { kind: "refused", detail: "GET /api/v1/persons access.denied" }),
    ];
    vi.stubGlobal("fetch", server);
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
});

test("TheNewestStandsOnTopUnderItsDay", async () => {
    await open(shown);
    expect(lines()).toEqual([
        "06:00 awa s’est connecté avec son mot de passe.",
        "00:30 Un mauvais mot de passe a été donné pour bea.",
    ]);
    const days = [...document.querySelectorAll("h2")].map((each) => each.textContent);
    expect(days).toEqual(["lundi 23 janvier 2023"]);
});

test("OlderLinesComeBehindThem", async () => {
    await open(shown);
    document.querySelector<HTMLElement>('[data-action="older"]')!.click();
    await vi.waitUntil(() => lines().length === 3);
    flushSync();
    expect(lines()[2]).toContain("GET /api/v1/persons access.denied");
    expect(lines()[2]).toContain("À regarder");
    expect(document.querySelectorAll("h2").length).toBe(2);
    expect(document.querySelector('[data-action="older"]')).toBeNull();
    await vi.waitUntil(() => document.activeElement?.textContent.includes("rien de plus ancien"));
});

test("OlderLinesThatDoNotComeTakeNothingAway", async () => {
    await open(shown);
    refusal = () => Promise.reject(new TypeError("no network"));
    document.querySelector<HTMLElement>('[data-action="older"]')!.click();
    await vi.waitUntil(() => document.querySelector('[role="alert"]'));
    expect(lines().length).toBe(2);
    document.querySelector<HTMLElement>('[data-action="older"]')!.click();
    await vi.waitUntil(() => lines().length === 3);
    flushSync();
    expect(document.querySelector('[role="alert"]')).toBeNull();
});

test("AlarmsStandAmongTheOthers", async () => {
    alarms = [
        { at: "2023-01-23T05:10:00.000Z", account: "relief", kind: "emergency", count: 0, released_at: null },
        { at: "2023-01-23T04:00:00.000Z", account: "bea", kind: "file", count: 60, released_at: "2023-01-23T04:30:00.000Z" },
    ];
    await open(shown);
    expect(lines()[0]).toContain("Un compte d’urgence a été créé : relief.");
    expect(lines()[2]).toMatch(/bea a ouvert 60 dossiers en une heure.* Levée le 23\/01\/2023 05:30$/);
});

test("OneGroupOrOneAccountIsChosen", async () => {
    await open(shown);
    choose("group", "sign_ins");
    expect(lines().length).toBe(2);
    choose("account", "bea");
    expect(lines()).toEqual(["00:30 Un mauvais mot de passe a été donné pour bea."]);
    expect(document.querySelector('[role="status"]')?.textContent).toContain("1 ligne, rien à regarder");
});

test("WhereNoneIsFoundOlderOnesMayBe", async () => {
    await open(shown);
    choose("group", "refusals");
    expect(shown()?.textContent).toContain("Il y en a de plus anciennes");
    document.querySelector<HTMLElement>('[data-action="older"]')!.click();
    await vi.waitUntil(() => lines().length === 1);
});

test("AnUnknownKindIsShownWithItsCode", async () => {
    events = [event("2023-01-23T05:00:00.000Z", { kind: "moon_full", detail: "tide" })];
    await open(shown);
    expect(lines()[0]).toContain("moon_full tide");
});

test("NothingNotedIsSaid", async () => {
    events = [];
    await open(shown);
    expect(shown()?.textContent).toContain("Rien n’est noté ces jours-là.");
});

test("NothingIsShownBeforeTheAnswer", async () => {
    refusal = () => new Promise(() => undefined);
    await open(() => document.querySelector('[role="status"]'));
    expect(document.body.textContent).toContain("Chargement…");
    expect(shown()).toBeNull();
});

test("WithoutTheNetworkItIsAskedForAgain", async () => {
    refusal = () => Promise.reject(new TypeError("no network"));
    await open(() => document.querySelector("section h1"));
    expect(document.body.textContent).toContain("Le serveur du centre ne répond pas.");
    document.querySelector<HTMLElement>("button")!.click();
    await vi.waitUntil(() => lines().length === 2);
});

test("WhoMayNotIsToldSo", async () => {
    refusal = async () => answer(403, { code: "access.denied" });
    await open(() => document.querySelector("section h1"));
    expect(document.body.textContent).toContain("Ce compte n’a pas ce droit ici.");
});

test("OtherDaysThatDoNotComeLeaveTheseWithAWord", async () => {
    await open(shown);
    refusal = async () => answer(503, { code: "store.busy" });
    document.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await vi.waitUntil(() => document.querySelector('details [role="alert"]'));
    expect(lines().length).toBe(2);
});

test("TheDaysThatAreAskedForAreThoseOfTheDevice", async () => {
    await open(shown);
    const { searchParams } = asked.find(({ pathname }) => pathname === "/api/v1/security-events")!;
    expect(Object.fromEntries(searchParams)).toEqual({ from: "2022-12-24", to: "2023-01-23", offset: "0" });
});
