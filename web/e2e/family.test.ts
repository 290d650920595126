import { expect, test } from "vitest";
import { begin_story, browser, enter_by_link, page } from "./story.ts";

// A family at the desk, by the keyboard alone, from where the hands are.

let keys = 0;

begin_story();

// Names are typed whatever the form is like.
const name = (text: string): Promise<void> => page.keyboard.type(text);
async function press(...pressed: string[]): Promise<void> {
    for (const key of pressed) {
        keys += key.split("+").length;
        await page.keyboard.press(key);
    }
}

// From the first answer after the name to the next form.
async function answers(sex: string, age: string, relation?: string): Promise<void> {
    await press("Enter", sex, ...age, "Enter");
    if (relation) {
        await page.waitForSelector("#relation:focus");
        await press(...relation);
    }
    await press("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
    await press("Control+Enter");
    await page.waitForSelector('[data-action="next-member"]:focus');
}

test("AHouseholdOfSixTakesFewerThanNinetyKeysBesideTheNames", async () => {
    await enter_by_link("registrar");
    await page.evaluate(() => (location.hash = "#/people/new"));
    await page.waitForSelector("#family_name");
    if (await page.locator("#site").isVisible()) await page.selectOption("#site", "ASM");
    await page.focus("#family_name");
    await name("Zzfamille");
    await press("Enter");
    await name("Boubacar");
    await answers("h", "41");
    const members: [string, string, string, string][] = [
        ["Kadidia", "f", "36", "c"],
        ["Modibo", "h", "15", "f"],
        ["Assetou", "f", "12", "fill"],
        ["Lassine", "h", "8", "f"],
        ["Rokia", "f", "3", "fill"],
    ];
    for (const [given, sex, age, relation] of members) {
        await press("Enter");
        await page.waitForSelector("#given_names:focus");
        await name(given);
        await answers(sex, age, relation);
    }
    expect(keys).toBeLessThan(90);
    console.info(`a household of six: ${keys} keys beside the names`);
    // One household, one head, five relations.
    await page.click('a[href^="#/people/ASM"]');
    await page.waitForSelector('[data-page="person"] [data-fact="household"]:has-text("5 personnes")');
    await page.waitForSelector("[data-own-relation='DAUGHTER']");
    expect(await page.locator('section li:has-text("Chef de ménage")').count()).toBe(1);
    expect(browser.complaints).toEqual([]);
});
