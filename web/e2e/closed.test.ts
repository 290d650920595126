import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { case_number_text } from "../src/app/case_number.ts";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Card, type Running } from "./server.ts";

// A power cut at night, and nobody who knows the passphrase: a distribution goes on, people are counted by
// number, and all of it comes in once somebody has typed it. One story: each step goes on where the one
// before stopped.

const passphrase = "cinq mots tout au hasard";

let centre: Centre;
let server: Running;
// The tablet of the distribution, which was open before the cut, and one that is opened after it.
let tablet: Browser;
let gate: Browser;

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    [tablet, gate] = [await open_browser(), await open_browser()];
});

afterAll(async () => {
    await tablet?.close();
    await gate?.close();
    await server?.kill();
    await centre?.remove();
});

const card = (index: number): Card => centre.card(index);

async function enter(page: Page, role: string): Promise<void> {
    const link = server.links.get(role);
    if (!link) throw new Error(`no link for ${role}`);
    // Another address with the same path would only change what stands after the "#".
    await page.goto("about:blank");
    await page.goto(link);
    await come_in(page);
}

// As a tab that comes back into sight does.
async function wake(page: Page): Promise<void> {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

async function scan(page: Page, code: string): Promise<void> {
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
}

async function verdict(page: Page, name: string): Promise<void> {
    await page.waitForSelector(`[data-verdict="${name}"]`);
}

async function total(page: Page, kind: string, wanted: number): Promise<void> {
    await page.waitForSelector(`[data-total="${kind}"]:text-is("${wanted}")`);
}

async function waits(page: Page, count: number): Promise<void> {
    await page.waitForSelector(`[data-waits="${count}"]`, { timeout: 60_000 });
}

async function clean(page: Page, name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, `closed_${name}`);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
}

test("a distribution goes on when the server comes back closed", async () => {
    const { page } = tablet;
    await enter(page, "food_distributor");
    await page.waitForSelector('[data-page="round"]');
    await scan(page, card(0).code);
    await verdict(page, "served");
    await enter(gate.page, "registrar");

    const { port } = server;
    await server.kill();
    await centre.protect(passphrase);
    server = await centre.serve_closed(port);

    await scan(page, card(1).code);
    await verdict(page, "noted");
    await scan(page, card(2).code);
    await verdict(page, "noted");
    await page.waitForSelector('button.busy:has-text("Poste fermé")');
    await page.click("button.busy");
    await page.waitForSelector("dialog li[data-held] >> nth=1");
    expect(await page.locator("dialog li[data-held]").count()).toBe(2);
    expect(await page.locator("dialog [data-refusal]").count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await page.locator('[data-page="round"]').count()).toBe(1);
    await clean(page, "distribution");
});

test("a page with names is covered, and what covers it counts", async () => {
    const { page } = gate;
    await wake(page);
    await page.waitForSelector('[data-page="covered"] [data-page="closed"]');
    expect(await page.locator("nav").isVisible()).toBe(false);
    await clean(page, "covered");
    await page.context().clearCookies();
});

test("a page opened now counts arrivals", async () => {
    const { page } = gate;
    await page.goto("about:blank");
    await page.goto(`${server.origin}/#/people/new`);
    await page.waitForSelector('#content [data-page="closed"]');
    await clean(page, "start");
    await page.click('[data-mode="arrival"]');
    await page.click('[data-count="10"]');
    await page.click('[data-count="5"]');
    await page.click('[data-count="1"]');
    await total(page, "arrival", 16);
    await page.click('[data-action="undo"]');
    await total(page, "arrival", 15);
    await verdict(page, "undone");
    await waits(page, 0);
    await clean(page, "arrivals");
});

test("wristbands and plates are counted by number, and a second time is said", async () => {
    const { page } = gate;
    await page.click('button[data-mode="wristband"]');
    await scan(page, "b-0117");
    await verdict(page, "counted");
    await scan(page, "B-0117");
    await verdict(page, "again");
    await total(page, "wristband", 2);
    await clean(page, "again");

    await page.click('button[data-mode="plate"]');
    await page.click('[data-service="BREAKFAST"]');
    await scan(page, card(3).case_number);
    await verdict(page, "counted");
    await scan(page, card(3).case_number);
    await verdict(page, "again");
    await scan(page, "été");
    await verdict(page, "closed_count.number_unreadable");
    await clean(page, "unreadable");
    await scan(page, "NOBODY1");
    await verdict(page, "counted");
    await total(page, "plate", 3);
});

test("without the network it is kept, over a reload and another power cut", async () => {
    const { page } = gate;
    await page.context().setOffline(true);
    await scan(page, card(4).case_number);
    await verdict(page, "noted");
    await waits(page, 1);
    await total(page, "plate", 4);
    await clean(page, "noted");
    // The server is away, too, and comes back closed.
    const { port } = server;
    await server.kill();
    await page.context().setOffline(false);
    server = await centre.serve_closed(port);
    await page.reload();
    await page.waitForSelector('[data-page="closed"][data-mode="plate"]');
    await waits(page, 0);
    // Since this waiting began.
    await total(page, "plate", 1);
});

test("what did not leave before the node was opened stays on the device", async () => {
    const { page } = gate;
    // As where this tablet alone had no network; the passphrase comes from the other one.
    await page.route("**/closed-counts*", (route) => route.abort());
    await page.click('button[data-mode="arrival"]');
    await page.click('[data-count="5"]');
    await page.click('button[data-mode="plate"]');
    await scan(page, card(5).case_number);
    await verdict(page, "noted");
    await waits(page, 2);
});

test("the passphrase is typed on the page, and the page goes to the sign-in", async () => {
    const { page } = gate;
    await page.click('[data-action="open-node"]');
    await page.fill("#passphrase", "pas les bons mots");
    await page.click('[data-opening] button[type="submit"]');
    await page.waitForSelector('[data-opening] [role="alert"]');
    await clean(page, "passphrase_wrong");
    await page.fill("#passphrase", passphrase);
    await page.click('[data-opening] button[type="submit"]');
    await page.waitForSelector('[data-opening="opening"]');
    await page.waitForSelector("#password", { timeout: 60_000 });
    await page.unroute("**/closed-counts*");
});

test("the distribution sends what waited", async () => {
    const { page } = tablet;
    await page.waitForSelector('button.good:has([role="status"])', { timeout: 60_000 });
    const served = (of: Card) =>
        page.waitForSelector(`li[data-passage="served"]:has(bdi:text-is("${case_number_text(of.case_number)}"))`);
    await served(card(1));
    await served(card(2));
    await page.waitForSelector('[data-count="served"]:has-text("3")');
});

test("what was counted is seen, with what never reached the node", async () => {
    const { page } = gate;
    await enter(page, "food_distributor");
    await page.waitForSelector('[data-hint="closed-counts"]');
    await clean(page, "hint");
    await page.click('[data-hint="closed-counts"]');
    await page.waitForSelector('[data-page="counts"]');
    // 15 at the node and 5 on this device.
    await total(page, "arrival", 20);
    await total(page, "wristband", 2);
    await total(page, "plate", 5);
    expect(await page.locator('[data-list="wristbands"] [data-again="true"]').count()).toBe(1);
    expect(await page.locator('[data-plates="BREAKFAST"] [data-again="true"]').count()).toBe(1);
    expect(await page.textContent("[data-here]")).toMatch(/5 arrivées\s+1 repas/);
    await clean(page, "counts");
});

test("plates are added to the distribution, each with its verdict", async () => {
    const { page } = gate;
    await page.click('[data-action="add-plates"]');
    const fate = (kind: string, number: string) =>
        page.locator(`tr[data-fate="${kind}"][data-number="${number}"]`).first().waitFor();
    await fate("refused", "NOBODY1");
    await fate("counted", card(3).case_number);
    await fate("double", card(3).case_number);
    await fate("counted", card(4).case_number);
    await fate("counted", card(5).case_number);
    await total(page, "plate", 0);
    await clean(page, "added");
    // 3 of the distribution itself, and 4 plates that were counted by number, one of them a second one.
    await tablet.page.waitForSelector('[data-count="served"]:has-text("7")');
    const round = await tablet.page.evaluate(async () => {
        const id = location.hash.split("/").at(-1);
        return (await (await fetch(`/api/v1/rounds/${id}`)).json()) as { served: number; double: number };
    });
    expect(round).toMatchObject({ served: 7, double: 1 });
});

test("arrivals that are on paper are cleared from the device, and the rest stays readable", async () => {
    const { page } = gate;
    await page.click('[data-action="ask-clear-here"]');
    await page.click('[data-action="clear-here"]');
    await total(page, "arrival", 15);
    await page.reload();
    await page.waitForSelector('[data-page="counts"]');
    await total(page, "arrival", 15);
    expect(await page.locator("[data-here]").count()).toBe(0);
    // Of the plates the refused one stays, until somebody puts it away.
    const left = page.locator("[data-plates] [data-number]");
    expect(await left.evaluateAll((rows) => rows.map((row) => row.dataset["number"]))).toEqual(["NOBODY1"]);
});

test("the browsers complained about nothing", () => {
    expect([...tablet.complaints, ...gate.complaints]).toEqual([]);
});
