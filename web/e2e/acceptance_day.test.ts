import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { case_number_text } from "../src/app/case_number.ts";
import { come_in, open_browser, type Browser } from "./browser.ts";
import { begin_story, browser, centre, enter_by_link, page, server, start_again } from "./story.ts";

// A whole day from the pages alone: forty people come in families, two tablets feed them through ten cuts, the
// manager closes and reopens, finance reads what it cost. The office has one computer, the yard two tablets.
// One story: each step goes on where the one before stopped.

const families = "Zzkonta Zzberthe Zzdembele Zzsamake Zzfofana Zzguindo Zzwague Zzyattara".split(" ");
const sizes = [6, 5, 4, 6, 5, 4, 6, 4];
// Name, sex, age in the first family, and what they are to the head: the last three as keys.
const members = "Boubacar h 41, Kadidia f 36 c, Modibo h 15 f, Assetou f 12 fill, Lassine h 8 f, Rokia f 3 fill"
    .split(", ")
    .map((each) => each.split(" ") as [string, string, string, string?]);
const people = 40;
// What goes wrong, by how many are saved.
const at = { power_goes: 16, loaded_again: 21, answer_lost: 27, changed_since: 33 };
// In these cuts somebody eats at both tablets: neither can know it.
const twice_in = [2, 5];
const plates = people + twice_in.length;
const price = 650;

let tablets: Browser[] = [];
let present_before = 0;
const numbers: string[] = [];

begin_story();
beforeAll(async () => {
    tablets = await Promise.all([open_browser(), open_browser()]);
    present_before = await present();
});
afterAll(() => Promise.all(tablets.map((each) => each.close())));

const present = async (): Promise<number> => (await centre.numbers_present(10_000)).length;
const figure = async (selector: string): Promise<number> =>
    Number.parseInt((await page.textContent(selector))?.replace(/\D/g, "") ?? "", 10);

async function keys(...pressed: string[]): Promise<void> {
    for (const key of pressed) await page.keyboard.press(key);
}

async function answer_and_check(sex: string, age: string, relation = ""): Promise<void> {
    await keys("Enter", sex, ...age);
    if (relation) {
        await keys("Enter");
        await page.waitForSelector("#relation:focus");
        await keys(...relation);
    }
    await keys("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
}

async function not_saved_yet(given: string): Promise<void> {
    await keys("Control+Enter");
    await page.waitForSelector('[role="alert"]:focus');
    await page.waitForSelector(`[data-step="check"] dd bdi:text-is("${given}")`);
}

// The computer of the office goes off with the server, and is on before it.
async function form_loaded_again(given: string, sex: string): Promise<void> {
    const kept = await page.evaluate(() => sessionStorage.getItem("jatigi.draft"));
    await keys("Enter", sex);
    await page.waitForFunction((before) => sessionStorage.getItem("jatigi.draft") !== before, kept);
    await server.kill();
    page.once("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.waitForSelector(":text('Le formulaire commencé est gardé')");
    await start_again(server.port);
    await page.waitForSelector("#given_names:focus");
    expect(await page.inputValue("#given_names")).toBe(given);
}

async function change_the_birth(age: string): Promise<void> {
    await keys("Escape");
    await page.fill("#birth", age);
    await keys("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
}

test("TheRegistrarRegistersFortyPeopleInFamiliesByTheKeyboard", async () => {
    await enter_by_link("registrar");
    await page.click('nav a[href="#/people/new"]');
    await page.waitForSelector("#site:focus");
    await keys(..."ASM", "Enter");
    for (const [index, family] of families.entries()) {
        await page.waitForSelector("#family_name:focus");
        await keys(...family, "Enter");
        const all = members.slice(0, sizes[index]);
        for (const [member, [given, sex, age, relation]] of all.entries()) {
            const saved = numbers.length;
            await page.waitForSelector("#given_names:focus");
            await keys(...given);
            if (saved === at.power_goes) await server.kill();
            if (saved === at.loaded_again) await form_loaded_again(given, sex);
            await answer_and_check(sex, String(Number(age) + index), relation);
            if (saved === at.power_goes) {
                await not_saved_yet(given);
                await start_again(server.port);
            }
            // Somebody is saved, and nobody hears of it: to ask again makes nobody twice.
            if (saved === at.answer_lost || saved === at.changed_since) {
                await page.route("**/api/v1/persons", (route) => route.fetch().then(() => route.abort()), { times: 1 });
                await not_saved_yet(given);
            }
            if (saved === at.changed_since) await change_the_birth(String(Number(age) + index + 1));
            await keys("Control+Enter");
            if (saved === at.changed_since) await page.waitForSelector('[data-part="arrived-before"]');
            await page.waitForSelector('[data-action="next-member"]:focus');
            numbers.push((await page.textContent('[data-step="saved"] .number'))?.replace(/\s/g, "") ?? "");
            // Beside the next of the family stands another person.
            await keys(...(member === all.length - 1 ? ["Tab", "Enter"] : ["Enter"]));
        }
    }
    expect(new Set(numbers).size).toBe(people);
    expect(await present()).toBe(present_before + people);
});

test("TheManagerOpensADistributionThatExpectsThemToo", async () => {
    await enter_by_link("centre_manager");
    await page.click('nav a[href="#/rounds"]');
    await page.click('[data-action="open-round"]');
    await page.click('dialog label:has(span:text-is("Déjeuner"))');
    await page.selectOption("#open-site", "ASM");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="round"]');
    expect(await figure('[data-count="expected"]')).toBe(present_before + people);
});

const tablet = (lane: number): Page => (tablets[lane] as Browser).page;
const on_both = (act: (lane: number) => Promise<unknown>): Promise<unknown> => Promise.all([act(0), act(1)]);

// The list keeps what the big verdict shows only for a moment.
async function said(lane: number, number: string, answer: string): Promise<void> {
    const shown = case_number_text(number);
    await tablet(lane).waitForSelector(`li[data-passage="${answer}"]:has(bdi:text-is("${shown}"))`);
}

async function scan(lane: number, number = "", answer: string): Promise<void> {
    await tablet(lane).keyboard.type(number);
    await tablet(lane).keyboard.press("Enter");
    await said(lane, number, answer);
}

const served_is = (by: Page, count: number): Promise<unknown> =>
    by.waitForSelector(`[data-page="round"] [data-count="served"]:text-is("${count}")`);

test("TwoTabletsEnterTheDistribution", async () => {
    for (const { page: its } of tablets) {
        await its.goto(server.links.get("food_distributor") ?? "");
        await come_in(its);
        await its.click('a[data-kind="food"]:has(strong:text-is("Déjeuner"))');
        await its.waitForSelector('[data-page="round"]');
        // They keep what they need to be started again by themselves.
        await its.evaluate(async () => void (await navigator.serviceWorker.ready));
        // A link is good once: each start prints new ones.
        await server.kill();
        await start_again(server.port);
    }
});

const chips_are = (state: "good" | "bad"): Promise<unknown> =>
    on_both((lane) => tablet(lane).waitForSelector(`button.${state}:has([role="status"])`, { timeout: 60_000 }));

// By turns the computer of the centre goes off, and the network of the yard.
async function cut_off(cut: number, off: boolean): Promise<void> {
    if (cut % 2 === 1) await on_both((lane) => tablet(lane).context().setOffline(off));
    else if (off) await server.kill();
    else await start_again(server.port);
}

test("TenCutsAndTabletsThatAreStartedAgainLoseNobody", async () => {
    for (let cut = 0; cut < 10; cut++) {
        const [first, second, third = "", fourth] = numbers.slice(4 * cut);
        await on_both((lane) => scan(lane, [first, second][lane], "served"));
        await cut_off(cut, true);
        await on_both((lane) => scan(lane, [third, fourth][lane], "noted"));
        if (twice_in.includes(cut)) await scan(1, third, "noted");
        // One in each kind of cut: the page comes from the tablet itself, and serves on.
        if (cut === 4 || cut === 7) {
            await tablet(0).reload();
            await tablet(0).waitForSelector('[data-page="round"]');
            await scan(0, third, "noted_before");
        }
        await chips_are("bad");
        await cut_off(cut, false);
        await chips_are("good");
        // Told where it was sent second.
        if (twice_in.includes(cut)) await Promise.any([said(0, third, "double"), said(1, third, "double")]);
    }
});

test("EachOfTheFortyIsServedOnceAndWhoChangesLanesIsSeen", async () => {
    for (const index of [0, 1, 38, 39]) await scan(1 - (index % 2), numbers[index], "serving.already_served");
    // The pages count plates: who ate at both ate twice.
    await on_both((lane) => served_is(tablet(lane), plates));
    const servings = await centre.servings_of_last_round();
    const once = servings.filter(({ state }) => state === "counted").map(({ person }) => person);
    expect([once.length, new Set(once).size]).toEqual([people, people]);
    expect(servings.filter(({ state }) => state === "double").length).toBe(plates - people);
    expect(servings.length).toBe(plates);
});

async function close(served: number): Promise<void> {
    await served_is(page, served);
    await page.click('[data-action="close-round"]');
    expect(await figure('dialog [data-count="served"]')).toBe(served);
    expect(await figure('dialog dt:text-is("Attendus") + dd')).toBe(present_before + people);
    expect(await figure('dialog [data-count="gap"]')).toBe(present_before + people - served);
    await page.check("#closing-sure");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="closed-round"]');
    expect(await figure('[data-count="double"]')).toBe(plates - people);
}

test("TheManagerClosesReopensForOneMoreAndClosesAgain", async () => {
    await close(plates);
    await tablet(0).waitForSelector('[data-page="closed-round"]');
    await page.click('[data-action="reopen"]');
    await page.fill("#reopening-reason", "Quelqu’un attendait encore");
    await page.click('dialog [data-action="submit"]');
    await tablet(0).waitForSelector('[data-page="round"]');
    // A Malian who was here before: another agreement pays for them.
    await scan(0, centre.card(0).case_number, "served");
    await close(plates + 1);
});

async function fill(of: string, texts: Record<string, string>): Promise<void> {
    for (const [field, text] of Object.entries(texts)) await page.fill(`#${of}-${field}`, text);
    for (const [end, parts] of [["first", ["1", "1", "2023"]], ["last", ["31", "12", "2023"]]] as const) {
        const fields = page.locator(`fieldset:has(> .parts #${of}-${end}) input`);
        for (const [index, part] of parts.entries()) await fields.nth(index).fill(part);
    }
}

test("FinanceEntersTheUnitCostAndReadsWhatThePlatesCost", async () => {
    await enter_by_link("finance_officer");
    await page.click('nav a[href="#/money"]');
    await page.click('[data-action="new-agreement"]');
    await fill("agreement", { code: "ZZ-2023-1", donor: "Zzbailleur", title: "Repas des nouveaux", amount: "500 000" });
    await page.check('dialog input[value="LUNCH"]');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[role="status"]:text-is("Convention ZZ-2023-1 enregistrée.")');
    await page.click('[data-action="new-cost"]');
    await page.selectOption("#cost-site", "ASM");
    await page.selectOption("#cost-service", "LUNCH");
    await fill("cost", { price: String(price) });
    await page.click('dialog [data-action="submit"]');
    expect(await figure('[data-list="unit-costs"] tr:has(th:text-is("Déjeuner")) .number')).toBe(price);
    await page.click('[data-list="agreements"] a:has-text("ZZ-2023-1")');
    const food = '[data-list="lines"] tr:has(th:text-is("Alimentation"))';
    expect(await figure(`${food} td:nth-of-type(1)`)).toBe(people);
    expect(await figure(`${food} td:nth-of-type(2)`)).toBe(people * price);
    expect(await figure('[data-figure="balance"]')).toBe(500_000 - people * price);
    // Nobody pays the second plate of a person, and the one who came last is not theirs.
    expect(await figure('dt:text-is("Déjeuner · servi deux fois") + dd')).toBe(plates - people);
    await page.waitForSelector('dt:text-is("Déjeuner · payé par une autre convention")');
    expect(await page.innerText('[data-page="statement"]')).not.toContain("NaN");
});

test("TheBrowsersComplainedAboutNothing", () => {
    expect([browser, ...tablets].flatMap((each) => each.complaints)).toEqual([]);
});
