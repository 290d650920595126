import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import { Sound } from "../../ui/sound.svelte.ts";
import { request } from "../../api/request.ts";
import RoundPage from "./RoundPage.svelte";

let page: Record<string, unknown>;
let kind: "food" | "item";

// The server as this page sees it: one round, in which everybody has been served already.
async function server(path: string, init: RequestInit): Promise<Response> {
    if (init.method === "GET") {
        return answer(200, "application/json", {
            id: "r1",
            site: { code: "ASM", name: "Assamaka" },
            service: { code: "s", name_fr: "Repas", name_en: "Meal", kind },
            day: "2023-01-16",
            count_mode: "scan",
            state: "open",
            served: 10,
            expected: 20,
        });
    }
    expect(path).toBe("/api/v1/rounds/r1/servings");
    return answer(409, "application/problem+json", {
        code: "serving.already_served",
        params: { at: "2023-01-16T08:03:00Z", case_number: "ASM00427K", overridable: kind === "food" },
    });
}

function answer(status: number, type: string, body: unknown): Response {
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

async function open(): Promise<void> {
    const outbox = new Outbox(
        memory_store(),
        (path, body) => request("POST", path, body),
        () => Date.now(),
    );
    outbox.use_account("awa");
    page = mount(RoundPage, {
        target: document.body,
        props: { id: "r1", outbox, sound: new Sound(), onexpired: vi.fn() },
    });
    await vi.waitUntil(() => document.querySelector("#scan"));
}

function scan(code: string): void {
    const field = document.querySelector<HTMLInputElement>("#scan")!;
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    document.querySelector("form")!.dispatchEvent(
        new SubmitEvent("submit", { bubbles: true, cancelable: true }),
    );
}

beforeEach(() => vi.stubGlobal("fetch", server));

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

test("FoodOffersThreeReasons", async () => {
    kind = "food";
    await open();
    scan("card-1");
    await vi.waitUntil(() => document.querySelector('[data-tone="warn"]'));
    expect(document.querySelectorAll("[data-reason]").length).toBe(3);
    expect(document.querySelector('[data-tone="warn"] bdi')?.textContent).toBe("ASM00427K");
    expect(document.querySelector<HTMLInputElement>("#scan")?.value).toBe("");
});

test("AnItemOffersNone", async () => {
    kind = "item";
    await open();
    scan("card-1");
    await vi.waitUntil(() => document.querySelector('[data-tone="bad"]'));
    expect(document.querySelectorAll("[data-reason]").length).toBe(0);
});
