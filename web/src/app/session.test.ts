import { beforeEach, afterEach, expect, test, vi } from "vitest";
import type { Session } from "../api/types.ts";
import { CurrentSession } from "./session.svelte.ts";

let answers: (() => Response | Promise<Response>)[];
let accounts: string[];
let session: CurrentSession;

function of(name: string, more: Partial<Session> = {}): Session {
    return {
        account: {
            name,
            role: "food_distributor",
            site: "ASM",
            must_set_password: true,
            rights: [],
            asks_old_password: false,
        },
        node: { name: "Assamaka", demonstration: false },
        now: "2023-01-23T06:30:00Z",
        ...more,
    };
}

function json(body: unknown, status = 200): Response {
    const type = status === 200 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

beforeEach(async () => {
    accounts = [];
    answers = [() => json(of("awa"))];
    vi.stubGlobal("fetch", async () => {
        const next = answers.shift();
        if (!next) throw new TypeError("Failed to fetch");
        return next();
    });
    session = new CurrentSession((account) => accounts.push(account));
    await session.load();
});

afterEach(() => vi.unstubAllGlobals());

test("AClockThatRunsBehindIsHeardOfWhileSomebodyWorks", async () => {
    answers = [() => json(of("awa", { clock_behind: true }))];
    await session.refresh();
    expect(session.state).toMatchObject({ session: { clock_behind: true } });
    answers = [() => json(of("awa"))];
    await session.refresh();
    expect(session.state).not.toMatchObject({ session: { clock_behind: true } });
});

test("WithoutTheNetworkThePageStays", async () => {
    await session.refresh();
    expect(session.state.kind).toBe("signed_in");
});

test("AnAnswerForWhoLeftMeanwhileSignsNobodyIn", async () => {
    let arrive: (response: Response) => void = () => undefined;
    answers = [() => new Promise((done) => (arrive = done))];
    const asked = session.refresh();
    session.expire({ status: 401, code: "session.required", params: {} });
    arrive(json(of("awa")));
    await asked;
    expect(session.state.kind).toBe("signed_out");
    expect(accounts).toEqual(["awa", ""]);
});

test("NobodySignedInIsNotAskedAbout", async () => {
    session.expire({ status: 401, code: "session.required", params: {} });
    answers = [() => json(of("moussa"))];
    await session.refresh();
    expect(session.state.kind).toBe("signed_out");
});

test("ANewPasswordIsTheOldOneOfTheNext", () => {
    session.password_was_set();
    expect(session.state).toMatchObject({
        session: { account: { must_set_password: false, asks_old_password: true } },
    });
});
