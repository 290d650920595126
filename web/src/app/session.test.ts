import { beforeEach, afterEach, describe, expect, test, vi } from "vitest";
import { link } from "../api/link.svelte.ts";
import { sign_in } from "../api/calls.ts";
import type { Session } from "../api/types.ts";
import { owe_sign_out, owes_sign_out } from "./owed_sign_out.ts";
import { CurrentSession } from "./session.svelte.ts";
import type { TabMessage } from "./tabs.ts";

let answers: (() => Response | Promise<Response>)[];
let asked: RequestInit[];
let accounts: string[];
let told: TabMessage["kind"][];
let counts: boolean;
let kept: Session | null = null;
let begins: boolean[];
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

function fresh_session(): CurrentSession {
    return new CurrentSession({
        changed: (account) => accounts.push(account),
        begins: (undecided) => begins.push(undecided),
        tell: ({ kind }) => told.push(kind),
        counts: () => counts,
        kept: () => kept,
    });
}

function refused(status: number, code: string): Response {
    return json({ code }, status);
}

// The time that the server gave passes, one second after the other.
async function run_out(seconds: number): Promise<void> {
    const now_ms = Date.now();
    session.told(seconds);
    for (let s = 0; s <= seconds + 1; s++) session.tick(now_ms + 1_000 * s + 999);
    await vi.waitUntil(() => session.state.kind !== "loading");
    await new Promise((done) => setTimeout(done));
}

function json(body: unknown, status = 200): Response {
    const type = status === 200 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

beforeEach(async () => {
    owe_sign_out(false);
    link.state = "online";
    accounts = [];
    told = [];
    begins = [];
    asked = [];
    counts = false;
    answers = [() => json(of("awa"))];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
        asked.push(init);
        const next = answers.shift();
        if (!next) throw new TypeError("Failed to fetch");
        return next();
    });
    session = fresh_session();
    await session.load();
    asked = [];
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

test("APageThatIsLoadedAgainWithoutTheServerCountsOnAsWhoCountedHere", async () => {
    const account = async (): Promise<string> => {
        session = fresh_session();
        await session.load();
        return session.state.kind;
    };
    expect(await account()).toBe("unreachable");
    kept = of("awa");
    accounts = [];
    expect(await account()).toBe("counting");
    expect(accounts).toEqual(["awa"]);
    // Whether it was still theirs, the server says.
    answers = [() => refused(401, "session.required")];
    expect(await account()).toBe("signed_out");
    kept = null;
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

describe("the end by time", () => {
    test("BlanksBeforeAnybodyIsAsked", () => {
        answers = [() => refused(401, "session.required")];
        const now_ms = Date.now();
        session.told(0);
        session.tick(now_ms + 2_000);
        expect(session.state).toEqual({ kind: "loading" });
    });

    test("IsTheServersToSay", async () => {
        answers = [() => json(of("awa"))];
        await run_out(3);
        expect(session.state.kind).toBe("signed_in");
        expect((asked[0]?.headers as Record<string, string>)["X-Jatigi-Background"]).toBe("1");
    });

    test.each([
        ["the server says so", ["ended"], () => refused(401, "session.required")],
        ["nobody answers", [], undefined],
    ])("EndsAtTheSignInPage when %s", async (_, tabs, answer) => {
        answers = answer ? [answer] : [];
        await run_out(3);
        expect(session.state).toMatchObject({
            kind: "signed_out",
            problem: { code: "session.required" },
        });
        expect(accounts.at(-1)).toBe("");
        expect(told.filter((kind) => kind === "ended")).toEqual(tabs);
    });

    test("PeopleAreCountedOnWhereNobodyAnswers", async () => {
        counts = true;
        await run_out(3);
        expect(session.state).toMatchObject({ kind: "counting", session: of("awa") });
        expect(session.covered).toBe(false);
        // What is scanned goes on under the same name.
        expect(accounts).toEqual(["awa"]);
        session.expire({ status: 401, code: "session.required", params: {} });
        expect(session.state.kind).toBe("signed_out");
    });

    test("PeopleAreNotCountedOnWhereTheServerSaysNo", async () => {
        counts = true;
        answers = [() => refused(401, "session.required")];
        await run_out(3);
        expect(session.state.kind).toBe("signed_out");
    });

    test("ASessionThatWasThereAllTheTimeIsOneAgain", async () => {
        counts = true;
        await run_out(3);
        session.told(600);
        expect(session.state.kind).toBe("signed_in");
    });
});

describe("a tab that wakes", () => {
    test("ShowsNothingUntilTheServerHasAnswered", async () => {
        session.out_of_sight();
        expect(session.covered).toBe(true);
        let arrive: (response: Response) => void = () => undefined;
        answers = [() => new Promise((done) => (arrive = done))];
        const woken = session.ask_before_showing();
        expect(session.covered).toBe(true);
        arrive(json(of("awa")));
        await woken;
        expect(session.covered).toBe(false);
    });

    test("AsksAsNobody", async () => {
        answers = [() => json(of("awa"))];
        await session.ask_before_showing();
        expect((asked[0]?.headers as Record<string, string>)["X-Jatigi-Background"]).toBe("1");
    });

    test("ShowsNothingWithoutTheNetwork", async () => {
        await session.ask_before_showing();
        expect(session.covered).toBe(true);
        expect(session.state.kind).toBe("signed_in");
    });

    test("GoesOnCountingWithoutTheNetwork", async () => {
        counts = true;
        link.state = "offline";
        session.out_of_sight();
        expect(session.covered).toBe(false);
        await session.ask_before_showing();
        expect(session.covered).toBe(false);
    });

    test("OfASessionThatEndedIsAtTheSignInPage", async () => {
        answers = [() => refused(401, "session.required")];
        await session.ask_before_showing();
        expect(session.state.kind).toBe("signed_out");
        expect(session.covered).toBe(false);
        expect(told).toEqual(["ended"]);
    });

    test("ThatSleptAsks", async () => {
        const now_ms = Date.now();
        session.tick(now_ms);
        session.tick(now_ms + 3_600_000);
        expect(session.covered).toBe(true);
    });
});

describe("the other tabs", () => {
    test("HearOfATouchOnce", () => {
        session.told(900);
        session.told(900);
        expect(told).toEqual(["until"]);
    });

    test.each(["signed_out", "ended"] as const)("EndItHereToo %s", (kind) => {
        session.hear({ kind });
        expect(session.state.kind).toBe("signed_out");
        // Nobody tells again what everybody heard.
        expect(told).toEqual([]);
    });

    test("KeepItOpenHere", async () => {
        session.hear({ kind: "until", until_ms: Date.now() + 60_000 });
        session.told(3);
        session.tick(Date.now() + 5_000);
        expect(session.state.kind).toBe("signed_in");
    });

    test("MayBringAnotherAccount", async () => {
        answers = [() => json(of("moussa"))];
        session.hear({ kind: "entered" });
        expect(session.covered).toBe(true);
        await vi.waitUntil(() => !session.covered);
        expect(accounts).toEqual(["awa", "moussa"]);
    });

    test("HearOfASignIn", async () => {
        session.hear({ kind: "signed_out" });
        answers = [() => json(of("awa"))];
        await session.sign_in("awa", "quatre mots sans lien");
        expect(told).toEqual(["entered"]);
    });
});

describe("a server that waits for its passphrase", () => {
    const awaited = (): Response => refused(503, "vault.passphrase_awaited");

    test("IsAsOneThatIsAwayForWhoIsSignedIn", async () => {
        answers = [awaited];
        await session.look();
        session.closed();
        expect(session.state.kind).toBe("signed_in");
        answers = [awaited];
        await session.ask_before_showing();
        expect(session.covered).toBe(true);
        expect(accounts).toEqual(["awa"]);
        expect(told).toEqual([]);
    });

    test("LetsADistributionGoOn", async () => {
        counts = true;
        answers = [awaited];
        await session.ask_before_showing();
        session.out_of_sight();
        expect(session.covered).toBe(false);
        answers = [awaited];
        await run_out(3);
        session.closed();
        expect(session.state).toMatchObject({ kind: "counting", session: of("awa") });
    });

    test("TakesThePlaceOfASessionWhoseTimeIsUp", async () => {
        answers = [awaited];
        await run_out(3);
        session.closed();
        expect(session.state).toEqual({ kind: "closed" });
        expect(accounts.at(-1)).toBe("");
    });

    test("StaysOnTheScreenWithoutTheNetwork", async () => {
        const opened = fresh_session();
        answers = [awaited];
        await opened.load();
        opened.closed();
        await opened.load({ background: true });
        expect(opened.state).toEqual({ kind: "closed" });
    });

    test("IsTheSignInPageOnceItIsOpen", async () => {
        const opened = fresh_session();
        opened.closed();
        answers = [() => refused(401, "session.required")];
        await opened.load({ background: true });
        expect(opened.state).toEqual({ kind: "signed_out", problem: null });
    });

    test("LetsWhoWasSignedInGoOnOnceItIsOpen", async () => {
        const opened = fresh_session();
        opened.closed();
        answers = [() => json(of("awa"))];
        await opened.load({ background: true });
        expect(opened.state.kind).toBe("signed_in");
    });

    test("HearsOfASignOutThatIsOwedWithoutThePageChanging", async () => {
        answers = [awaited];
        session.sign_out();
        await session.tell_sign_out();
        session.closed();
        answers = [awaited];
        await session.load({ background: true });
        expect(session.state).toEqual({ kind: "closed" });
        expect(session.sign_out_waits).toBe(true);
    });

    test("IsNotShownWhereTheDeviceWasLocked", () => {
        session.lock("locked");
        session.closed();
        expect(session.state.kind).toBe("locked");
    });
});

describe("signing out", () => {
    test("BlanksAtOnceAndIsToldToTheServer", async () => {
        answers = [() => new Response(null, { status: 204 })];
        session.sign_out();
        expect(session.state).toEqual({ kind: "signed_out", problem: null });
        expect(told).toEqual(["signed_out"]);
        await vi.waitUntil(() => !session.sign_out_waits);
        expect(asked.map(({ method }) => method)).toEqual(["DELETE"]);
    });

    test("WithoutTheNetworkIsToldLater", async () => {
        session.sign_out();
        await session.tell_sign_out();
        expect(session.sign_out_waits).toBe(true);
        answers = [() => new Response(null, { status: 204 })];
        await session.tell_sign_out();
        expect(session.sign_out_waits).toBe(false);
        expect(owes_sign_out()).toBe(false);
    });

    test("APageOpenedAgainLetsNobodyInBeforeIt", async () => {
        session.sign_out();
        await session.tell_sign_out();
        asked = [];
        const opened = fresh_session();
        await opened.load();
        expect(opened.state.kind).toBe("signed_out");
        expect(opened.sign_out_waits).toBe(true);
        expect(asked.map(({ method }) => method)).toEqual(["DELETE"]);
    });

    // Or the sign-out would end the session that has just begun.
    test("ComesBeforeTheNextSignIn", async () => {
        session.sign_out();
        await session.tell_sign_out();
        asked = [];
        answers = [() => new Response(null, { status: 204 }), () => json(of("moussa"))];
        await session.sign_in("moussa", "quatre mots sans lien");
        expect(asked.map(({ method }) => method)).toEqual(["DELETE", "POST"]);
        expect(session.state).toMatchObject({ kind: "signed_in" });
        await session.tell_sign_out();
        expect(asked.length).toBe(2);
    });

    test("ThatTheServerAnsweredAlreadyIsOver", async () => {
        answers = [() => refused(401, "session.required")];
        session.sign_out();
        await vi.waitUntil(() => !session.sign_out_waits);
    });
});

describe("the password once more", () => {
    test("IsThatOfTheSameAccount", async () => {
        answers = [() => json(of("awa"))];
        expect(await session.sign_in_again("quatre mots sans lien")).toBeNull();
        expect(JSON.parse(String(asked[0]?.body))).toEqual({
            name: "awa",
            password: "quatre mots sans lien",
        });
        expect(session.state.kind).toBe("signed_in");
    });

    test("AWrongOneEndsNothing", async () => {
        answers = [() => refused(401, "session.wrong_credentials")];
        expect((await session.sign_in_again("autre chose"))?.code).toBe("session.wrong_credentials");
        expect(session.state.kind).toBe("signed_in");
    });

    // The server ends the old session as the new one begins; a list may hear of it first.
    test("TheOldSessionMayEndMeanwhile", async () => {
        let arrive: (response: Response) => void = () => undefined;
        answers = [() => new Promise((done) => (arrive = done))];
        const again = session.sign_in_again("quatre mots sans lien");
        session.expire({ status: 401, code: "session.required", params: {} });
        arrive(json(of("awa")));
        await again;
        expect(session.state.kind).toBe("signed_in");
        expect(accounts).toEqual(["awa", "awa"]);
    });
});

describe("the tablet goes to somebody else", () => {
    const by_pin = (name: string) => {
        const { account, ...rest } = of(name);
        return { ...rest, account: { ...account, by_pin: true } };
    };
    const hand_over = () => session.begin(() => sign_in("moussa", "4702"));

    test("WhoWasThereGoesWhenTheOtherComes", async () => {
        answers = [() => json(by_pin("moussa"))];
        expect(await hand_over()).toBeNull();
        expect(accounts).toEqual(["awa", "moussa"]);
        expect(told).toContain("entered");
    });

    test("AWrongPinLeavesWhoIsThere", async () => {
        answers = [() => refused(401, "pin.refused")];
        expect((await hand_over())?.code).toBe("pin.refused");
        expect(session.state).toMatchObject({ kind: "signed_in", session: { account: { name: "awa" } } });
        expect(accounts).toEqual(["awa"]);
    });

    // A scan that left between the two would arrive in the wrong name.
    test.each([200, 401])("NothingIsSentBeforeItIsDecided %i", async (status) => {
        answers = [() => (expect(begins).toEqual([true]), json(by_pin("moussa"), status))];
        await hand_over();
        expect(begins).toEqual([true, false]);
    });

    test("ThePasswordGivesBackWhatTheAccountMay", async () => {
        answers = [() => json(by_pin("moussa")), () => json(of("moussa"))];
        await hand_over();
        expect(await session.sign_in_again("quatre mots sans lien")).toBeNull();
        expect(session.state).toMatchObject({ session: { account: { must_set_password: true } } });
        expect(session.state).not.toMatchObject({ session: { account: { by_pin: true } } });
    });
});

describe("a link of an account that waits", () => {
    const waits = { code: "account.unconfirmed", params: { confirmer: "dpo", number: 7 } };

    async function open_link(): Promise<void> {
        session.expire({ status: 401, code: "session.required", params: {} });
        answers = [() => json(waits, 403)];
        await session.use_link("0a0b");
    }

    test("AsksForACode", async () => {
        await open_link();
        expect(session.state).toMatchObject({
            kind: "waits",
            problem: { params: { confirmer: "dpo", number: 7 } },
        });
    });

    test("SignsInWithIt", async () => {
        await open_link();
        asked = [];
        answers = [() => json(of("fati"))];
        expect(await session.use_link("0a0b", "1234 5678 9012")).toBeNull();
        expect(JSON.parse(String(asked[0]?.body))).toEqual({ token: "0a0b", code: "1234 5678 9012" });
        expect(session.state.kind).toBe("signed_in");
    });

    test.each([
        ["a wrong code", () => json({ code: "account.code_wrong", params: { tries_left: 2 } }, 403)],
        ["no network", undefined],
    ])("StaysAsItWasAfter %s", async (_, answer) => {
        await open_link();
        answers = answer ? [answer] : [];
        expect(await session.use_link("0a0b", "1234 5678 9012")).not.toBeNull();
        expect(session.state).toMatchObject({ kind: "waits", problem: { params: { number: 7 } } });
    });

    test("AsksForAnotherNumberOnceTheCodeIsBurnt", async () => {
        await open_link();
        answers = [() => json({ ...waits, params: { confirmer: "dpo", number: 8 } }, 403)];
        await session.use_link("0a0b", "1234 5678 9012");
        expect(session.state).toMatchObject({ kind: "waits", problem: { params: { number: 8 } } });
    });

    test("ThatIsNoLongerValidIsTheSignInPage", async () => {
        await open_link();
        answers = [() => refused(401, "session.link_invalid")];
        await session.use_link("0a0b", "1234 5678 9012");
        expect(session.state).toMatchObject({ kind: "signed_out" });
    });
});
