import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { offline, type Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";
import { Outbox } from "./outbox.svelte.ts";
import OutboxDialog from "./OutboxDialog.svelte";
import { memory_store } from "./store.ts";

let outbox: Outbox;
let dialog: Record<string, unknown>;
let reply: Reply<unknown>;
let sent: Record<string, unknown>[];

function refused(status: number, code: string): Reply<unknown> {
    const problem: Problem = { status, code, params: {} };
    return { ok: false, problem };
}

// A scan by awa that was noted, and then got this answer while somebody else is signed in.
async function noted_then(answer: Reply<unknown>): Promise<void> {
    outbox.use_account("awa");
    outbox.add({
        id: "a",
        path: "/rounds/r/servings",
        body: { command: "a", code: "ASM481930257K" },
        label: "ASM481930257K",
    });
    await expect.poll(() => outbox.waiting[0]?.noted).toBe(true);
    reply = answer;
    outbox.use_account("moussa");
    await expect.poll(() => sent.length).toBe(2);
    await expect.poll(() => outbox.waiting[0]?.held_by?.code).not.toBe("network.offline");
    dialog = mount(OutboxDialog, { target: document.body, props: { outbox, onclose: () => undefined } });
    flushSync();
}

function text(): string {
    return (document.querySelector("dialog")?.textContent ?? "").replace(/\s+/g, " ");
}

beforeEach(() => {
    reply = { ok: false, problem: offline };
    sent = [];
    outbox = new Outbox(
        memory_store(),
        async (_, body) => {
            sent.push(body);
            return reply;
        },
        () => Date.parse("2023-01-23T06:30:00Z"),
    );
});

afterEach(() => unmount(dialog));

test("WhatAnotherAccountHasToSendSaysSo", async () => {
    await noted_then(refused(403, "access.denied"));
    expect(text()).toContain("ASM 481 930 257 K");
    expect(text()).toContain("par awa");
    expect(text()).toContain("Ce compte ne peut pas servir ici");
});

test("ALateRefusalOfAPersonIsSentAgainAsItWas", async () => {
    await noted_then(refused(409, "serving.person_left"));
    expect(text()).toContain("n’est pas compté");
    expect(document.querySelector("[data-refusal] input")).toBeNull();
    reply = { ok: true, value: {} };
    document.querySelector("form")!.requestSubmit();
    await expect.poll(() => sent.length).toBe(3);
    expect(sent[2]).toMatchObject({ code: "ASM481930257K" });
    expect(sent[2]?.["command"]).not.toBe("a");
    await expect.poll(() => text()).toContain("Rien n’attend");
    expect(document.activeElement?.closest("dialog")).not.toBeNull();
});

test("AWrongNumberIsCorrected", async () => {
    await noted_then(refused(404, "card.unknown"));
    const field = document.querySelector<HTMLInputElement>("[data-refusal] input")!;
    expect(document.querySelector(`label[for="${field.id}"]`)).not.toBeNull();
    field.value = " ASM481930258L ";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    reply = { ok: true, value: {} };
    document.querySelector("form")!.requestSubmit();
    await expect.poll(() => sent[2]?.["code"]).toBe("ASM481930258L");
});
