import { createHmac } from "node:crypto";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibility_faults, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Running } from "./server.ts";

// A device that keeps a key of its own: its bearer adds it beside an app, and one press stands for the
// code. One story: each step goes on where the one before stopped.

let centre: Centre;
let server: Running;
let browser: Browser;
let page: Page;
// Chromium's own stand-in for a fingerprint reader.
let devices: CDPSession;
let device = "";

const name = "registrar";
const password = "sable-lampe-31";
let home = "";
// What the app keeps.
let secret = "";

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    browser = await open_browser();
    page = browser.page;
    // A key is of a host with a name.
    home = `http://localhost:${server.port}`;
    devices = await page.context().newCDPSession(page);
    await devices.send("WebAuthn.enable");
    const added = await devices.send("WebAuthn.addVirtualAuthenticator", {
        options: {
            protocol: "ctap2",
            transport: "internal",
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    device = added.authenticatorId;
});

afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await centre?.remove();
});

async function on_page(name: string): Promise<void> {
    await page.waitForSelector(`[data-page="${name}"]`);
}

async function go(path: string): Promise<void> {
    await page.evaluate((to) => (location.hash = to), path);
}

async function clean(name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, `security_key_${name}`);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await picture(page, `security_key_${name}_360`);
    await page.setViewportSize({ width: 1280, height: 900 });
}

// What an authenticator app shows (RFC 6238: SHA-1, 30 seconds, six digits).
function code_of(base32: string, now_ms: number): string {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const bits = [...base32].map((each) => alphabet.indexOf(each).toString(2).padStart(5, "0")).join("");
    const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(now_ms / 30_000)));
    const digest = createHmac("sha1", secret).update(step).digest();
    const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0x0f) & 0x7fff_ffff;
    return String(number % 1_000_000).padStart(6, "0");
}

async function node_now_ms(): Promise<number> {
    const now = await page.evaluate(
        async () => ((await (await fetch("/api/v1/session")).json()) as { now: string }).now,
    );
    return Date.parse(now);
}

async function sign_out(): Promise<void> {
    await page.click('[data-action="menu"]');
    await page.click('[data-action="sign-out"]');
    await page.waitForSelector("#password");
}

async function sign_in(): Promise<void> {
    await page.fill("#name", name);
    await page.fill("#password", password);
    await page.keyboard.press("Enter");
    await on_page("factor-asked");
}

async function keys_on_device(): Promise<number> {
    const { credentials } = await devices.send("WebAuthn.getCredentials", { authenticatorId: device });
    return credentials.length;
}

test("an app is enrolled, and the page then offers this device's key", async () => {
    const link = new URL(server.links.get(name) ?? "");
    await page.goto(home + link.pathname + link.hash);
    await page.waitForFunction(() => !location.hash.includes("link"));
    await page.fill("#new-password", password);
    await page.click('[data-page="password"] button[type="submit"]');
    await page.click('[data-action="password-done"]');
    await on_page("search");
    await go("/second-factor");
    await on_page("second-factor");
    expect(await page.locator('[data-list="security-keys"]').count()).toBe(0);
    await page.click('[data-action="propose-factor"]');
    secret = (await page.textContent(".secret"))?.replace(/\s/g, "") ?? "";
    await page.fill("#factor-code", code_of(secret, await node_now_ms()));
    await page.keyboard.press("Enter");
    await page.click('[data-action="factor-codes-done"]');
    await on_page("search");
    await go("/second-factor");
    await page.waitForSelector('[data-action="add-security-key"]');
    await clean("none");
});

test("a key is added once", async () => {
    await page.click('[data-action="add-security-key"]');
    const row = page.locator("[data-key]");
    await row.waitFor();
    expect(await row.textContent()).toContain("localhost");
    expect(await keys_on_device()).toBe(1);
    await clean("added");
    await page.click('[data-action="add-security-key"]');
    await page.waitForSelector('[data-list="security-keys"] [role="alert"]:has-text("déjà une clé")');
    expect(await row.count()).toBe(1);
});

test("after the password a press shows the key, and people are found", async () => {
    await sign_out();
    await sign_in();
    await page.waitForSelector('[data-action="use-security-key"]');
    expect(await page.locator("#factor-code").count()).toBe(1);
    await clean("asked");
    await page.click('[data-action="use-security-key"]');
    await on_page("search");
    await page.fill("#search", centre.cards[0]?.case_number ?? "");
    await page.waitForSelector('[role="option"]');
});

test("a device that refuses leaves the code", async () => {
    await sign_out();
    await sign_in();
    await devices.send("WebAuthn.setUserVerified", { authenticatorId: device, isUserVerified: false });
    await page.click('[data-action="use-security-key"]');
    await page.waitForSelector('[role="alert"]:has-text("tapez un code")');
    expect(await page.locator("#factor-code").isVisible()).toBe(true);
    await clean("refused");
    await devices.send("WebAuthn.setUserVerified", { authenticatorId: device, isUserVerified: true });
    await page.click('[data-action="use-security-key"]');
    await on_page("search");
});

test("at an address of numbers only the code is asked for, and the page says why", async () => {
    await sign_out();
    await page.goto(server.origin);
    await sign_in();
    // The step after the one that enrolled the app: each is good once.
    await page.fill("#factor-code", code_of(secret, (await node_now_ms()) + 30_000));
    expect(await page.locator('[data-action="use-security-key"]').count()).toBe(0);
    await page.keyboard.press("Enter");
    await on_page("search");
    await go("/second-factor");
    await page.waitForSelector('[data-obstacle="address"]');
    expect(await page.locator('[data-action="add-security-key"]').count()).toBe(0);
    await clean("address");
    await sign_out();
    await page.goto(home);
});

test("a removed key is asked for no more", async () => {
    await sign_in();
    await page.click('[data-action="use-security-key"]');
    await on_page("search");
    await go("/second-factor");
    await page.click('[data-action="remove-security-key"]');
    await page.waitForSelector('dialog [data-action="remove-security-key-now"]');
    await clean("remove");
    await page.click('[data-action="remove-security-key-now"]');
    await page.locator("[data-key]").waitFor({ state: "detached" });
    const proposed = page.waitForResponse((each) => each.url().endsWith("/session/security-key/proposal"));
    await sign_out();
    await sign_in();
    expect(await (await proposed).json()).toMatchObject({ keys: [] });
    expect(await page.locator('[data-action="use-security-key"]').count()).toBe(0);
});

test("the browser complained about nothing", () => {
    expect(browser.complaints).toEqual([]);
});
