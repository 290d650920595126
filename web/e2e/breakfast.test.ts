import { afterAll, beforeAll, expect, test } from "vitest";
import { come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Running } from "./server.ts";

// Breakfast for 622 by two tablets, with the computer of the centre switched off ten times, and a tablet that
// is started again while it is off. One story: each step goes on where the one before stopped.

const people = 622;
const cuts = 10;
// Both tablets scan these: somebody changed lanes.
const in_both_lanes = 20;

let centre: Centre;
let server: Running;
let tablets: Browser[] = [];
let numbers: string[];
// Who serves opens no files, so that a typed number finds everybody.
const serves = "food_distributor";

beforeAll(async () => {
    centre = await Centre.demonstration();
    numbers = await centre.numbers_present(people);
    server = await centre.serve(0);
    tablets = await Promise.all([open_browser(), open_browser()]);
});

afterAll(async () => {
    await Promise.all(tablets.map((tablet) => tablet.close()));
    await server?.kill();
    await centre?.remove();
});

const tablet = (lane: number): Browser => {
    const found = tablets[lane];
    if (!found) throw new Error(`there is no tablet ${lane}`);
    return found;
};

async function enter(lane: number, role: string): Promise<void> {
    const { page } = tablet(lane);
    await page.context().clearCookies();
    await page.goto("about:blank");
    await page.goto(server.links.get(role) ?? "");
    await come_in(page);
}

async function scan(lane: number, number: string): Promise<void> {
    const { page } = tablet(lane);
    await page.keyboard.type(number);
    await page.keyboard.press("Enter");
}

async function answered(lane: number): Promise<void> {
    await tablet(lane).page.waitForSelector('[data-verdict]:not([data-verdict="pending"])');
}

async function noted(lane: number, number: string): Promise<void> {
    await scan(lane, number);
    await tablet(lane).page.waitForSelector('[data-verdict="noted"]');
}

async function all_sent(lane: number): Promise<void> {
    await tablet(lane).page.waitForSelector('button.good:has([role="status"])', { timeout: 120_000 });
}

// The tablets keep what they need to be started again by themselves.
async function pages_kept(lane: number): Promise<void> {
    await tablet(lane).page.evaluate(async () => {
        await navigator.serviceWorker.ready;
    });
}

test("TheManagerOpensAndBothLanesSeeIt", async () => {
    await enter(0, "centre_manager");
    const { page } = tablet(0);
    await page.evaluate(() => (location.hash = "#/rounds"));
    await page.click('[data-action="open-round"]');
    await page.click('dialog label:has(span:text-is("Dîner"))');
    if (await page.locator("#open-site").isVisible()) await page.selectOption("#open-site", "ASM");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-page="round"]');
    const round = new URL(page.url()).hash;
    for (const lane of [0, 1]) {
        await enter(lane, serves);
        await tablet(lane).page.evaluate((to) => (location.hash = to), round);
        await tablet(lane).page.waitForSelector('[data-page="round"]');
        await pages_kept(lane);
        // A link is good once: each start prints new ones.
        await server.kill();
        server = await centre.serve(server.port);
    }
});

test("TenCutsAndATabletThatIsStartedAgainLoseNobody", { timeout: 600_000 }, async () => {
    const lanes = [numbers.slice(0, people / 2 + in_both_lanes), numbers.slice(people / 2)];
    const at_each_cut = Math.floor(people / 2 / cuts);
    const { port } = server;
    for (let cut = 0; cut <= cuts; cut++) {
        const mine = lanes.map((lane) =>
            lane.slice(cut * at_each_cut, cut === cuts ? lane.length : (cut + 1) * at_each_cut),
        );
        await Promise.all(
            mine.map(async (lane, index) => {
                for (const number of lane.slice(0, -3)) await scan(index, number);
                await answered(index);
            }),
        );
        await server.kill();
        await Promise.all(
            mine.map(async (lane, index) => {
                for (const number of lane.slice(-3)) await noted(index, number);
            }),
        );
        if (cut === 4) await started_again(1, mine[1]?.at(-1) ?? "");
        server = await centre.serve(port);
    }
    await Promise.all([all_sent(0), all_sent(1)]);
    await picture(tablet(0).page, "breakfast-end");
});

// In the middle of a cut: the page comes from the tablet itself, and serves on.
async function started_again(lane: number, last: string): Promise<void> {
    const { page } = tablet(lane);
    await page.reload();
    await page.waitForSelector('[data-page="round"]');
    await scan(lane, last);
    await page.waitForSelector('[data-verdict="noted_before"]');
    await picture(page, "breakfast-started-again");
}

test("EverybodyAteOnceAndWhoChangedLanesIsSeen", async () => {
    const servings = await centre.servings_of_last_round();
    const once = servings.filter(({ state }) => state === "counted");
    expect(new Set(once.map(({ person }) => person)).size).toBe(people);
    expect(once.length).toBe(people);
    // Told at the other lane, or noted there without the network: never a second plate that counts.
    expect(servings.length - once.length).toBeLessThanOrEqual(in_both_lanes);
    for (const { complaints } of tablets) expect(complaints).toEqual([]);
});
