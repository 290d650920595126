import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import PasswordPage from "./PasswordPage.svelte";

let page: Record<string, unknown>;
let asked: Record<string, unknown>[];
let answer: () => Response;
const ondone = vi.fn();

function open(asks_old: boolean): void {
    page = mount(PasswordPage, {
        target: document.body,
        props: { asks_old, leave: null, ondone, onleave: vi.fn() },
    });
    flushSync();
}

function type(id: string, text: string): void {
    const field = document.querySelector<HTMLInputElement>(`#${id}`)!;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function submit(): Promise<void> {
    document
        .querySelector("form")!
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await vi.waitUntil(() => document.querySelector('[role="alert"], [data-page="password-saved"]'));
    flushSync();
}

beforeEach(() => {
    asked = [];
    ondone.mockReset();
    answer = () => new Response(null, { status: 204 });
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
        asked.push(JSON.parse(String(init.body)));
        return answer();
    });
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

test("TheOldOneIsAskedForWhereThereIsOne", async () => {
    open(true);
    expect(document.body.textContent).toContain("déconnectés");
    type("old-password", "mon ancien mot");
    type("new-password", "quatre mots sans lien");
    await submit();
    expect(asked).toEqual([{ password: "quatre mots sans lien", old_password: "mon ancien mot" }]);
    document.querySelector<HTMLElement>('[data-action="password-done"]')!.click();
    expect(ondone).toHaveBeenCalledOnce();
});

test("AFirstPasswordHasNoOldOne", async () => {
    open(false);
    expect(document.querySelector("#old-password")).toBeNull();
    type("new-password", "quatre mots sans lien");
    await submit();
    expect(asked).toEqual([{ password: "quatre mots sans lien" }]);
});

test("AWrongOldOneIsSaidAtItsField", async () => {
    open(true);
    answer = () =>
        new Response('{"code":"account.wrong_old_password"}', {
            status: 403,
            headers: { "Content-Type": "application/problem+json" },
        });
    type("old-password", "autre chose");
    type("new-password", "quatre mots sans lien");
    await submit();
    const field = document.querySelector("#old-password")!;
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(field.getAttribute("aria-describedby")!)?.textContent).toContain(
        "pas votre mot de passe actuel",
    );
    expect(document.querySelector("#new-password")?.getAttribute("aria-invalid")).toBe("false");
    expect(document.querySelector('[role="alert"] a')?.getAttribute("href")).toBe("#old-password");
});

test("AnEmptyOldOneIsNotSent", async () => {
    open(true);
    type("new-password", "quatre mots sans lien");
    await submit();
    expect(asked).toEqual([]);
});
