import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { case_number_text } from "../src/app/case_number.ts";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Running } from "./server.ts";

// The main job of the house, seen from the person who holds the scanner. One story: each step goes on
// where the one before stopped, so a failure stops the rest.

let centre: Centre;
let server: Running;
let browser: Browser;
let page: Page;

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    browser = await open_browser();
    page = browser.page;
});

afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await centre?.remove();
});

async function scan(code: string): Promise<void> {
    // As a wedge does it: keys to the page, not to a field.
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
}

async function verdict(name: string): Promise<void> {
    await page.waitForSelector(`[data-verdict="${name}"]`);
}

// The list keeps what the big verdict shows only for a moment.
async function latest_passage(name: string, case_number: string): Promise<void> {
    await page.waitForSelector(
        `li[data-passage="${name}"]:first-child:has(bdi:text-is("${case_number_text(case_number)}"))`,
    );
}

async function served(): Promise<number> {
    // Any mark between thousands is dropped.
    const text = (await page.textContent('[data-count="served"]')) ?? "";
    return Number(text.replace(/\D/g, ""));
}

async function expect_served(count: number): Promise<void> {
    await page.waitForFunction(
        (wanted) =>
            Number(
                document
                    .querySelector('[data-count="served"]')
                    ?.textContent?.replace(/\D/g, ""),
            ) === wanted,
        count,
    );
}

// Opens a printed link and goes to the first open meal, past an offer to set a password.
async function enter_by_link(link: string): Promise<void> {
    await page.goto(link);
    await enter_round();
}

async function enter_round(): Promise<void> {
    const round = page.locator('[data-page="round"]');
    const choice = page.locator('a[data-kind="food"]').first();
    await come_in(page);
    await round.or(choice).first().waitFor();
    if (!(await round.isVisible())) await choice.click();
    await round.waitFor();
}

function link_of(role: string): string {
    const link = server.links.get(role);
    if (!link) throw new Error(`no link for ${role}`);
    return link;
}

async function choose_language(code: string): Promise<void> {
    await page.click(`button[lang="${code}"]`);
    await page.waitForSelector(`html[lang="${code}"]`);
}

test("the sign-in page is in French, switches to English and has no accessibility fault", async () => {
    await page.goto(server.origin);
    await page.waitForSelector('input[type="password"]');
    expect(await page.getAttribute("html", "lang")).toBe("fr");
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "sign_in_fr");
    await choose_language("en");
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "sign_in_en");
    await choose_language("fr");
});

test("a wrong password is said in a summary that takes the focus", async () => {
    await page.fill("#name", "personne");
    await page.fill("#password", "pas le bon mot");
    await page.click('button[type="submit"]');
    await page.waitForSelector('[role="alert"]:focus');
    await picture(page, "sign_in_wrong");
});

test("a printed link opens the distribution and leaves no token in the address", async () => {
    await enter_by_link(link_of("food_distributor"));
    expect(page.url()).not.toContain("link");
    await verdict("ready");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("scan");
    await page.waitForSelector('button.good:has([role="status"])');
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_ready_fr");
});

test("a card is served once, and again only for a reason", async () => {
    const card = centre.card(0);
    const before = await served();
    await scan(card.code);
    await verdict("served");
    await picture(page, "round_served");
    await latest_passage("served", card.case_number);
    await expect_served(before + 1);
    await verdict("ready");

    await scan(card.code);
    await verdict("serving.already_served");
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_already_served_fr");
    await page.click('[data-reason="child"]');
    await latest_passage("extra", card.case_number);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("scan");
});

test("a success can be undone", async () => {
    const card = centre.card(1);
    await verdict("ready");
    const before = await served();
    await scan(card.code);
    await latest_passage("served", card.case_number);
    await expect_served(before + 1);
    await page.click(`[data-action="undo"]:has(bdi:text-is("${case_number_text(card.case_number)}"))`);
    await latest_passage("undone", card.case_number);
    await expect_served(before);
});

test("an unknown card is refused until the next scan", async () => {
    await scan("ZZZ99999Z");
    await page.waitForSelector('[data-tone="bad"]');
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_unknown");
});

test("without the server a scan is noted, and sent when the server is back", async () => {
    const card = centre.card(1);
    const before = await served();
    const { port } = server;
    await server.kill();
    await scan(card.code);
    await verdict("noted");
    await page.waitForSelector('button.bad:has([role="status"])');
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_offline_fr");

    server = await centre.serve(port);
    // Whether a session outlives a power cut is the server's business; the scan has to in both cases.
    const password = page.locator('input[type="password"]');
    const sent = page.locator('li[data-passage="served"]:first-child');
    await password.or(sent).first().waitFor({ timeout: 60_000 });
    if (await password.isVisible()) await enter_by_link(link_of("food_distributor"));
    await page.waitForSelector('button.good:has([role="status"])', { timeout: 60_000 });
    await expect_served(before + 1);
});

test("the distribution is in English after a switch, on a small telephone too", async () => {
    await choose_language("en");
    await scan("ZZZ99999Z");
    await page.waitForSelector('[data-tone="bad"]');
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_en");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.click('button:has-text("Keypad")');
    await page.waitForSelector('[role="group"][aria-label="Keypad"]');
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_en_360");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, "round_en_360_dark");
});

test("a clock that runs before the log is said on every screen", async () => {
    // Only a demonstration takes a clock of its own, and there a clock is never behind: what the server
    // says of a real one (src/app/ready_db_test.cpp) is put into its own answer.
    await page.route("**/api/v1/session", async (route) => {
        const answer = await route.fetch();
        const session = (await answer.json()) as object;
        await route.fulfill({ response: answer, json: { ...session, clock_behind: true } });
    });
    await page.reload();
    await page.waitForSelector('[data-notice="clock"]');
    // The page comes behind the frame that says so.
    await page.waitForSelector("main h1");
    expect(await accessibility_faults(page)).toEqual([]);
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await picture(page, "clock_behind_en_360_dark");
});

test("the browser complained about nothing", () => {
    expect(browser.complaints).toEqual([]);
});
