import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { case_number_text } from "../src/app/case_number.ts";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Card, type Running } from "./server.ts";

// Two people and two devices: what was given without the network is counted whoever sends it, and goods
// are given again when two people say so. One story: each step goes on where the one before stopped.

let centre: Centre;
let server: Running;
// The tablet of the distribution, and the laptop of somebody else.
let tablet: Browser;
let laptop: Browser;

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    [tablet, laptop] = [await open_browser(), await open_browser()];
});

afterAll(async () => {
    await tablet?.close();
    await laptop?.close();
    await server?.kill();
    await centre?.remove();
});

const card = (index: number): Card => centre.card(index);

async function enter(page: Page, role: string): Promise<void> {
    const link = server.links.get(role);
    if (!link) throw new Error(`no link for ${role}`);
    await come_to(page, link);
}

// Past the offer to set a password, which each new page makes again.
async function come_to(page: Page, address: string): Promise<void> {
    // Another address with the same path would only change what stands after the "#".
    await page.goto("about:blank");
    await page.goto(address);
    await come_in(page);
}

async function go(page: Page, path: string): Promise<void> {
    await page.evaluate((to) => (location.hash = to), path);
}

async function open_first_meal(page: Page): Promise<string> {
    const round = page.locator('[data-page="round"]');
    const choice = page.locator('a[data-kind="food"]').first();
    await round.or(choice).first().waitFor();
    if (!(await round.isVisible())) await choice.click();
    await round.waitFor();
    return new URL(page.url()).hash.slice(1);
}

async function scan(page: Page, code: string): Promise<void> {
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
}

async function verdict(page: Page, name: string): Promise<void> {
    await page.waitForSelector(`[data-verdict="${name}"]`);
}

async function passage(page: Page, name: string, of: Card): Promise<void> {
    const number = case_number_text(of.case_number);
    await page.waitForSelector(`li[data-passage="${name}"]:has(bdi:text-is("${number}"))`);
}

async function everything_sent(page: Page): Promise<void> {
    await page.waitForSelector('button.good:has([role="status"])', { timeout: 60_000 });
}

async function clean(page: Page, name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, `late_${name}`);
}

async function fits_a_telephone(page: Page): Promise<void> {
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
}

let meal = "";

test("a plate given without the network waits, and the closing says so without being blocked", async () => {
    const { page } = tablet;
    await enter(page, "food_distributor");
    meal = await open_first_meal(page);
    await page.context().setOffline(true);
    await scan(page, card(0).code);
    await verdict(page, "noted");
    await page.click('[data-action="close-round"]');
    await page.waitForSelector('dialog [data-waiting="1"]');
    expect(await page.isDisabled('dialog button[type="submit"]')).toBe(false);
    await clean(page, "closing_with_waiting");
    await fits_a_telephone(page);
    await page.keyboard.press("Escape");
});

test("another account on the same tablet sends it in the name of who scanned", async () => {
    const { page } = tablet;
    const sent: string[] = [];
    const hear = (request: Request) => {
        if (request.method() === "POST" && request.url().includes("/servings")) sent.push(request.url());
    };
    await page.context().clearCookies();
    await page.context().setOffline(false);
    await page.waitForSelector("#password", { timeout: 60_000 });
    await page.waitForSelector("form .warning-box");
    page.on("request", hear);
    await enter(page, "centre_manager");
    await everything_sent(page);
    page.off("request", hear);
    const query = new URL(sent.at(-1) ?? "").searchParams;
    expect(Number(query.get("waited_ms"))).toBeGreaterThan(0);
    expect(query.get("scanned_by")).not.toBeNull();
    // Served, and not merely sent: the same card is a second one now.
    await go(page, meal);
    await page.waitForSelector('[data-page="round"]');
    await scan(page, card(0).code);
    await verdict(page, "serving.already_served");
});

test("a role that may not serve leaves it waiting and says why", async () => {
    const { page } = tablet;
    const cookies = await page.context().cookies();
    await page.context().setOffline(true);
    await scan(page, card(1).code);
    await verdict(page, "noted");
    await page.context().clearCookies();
    await page.context().setOffline(false);
    await page.waitForSelector("#password", { timeout: 60_000 });
    await enter(page, "registrar");
    await page.click('button.busy:has([role="status"])');
    await page.waitForSelector('dialog li[data-held="access.denied"]');
    await clean(page, "held_for_another");
    await page.keyboard.press("Escape");
    await page.context().clearCookies();
    await page.context().addCookies(cookies);
    await come_to(page, server.origin);
    await everything_sent(page);
});

test("a plate that arrives after the closing is counted as late and marked", async () => {
    const { page } = tablet;
    await go(page, meal);
    await page.waitForSelector('[data-page="round"]');
    await page.context().setOffline(true);
    await scan(page, card(2).code);
    await verdict(page, "noted");
    // The same person was served elsewhere meanwhile.
    await scan(page, card(3).code);
    await verdict(page, "noted");

    await laptop.page.context().addCookies(await page.context().cookies());
    await come_to(laptop.page, `${server.origin}/#${meal}`);
    await laptop.page.waitForSelector('[data-page="round"]');
    await scan(laptop.page, card(3).code);
    await verdict(laptop.page, "served");
    await laptop.page.click('[data-action="close-round"]');
    await laptop.page.check("#closing-sure");
    await laptop.page.click('dialog button[type="submit"]');
    await laptop.page.waitForSelector('[data-page="closed-round"]');

    await page.context().setOffline(false);
    await passage(page, "late", card(2));
    await passage(page, "double", card(3));
    await everything_sent(page);
    await page.waitForFunction(() =>
        /\d/.test(document.querySelector('[data-count="late"]')?.textContent ?? ""),
    );
    await clean(page, "closed");
    await fits_a_telephone(page);
    expect(await page.locator("[data-waiting]").count()).toBe(0);
});

test("goods that were given before name the day and ask for a second person", async () => {
    const { page } = tablet;
    // The manager's; the distributor signs in on the laptop.
    const opened = await page.evaluate(async (meal) => {
        const headers = { "Content-Type": "application/json", "X-Jatigi": "1" };
        const { site, day } = await (await fetch(`/api/v1${meal}`)).json();
        const body = JSON.stringify({
            command: crypto.randomUUID(),
            site: site.code,
            service: "BLANKET",
            day,
        });
        const reply = await fetch("/api/v1/rounds", { method: "POST", headers, body });
        return (await reply.json()).round.id as string;
    }, meal);
    const round = `/rounds/${opened}`;
    await go(page, round);
    await page.waitForSelector('[data-page="round"] [data-once-per="stay"]');
    await scan(page, card(4).code);
    await passage(page, "served", card(4));
    await scan(page, card(4).code);
    await verdict(page, "serving.already_served");
    expect(await page.textContent("[data-verdict]")).toContain("23 janvier 2023");
    await clean(page, "goods_refused");
    await fits_a_telephone(page);

    await page.click('[data-reason="theft"]');
    await verdict(page, "excepted");
    await clean(page, "goods_excepted");
    await scan(page, card(4).code);
    await verdict(page, "exception.same_person");

    // A link opens once; a server that was started again prints new ones.
    const { port } = server;
    await server.kill();
    server = await centre.serve(port);
    await laptop.page.context().clearCookies();
    await enter(laptop.page, "food_distributor");
    await go(laptop.page, round);
    await laptop.page.waitForSelector('[data-page="round"]');
    await scan(laptop.page, card(4).code);
    await laptop.page.waitForSelector('li[data-passage="served"], li[data-passage="extra"]');
});

// As after the node came back from a backup that is older than the distribution.
test("scans of a distribution that the server lost are counted where somebody says", async () => {
    const { page } = laptop;
    await page.evaluate(
        async ({ code, made_at_ms }) => {
            const opening = indexedDB.open("jatigi-outbox", 1);
            const database = await new Promise<IDBDatabase>((done) => {
                opening.onsuccess = () => done(opening.result);
            });
            const id = crypto.randomUUID();
            const path = "/rounds/00000000-0000-4000-8000-000000000000/servings";
            const { account } = await (await fetch("/api/v1/session")).json();
            const body = { command: id, code };
            const entry = { id, account: account.name, path, body, label: code, made_at_ms };
            const change = database.transaction("waiting", "readwrite");
            const kept = { id, order: 1, entry: { ...entry, noted: true, held_by: null } };
            change.objectStore("waiting").put(kept);
            await new Promise((done) => (change.oncomplete = done));
            database.close();
        },
        { code: card(3).code, made_at_ms: Date.now() - 60_000 },
    );
    await come_to(page, page.url());
    await page.waitForSelector('[data-lost="1"]');
    await clean(page, "lost_scans");
    await fits_a_telephone(page);
    await page.click('[data-action="ask-lost"]');
    await page.click('[data-action="count-lost"]');
    await everything_sent(page);
    expect(await page.locator("[data-lost]").count()).toBe(0);
});

test("a new password asks for the old one", async () => {
    const { page } = laptop;
    const change = async (): Promise<void> => {
        await page.click('[data-action="menu"]');
        await page.click('[data-action="change-password"]');
        await page.waitForSelector('[data-page="password"]');
    };
    await change();
    expect(await page.locator("#old-password").count()).toBe(0);
    await page.fill("#new-password", "quatre mots sans lien");
    await page.click('[data-page="password"] button[type="submit"]');
    await page.click('[data-action="password-done"]');

    await change();
    await page.fill("#old-password", "pas le bon mot");
    await page.fill("#new-password", "encore quatre autres mots");
    await page.click('[data-page="password"] button[type="submit"]');
    await page.waitForSelector('#old-password[aria-invalid="true"]');
    await clean(page, "password_old_wrong");
    await fits_a_telephone(page);
    await page.fill("#old-password", "quatre mots sans lien");
    await page.click('[data-page="password"] button[type="submit"]');
    await page.click('[data-action="password-done"]');
    await page.waitForSelector('[data-page="password"]', { state: "detached" });
});

test("the browsers complained about nothing", () => {
    expect([...tablet.complaints, ...laptop.complaints]).toEqual([]);
});
