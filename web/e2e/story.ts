import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Running } from "./server.ts";

// What a story begins with: the centre of the demonstration, served, and one browser. They stand when the
// first test runs.
export let centre: Centre;
export let server: Running;
export let browser: Browser;
export let page: Page;

export function begin_story(): void {
    beforeAll(async () => {
        centre = await Centre.demonstration();
        server = await centre.serve(0);
        browser = await open_browser();
        page = browser.page;
    });
    afterAll(async () => {
        await browser?.close();
        await server?.kill();
        await centre?.remove();
    });
}

// The server is there once more, at the same address; links of before are used up.
export async function start_again(port: number): Promise<void> {
    server = await centre.serve(port);
}

// As whom the first link of a role signs in, and nobody before; on the role's first page.
export async function enter_by_link(role: string): Promise<void> {
    // Before the cookies go: what the page asks meanwhile would be refused.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(server.links.get(role) ?? "");
    await come_in(page);
}

// As whom the first link of a role signs in, on one of their pages.
export async function enter_as(role: string, path: string): Promise<void> {
    await enter_by_link(role);
    await page.evaluate((to) => (location.hash = to), path);
}

// On a telephone, a tablet and a laptop: no fault of accessibility, nothing wider than the screen, and a picture.
export async function at_three_widths(name: string): Promise<void> {
    for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await accessibility_faults(page), `${name} at ${width}`).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${name} at ${width} is as wide as the screen`).toBeLessThanOrEqual(0);
        await picture(page, `${name}-${width}`);
    }
}
