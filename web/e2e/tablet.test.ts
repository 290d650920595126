import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Card, type Running } from "./server.ts";

// One tablet, one distribution, two people who serve: each goes on with some digits, and each scan stays in
// the name of who made it. One story: each step goes on where the one before stopped.

const pins = { food_distributor: "4702", centre_manager: "93517" } as const;
type Role = keyof typeof pins;

let centre: Centre;
let server: Running;
let tablet: Browser;
let page: Page;
// By role, as the top bar says them.
const names = new Map<Role, string>();
// Every scan that left the tablet: its query.
const sent: { command: string; query: URLSearchParams }[] = [];

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    tablet = await open_browser();
    page = tablet.page;
    page.on("request", (request: Request) => {
        if (request.method() !== "POST" || !request.url().includes("/servings")) return;
        const { command } = request.postDataJSON() as { command: string };
        sent.push({ command, query: new URL(request.url()).searchParams });
    });
});

afterAll(async () => {
    await tablet?.close();
    await server?.kill();
    await centre?.remove();
});

const card = (index: number): Card => centre.card(index);

function name_of(role: Role): string {
    return names.get(role) ?? "";
}

async function enter(role: Role): Promise<void> {
    await page.goto("about:blank");
    await page.goto(server.links.get(role) ?? "");
    await come_in(page);
    names.set(role, (await page.textContent(".who strong"))?.trim() ?? "");
}

async function serves(role: Role): Promise<void> {
    await page.waitForSelector(`[data-page="round"] [data-serves="${name_of(role)}"]`);
}

async function scan(code: string): Promise<void> {
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
}

async function verdict(name: string): Promise<void> {
    await page.waitForSelector(`[data-verdict="${name}"]`);
}

async function everything_sent(): Promise<void> {
    await page.waitForSelector('button.good:has([role="status"])', { timeout: 60_000 });
}

async function touch(digits: string): Promise<void> {
    for (const digit of digits) await page.click(`.keypad.digits button:text-is("${digit}")`);
}

async function say(role: Role, digits: string): Promise<void> {
    await page.click(`[data-pin="${name_of(role)}"]`);
    await touch(digits);
    await page.click(".keypad.digits .submit");
}

async function choose_pin(role: Role): Promise<void> {
    await page.click('[data-action="choose-pin"]');
    await page.fill("#pin-new", "1234");
    await page.fill("#pin-again", "1234");
    await page.click('[data-action="keep-pin"]');
    await page.waitForSelector('dialog [role="alert"]:has-text("Tout le monde essaie")');
    await page.fill("#pin-new", pins[role]);
    await page.fill("#pin-again", pins[role]);
    await clean(`choose_${role}`);
    await page.click('[data-action="keep-pin"]');
    await page.waitForSelector(".kept");
}

async function served(): Promise<number> {
    return Number(await page.textContent('[data-count="served"]'));
}

async function clean(name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    await picture(page, `tablet_${name}`);
}

let meal = "";
let served_before = 0;

test("each of two chooses a code in the distribution", async () => {
    await enter("food_distributor");
    const choice = page.locator('a[data-kind="food"]').first();
    const round = page.locator('[data-page="round"]');
    await round.or(choice).first().waitFor();
    if (!(await round.isVisible())) await choice.click();
    await serves("food_distributor");
    meal = new URL(page.url()).hash.slice(1);
    served_before = await served();
    await clean("round");
    await choose_pin("food_distributor");

    await enter("centre_manager");
    await page.evaluate((to) => (location.hash = to), meal);
    await serves("centre_manager");
    await choose_pin("centre_manager");
    await scan(card(0).code);
    await verdict("served");
});

test("the tablet is handed over, and the same distribution is open", async () => {
    await page.click('[data-action="hand-over"]');
    await page.waitForSelector("[data-pin]");
    expect(await page.locator("[data-pin]").count()).toBe(1);
    await clean("hand_over");
    await say("food_distributor", pins.food_distributor);
    await serves("food_distributor");
    expect(new URL(page.url()).hash.slice(1)).toBe(meal);
    await page.waitForSelector('.who:has-text("par code")');
    await clean("by_code");
    // What a PIN is for, and nothing else: meals, and who comes at night.
    const places = await page.locator("header nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(places).toEqual(["#/rounds", "#/arrivals"]);
    expect(await page.locator('[data-action="choose-pin"]').count()).toBe(0);
    await scan(card(1).code);
    await verdict("served");
});

test("without the network the distribution counts on, and the handover says that it waits", async () => {
    await page.context().setOffline(true);
    await scan(card(2).code);
    await verdict("noted");
    await page.click('[data-action="hand-over"]');
    await page.waitForSelector('dialog [role="status"]:has-text("il faut le réseau")');
    await clean("hand_over_offline");
    await page.click('[data-action="go-on-serving"]');
    // It is to wait until the other is there, or it would go in its maker's own session.
    await page.context().route("**/servings*", (route) => route.abort());
    await page.context().setOffline(false);
});

test("a wrong code says so and what else there is; what waited keeps the name of its maker", async () => {
    await page.click('[data-action="hand-over"]');
    await say("centre_manager", "0000");
    await page.waitForSelector('[data-action="forget-pin"]');
    await clean("wrong_code");
    await touch(pins.centre_manager);
    await page.keyboard.press("Enter");
    await serves("centre_manager");
    await page.context().unroute("**/servings*");
    await everything_sent();
    const waited = sent.at(-1)?.query;
    expect(waited?.get("scanned_by")).toBe(name_of("food_distributor"));
    expect(Number(waited?.get("waited_ms"))).toBeGreaterThan(0);

    await scan(card(3).code);
    await verdict("served");
    expect(sent.at(-1)?.query.has("scanned_by")).toBe(false);
    await page.waitForFunction(
        (count) => document.querySelector('[data-count="served"]')?.textContent === String(count),
        served_before + 4,
    );
});

test("a session by code offers the password for the rest", async () => {
    await page.click('[data-action="menu"]');
    expect(await page.locator('[data-action="own-sessions"]').count()).toBe(0);
    await clean("menu");
    await page.click('[data-action="change-password"]');
    await page.waitForSelector('dialog:has-text("ne sert qu’aux distributions")');
    await clean("password_instead");
    await page.keyboard.press("Escape");
    const refused = await page.evaluate(async () => {
        const reply = await fetch("/api/v1/account/sessions");
        return ((await reply.json()) as { code: string }).code;
    });
    expect(refused).toBe("session.by_pin_alone");
});

test("after a restart of the server the same digits go on", async () => {
    const { port } = server;
    await server.kill();
    server = await centre.serve(port);
    await page.waitForSelector("#password", { timeout: 60_000 });
    await page.waitForSelector("[data-pin]");
    expect(await page.locator("[data-pin]").count()).toBe(2);
    await clean("sign_in");
    await say("food_distributor", pins.food_distributor);
    await serves("food_distributor");
    await scan(card(4).code);
    await verdict("served");
    await page.waitForFunction(
        (count) => document.querySelector('[data-count="served"]')?.textContent === String(count),
        served_before + 5,
    );
});

test("each plate is counted once, in the name of who gave it", async () => {
    expect(new Set(sent.map(({ command }) => command)).size).toBe(5);
    const manager = { served_by: name_of("centre_manager") };
    const distributor = { served_by: name_of("food_distributor") };
    expect(await centre.served_by(5)).toEqual([
        manager,
        distributor,
        { ...distributor, sent_by: name_of("centre_manager") },
        manager,
        distributor,
    ]);
});

test("a closed distribution has no codes, and closing it takes more than one", async () => {
    await enter("food_distributor");
    await serves("food_distributor");
    await page.click('[data-action="close-round"]');
    await page.check("#closing-sure");
    await page.click('dialog button[type="submit"]');
    await page.waitForSelector('[data-page="closed-round"]');
    expect(await page.evaluate(() => localStorage.getItem("jatigi.round_pins"))).toBeNull();
});

test("the browser complained about nothing", () => {
    expect(tablet.complaints).toEqual([]);
});
