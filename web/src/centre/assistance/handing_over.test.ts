import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Begin } from "../../access/begin.ts";
import { known_pins, remember_pin, type KnownPin } from "../../access/known_pins.ts";
import SignInPage from "../../access/SignInPage.svelte";
import { send_command } from "../../api/calls.ts";
import { link } from "../../api/link.svelte.ts";
import type { Round, Session } from "../../api/types.ts";
import { router } from "../../app/router.svelte.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import RoundPage from "./RoundPage.svelte";

// One tablet, a distribution on it, and who serves there: the digits, the names, and what is said.

const server_ms = Date.parse("2023-01-23T06:30:00Z");
let page: Record<string, unknown>;
let state: Round["state"];
let posted: { address: string; body: Record<string, unknown> }[];
let answer: () => Response | Promise<Response>;
let asked_for: number;
let outbox: Outbox;

function json(body: unknown, status = 200): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

function round(): Round {
    return {
        id: "r1",
        site: { code: "ASM", name: "Assamaka" },
        service: { code: "s", name_fr: "Repas", name_en: "Meal", kind: "food", once_per: "day" },
        day: "2023-01-23",
        count_mode: "scan",
        state,
        served: 10,
        expected: 20,
        late: 0,
        double: 0,
    };
}

function session(by_pin: boolean): Session {
    return {
        account: {
            name: "awa",
            role: "food_distributor",
            site: "ASM",
            rights: ["serve"],
            must_set_password: false,
            asks_old_password: true,
            by_pin,
        },
        node: { name: "Assamaka", demonstration: false },
        now: "2023-01-23T06:30:00Z",
    };
}

const begin: Begin = async (ask) => {
    asked_for += 1;
    const reply = await ask();
    return reply.ok ? null : reply.problem;
};

function knows(account: string, more: Partial<KnownPin> = {}): void {
    const until_ms = Date.now() + 3_600_000;
    const place = { round: "r1", name_fr: "Repas", name_en: "Meal", day: "2023-01-23" };
    remember_pin({ ...place, account, until_ms, ...more });
}

const place = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);
const appears = (selector: string) => vi.waitUntil(() => (flushSync(), place(selector)), { timeout: 5_000 });
const text = () => document.body.textContent.replace(/\s+/g, " ");

async function click(selector: string): Promise<void> {
    (await appears(selector))!.click();
    flushSync();
}

function type(id: string, typed: string): void {
    const field = place<HTMLInputElement>(`#${id}`)!;
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
}

function submit(): void {
    const form = place<HTMLFormElement>("dialog form")!;
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    flushSync();
}

async function touch(digits: string): Promise<void> {
    await appears("#pin-digits");
    for (const digit of digits) {
        const keys = [...document.querySelectorAll<HTMLElement>(".keypad.digits button")];
        keys.find((key) => key.textContent.trim() === digit)!.click();
    }
    flushSync();
}

async function serve(by_pin = false): Promise<void> {
    const props = { id: "r1", session: session(by_pin), now_ms: () => server_ms, outbox, begin };
    page = mount(RoundPage, { target: document.body, props });
    await appears("[data-page]");
}

beforeEach(() => {
    localStorage.clear();
    link.state = "online";
    router.replace("/rounds/r1");
    state = "open";
    posted = [];
    asked_for = 0;
    answer = () => json({});
    outbox = new Outbox(memory_store(), send_command, () => Date.now());
    outbox.use_account("awa");
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
        if (init.method === "GET") return json(round());
        posted.push({ address, body: JSON.parse(String(init.body)) });
        return answer();
    });
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

describe("one’s own code", () => {
    async function choose(digits: string, again = digits): Promise<void> {
        await click('[data-action="choose-pin"]');
        await appears("#pin-new");
        type("pin-new", digits);
        type("pin-again", again);
        submit();
    }

    test("IsSentOnceAndTheTabletRemembersWhoseItIs", async () => {
        answer = () => json({ until: "2023-01-23T18:30:00Z" }, 201);
        await serve();
        await choose("4702");
        await appears(".kept");
        expect(posted).toEqual([
            { address: "/api/v1/rounds/r1/pin", body: { command: expect.any(String), pin: "4702" } },
        ]);
        const [kept] = known_pins(Date.now());
        expect(kept).toMatchObject({ account: "awa", round: "r1" });
        expect(Math.abs(kept!.until_ms - Date.now() - 12 * 3_600_000)).toBeLessThan(60_000);
        expect(JSON.stringify(localStorage)).not.toContain("4702");
        expect(document.activeElement?.id).toBe("scan");
        // The next card needs its place.
        type("scan", "card-1");
        place<HTMLFormElement>("form")!.dispatchEvent(
            new SubmitEvent("submit", { bubbles: true, cancelable: true }),
        );
        flushSync();
        expect(place(".kept")).toBeNull();
    });

    test.each(["470", "470247024", "47o2", ""])("IsOfFourToEightDigits %s", async (digits) => {
        await serve();
        await choose(digits);
        expect(text()).toContain("Il faut 4 à 8 chiffres");
        expect(posted).toEqual([]);
    });

    test("IsTypedTwice", async () => {
        await serve();
        await choose("4702", "4720");
        expect(text()).toContain("Les deux codes ne sont pas les mêmes");
        expect(posted).toEqual([]);
    });

    test.each([
        [422, "pin.too_easy", "Tout le monde essaie"],
        [403, "pin.device_unknown", "ne vous connaît pas encore"],
        [404, "round.not_found", "n’existe pas"],
    ])("ARefusalIsSaidInWords %i %s", async (status, code, words) => {
        answer = () => json({ code, params: {} }, status);
        await serve();
        await choose("1111");
        await vi.waitUntil(() => (flushSync(), text().includes(words)));
        expect(known_pins(Date.now())).toEqual([]);
    });

    test("TheOneBeforeIsNamed", async () => {
        knows("awa");
        await serve();
        await click('[data-action="choose-pin"]');
        await vi.waitUntil(() => text().includes("Vous avez déjà un code ici"));
    });

    test("NobodyMakesOneWithOne", async () => {
        await serve(true);
        expect(place('[data-action="choose-pin"]')).toBeNull();
        expect(text()).toContain("awa · par code");
    });

    test("AClosedDistributionHasNone", async () => {
        knows("awa");
        knows("fati", { round: "r2" });
        state = "closed";
        await serve();
        expect(known_pins(Date.now()).map(({ account }) => account)).toEqual(["fati"]);
    });
});

describe("the tablet goes to somebody else", () => {
    const names = () =>
        [...document.querySelectorAll<HTMLElement>("[data-pin]")].map(({ dataset }) => dataset["pin"]);

    test("OfThoseWhoseCodeIsForThisDistribution", async () => {
        knows("awa");
        knows("moussa");
        knows("fati", { round: "r2" });
        knows("ali", { until_ms: Date.now() - 1 });
        await serve();
        await click('[data-action="hand-over"]');
        await appears("[data-pin]");
        expect(names()).toEqual(["moussa"]);
    });

    test("WithTheDigitsOfTheKeypad", async () => {
        knows("moussa");
        await serve();
        await click('[data-action="hand-over"]');
        await click('[data-pin="moussa"]');
        await touch("4702");
        expect(posted).toEqual([]);
        submit();
        await vi.waitUntil(() => posted.length === 1);
        expect(posted[0]).toEqual({
            address: "/api/v1/session/pin",
            body: { round: "r1", name: "moussa", pin: "4702" },
        });
        await vi.waitUntil(() => (flushSync(), place("dialog") === null));
        expect(router.path).toBe("/rounds/r1");
    });

    test("TheLongestCodeNeedsNoFurtherKey", async () => {
        knows("moussa");
        await serve();
        await click('[data-action="hand-over"]');
        await click('[data-pin="moussa"]');
        await touch("47024703");
        await vi.waitUntil(() => posted.length === 1);
        expect(posted[0]?.body).toMatchObject({ pin: "47024703" });
    });

    // It would be one of five tries.
    test("ACardThatIsScannedIntoTheFieldIsNoTry", async () => {
        knows("moussa");
        await serve();
        await click('[data-action="hand-over"]');
        await click('[data-pin="moussa"]');
        await appears("#pin-digits");
        type("pin-digits", "ASM088968795B");
        submit();
        expect(text()).toContain("Il faut 4 à 8 chiffres");
        expect(place<HTMLInputElement>("#pin-digits")?.value).toBe("");
        expect(posted).toEqual([]);
    });

    describe("and the code is refused", () => {
        beforeEach(async () => {
            answer = () => json({ code: "pin.refused" }, 401);
            knows("moussa");
            await serve();
            await click('[data-action="hand-over"]');
            await click('[data-pin="moussa"]');
            await touch("9999");
            submit();
            await appears('[data-action="forget-pin"]');
        });

        test("ItIsSaidAndMayBeTypedAgain", () => {
            expect(place('[role="alert"]')?.textContent).toContain("faux ou ne vaut plus");
            expect(document.activeElement?.id).toBe("pin-digits");
            expect(known_pins(Date.now()).length).toBe(1);
        });

        test("TheTabletForgetsTheNameWhereSomebodySaysSo", async () => {
            await click('[data-action="forget-pin"]');
            expect(known_pins(Date.now())).toEqual([]);
            expect(text()).toContain("Personne d’autre n’a de code");
        });

        test("ThePasswordGoesOnAtTheSamePlace", async () => {
            await click('[data-action="pin-by-password"]');
            expect(place<HTMLInputElement>("#over-name")?.value).toBe("moussa");
            submit();
            expect(text()).toContain("Écrivez votre mot de passe");
            type("over-password", "quatre mots sans lien");
            answer = () => json(session(false));
            submit();
            await vi.waitUntil(() => (flushSync(), place("dialog") === null));
            expect(posted.at(-1)).toEqual({
                address: "/api/v1/session",
                body: { name: "moussa", password: "quatre mots sans lien" },
            });
            expect(router.path).toBe("/rounds/r1");
        });
    });

    test("WithoutTheNetworkItSaysSoAndTheDistributionGoesOn", async () => {
        knows("moussa");
        await serve();
        link.state = "offline";
        await click('[data-action="hand-over"]');
        await vi.waitUntil(() => text().includes("il faut le réseau"));
        expect(text()).toContain("au nom de awa");
        await click('[data-action="go-on-serving"]');
        expect(place("dialog")).toBeNull();
        expect(document.activeElement?.id).toBe("scan");
        expect(asked_for).toBe(0);
    });
});

describe("nobody is signed in", () => {
    async function sign_in_page(): Promise<void> {
        const props = { problem: null, waiting: 0, sign_out_waits: false, onsubmit: vi.fn(), begin };
        page = mount(SignInPage, { target: document.body, props });
        flushSync();
        await new Promise((done) => setTimeout(done, 50));
        flushSync();
    }

    test("TheNamesStandAboveThePassword", async () => {
        router.replace("/");
        knows("moussa");
        await sign_in_page();
        await appears('[data-pin="moussa"]');
        expect(place('[data-pin="moussa"]')?.textContent).toContain("Repas · lundi 23 janvier 2023");
        await click('[data-pin="moussa"]');
        await touch("4702");
        answer = () => json(session(true));
        submit();
        await vi.waitUntil(() => router.path === "/rounds/r1");
        expect(posted[0]?.body).toEqual({ round: "r1", name: "moussa", pin: "4702" });
    });

    test("ThePasswordIsAskedOfWhoseNameWasTouched", async () => {
        knows("moussa");
        await sign_in_page();
        await click('[data-pin="moussa"]');
        await click('[data-action="pin-by-password"]');
        expect(place("dialog")).toBeNull();
        expect(place<HTMLInputElement>("#name")?.value).toBe("moussa");
        expect(document.activeElement?.id).toBe("password");
    });

    test.each([
        ["known", false],
        ["over", true],
    ])("WhereNobodyIsThereIsNothing %s", async (_, once) => {
        if (once) knows("moussa", { until_ms: Date.now() - 1 });
        await sign_in_page();
        expect(place("[data-pin], h2")).toBeNull();
    });
});
