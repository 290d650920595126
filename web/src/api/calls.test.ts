import { afterEach, expect, test, vi } from "vitest";
import { send_command } from "./calls.ts";

afterEach(() => vi.unstubAllGlobals());

async function asked(came: Parameters<typeof send_command>[2]): Promise<[string, unknown]> {
    const fetch = vi.fn(async (_address: string, _init: RequestInit) => new Response("{}"));
    vi.stubGlobal("fetch", fetch);
    await send_command("/rounds/r/servings", { command: "a" }, came);
    const [address, init] = fetch.mock.calls[0]!;
    return [address, init.body];
}

test("HowACommandCameStandsBesideIt", async () => {
    expect(await asked({ waited_ms: 0, scanned_by: "awa@asm" })).toEqual([
        "/api/v1/rounds/r/servings?waited_ms=0&scanned_by=awa%40asm",
        '{"command":"a"}',
    ]);
});

test("AnImmediateCommandHasNoQuery", async () => {
    expect(await asked({})).toEqual(["/api/v1/rounds/r/servings", '{"command":"a"}']);
});

test.each([
    [{ waited_ms: 0 }, "1"],
    [{}, undefined],
])("WhatWaitedIsSentByNobody %o", async (came, background) => {
    const fetch = vi.fn(async (_address: string, _init: RequestInit) => new Response("{}"));
    vi.stubGlobal("fetch", fetch);
    await send_command("/rounds/r/servings", { command: "a" }, came);
    const headers = fetch.mock.calls[0]![1].headers as Record<string, string>;
    expect(headers["X-Jatigi-Background"]).toBe(background);
});
