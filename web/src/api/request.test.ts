import { afterEach, describe, expect, test, vi } from "vitest";
import { link } from "./link.svelte.ts";
import { on_problem, on_session_seconds, request, session_began } from "./request.ts";

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

describe("a server that waits for its passphrase", () => {
    const problem_json = { "Content-Type": "application/problem+json" };
    const closed = '{"code":"vault.passphrase_awaited"}';
    afterEach(() => {
        link.closed = false;
    });

    test("WasNotReached", async () => {
        answer_with(closed, { status: 503, headers: problem_json });
        const reply = await request("POST", "/rounds/r/servings", {});
        const problem = { status: 0, code: "vault.passphrase_awaited", params: {} };
        expect(reply).toEqual({ ok: false, problem });
        expect(link).toMatchObject({ state: "offline", closed: true });
    });

    test("IsClosedUntilItSaysSomethingElse", async () => {
        answer_with(closed, { status: 503, headers: problem_json });
        await request("GET", "/session");
        vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
        await request("GET", "/session");
        expect(link).toMatchObject({ state: "offline", closed: true });
        answer_with('{"code":"session.required"}', { status: 401, headers: problem_json });
        await request("GET", "/session");
        expect(link).toMatchObject({ state: "online", closed: false });
    });

    test("StaysClosedThoughItCounts", async () => {
        answer_with(closed, { status: 503, headers: problem_json });
        await request("GET", "/session");
        answer_with("{}", { status: 200, headers: json });
        await request("GET", "/closed-counts", undefined, { apart: true });
        expect(link).toMatchObject({ state: "offline", closed: true });
    });

    test("IsNotOneThatWasLocked", async () => {
        answer_with('{"code":"vault.locked"}', { status: 503, headers: problem_json });
        const reply = await request("GET", "/session");
        expect(!reply.ok && reply.problem.status).toBe(503);
        expect(link).toMatchObject({ state: "online", closed: false });
    });
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

describe("what nobody asked for", () => {
    test("SaysSoAndKeepsNoSessionAlive", async () => {
        const fetch = answer_with("{}", { status: 200, headers: json });
        await request("GET", "/session", undefined, { background: true });
        expect(headers_of(fetch)["X-Jatigi-Background"]).toBe("1");
    });

    test("WhatSomebodyAskedForSaysNothing", async () => {
        const fetch = answer_with("{}", { status: 200, headers: json });
        await request("GET", "/session");
        expect(headers_of(fetch)).not.toHaveProperty("X-Jatigi-Background");
    });
});

describe("the end of the session", () => {
    function heard_seconds(): { heard: number[]; stop: () => void } {
        const heard: number[] = [];
        return { heard, stop: on_session_seconds((seconds) => heard.push(seconds)) };
    }

    test.each([
        ["900", [900]],
        ["0", [0]],
        ["soon", []],
    ])("IsToldWithEveryAnswer %s", async (header, told) => {
        const { heard, stop } = heard_seconds();
        answer_with("{}", { status: 200, headers: { ...json, "X-Jatigi-Session-Seconds": header } });
        await request("GET", "/sites");
        stop();
        expect(heard).toEqual(told);
    });

    test("IsToldWithARefusalToo", async () => {
        const { heard, stop } = heard_seconds();
        answer_with('{"code":"round.closed"}', {
            status: 409,
            headers: {
                "Content-Type": "application/problem+json",
                "X-Jatigi-Session-Seconds": "12",
            },
        });
        await request("POST", "/rounds/r/servings", {});
        stop();
        expect(heard).toEqual([12]);
    });

    // The list that refreshes itself was under way while somebody typed the password again.
    test("OfTheOldSessionIsNotThatOfTheNewOne", async () => {
        const heard: string[] = [];
        const stop = on_problem((problem) => heard.push(problem.code));
        let arrive: (response: Response) => void = () => undefined;
        vi.stubGlobal("fetch", () => new Promise((done) => (arrive = done)));
        const asked = request("GET", "/rounds?state=open");
        session_began();
        arrive(
            new Response('{"code":"session.required"}', {
                status: 401,
                headers: { "Content-Type": "application/problem+json" },
            }),
        );
        expect((await asked).ok).toBe(false);
        stop();
        expect(heard).toEqual([]);
    });
});
