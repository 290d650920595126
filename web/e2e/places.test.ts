import { expect, test } from "vitest";
import { come_in } from "./browser.ts";
import { at_three_widths, begin_story, browser, centre, enter_as, page, server } from "./story.ts";

// Where people sleep: a manager opens a unit and reads the figures, a registrar houses somebody from their file,
// and nobody is stopped by a full tent.

begin_story();

// A link opens once; whoever comes back on this machine has a session still.
let manager: Awaited<ReturnType<ReturnType<typeof page.context>["cookies"]>> = [];
async function come_back(path: string): Promise<void> {
    // Before the cookies go: what the page asks meanwhile would be refused.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.context().addCookies(manager);
    await page.goto(`${server.origin}/${path}`);
    await come_in(page);
}

const count_of = async (name: string): Promise<number> =>
    Number((await page.textContent(`[data-figure="${name}"]`))?.replace(/\D/g, ""));

test("TheFiguresOfTheDayAddUp", async () => {
    await enter_as("centre_manager", "#/places");
    await page.waitForSelector('[data-page="places"]');
    if (await page.locator("#places-site").isVisible()) await page.selectOption("#places-site", "ASM");
    await page.waitForSelector('[data-unit="Hangar 1"]');
    const [morning, came, left, night] = [
        await count_of("morning"),
        await count_of("came"),
        await count_of("left"),
        await count_of("night"),
    ];
    expect(morning + came - left).toBe(night);
    expect(night).toBe(622);
    expect(await page.textContent('[data-line="radio"]')).toMatch(/^ASM 23\/01 .* présents 622\./);
    await at_three_widths("places");
});

test("ATentIsOpenedAndWhatIsMissingIsSaid", async () => {
    await page.click('[data-action="open-unit"]');
    await page.fill("#unit-name", "Tente 14");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector("dialog :text('Un nombre de 1 à 5 000')");
    await page.click('dialog label:has(span:text-is("pour tous"))');
    await page.fill("#unit-capacity", "1");
    await at_three_widths("unit");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-unit="Tente 14"]');
    expect(await page.textContent('[data-unit="Tente 14"] .counts')).toContain("0 sur 1");
});

async function house(number: string, unit: string): Promise<void> {
    await page.evaluate((to) => (location.hash = `/people/${to}`), number);
    await page.waitForSelector(`[data-page="person"] :text("${number.slice(0, 3)}")`);
    await page.click('[data-action="house"]');
    await page.waitForFunction(
        (name) => [...document.querySelectorAll("#house-unit option")].some((each) => each.textContent?.startsWith(name)),
        unit,
    );
    const value = await page.$eval("#house-unit", (select, name) => {
        const options = [...(select as HTMLSelectElement).options];
        return options.find((each) => each.text.startsWith(name))?.value ?? "";
    }, unit);
    await page.selectOption("#house-unit", value);
}

test("SomebodyIsHousedFromTheirFile", async () => {
    manager = await page.context().cookies();
    await enter_as("registrar", "#/people");
    await house(centre.card(0).case_number, "Tente 14");
    await at_three_widths("house");
    await page.click('dialog [data-action="house"]');
    await page.waitForSelector("[role=status]:has-text('Tente 14')");
    await page.waitForSelector("[data-fact=site]:has-text('unité Tente 14')");
});

test("AFullTentAsksAndStopsNobody", async () => {
    await house(centre.card(1).case_number, "Tente 14");
    await page.waitForSelector("dialog button:has-text('Loger quand même')");
    await page.click('dialog [data-action="house"]');
    await page.waitForSelector("[role=status]:has-text('Tente 14')");
});

test("SeveralWhoSleepNowhereAreHousedTogether", async () => {
    await page.evaluate(() => (location.hash = "#/people/present"));
    await page.waitForSelector('[data-page="present"]');
    if (await page.locator("#present-site").isVisible()) await page.selectOption("#present-site", "ASM");
    await page.click('label:has(span:text-is("N’importe quand"))');
    await page.click('label:has(span:text-is("Sans unité"))');
    await page.click('[data-action="show"]');
    await page.waitForSelector("li[data-case]");
    const before = await page.locator("li[data-case]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-case")));
    for (const number of before.slice(0, 2)) await page.check(`li[data-case="${number}"] input`);
    await at_three_widths("present-sleeps");
    await page.click('[data-action="house"]');
    await page.waitForFunction(() => document.querySelectorAll("#house-unit option").length > 2);
    const value = await page.$eval("#house-unit", (select) => {
        const options = [...(select as HTMLSelectElement).options];
        return options.find((each) => each.text.startsWith("Femmes"))?.value ?? "";
    });
    await page.selectOption("#house-unit", value);
    await page.click('dialog [data-action="house"]');
    await page.waitForSelector("[role=status]:has-text('Femmes')");
    await page.waitForFunction((gone) => !document.querySelector(`li[data-case="${gone}"]`), before[0]);
});

test("WhoListsPeopleReadsNoFigures", async () => {
    await page.evaluate(() => (location.hash = "#/places"));
    await page.waitForSelector('[data-page="search"]');
});

test("AUnitWithPeopleInItIsNotClosed", async () => {
    await come_back("#/places");
    await page.waitForSelector('[data-unit="Tente 14"]');
    expect(await page.textContent('[data-unit="Tente 14"] .counts')).toContain("1 de trop");
    await page.click('[data-unit="Tente 14"] [data-action="close"]');
    await page.click('[data-unit="Tente 14"] [data-action="close-sure"]');
    await page.waitForSelector(":text('2 personnes y dorment')");
});

test("AClosedUnitIsOpenedAgainFromThePage", async () => {
    await page.click('[data-action="open-unit"]');
    await page.fill("#unit-name", "Tente 15");
    await page.click('dialog label:has(span:text-is("hommes"))');
    await page.fill("#unit-capacity", "4");
    await page.click('dialog [data-action="submit"]');
    const tent = page.locator('[data-unit="Tente 15"]');
    await tent.locator('[data-action="close"]').click();
    await tent.locator('[data-action="close-sure"]').click();
    await tent.locator('[data-action="reopen"]').click();
    await tent.locator('[data-action="close"]').waitFor();
});

test("TheRollCallComesAsOnePaper", async () => {
    const answer = page.waitForResponse((response) => response.url().endsWith("/roll-call"));
    await page.click('[data-action="roll-call"]');
    const paper = await answer;
    expect(paper.status()).toBe(200);
    expect(paper.headers()["content-type"]).toBe("application/pdf");
});

test("YesterdayIsAsItWas", async () => {
    await page.click('[data-action="before"]');
    await page.waitForSelector("h1:has-text('22 janvier 2023')");
    expect(await count_of("night")).toBe(622);
    expect(await page.locator('[data-action="open-unit"]').count()).toBe(0);
    await page.click('[data-action="after"]');
    await page.waitForSelector('[data-action="open-unit"]');
});

test("ABusTakesPeopleToAnotherCentreAndWhoIsNotThereStopsNobody", async () => {
    await come_back("#/places");
    await page.waitForSelector('[data-page="places"]');
    if (await page.locator("#places-site").isVisible()) await page.selectOption("#places-site", "ASM");
    await page.waitForSelector('[data-figure="night"]');
    const before = await count_of("night");
    await page.click('[data-action="transfer"]');
    await page.click('dialog [data-action="transfer"]');
    await page.waitForSelector('dialog [role="alert"]');
    await page.selectOption("#transfer-to", "AGZ");
    await page.fill("#transfer-codes", `${centre.card(0).code}\n${centre.card(1).code}\nASM000000000X\n`);
    await at_three_widths("places-transfer");
    await page.click('dialog [data-action="transfer"]');
    await page.waitForSelector('[data-dialog="transferred"]');
    expect(await page.innerText("dialog h2")).toContain("2 personnes transférées");
    expect(await page.innerText('[data-dialog="transferred"] ul')).not.toContain("problem.");
    await at_three_widths("places-transferred");
    await page.click('[data-action="transfer-read"]');
    await page.waitForFunction(
        (left) => document.querySelector('[data-figure="night"]')?.textContent?.replace(/\D/g, "") === String(left),
        before - 2,
    );
});

test("TheBrowserHadNothingToComplainAbout", () => expect(browser.complaints).toEqual([]));
