import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Problem, ProblemParams } from "../api/problem.ts";
import SpokenCodePage from "./SpokenCodePage.svelte";

const waits: ProblemParams = {
    name: "fati",
    role: "protection_officer",
    confirmer: "dpo.niamey",
    number: 7,
    until: "2023-01-23T06:45:00Z",
};

let page: Record<string, unknown>;
let sent: (string | undefined)[];
let answer: Problem | null;

function refusal(code: string, params: ProblemParams): Problem {
    return { status: 403, code, params };
}

function open(params: ProblemParams): void {
    page = mount(SpokenCodePage, {
        target: document.body,
        props: {
            waits: refusal("account.unconfirmed", params),
            send: async (code?: string) => {
                sent.push(code);
                return answer;
            },
            onleave: vi.fn(),
        },
    });
    flushSync();
}

async function give(code: string): Promise<void> {
    const field = document.querySelector<HTMLInputElement>("#spoken")!;
    field.value = code;
    field.setSelectionRange(code.length, code.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    document
        .querySelector("form")!
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    await new Promise((done) => setTimeout(done));
    flushSync();
}

function text(): string {
    return document.body.textContent.replace(/\s+/g, " ");
}

beforeEach(() => {
    sent = [];
    answer = null;
});

afterEach(() => unmount(page));

test("WhomToCallAndWhichNumberToAskFor", () => {
    open(waits);
    expect(text()).toContain("Appelez dpo.niamey");
    expect(document.querySelector("[data-number]")?.textContent).toBe("7");
});

test("TheCodeIsSentInGroups", async () => {
    open(waits);
    await give("123456789012");
    expect(sent).toEqual(["1234 5678 9012"]);
});

test("HalfACodeIsNotSent", async () => {
    open(waits);
    await give("1234 5678");
    expect(sent).toEqual([]);
    expect(document.querySelector('[role="alert"]')?.textContent).toContain("12 chiffres");
});

test("AWrongCodeSaysHowManyTriesAreLeft", async () => {
    open(waits);
    answer = refusal("account.code_wrong", { tries_left: 2 });
    await give("123456789012");
    expect(document.querySelector('[role="alert"]')?.textContent).toContain("Encore 2 essais");
    expect(document.querySelector<HTMLInputElement>("#spoken")?.value).toBe("");
});

test("ABurntCodeAsksForAnother", async () => {
    open(waits);
    answer = refusal("account.unconfirmed", { ...waits, number: 8 });
    await give("123456789012");
    expect(document.querySelector('[data-notice="burnt"]')).not.toBeNull();
    expect(document.querySelector('[role="alert"]')).toBeNull();
});

test("WithoutASheetSomebodyWaitsForAColleague", async () => {
    open({ name: "fati", role: "protection_officer" });
    expect(document.querySelector("#spoken")).toBeNull();
    document.querySelector<HTMLElement>('[data-action="ask-again"]')!.click();
    await vi.waitUntil(() => sent.length > 0);
    expect(sent).toEqual([undefined]);
});
