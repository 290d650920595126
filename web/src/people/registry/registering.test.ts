import { afterEach, expect, test, vi } from "vitest";
import { Registering } from "./registering.ts";

interface Sent {
    command: string;
    site: string;
}
afterEach(() => void vi.unstubAllGlobals());

// A server that registers each command once, and forgets to answer when it is told to.
function server(): { sent: Sent[]; registered: Map<string, string>; lose: { next: boolean; arrives: boolean } } {
    const all = { sent: [] as Sent[], registered: new Map<string, string>(), lose: { next: false, arrives: true } };
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
        const text = String(init.body);
        const body = JSON.parse(text) as Sent;
        all.sent.push(body);
        const before = all.registered.get(body.command);
        const lost = all.lose.next;
        all.lose.next = false;
        if (!lost || all.lose.arrives) if (before === undefined) all.registered.set(body.command, text);
        if (lost) throw new TypeError("lost");
        const told = before === undefined || before === text;
        return told
            ? new Response(JSON.stringify({ case_number: "ASM1" }), { status: 201, headers: { "content-type": "application/json" } })
            : new Response(JSON.stringify({ code: "command.id_reused", params: {} }), {
                  status: 409,
                  headers: { "content-type": "application/problem+json" },
              });
    });
    return all;
}
const person = (site: string) => ({ site }) as unknown as Parameters<Registering["send"]>[0];

test("WhoseAnswerWasLostIsRegisteredOnceThoughTheAnswersWereChanged", async () => {
    const { registered, lose } = server();
    const registering = new Registering();
    lose.next = true;
    expect((await registering.send(person("A"))).ok).toBe(false);
    expect(await registering.send(person("B"))).toMatchObject({ ok: true, value: { case_number: "ASM1" } });
    expect(registering.arrived_before).toBe(true);
    expect(registered.size).toBe(1);
});

test("WhatNeverArrivedIsRegisteredAsItWasChanged", async () => {
    const { registered, lose } = server();
    const registering = new Registering();
    lose.next = true;
    lose.arrives = false;
    await registering.send(person("A"));
    expect((await registering.send(person("B"))).ok).toBe(true);
    expect(registering.arrived_before).toBe(false);
    expect([...registered.values()].map((text) => (JSON.parse(text) as Sent).site)).toEqual(["B"]);
});

test("TheSameAnswersAfterASuccessAreSomebodyElse", async () => {
    const { registered } = server();
    const registering = new Registering();
    await registering.send(person("A"));
    await registering.send(person("A"));
    expect(registered.size).toBe(2);
});
