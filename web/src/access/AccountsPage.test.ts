import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session } from "../api/types.ts";
import AccountsPage from "./AccountsPage.svelte";

let page: Record<string, unknown>;
let posted: { path: string; body: Record<string, unknown> }[];
let refusal: { status: number; code: string } | null;

const fati = {
    name: "fati",
    role: "protection_officer",
    site: "ASM",
    made_by: "admin",
    made_at: "2023-01-20T06:30:00Z",
};
const others = {
    confirmed_by: null,
    confirmed_at: null,
    confirmed_how: null,
    has_password: true,
    last_used_at: "2023-01-22T06:30:00Z",
    emergency: false,
    ends_at: null,
    closed_at: null,
    closed_by: null,
};
const accounts = [
    { ...others, ...fati, name: "awa", role: "registrar", confirmed: true },
    { ...others, ...fati, confirmed: false, has_password: false },
    { ...others, ...fati, name: "old", confirmed: true, closed_at: "2023-01-21T06:30:00Z", closed_by: "admin" },
];
const link = { name: "awa", role: "registrar", link: "/#/link/0a0b", expires_at: "2023-01-24T06:30:00Z" };

function answer(status: number, body: unknown): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

async function server(address: string, init: RequestInit): Promise<Response> {
    const path = address.replace("/api/v1", "");
    if (init.method === "GET") {
        if (path === "/accounts") return answer(200, { accounts, more: false });
        if (path === "/accounts/unconfirmed") return answer(200, { accounts: [fati], more: false });
        if (path === "/sites") return answer(200, { sites: [] });
        return answer(200, { sessions: [] });
    }
    posted.push({ path, body: JSON.parse(String(init.body)) as Record<string, unknown> });
    if (refusal) return answer(refusal.status, { code: refusal.code });
    if (path === "/accounts") return answer(201, { ...link, confirmed: false });
    if (path.endsWith("/link")) return answer(201, { ...link, confirmed: true });
    return answer(200, {});
}

function session(name: string, rights: string[]): Session {
    return {
        account: {
            name,
            role: "administrator",
            site: null,
            rights,
            must_set_password: false,
            asks_old_password: true,
        },
        node: { name: "Assamaka", demonstration: false },
        now: "2023-01-23T06:30:00Z",
    };
}

async function open(name: string, ...rights: string[]): Promise<void> {
    page = mount(AccountsPage, {
        target: document.body,
        props: { session: session(name, rights), now_ms: () => Date.parse("2023-01-23T06:30:00Z") },
    });
    await vi.waitUntil(() => document.querySelector('[data-page="accounts"]'));
    flushSync();
}

function click(place: string): void {
    document.querySelector<HTMLElement>(place)!.click();
    flushSync();
}

function submit(): void {
    document
        .querySelector("form")!
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

function text(): string {
    return document.body.textContent.replace(/\s+/g, " ");
}

beforeEach(() => {
    posted = [];
    refusal = null;
    vi.stubGlobal("fetch", server);
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

describe("who confirms", () => {
    const waiting = '[data-list="waiting-accounts"] [data-account="fati"]';

    test("FindsThoseThatWaitOnTop", async () => {
        await open("po", "read_accounts", "confirm_account");
        const first = document.querySelector("[data-list]");
        expect(first?.getAttribute("data-list")).toBe("waiting-accounts");
        click(`${waiting} [data-action="confirm-account"]`);
        await vi.waitUntil(() => text().includes("fati est confirmé"));
        expect(posted.map(({ path }) => path)).toEqual(["/accounts/fati/confirmation"]);
    });

    test("IsToldWhyNot", async () => {
        await open("po", "read_accounts", "confirm_account");
        refusal = { status: 409, code: "account.already_confirmed" };
        click(`${waiting} [data-action="confirm-account"]`);
        await vi.waitUntil(() => document.querySelector(`${waiting} [role="alert"]`));
        expect(document.querySelector(`${waiting} [role="alert"]`)?.textContent).toContain(
            "déjà confirmé",
        );
    });

    test("DoesNotConfirmWhatTheyMadeThemselves", async () => {
        await open("admin", "read_accounts", "confirm_account");
        expect(document.querySelector('[data-action="confirm-account"]')).toBeNull();
        expect(document.querySelector(waiting)?.textContent).toContain("quelqu’un d’autre");
    });
});

test("WhoOnlyReadsChangesNothing", async () => {
    await open("dpo", "read_accounts");
    for (const action of ["new-account", "manage", "confirm-account"]) {
        expect(document.querySelector(`[data-action="${action}"]`)).toBeNull();
    }
    expect(document.querySelector('[data-account="old"]')?.getAttribute("data-state")).toBe("closed");
});

describe("who manages", () => {
    beforeEach(() => open("admin", "read_accounts", "manage_accounts"));

    function fill(id: string, value: string): void {
        const field = document.querySelector<HTMLInputElement>(`#${id}`)!;
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        flushSync();
    }

    // This document does not know which option is chosen where there are several.
    function choose(id: string, value: string): void {
        const field = document.querySelector<HTMLSelectElement>(`#${id}`)!;
        for (const option of [...field.options]) if (option.value !== value) option.remove();
        field.dispatchEvent(new Event("change", { bubbles: true }));
        flushSync();
    }

    test("IsShownTheLinkUntilItIsHandedOver", async () => {
        click('[data-action="new-account"]');
        fill("account-name", "awa");
        choose("account-role", "protection_officer");
        submit();
        await vi.waitUntil(() => document.querySelector('[data-part="link"]'));
        flushSync();
        expect(posted[0]?.body).toMatchObject({ name: "awa", role: "protection_officer" });
        expect(document.querySelector("[data-link]")?.textContent).toBe(`${location.origin}/#/link/0a0b`);
        expect(document.querySelector('[data-notice="unconfirmed"]')).not.toBeNull();
        click('[data-action="link-done"]');
        expect(document.body.innerHTML).not.toContain("0a0b");
    });

    test("SendsNoNameThatTheServerRefuses", async () => {
        click('[data-action="new-account"]');
        fill("account-name", "awa koné");
        submit();
        await vi.waitUntil(() => document.querySelector('form [role="alert"]'));
        expect(posted).toEqual([]);
    });

    test.each([
        ["ask-link", "new-link", "prennent fin à l’instant", "/accounts/awa/link"],
        ["ask-closing", "close-account", "prennent fin à l’instant", "/accounts/awa/closing"],
    ])("IsToldWhatEndsBeforeItDoes %s", async (ask, action, words, path) => {
        click('[data-account="awa"] [data-action="manage"]');
        click(`[data-action="${ask}"]`);
        expect(text()).toContain(words);
        expect(document.querySelector(`[data-action="${action}"]`)).not.toBeNull();
        expect(posted).toEqual([]);
        submit();
        await vi.waitUntil(() => posted.length > 0 && !document.querySelector("dialog"));
        expect(posted.map((each) => each.path)).toEqual([path]);
    });
});
