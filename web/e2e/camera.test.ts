import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { film } from "./film.ts";
import { Centre, type Running } from "./server.ts";

// A telephone scans cards with its camera, with the centre's computer as its only network.

let centre: Centre;
let server: Running;
let folder: string;
let browser: Browser;

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    folder = await mkdtemp(join(tmpdir(), "jatigi-e2e-film-"));
    const path = join(folder, "cards.y4m");
    // A carton of rice lies there, then a card, then two at once.
    await film(path, [["3017620422003"], [centre.card(0).code], [centre.card(1).code, centre.card(2).code]]);
    browser = await open_browser([
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-video-capture=${path}`,
    ]);
});

afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await centre?.remove();
    if (folder) await rm(folder, { recursive: true, force: true });
});

test("ACardBeforeTheCameraIsAPassageAndTwoAreAQuestion", async () => {
    const { page } = browser;
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(server.links.get("food_distributor") ?? "");
    await come_in(page);
    const choice = page.locator('a[data-kind="food"]').first();
    const round = page.locator('[data-page="round"]');
    await round.or(choice).first().waitFor();
    if (!(await round.isVisible())) await choice.click();
    await page.click('[data-action="camera"]');
    await page.waitForSelector('[data-camera="looking"]');
    await page.waitForSelector('[data-advice="two_cards"]', { timeout: 60_000 });
    await picture(page, "camera-two-cards");
    await page.waitForSelector('li[data-passage="served"], li[data-passage="serving.already_served"]', { timeout: 60_000 });
    expect(await accessibility_faults(page)).toEqual([]);
    // The one card alone: neither the carton nor either of two.
    const passages = page.locator("li[data-passage]");
    const said = await passages.allTextContents();
    expect(said.every((text) => text.replace(/\s/g, "").includes(centre.card(0).case_number))).toBe(true);
    expect(browser.complaints).toEqual([]);
});

test("WhoMayNotUseTheCameraIsToldWhatElseThereIs", async () => {
    const { page } = browser;
    await page.click('[data-action="camera"]');
    await page.evaluate(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
    });
    await page.click('[data-action="camera"]');
    await page.waitForSelector('[data-camera="refused"] :text("tapez le numéro")');
    await picture(page, "camera-refused");
});
