import { expect, test } from "vitest";
import { at_three_widths, begin_story, centre, enter_as, page, server, start_again } from "./story.ts";

// Dinner from shared dishes and a lunch by heads: nobody's card is scanned, and every plate is counted.

begin_story();

const count = async (name: string): Promise<string> =>
    (await page.locator(`[data-count="${name}"]`).first().innerText()).replace(/\D/g, "");
const counted_is = (plates: number): Promise<unknown> =>
    page.waitForSelector(`[data-count="by-number"]:text-is("${plates}")`);

async function open_round(service: string, mode: string): Promise<void> {
    await page.click('[data-action="open-round"]');
    await page.click(`dialog label:has(span:text-is("${service}"))`);
    await page.click(`dialog label:has(span:text-is("${mode}"))`);
    if (await page.locator("#open-site").isVisible()) await page.selectOption("#open-site", "ASM");
}

test("ADinnerIsOpenedByDishes", async () => {
    await enter_as("centre_manager", "/rounds");
    await open_round("Dîner", "Plats communs");
    await at_three_widths("plates-opening");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-pad="plates"]');
});

test("ATapIsADishAndASlipIsTakenBack", async () => {
    for (let dish = 0; dish < 3; dish++) await page.click('[data-action="dish"]');
    await counted_is(24);
    expect(await count("mine")).toBe("24");
    await page.click('[data-action="undo-plates"]');
    await counted_is(16);
    await page.click('[data-action="more"]');
    await page.click('[data-action="more"]');
    await page.click('[data-action="dish"]');
    await counted_is(26);
    await at_three_widths("plates-dish");
});

test("StaffAndDietsAreLinesOfTheirOwn", async () => {
    await page.click('label:has(span:text-is("Personnel"))');
    await page.fill("#plates-number", "6");
    await page.click('[data-action="add-plates"]');
    await counted_is(32);
    await page.click('label:has(span:text-is("Régime malade"))');
    await page.fill("#plates-number", "2");
    await page.keyboard.press("Enter");
    await counted_is(34);
});

test("FourThousandAreAskedAboutAndNothingIsLost", async () => {
    await page.click('label:has(span:text-is("Présents"))');
    await page.fill("#plates-number", "4000");
    await page.click('[data-action="add-plates"]');
    await page.waitForSelector('[data-action="sure"]');
    expect(await page.locator('[data-pad="plates"]').innerText()).toMatch(/4\s034 portions/);
    await counted_is(34);
    await at_three_widths("plates-doubted");
    await page.fill("#plates-number", "400");
    await page.click('[data-action="add-plates"]');
    await counted_is(434);
    // It stays until somebody has looked again.
    expect(await page.locator('[data-doubt="4000"]').count()).toBe(1);
    await page.click('[data-action="not-sure"]');
    expect(await page.locator('[data-action="sure"]').count()).toBe(0);
});

test("ACardIsScannedInTheSameDinner", async () => {
    await page.locator("#scan").focus();
    await page.keyboard.type(centre.card(0).code);
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-verdict="served"]');
    expect(await count("served")).toBe("1");
});

test("WithoutTheServerDishesAreCountedOn", async () => {
    const { port } = server;
    await server.kill();
    await page.click('[data-action="dish"]');
    await page.click('[data-action="dish"]');
    await page.waitForSelector('[data-pad="plates"] [role="status"]:has-text("attente")');
    await start_again(port);
    await counted_is(454);
});

test("ItClosesWithWhatWentBackToTheCaterer", async () => {
    await page.click('[data-action="close-round"]');
    await page.fill("#closing-cooked", "470");
    await page.fill("#closing-refused", "15");
    await at_three_widths("plates-closing");
    if (await page.locator("#closing-sure").isVisible()) await page.check("#closing-sure");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="closed-round"]');
    expect(await page.locator('[data-page="closed-round"]').innerText()).toContain("455");
});

test("ALunchIsCountedByHeads", async () => {
    await page.evaluate(() => (location.hash = "#/rounds"));
    await open_round("Déjeuner", "Comptage de têtes");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-group="women"]');
    for (const group of ["women", "women", "men", "girls", "boys"]) await page.click(`[data-group="${group}"]`);
    await counted_is(5);
    await at_three_widths("plates-heads");
});

test("TomorrowsOrderIsForThoseWhoAreThereAndTheStaffAsLastTime", async () => {
    await page.evaluate(() => (location.hash = "#/rounds"));
    await page.click('[data-action="order"]');
    const dinner = page.locator('[data-meal="DINNER"]');
    await dinner.waitFor();
    const number = async (selector: string): Promise<number> =>
        Number((await dinner.locator(selector).innerText()).replace(/\D/g, ""));
    const present = await number('[data-part="present"]');
    expect(await number('[data-part="staff"]')).toBe(6);
    expect(await number('[data-part="sick_diet"]')).toBe(2);
    expect(await number('[data-count="plates"]')).toBe(present + 6);
    expect(await dinner.innerText()).toContain("470 préparées, 15 renvoyées");
    expect(await page.locator('[data-line="order"]').innerText()).toContain(`Dîner ${present + 6} dont 2 régimes`);
    await at_three_widths("plates-order");
    await page.click('[data-action="close-order"]');
});

test("ASecondSheetOfADayLeadsToTheFirst", async () => {
    await page.evaluate(() => (location.hash = "#/rounds"));
    await open_round("Petit-déjeuner", "Par carte");
    await page.click('dialog label:has(span:text-is("Plus tôt (sur papier)"))');
    const parts = page.locator("fieldset:has(#open-earlier) input");
    for (const [index, number] of ["18", "1", "2023"].entries()) await parts.nth(index).fill(number);
    await page.fill("#open-reason", "Encore une feuille");
    await page.click('dialog [data-action="submit"]');
    await page.click('[data-action="same-day"]');
    await page.waitForSelector('[data-page="closed-round"]');
});

test("AWeekOldSheetAsksWhySoLate", async () => {
    await page.evaluate(() => (location.hash = "#/rounds"));
    await open_round("Déjeuner", "Sur liste cochée");
    await page.click('dialog label:has(span:text-is("Plus tôt (sur papier)"))');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('dialog [role="alert"]');
    const parts = page.locator("fieldset:has(#open-earlier) input");
    for (const [index, number] of ["18", "1", "2023"].entries()) await parts.nth(index).fill(number);
    await page.fill("#open-reason", "Une semaine sans courant");
    await at_three_widths("plates-paper");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="round"]');
    expect(await page.locator('[data-page="round"]').innerText()).toContain("18 janvier 2023");
});
