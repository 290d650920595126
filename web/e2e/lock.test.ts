import { beforeAll, expect, test } from "vitest";
import { accessibility_faults, picture } from "./browser.ts";
import { begin_story, browser, enter_by_link, page, server } from "./story.ts";

// Somebody comes to take the machines away: the centre is locked from a page, and the device forgets.

begin_story();
beforeAll(async () => {
    await enter_by_link("registrar");
    await on_page("search");
});

async function on_page(name: string): Promise<void> {
    await page.waitForSelector(`[data-page="${name}"]`);
}

async function clean(name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, name);
}

test("the menu locks only after one more key", async () => {
    await page.click('[data-action="menu"]');
    await page.click('[data-action="lock"]');
    await page.waitForSelector('dialog [data-action="lock-now"]:focus');
    await clean("lock_dialog");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    expect(await page.locator('[data-page="locked"]').count()).toBe(0);
});

test("the chord pressed twice closes the page, wipes the device and locks the centre", async () => {
    await page.evaluate(() => (location.hash = "/people"));
    await on_page("search");
    await page.evaluate(
        () =>
            new Promise<void>((done) => {
                const opening = indexedDB.open("another", 1);
                opening.onsuccess = () => {
                    opening.result.close();
                    done();
                };
            }),
    );
    await page.evaluate(() => caches.open("another"));
    await page.keyboard.press("Control+Alt+l");
    expect(await page.locator('[data-page="locked"]').count()).toBe(0);
    await page.keyboard.press("Control+Alt+l");
    await page.waitForSelector('[data-page="locked"][data-server="locked"]');
    expect(await page.innerText("body")).not.toContain("Jatigi");
    expect(await page.title()).not.toContain("Jatigi");
    await clean("locked");
    const left = await page.evaluate(async () => ({
        databases: (await indexedDB.databases()).map((each) => each.name),
        caches: await caches.keys(),
        stored: localStorage.length + sessionStorage.length,
    }));
    expect(left).toEqual({ databases: ["jatigi-outbox"], caches: [], stored: 0 });
    const answer = await page.evaluate(async () => (await fetch("/api/v1/session")).status);
    expect(answer).toBe(503);
});

test("a page opened again on a locked centre is closed too", async () => {
    await page.goto(server.origin);
    await page.waitForSelector('[data-page="locked"]');
});

test("the browser complained about nothing", () => expect(browser.complaints).toEqual([]));
