import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import ClosedPage from "./ClosedPage.svelte";
import { counts_store } from "./store.ts";

let page: Record<string, unknown>;
let counts: Record<string, unknown>[];
let opening: Response;
let asked: number;
let reachable: boolean;

const totals = { arrivals: 3, wristbands: 2, plates: 1 };
const services = [
    { code: "LUNCH", name_fr: "Déjeuner", name_en: "Lunch", kind: "food", once_per: "day" },
    { code: "BLANKET", name_fr: "Couverture", name_en: "Blanket", kind: "item", once_per: "stay" },
];

async function server(address: string, init: RequestInit): Promise<Response> {
    if (!reachable) throw new TypeError("Failed to fetch");
    if (address === "/api/v1/opening") return opening;
    expect(address).toBe("/api/v1/closed-counts");
    if (init.method === "GET") return answer(200, { open: false, kept: 9, services, ...totals });
    counts.push(JSON.parse(String(init.body)) as Record<string, unknown>);
    return answer(201, { again: false, ...totals });
}

function answer(status: number, body: unknown): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

async function open(): Promise<void> {
    page = mount(ClosedPage, { target: document.body, props: { ask: async () => (asked += 1) } });
    await vi.waitUntil(() => text('[data-total="arrival"]') === "3");
}

function click(place: string): void {
    document.querySelector<HTMLElement>(place)!.click();
    flushSync();
}

function type(place: string, value: string): void {
    const field = document.querySelector<HTMLInputElement>(place)!;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    field.closest("form")!.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    flushSync();
}

function text(place: string): string {
    return (document.querySelector(place)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

beforeEach(() => {
    localStorage.clear();
    [counts, asked, reachable] = [[], 0, true];
    opening = answer(200, { opening: true });
    vi.stubGlobal("fetch", server);
});

afterEach(async () => {
    await unmount(page);
    const store = await counts_store();
    for (const { id } of await store.waiting()) await store.remove(id);
    vi.unstubAllGlobals();
});

test("SaysThatCountingGoesOnWithTheTotalsOfAll", async () => {
    await open();
    expect(text("h1")).toBe("Le poste est fermé, on compte quand même");
    expect(["arrival", "wristband", "plate"].map((kind) => text(`[data-total="${kind}"]`))).toEqual(["3", "2", "1"]);
    expect(document.querySelector("details")?.open).toBe(false);
});

test("ArrivalsAreOneTouch", async () => {
    await open();
    click('[data-mode="arrival"]');
    click('[data-count="10"]');
    await vi.waitUntil(() => document.querySelector('[data-verdict="counted"]'));
    expect(counts).toMatchObject([{ kind: "arrival", count: 10 }]);
});

test("TheServiceIsChosenOnceAndAReloadGoesOnWithIt", async () => {
    await open();
    click('[data-mode="plate"]');
    click('[data-service="LUNCH"]');
    await unmount(page);
    await open();
    type("#scan", "asm 1");
    await vi.waitUntil(() => document.querySelector('[data-verdict="counted"]'));
    expect(counts).toMatchObject([{ kind: "plate", number: "ASM1", service: "LUNCH" }]);
});

test("WithoutTheNetworkItSaysHowManyWait", async () => {
    await open();
    click('[data-mode="wristband"]');
    reachable = false;
    type("#scan", "7");
    await vi.waitUntil(() => document.querySelector('[data-verdict="noted"]'));
    expect(text("[data-waits]")).toBe("1 saisie attend sur cet appareil");
    expect(text('[data-total="wristband"]')).toBe("3");
});

describe("opening", () => {
    test.each([
        ["vault.passphrase_wrong", 403, {}, "Cette phrase n’ouvre pas le poste"],
        ["session.throttled", 429, { retry_after_s: 8 }, "Réessayez dans 8 secondes"],
        ["vault.passphrase_in_clear", 403, {}, "Ce réseau laisserait lire la phrase"],
        ["vault.passphrase_from_outside", 403, {}, "depuis l’extérieur"],
    ])("SaysWhyNot %s", async (code, status, params, words) => {
        opening = answer(status, { code, params });
        await open();
        type("#passphrase", "faux");
        await vi.waitUntil(() => document.querySelector('[role="alert"]'));
        expect(text('[role="alert"]')).toContain(words);
        expect(document.querySelector("[data-opening]")?.getAttribute("data-opening")).toBe("none");
    });

    test("IsNotTypedWhereTheNetworkCouldReadIt", async () => {
        vi.stubGlobal("isSecureContext", false);
        await open();
        expect(document.querySelector("#passphrase")).toBeNull();
        expect(text("[data-opening-refused]")).toContain("à son adresse en https");
    });

    test("AsksForAPassphraseBeforeItSendsOne", async () => {
        await open();
        type("#passphrase", "");
        expect(text('[role="alert"]')).toContain("Tapez la phrase secrète");
    });

    test.each([
        ["the passphrase is right", 200],
        ["somebody else opened it", 404],
    ])("AsksTheServerUntilItIsOpen when %s", async (_, status) => {
        opening = answer(status, status === 200 ? { opening: true } : { code: "request.no_such_route" });
        await open();
        type("#passphrase", "cinq mots tout au hasard");
        await vi.waitUntil(() => document.querySelector('[data-opening="opening"]'));
        expect(document.querySelector("#passphrase")).toBeNull();
        await vi.waitUntil(() => asked > 0, { timeout: 3_000 });
    });
});
