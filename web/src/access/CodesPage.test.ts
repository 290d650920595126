import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Session } from "../api/types.ts";
import CodesPage from "./CodesPage.svelte";

const codes = [
    { number: 1, code: "1234 5678 9012" },
    { number: 2, code: "2109 8765 4321" },
];
const session: Session = {
    account: {
        name: "dpo",
        role: "data_protection_officer",
        site: null,
        rights: ["confirm_account"],
        must_set_password: false,
        asks_old_password: true,
    },
    node: { name: "Niamey", demonstration: false },
    now: "2023-01-23T06:30:00Z",
};

let page: Record<string, unknown> | null;

async function make(): Promise<void> {
    document.querySelector<HTMLElement>('[data-action="make-codes"]')!.click();
    await vi.waitUntil(() => document.querySelector('[data-list="codes"]'));
    flushSync();
}

async function leave(): Promise<void> {
    if (page) await unmount(page);
    page = null;
}

beforeEach(() => {
    vi.stubGlobal(
        "fetch",
        async () =>
            new Response(JSON.stringify({ codes }), {
                status: 201,
                headers: { "Content-Type": "application/json" },
            }),
    );
    page = mount(CodesPage, { target: document.body, props: { session, now_ms: () => 0 } });
    flushSync();
});

afterEach(async () => {
    await leave();
    vi.unstubAllGlobals();
});

test("ASheetIsMadeOnlyWhenSomebodyAsks", async () => {
    expect(document.querySelector('[data-list="codes"]')).toBeNull();
    await make();
    expect(document.querySelectorAll('[data-list="codes"] li').length).toBe(2);
});

test("CodesAreNeverKept", async () => {
    const put = vi.spyOn(Storage.prototype, "setItem");
    await make();
    await leave();
    expect(document.body.innerHTML).not.toContain("5678");
    expect(put).not.toHaveBeenCalled();
    expect(document.documentElement.classList.contains("prints-codes")).toBe(false);
});
