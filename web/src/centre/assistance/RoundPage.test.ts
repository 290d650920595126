import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { send_command } from "../../api/calls.ts";
import type { OncePer, Round, ServiceKind, Session } from "../../api/types.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import type { Begin } from "../../access/begin.ts";
import RoundPage from "./RoundPage.svelte";

let page: Record<string, unknown>;
let outbox: Outbox;
let kind: ServiceKind;
let once_per: OncePer;
let changed: Partial<Round>;
let reachable: boolean;
let posted: string[];

// The server as this page sees it: one round, in which everybody has been served already.
async function server(address: string, init: RequestInit): Promise<Response> {
    if (init.method === "GET") return answer(200, round());
    if (!reachable) throw new TypeError("Failed to fetch");
    posted.push(address);
    if (address.endsWith("/exceptions")) {
        const { reason } = JSON.parse(String(init.body));
        return answer(201, { case_number: "ASM481930257K", reason });
    }
    if (address.endsWith("/closing")) {
        changed = { state: "closed", late: 0 };
        return answer(200, round());
    }
    expect(address.split("?")[0]).toBe("/api/v1/rounds/r1/servings");
    return answer(409, {
        code: "serving.already_served",
        params: {
            at: "2023-01-16T08:03:00Z",
            case_number: "ASM481930257K",
            overridable: kind === "food",
            ...(kind === "item" ? { first_day: "2023-01-22", second_person: true } : {}),
        },
    });
}

function round(): Round {
    return {
        id: "r1",
        site: { code: "ASM", name: "Assamaka" },
        service: { code: "s", name_fr: "Repas", name_en: "Meal", kind, once_per },
        day: "2023-01-16",
        count_mode: "scan",
        state: "open",
        served: 10,
        expected: 20,
        late: 0,
        double: 0,
        ...changed,
    };
}

function answer(status: number, body: unknown): Response {
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

const session: Session = {
    account: {
        name: "awa",
        role: "food_distributor",
        site: "ASM",
        rights: ["serve"],
        must_set_password: false,
        asks_old_password: true,
    },
    node: { name: "Assamaka", demonstration: false },
    now: "2023-01-16T06:30:00Z",
};
const server_ms = Date.parse("2023-01-16T06:30:00Z");
const begin: Begin = async (ask) => {
    const reply = await ask();
    return reply.ok ? null : reply.problem;
};

async function open(): Promise<void> {
    page = mount(RoundPage, {
        target: document.body,
        props: { id: "r1", session, now_ms: () => server_ms, outbox, begin },
    });
    await vi.waitUntil(() => document.querySelector("[data-page]"));
}

function scan(code: string): void {
    const field = document.querySelector<HTMLInputElement>("#scan")!;
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    submit("form");
}

function submit(form: string): void {
    document
        .querySelector(form)!
        .dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

function click(button: string): void {
    document.querySelector<HTMLElement>(button)!.click();
    flushSync();
}

// As a reader sees it: what the template breaks over lines is one space.
function text_of(place: string): string {
    return (document.querySelector(place)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

beforeEach(() => {
    kind = "food";
    once_per = "day";
    changed = {};
    reachable = true;
    posted = [];
    vi.stubGlobal("fetch", server);
    outbox = new Outbox(memory_store(), send_command, () => Date.now());
    outbox.use_account("awa");
});

afterEach(async () => {
    await unmount(page);
    vi.unstubAllGlobals();
});

test("FoodOffersThreeReasons", async () => {
    await open();
    scan("card-1");
    await vi.waitUntil(() => document.querySelector('[data-tone="warn"]'));
    expect(document.querySelectorAll("[data-reason]").length).toBe(3);
    expect(text_of('[data-tone="warn"] bdi')).toBe("ASM 481 930 257 K");
    expect(document.querySelector<HTMLInputElement>("#scan")?.value).toBe("");
});

test("HowOftenAServiceIsGivenIsSaid", async () => {
    once_per = "stay";
    await open();
    expect(text_of("[data-once-per]")).toBe("Une fois par séjour");
});

describe("goods that were given before", () => {
    beforeEach(async () => {
        kind = "item";
        await open();
        scan("card-1");
        await vi.waitUntil(() => document.querySelector('[data-tone="bad"]'));
    });

    test("NameTheDayOfTheFirstAndOfferThreeReasons", () => {
        expect(text_of('[data-tone="bad"]')).toContain("Déjà reçu");
        expect(text_of('[data-tone="bad"]')).toContain("Le 22 janvier 2023");
        expect(
            [...document.querySelectorAll<HTMLElement>("[data-reason]")].map(
                (each) => each.dataset["reason"],
            ),
        ).toEqual(["theft", "newborn", "expelled_again"]);
    });

    test("AskAnotherPersonToScanAfterAReason", async () => {
        click('[data-reason="expelled_again"]');
        await vi.waitUntil(() => document.querySelector('[data-verdict="excepted"]'));
        expect(posted.at(-1)).toBe("/api/v1/rounds/r1/exceptions");
        expect(text_of("[data-verdict]")).toContain("Nouvelle expulsion. Une autre personne");
        expect(document.querySelectorAll("[data-reason]").length).toBe(0);
        expect(document.activeElement?.id).toBe("scan");
    });
});

describe("closing while scans wait", () => {
    async function ask_to_close(): Promise<void> {
        click('[data-action="close-round"]');
        // Loaded on demand.
        await vi.waitUntil(() => document.querySelector("dialog form"));
    }
    async function note(): Promise<void> {
        reachable = false;
        scan("card-1");
        await vi.waitUntil(() => outbox.waiting[0]?.noted);
        flushSync();
    }

    test("SaysHowManyOfWhomAndThatTheyCountAsLate", async () => {
        await open();
        await note();
        outbox.use_account("moussa");
        scan("card-2");
        await vi.waitUntil(() => outbox.waiting[1]?.noted);
        await ask_to_close();
        const said = text_of("dialog [data-waiting]");
        expect(said).toContain("2 scans de cette distribution");
        expect(said).toContain("awa : 1");
        expect(said).toContain("moussa : 1");
        expect(said).toContain("tardifs");
    });

    test("IsNotBlocked", async () => {
        await open();
        await note();
        await ask_to_close();
        reachable = true;
        click("#closing-sure");
        submit("dialog form");
        await vi.waitUntil(() => document.querySelector('[data-page="closed-round"]'));
        expect(posted).toContain("/api/v1/rounds/r1/closing");
    });

    test("IsAskedAboutOnceWhereManyAreMissing", async () => {
        await open();
        await ask_to_close();
        expect(text_of("dialog dl")).toContain("Écart");
        submit("dialog form");
        flushSync();
        expect(text_of("dialog")).toContain("L’écart est grand");
        expect(posted).not.toContain("/api/v1/rounds/r1/closing");
    });

    test("EnterMovesOnAndSendsNothing", async () => {
        await open();
        await ask_to_close();
        const field = document.querySelector<HTMLInputElement>("#closing-cooked");
        field?.focus();
        const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
        field?.dispatchEvent(enter);
        expect(enter.defaultPrevented).toBe(true);
        expect(document.activeElement?.id).toBe("closing-refused");
    });
});

test("AClosedDistributionSaysHowManyWereCountedAfterwards", async () => {
    changed = { state: "closed", closed_at: "2023-01-16T12:05:00Z", late: 3 };
    await open();
    expect(text_of('[data-count="late"]')).toBe("3 comptés après la clôture");
});

test("ScansOfADistributionThatTheServerLostAreCountedWhereSomebodySaysSo", async () => {
    reachable = false;
    outbox.add({ id: "a", path: "/rounds/lost/servings", body: { command: "a", code: "x" }, label: "x" });
    await vi.waitUntil(() => outbox.waiting[0]?.noted);
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) =>
        address.includes("/rounds/lost/")
            ? answer(404, { code: "round.not_found", params: {} })
            : server(address, init),
    );
    reachable = true;
    outbox.retry_now();
    await open();
    await vi.waitUntil(() => document.querySelector("[data-lost]"));
    expect(text_of("[data-lost]")).toContain("ne connaît pas");
    click("[data-action=ask-lost]");
    expect(posted).toEqual([]);
    click("[data-action=count-lost]");
    await vi.waitUntil(() => posted.length > 0);
    expect(posted[0]).toContain("/rounds/r1/servings?waited_ms=");
    expect(document.querySelector("[data-lost]")).toBeNull();
});

test("AServerThatComesBackClosedIsAsOneThatIsAway", async () => {
    await open();
    vi.stubGlobal("fetch", async () => answer(503, { code: "vault.passphrase_awaited" }));
    scan("card-1");
    await vi.waitUntil(() => document.querySelector('[data-verdict="noted"]'));
    expect(outbox.waiting.length).toBe(1);
    expect(outbox.refusals).toEqual([]);
    expect(document.querySelector('[data-page="round"]')).not.toBeNull();
    vi.stubGlobal("fetch", server);
    outbox.retry_now();
    await vi.waitUntil(() => posted.length === 1);
});
