import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import SessionList from "./SessionList.svelte";

const sessions = [
    { id: "a", began_at: "2023-01-23T06:00:00Z", seen_at: "2023-01-23T06:30:00Z", by: "password", this: true },
    { id: "b", began_at: "2023-01-22T06:00:00Z", seen_at: "2023-01-22T06:30:00Z", by: "link", this: false },
];

let page: Record<string, unknown>;
let posted: { address: string; body: Record<string, unknown> }[];

async function open(name: string | null): Promise<void> {
    page = mount(SessionList, { target: document.body, props: { name } });
    await vi.waitUntil(() => document.querySelector('[data-list="sessions"]'));
    flushSync();
}

async function click(place: string): Promise<void> {
    document.querySelector<HTMLElement>(place)!.click();
    await vi.waitUntil(() => document.body.textContent.includes("est terminée"));
}

beforeEach(() => {
    posted = [];
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
        if (init.method === "POST") posted.push({ address, body: JSON.parse(String(init.body)) });
        const body = init.method === "POST" ? { ended: 1 } : { sessions };
        return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
    });
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

test("ThisDeviceIsNotEndedFromItself", async () => {
    await open(null);
    expect(document.querySelectorAll('[data-action="end-session"]').length).toBe(1);
    expect(document.querySelector('[data-this="true"]')?.textContent).toContain("Cet appareil");
});

test.each([
    ["password", "avec mot de passe"],
    ["link", "par un lien"],
    ["pin", "par code"],
])("HowItBeganIsSaidInWords %s", async (by, words) => {
    sessions[1]!.by = by;
    await open(null);
    expect(document.body.textContent).toContain(words);
});

test("OneOfThemIsEnded", async () => {
    await open(null);
    await click('[data-action="end-session"]');
    expect(posted[0]).toMatchObject({ address: "/api/v1/account/sessions/ending", body: { id: "b" } });
});

test("AllOthersAreEndedTogether", async () => {
    await open(null);
    await click('[data-action="end-sessions"]');
    expect(posted[0]?.body).not.toHaveProperty("id");
});

test("ThoseOfAnAccountAreAllEndable", async () => {
    await open("awa@asm");
    expect(document.querySelectorAll('[data-action="end-session"]').length).toBe(2);
    await click('[data-action="end-sessions"]');
    expect(posted[0]?.address).toBe("/api/v1/accounts/awa%40asm/sessions/ending");
});
