import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { open_browser, type Browser } from "./browser.ts";
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
    await page.context().clearCookies();
    await page.goto("about:blank");
    await page.goto(server.links.get(role) ?? "");
    const later = page.locator('[data-action="password-later"]');
    await later.waitFor();
    await later.click();
}
