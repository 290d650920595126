import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { on_not_fresh, request } from "../api/request.ts";
import { request_file } from "../api/request_file.ts";
import { Sending } from "../api/sending.svelte.ts";
import { FreshSignIn } from "./fresh.svelte.ts";

let fresh: FreshSignIn;
let stop: () => void;
// Each body as it was sent, and what the server answers, in turn.
let sent: Record<string, unknown>[];
let answers: ("not_fresh" | "done" | "file")[];

function answer(): Response {
    const next = answers.shift() ?? "not_fresh";
    if (next === "file") return new Response("%PDF", { headers: { "Content-Type": "application/pdf" } });
    return next === "done"
        ? new Response('{"confirmed":true}', { headers: { "Content-Type": "application/json" } })
        : new Response('{"code":"session.not_fresh","params":{"max_min":10}}', {
              status: 403,
              headers: { "Content-Type": "application/problem+json" },
          });
}

function confirm(command: string): ReturnType<typeof request<unknown>> {
    return request("POST", "/accounts/awa/confirmation", { command });
}

beforeEach(() => {
    fresh = new FreshSignIn();
    stop = on_not_fresh(() => fresh.ask());
    sent = [];
    answers = ["not_fresh", "done"];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
        sent.push(JSON.parse(String(init.body)) as Record<string, unknown>);
        return answer();
    });
});

afterEach(() => {
    stop();
    vi.unstubAllGlobals();
});

test("ACommandIsRepeatedWithItsOwnIdOnceThePasswordWasGiven", async () => {
    const sending = new Sending();
    const done = sending.send("awa", confirm);
    await vi.waitUntil(() => fresh.asked);
    expect(sent.length).toBe(1);
    fresh.answer(true);
    expect(await done).toEqual({ value: { confirmed: true } });
    expect(sent[1]).toEqual(sent[0]);
    expect(fresh.asked).toBe(false);
});

test("CancellingLeavesEverythingAsItWas", async () => {
    const sending = new Sending();
    const done = sending.send("awa", confirm);
    await vi.waitUntil(() => fresh.asked);
    expect(sending.busy).toBe(true);
    fresh.answer(false);
    expect(await done).toBeNull();
    expect(sent.length).toBe(1);
    expect(sending.problem).toMatchObject({ code: "session.not_fresh" });

    // The next try is the same command: the server has done nothing with it.
    answers = ["done"];
    await sending.send("awa", confirm);
    expect(sent[1]).toEqual(sent[0]);
});

test("TwoThatWereRefusedTogetherAskOnce", async () => {
    answers = ["not_fresh", "not_fresh", "done", "done"];
    const both = Promise.all([confirm("a"), confirm("b")]);
    await vi.waitUntil(() => sent.length === 2 && fresh.asked);
    fresh.answer(true);
    expect((await both).map(({ ok }) => ok)).toEqual([true, true]);
    expect(sent.map(({ command }) => command)).toEqual(["a", "b", "a", "b"]);
});

test("ASecondRefusalIsTheAnswer", async () => {
    answers = ["not_fresh", "not_fresh"];
    const done = confirm("a");
    await vi.waitUntil(() => fresh.asked);
    fresh.answer(true);
    expect((await done).ok).toBe(false);
    expect(fresh.asked).toBe(false);
    expect(sent.length).toBe(2);
});

test("AFileIsAskedForAgainToo", async () => {
    answers = ["not_fresh", "file"];
    const done = request_file("POST", "/nominal-lists/1/copies", "application/pdf", { command: "a" });
    await vi.waitUntil(() => fresh.asked);
    fresh.answer(true);
    expect((await done).ok).toBe(true);
    expect(sent).toEqual([{ command: "a" }, { command: "a" }]);
});

test("WhatNobodyAskedForAsksNobody", async () => {
    const reply = await request("POST", "/x", { command: "a" }, { background: true });
    expect(reply.ok).toBe(false);
    expect(fresh.asked).toBe(false);
});
