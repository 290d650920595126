import { expect, test } from "vitest";
import { at_three_widths, begin_story, browser, centre, enter_as, page, server, start_again } from "./story.ts";

// A day of the centre without a command line: the manager opens, closes and reopens, people come in and
// leave, finance reads what it cost. One story, each step where the one before stopped.

begin_story();

async function scan(code: string): Promise<void> {
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
}

test("TheManagerOpensADistribution", async () => {
    await enter_as("centre_manager", "#/rounds");
    await page.click('[data-action="open-round"]');
    await page.waitForSelector("dialog #open-service");
    await at_three_widths("open-round");
    await page.click('dialog label:has(span:text-is("Déjeuner"))');
    if (await page.locator("#open-site").isVisible()) await page.selectOption("#open-site", "ASM");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="round"]');
    expect(await page.textContent("h1")).toBe("Déjeuner");
    await scan(centre.card(0).code);
    await page.waitForSelector('li[data-passage="served"]');
});

test("TheSameTwiceIsSaidBeforeAnythingIsLost", async () => {
    await page.evaluate(() => (location.hash = "#/rounds"));
    await page.click('[data-action="open-round"]');
    await page.click('dialog label:has(span:text-is("Déjeuner"))');
    if (await page.locator("#open-site").isVisible()) await page.selectOption("#open-site", "ASM");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('est déjà ouverte ce jour-là')");
    await page.keyboard.press("Escape");
});

test("ClosingShowsTheGapAndAsksOnce", async () => {
    await page.click('a[data-kind="food"]:has(strong:text-is("Déjeuner"))');
    await page.waitForSelector('[data-page="round"]');
    await page.click('[data-action="close-round"]');
    await at_three_widths("closing");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('L’écart est grand')");
    await page.check("#closing-sure");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="closed-round"]');
});

test("TheManagerReopensWithAReason", async () => {
    await page.click('[data-action="reopen"]');
    await page.fill("#reopening-reason", "Un car est arrivé tard");
    await at_three_widths("reopening");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="round"]');
    await scan(centre.card(1).code);
    await page.waitForSelector('li[data-passage="served"]');
    await page.waitForFunction(() => document.querySelector('[data-count="served"]')?.textContent === "2");
});

test("SomeOfThoseWhoAreHereAreShownToWhoSaysWhomTheyLookFor", async () => {
    await enter_as("registrar", "#/people/present");
    await page.waitForSelector('[data-page="present"]');
    if (await page.locator("#present-site").isVisible()) await page.selectOption("#present-site", "ASM");
    await page.click('label:has(span:text-is("N’importe quand"))');
    await page.waitForSelector(":text('Choisissez au moins une chose')");
    expect(await page.isDisabled('[data-action="show"]')).toBe(true);
    await page.click('label:has(span:text-is("Moins de 5 ans"))');
    await page.click('label:has(span:text-is("Femme"))');
    await page.click('[data-action="show"]');
    await page.waitForSelector("li[data-case]");
    await at_three_widths("present");
    const first = page.locator("li[data-case] a").first();
    const number = await page.getAttribute("li[data-case]", "data-case");
    await first.click();
    await page.waitForFunction((wanted) => location.hash === `#/people/${wanted}`, number);
});

test("TheGateNotesWhoLeavesAndComesIn", async () => {
    await enter_as("gate_officer", "#/gate");
    await page.waitForSelector('[data-page="gate"]');
    if (await page.locator("#gate-site").isVisible()) await page.selectOption("#gate-site", "ASM");
    const present = async (): Promise<number> => Number((await page.textContent('[data-count="present"]'))?.replace(/\D/g, ""));
    const before = await present();
    await page.click('label:has(span:text-is("Part"))');
    await page.waitForSelector(":text('Choisissez d’abord pourquoi')");
    await at_three_widths("gate-reason");
    await page.click('label:has(span:text-is("Hôpital"))');
    await scan(centre.card(2).code);
    await page.waitForSelector('li[data-passage="out"]');
    await page.waitForFunction(
        (wanted) => Number(document.querySelector('[data-count="present"]')?.textContent?.replace(/\D/g, "")) === wanted,
        before - 1,
    );
    await page.click('label:has(span:text-is("Entre"))');
    await scan(centre.card(2).code);
    await page.waitForSelector('li[data-passage="in"]');
    await scan(centre.card(3).code);
    await page.waitForSelector('[data-verdict="stay.already_present"]');
    await at_three_widths("gate");
});

test("WithoutTheNetworkTheGateNotesAndSendsLater", async () => {
    await page.context().setOffline(true);
    await page.click('label:has(span:text-is("Part"))');
    await scan(centre.card(4).code);
    await page.waitForSelector('li[data-passage="noted"]');
    await page.context().setOffline(false);
    await page.waitForSelector('li[data-passage="out"]:first-child');
});

test("TheGateIsLoadedAgainWithoutTheServerAndGoesOn", async () => {
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const { port } = server;
    await server.kill();
    await page.reload();
    await page.waitForSelector('[data-page="gate"]');
    if (await page.locator("#gate-site").isVisible()) await page.selectOption("#gate-site", "ASM");
    await page.click('label:has(span:text-is("Part"))');
    await page.click('label:has(span:text-is("De son plein gré"))');
    await scan(centre.card(5).code);
    await page.waitForSelector('li[data-passage="noted"]');
    await at_three_widths("gate-without-server");
    await start_again(port);
    await page.waitForSelector('li[data-passage="out"]:first-child', { timeout: 60_000 });
});

test("WhoComesBackIsCheckedInOnTheirFile", async () => {
    await enter_as("registrar", `#/people/${centre.card(5).case_number}`);
    await page.click('[data-action="check_in"]');
    if (await page.locator("#checkin-site option").count() > 1) await page.selectOption("#checkin-site", "ASM");
    await at_three_widths("check-in");
    await page.click('dialog [data-action="check-in"]');
    await page.waitForSelector(":text('Arrivée notée')");
    await page.waitForSelector('[data-fact="site"]:has-text("Assamaka")');
    expect(await page.locator('[data-action="check_in"]').count()).toBe(0);
});

test("WhoLostACardGetsAnotherAndTheNextOneComes", async () => {
    await page.evaluate(() => (location.hash = "#/people"));
    await page.click('a[href="#/people/card"]');
    await page.waitForSelector('[data-page="card-desk"]');
    await page.fill("#card-desk", centre.card(2).case_number);
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-action="make"]');
    await at_three_widths("card-desk");
    await page.click('[data-action="make"]');
    const [sheet] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith("/cards/sheets")),
        page.click('dialog [data-action="reissue"]'),
    ]);
    expect(sheet.status()).toBe(200);
    await page.click('dialog button:has-text("Fermer")');
    await page.waitForSelector("#card-desk:focus");
    expect(await page.inputValue("#card-desk")).toBe("");
});

test("AListOfSomeNamesSaysForHowManyItIsBeforeItIsProposed", async () => {
    await enter_as("centre_manager", "#/disclosures");
    await page.click('[data-action="propose"]');
    await page.fill("#purpose", "Convocation au consulat");
    await page.fill("#recipient", "Consulat inventé");
    await page.waitForFunction(() => document.querySelectorAll("#list-site option").length > 1);
    await page.selectOption("#list-site", "ASM");
    await page.waitForSelector('[data-part="list-count"]:has-text("Au plus")');
    await page.click('dialog label:has-text("Quelques personnes")');
    const { case_number } = centre.card(0);
    const mistyped = case_number.slice(0, -1) + (case_number.endsWith("A") ? "B" : "A");
    await page.fill("#people", `${case_number}\n${mistyped}`);
    await page.waitForSelector('[data-part="list-count"]:has-text("2 numéros saisis")');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('dialog [role="alert"]:has-text("Mal saisi")');
    await at_three_widths("propose-some");
    await page.fill("#people", case_number);
    await page.click('dialog label:has-text("Leurs ménages aussi")');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-nominal]:has-text("et leurs ménages")');
});

test("WhoLooksAfterTheComputerSeesThatNothingIsSaved", async () => {
    await enter_as("administrator", "#/backups");
    await page.waitForSelector('[data-page="backups"][data-late="true"]');
    await page.waitForSelector(":text('Aucune sauvegarde')");
    await at_three_widths("backups");
});

test("FinanceEntersACostAndReadsAStatement", async () => {
    await enter_as("finance_officer", "#/money");
    await page.waitForSelector('[data-list="agreements"]');
    await at_three_widths("money");
    await page.click('[data-action="new-cost"]');
    if (await page.locator("#cost-site").isVisible()) await page.selectOption("#cost-site", "ASM");
    await page.selectOption("#cost-service", "LUNCH");
    await page.fill("#cost-price", "650");
    const day = async (id: string, parts: [string, string, string]): Promise<void> => {
        const fields = page.locator(`fieldset:has(#${id}) input`);
        for (const [index, part] of parts.entries()) await fields.nth(index).fill(part);
    };
    await day("cost-first", ["1", "1", "2023"]);
    await day("cost-last", ["31", "12", "2023"]);
    await at_three_widths("unit-cost");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-list="unit-costs"] :text("Déjeuner")');
    await page.click('[data-list="agreements"] a');
    await page.waitForSelector('[data-page="statement"] [data-list="lines"]');
    await at_three_widths("statement");
    expect(await page.textContent('[data-figure="cumulative"]')).toMatch(/\d/);
});

test("FinanceEntersAnAgreement", async () => {
    await page.evaluate(() => (location.hash = "#/money"));
    await page.click('[data-action="new-agreement"]');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('Écrivez qui paie')");
    await page.fill("#agreement-code", "EU-2023-7");
    await page.fill("#agreement-donor", "Délégation (essai)");
    await page.fill("#agreement-title", "Repas à Assamaka");
    await page.fill("#agreement-amount", "12 500 000");
    for (const [id, parts] of [
        ["agreement-first", ["1", "1", "2023"]],
        ["agreement-last", ["30", "6", "2023"]],
    ] as const) {
        const fields = page.locator(`fieldset:has(> .parts #${id}) input`);
        for (const [index, part] of parts.entries()) await fields.nth(index).fill(part);
    }
    await at_three_widths("agreement");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-list="agreements"] :text("EU-2023-7")');
});

test("TheBrowserHadNothingToComplainAbout", () => {
    expect(browser.complaints).toEqual([]);
});
