import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SecondFactor } from "../api/second_factor.ts";
import SecondFactorPage from "./SecondFactorPage.svelte";

let page: Record<string, unknown>;
let asked: { method: string; path: string; body: Record<string, unknown> }[];
let answers: Record<string, () => Response>;
const ondone = vi.fn();

function json(body: unknown, status = 200): Response {
    return new Response(JSON.stringify(body), {
        status,
        headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
}

function open(second_factor: SecondFactor, rights = ["search_persons"]): void {
    const account = {
        name: "fati.diallo",
        role: "registrar",
        site: null,
        rights,
        must_set_password: false,
        asks_old_password: true,
        second_factor,
    };
    page = mount(SecondFactorPage, {
        target: document.body,
        props: {
            session: { account, node: { name: "assamaka", demonstration: false }, now: "2023-01-16T06:00:00.000Z" },
            ondone,
        },
    });
    flushSync();
}

function press(action: string): void {
    document.querySelector<HTMLElement>(`[data-action="${action}"]`)!.click();
}

async function type_code(code: string): Promise<void> {
    const field = document.querySelector<HTMLInputElement>("#factor-code")!;
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    document
        .querySelector("form")!
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

async function appears(selector: string): Promise<void> {
    await vi.waitUntil(() => (flushSync(), document.querySelector(selector)));
}

const path = "/api/v1/account/second-factor";
const codes = Array.from({ length: 10 }, (_, i) => `1234 5678 90${10 + i}`);

beforeEach(() => {
    asked = [];
    ondone.mockReset();
    answers = {
        [`GET ${path}`]: () => json({ rule: "offered", for_role: true, enrolled_at: null, codes_left: 0, keys: [] }),
        [`POST ${path}/proposal`]: () => json({ secret: "GEZD GNBV", uri: "otpauth://totp/x", qr: ["11", "01"] }),
        [`POST ${path}`]: () => json({ codes }, 201),
        [`POST ${path}/codes`]: () => json({ codes }, 201),
        "POST /api/v1/session/second-factor": () => json({ second_factor: "shown", printed: false }),
    };
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
        const method = init.method ?? "GET";
        asked.push({ method, path: address, body: JSON.parse(String(init.body ?? "{}")) });
        return answers[`${method} ${address}`]!();
    });
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

test("WhoIsAskedTypesACode", async () => {
    open("asked");
    await appears('[data-page="factor-asked"]');
    await type_code("492 039");
    await vi.waitUntil(() => ondone.mock.calls.length > 0);
    expect(asked).toEqual([
        { method: "POST", path: "/api/v1/session/second-factor", body: { code: "492 039" } },
    ]);
});

test("AWrongCodeIsSaidAndTypedAnew", async () => {
    answers["POST /api/v1/session/second-factor"] = () =>
        json({ code: "session.factor_wrong", params: { paper_only: false } }, 422);
    open("asked");
    await type_code("000000");
    await appears('[role="alert"]');
    expect(document.querySelector('[role="alert"]')!.textContent).toContain("a déjà servi");
    expect(document.querySelector<HTMLInputElement>("#factor-code")!.value).toBe("");
    expect(ondone).not.toHaveBeenCalled();
});

test("AnAppIsEnrolledByItsCodeAndTheCodesOfPaperStayUntilTheyAreDone", async () => {
    open("offered");
    press("propose-factor");
    await appears("svg");
    expect(document.querySelector("svg path")!.getAttribute("d")).toBe("M0 0h2v1h-2zM1 1h1v1h-1z");
    expect(document.body.textContent).toContain("GEZD GNBV");
    await type_code("492039");
    await appears('[data-page="factor-codes"]');
    expect(document.querySelectorAll('[data-list="factor-codes"] li').length).toBe(10);
    const sent = asked.find((each) => each.method === "POST" && each.path === path);
    expect(sent?.body["code"]).toBe("492039");
    expect(sent?.body["command"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ondone).not.toHaveBeenCalled();
    press("factor-codes-done");
    expect(ondone).toHaveBeenCalledOnce();
});

test("AKeyThatLapsedIsShownAnew", async () => {
    answers[`POST ${path}`] = () => json({ code: "account.factor_no_proposal" }, 409);
    open("offered");
    press("propose-factor");
    await appears("svg");
    answers[`POST ${path}/proposal`] = () => json({ secret: "AAAA BBBB", uri: "otpauth://totp/y", qr: ["1"] });
    await type_code("492039");
    await appears('[role="alert"]');
    expect(document.body.textContent).toContain("AAAA BBBB");
});

test("WhoHasAnAppSeesHowManyCodesAreLeftAndMakesNewOnes", async () => {
    answers[`GET ${path}`] = () =>
        json({ rule: "offered", for_role: true, enrolled_at: "2023-01-16T06:00:00.000Z", codes_left: 1, keys: [] });
    open("shown");
    await appears('[data-action="renew-codes"]');
    expect(document.body.textContent).toContain("Il reste un code");
    press("renew-codes");
    await appears('[data-page="factor-codes"]');
});

test("OnlyWhoServesGoesOnWithoutIt", async () => {
    const later = (): string | null | undefined =>
        document.querySelector('[data-action="factor-later"]')?.getAttribute("href");
    open("required");
    expect(later()).toBeUndefined();
    await unmount(page);
    open("asked", ["serve", "search_persons"]);
    expect(later()).toBe("#/rounds");
    await unmount(page);
    open("offered");
    expect(later()).toBe("#/");
});
