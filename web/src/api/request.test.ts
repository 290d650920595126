import { afterEach, describe, expect, test, vi } from "vitest";
import { link } from "./link.svelte.ts";
import { look_for_lock, on_problem, request } from "./request.ts";

afterEach(() => vi.unstubAllGlobals());

function answer_with(body: string | null, init: ResponseInit): ReturnType<typeof vi.fn> {
    const fetch = vi.fn(async () => new Response(body, init));
    vi.stubGlobal("fetch", fetch);
    return fetch;
}

function headers_of(fetch: ReturnType<typeof vi.fn>): Record<string, string> {
    return (fetch.mock.calls[0]?.[1] as { headers: Record<string, string> }).headers;
}

const json = { "Content-Type": "application/json" };

test.each(["POST", "PUT", "DELETE"] as const)("EveryWriteCarriesOurHeader %s", async (method) => {
    const fetch = answer_with("{}", { status: 200, headers: json });
    await request(method, "/session");
    expect(headers_of(fetch)["X-Jatigi"]).toBe("1");
});

test("AReadCarriesNoWriteHeader", async () => {
    const fetch = answer_with("{}", { status: 200, headers: json });
    await request("GET", "/session");
    expect(headers_of(fetch)["X-Jatigi"]).toBeUndefined();
});

test("NoAnswerIsOffline", async () => {
    vi.stubGlobal(
        "fetch",
        vi.fn(async () => {
            throw new TypeError("Failed to fetch");
        }),
    );
    const reply = await request("GET", "/session");
    expect(reply).toEqual({
        ok: false,
        problem: { status: 0, code: "network.offline", params: {} },
    });
    expect(link.state).toBe("offline");
});

test("ARefusalMeansTheServerIsThere", async () => {
    answer_with('{"code":"round.closed"}', {
        status: 409,
        headers: { "Content-Type": "application/problem+json" },
    });
    const reply = await request("POST", "/rounds/r/servings", {});
    expect(reply.ok).toBe(false);
    expect(link.state).toBe("online");
});

test("ACaptivePortalIsNotAReceipt", async () => {
    answer_with("<html>Welcome</html>", {
        status: 200,
        headers: { "Content-Type": "text/html" },
    });
    const reply = await request("POST", "/rounds/r/servings", {});
    expect(!reply.ok && reply.problem.code).toBe("network.foreign_answer");
    expect(link.state).toBe("offline");
});

test("NoContentIsAnAnswer", async () => {
    answer_with(null, { status: 204 });
    expect(await request("DELETE", "/session")).toEqual({ ok: true, value: undefined });
});

describe("looking for the lock", () => {
    const problem = { "Content-Type": "application/problem+json" };

    test("KeepsNoSessionAlive", async () => {
        const fetch = answer_with('{"code":"session.required"}', { status: 401, headers: problem });
        await look_for_lock();
        expect((fetch.mock.calls[0]?.[1] as RequestInit).credentials).toBe("omit");
    });

    test.each([
        [401, "session.required", []],
        [503, "vault.locked", ["vault.locked"]],
    ])("TellsOnlyOfTheLock %i", async (status, code, told) => {
        const heard: string[] = [];
        const stop = on_problem((problem) => heard.push(problem.code));
        answer_with(JSON.stringify({ code }), { status, headers: problem });
        await look_for_lock();
        stop();
        expect(heard).toEqual(told);
    });
});
