import { expect, test } from "vitest";
import { at_three_widths, begin_story, browser, centre, enter_as, page } from "./story.ts";

// A night: people come out of the desert, are counted with one thumb, get a number on their wrist, and the
// balance of the next day hides nobody.

begin_story();

const count_of = async (selector: string): Promise<number> =>
    Number((await page.textContent(selector))?.replace(/\D/g, ""));
const tap = (group: string): Promise<void> => page.click(`[data-group="${group}"]`);
const view = (label: string): Promise<void> => page.click(`label:has(span:text-is("${label}"))`);

test("TheGateOpensAnArrivalWhereSomebodySaysByWhichWay", async () => {
    await enter_as("gate_officer", "#/arrivals");
    await page.waitForSelector('[data-page="arrivals"]');
    if (await page.locator("#arrivals-site").isVisible()) await page.selectOption("#arrivals-site", "ASM");
    await at_three_widths("arrivals");
    await page.click('[data-action="open-arrival"]');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('Dites par où ils arrivent')");
    await page.fill("#arrival-place", "Point zéro");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="arrival"] [data-pad="tally"]');
});

test("OneThumbCountsAndTakesASlipBack", async () => {
    for (let i = 0; i < 4; ++i) await tap("men");
    await page.click('[data-action="undo"]');
    await page.check('[data-mark="under_five"]');
    expect(await page.locator('[data-group="men"]').isDisabled()).toBe(true);
    await tap("girls");
    await page.waitForFunction(() => document.querySelector('[data-count="mine"]')?.textContent === "4");
    await page.waitForFunction(() => document.querySelector('[data-count="people"]')?.textContent === "4");
    await at_three_widths("tally");
});

test("WithoutTheNetworkItCountsOn", async () => {
    await page.context().setOffline(true);
    await tap("women");
    await tap("women");
    expect(await count_of('[data-count="mine"]')).toBe(6);
    await page.waitForSelector(":text('2 comptages ne sont pas encore envoyés')");
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector('[data-count="people"]')?.textContent === "6");
    expect(await count_of('[data-count="mine"]')).toBe(6);
});

test("ThePageIsLoadedAgainWithoutTheServerAndCountsOn", async () => {
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector('[data-page="arrival"] [data-pad="tally"]');
    await tap("boys");
    await page.waitForSelector(":text('1 comptage n’est pas encore envoyé')");
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector('[data-count="people"]')?.textContent === "7");
    await page.click('[data-action="undo"]');
    await page.waitForFunction(() => document.querySelector('[data-count="people"]')?.textContent === "6");
});

test("AnArrivalIsOpenedWithoutTheNetworkAndKnownWhenItIsBack", async () => {
    await page.evaluate(() => (location.hash = "#/arrivals"));
    await page.waitForSelector('[data-page="arrivals"] [data-action="open-arrival"]');
    await page.context().setOffline(true);
    await page.click('[data-action="open-arrival"]');
    await page.fill("#arrival-place", "Puits");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="arrival"] [data-pad="tally"]');
    await tap("men");
    await page.waitForFunction(() => document.querySelector('[data-count="mine"]')?.textContent === "1");
    await page.context().setOffline(false);
    await page.waitForSelector('h1:has-text("Puits")');
    await page.waitForFunction(() => document.querySelector('[data-count="people"]')?.textContent === "1");
    await page.evaluate(() => (location.hash = "#/arrivals"));
    await page.click('[data-arrival="Point zéro"]');
    await page.waitForSelector('[data-page="arrival"] h1:has-text("Point zéro")');
});

test("NumbersGoOnWristsAndTheNextOneIsProposed", async () => {
    await view("Bracelets");
    await page.fill("#band-number", "A0001");
    await view("Femme");
    await page.click('[data-action="put-on"]');
    await page.waitForSelector('li[data-band="A0001"][data-state="done"]');
    expect(await page.inputValue("#band-number")).toBe("A0002");
    await view("Enfant");
    await page.check('[data-mark="alone"]');
    await page.click('[data-action="put-on"]');
    await page.waitForSelector('li[data-band="A0002"][data-state="done"]');
    // A child who came alone stands first.
    await page.waitForSelector('li[data-waits]:first-child:has-text("A0002"):has-text("Enfant seul")');
    await page.fill("#band-number", "A0001");
    await view("Homme");
    await page.click('[data-action="put-on"]');
    await page.waitForSelector('li[data-band="A0001"][data-state="refused"]:has-text("déjà à quelqu’un d’autre")');
    await at_three_widths("wristbands");
});

test("TheSheetIsTypedTwiceAndCountsOnce", async () => {
    for (const said of ["2 bracelets nouveaux, 0 déjà là, 0 à revoir", "0 bracelet nouveau, 2 déjà là, 1 à revoir"]) {
        await page.click('[data-action="sheet"]');
        await page.fill("#sheet-rows", said.startsWith("2") ? "A0003 M a\nA0004 F a u" : "A0003 M a\nA0004 F a u\nA0001 M e");
        if (said.startsWith("2")) await at_three_widths("sheet");
        await page.click('dialog [data-action="submit"]');
        await page.waitForSelector(`[data-sheet="done"]:has-text("${said}")`);
        await page.click('[data-action="close-sheet"]');
    }
});

test("ARegistrarBindsAWristbandInTheFile", async () => {
    await enter_as("registrar", `#/people/${centre.card(0).case_number}`);
    await page.click('[data-action="wristband"]');
    await page.fill("#wristband-number", "a-0001");
    await at_three_widths("bind");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("[role=status]:has-text('A0001')");
    await page.evaluate((to) => (location.hash = `/people/${to}`), centre.card(1).case_number);
    await page.waitForSelector(`[data-page="person"] :text("${centre.card(1).case_number.slice(0, 3)}")`);
    await page.click('[data-action="wristband"]');
    await page.fill("#wristband-number", "A0001");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('relié à une autre personne')");
    await page.keyboard.press("Escape");
});

test("WhoListsPeopleReadsNoBalance", async () => {
    await page.evaluate(() => (location.hash = "#/arrivals"));
    if (await page.locator("#arrivals-site").isVisible()) await page.selectOption("#arrivals-site", "ASM");
    await page.click('[data-arrival="Point zéro"]');
    await view("Bilan");
    await page.waitForSelector(":text('Le bilan se lit chez le responsable')");
    expect(await page.locator("[data-balance]").count()).toBe(0);
});

test("TheBalanceAddsUpAndClosesWithWhatIsUnaccounted", async () => {
    await enter_as("centre_manager", "#/arrivals");
    await page.waitForSelector('[data-page="arrivals"]');
    if (await page.locator("#arrivals-site").isVisible()) await page.selectOption("#arrivals-site", "ASM");
    await page.click('[data-arrival="Point zéro"]');
    await view("Bilan");
    await page.waitForSelector('[data-balance="unaccounted"]');
    expect(await count_of('[data-balance="tallied"]')).toBe(6);
    expect(await count_of('[data-balance="registered"]')).toBe(1);
    expect(await count_of('[data-balance="unaccounted"]')).toBe(5);
    await page.click('[data-action="outcomes"]');
    await page.fill("#outcome-left", "3");
    await page.click('dialog [data-action="submit"]');
    await page.waitForFunction(() => document.querySelector('[data-balance="unaccounted"]')?.textContent === "2");
    await at_three_widths("balance");
    await page.click('[data-action="close"]');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('Dites ce qu’on en sait')");
    await page.fill("#close-explanation", "deux sont partis vers la ville");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector(":text('Explication : deux sont partis vers la ville')");
    expect(await count_of('[data-balance="unaccounted"]')).toBe(2);
});

test("WhoCountedTheSameGroupTwiceIsSetAside", async () => {
    await page.click('[data-action="aside"]');
    await page.fill("#aside-reason", "même groupe");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("li.aside:has-text('même groupe')");
    await page.click('[data-action="take-up"]');
    await page.waitForSelector("li:not(.aside) [data-action=aside]");
});

test("TheBrowserHadNothingToComplainAbout", () => {
    expect(browser.complaints).toEqual([]);
});
