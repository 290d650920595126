import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

const screenshots = join(import.meta.dirname, "screenshots");

export interface Browser {
    page: Page;
    // What the browser complained about, apart from answers that the test asked for.
    complaints: string[];
    close(): Promise<void>;
}

const open = new Set<BrowserContext>();

export async function open_browser(more_args: string[] = []): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), "jatigi-e2e-browser-"));
    const context: BrowserContext = await chromium.launchPersistentContext(profile, {
        executablePath: process.env["CHROMIUM_BIN"] ?? "/usr/bin/chromium",
        headless: true,
        locale: "fr-FR",
        viewport: { width: 1280, height: 900 },
        // A colour caught half-way through a transition would be measured as a fault.
        reducedMotion: "reduce",
        // Dates and times in the screenshots must not depend on the machine.
        timezoneId: "Africa/Niamey",
        args: [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            ...more_args,
        ],
    });
    open.add(context);
    const page = context.pages()[0] ?? (await context.newPage());
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        if (is_answer(message.text(), message.location().url)) return;
        complaints.push(`${message.text()} (${message.location().url})`);
    });
    return {
        page,
        complaints,
        async close() {
            open.delete(context);
            await context.close();
            await rm(profile, { recursive: true, force: true });
        },
    };
}

// Chromium logs every refusal and every unreachable server of the interface as an error of the page, and
// asks for the icon of a tab while the test cuts the network or kills the server, as the page does for
// English, two seconds after it was opened.
function is_answer(text: string, url: string): boolean {
    const by_itself = /\/favicon\.svg$|\/assets\/\w+\.en-[^/]*\.js$/;
    const unreached = /ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE)/;
    if (unreached.test(text) && by_itself.test(url)) return true;
    return text.startsWith("Failed to load resource:") && /\/api\/v1\/|\/healthz$/.test(url);
}

export async function picture(page: Page, name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

export async function show_open_pages(): Promise<void> {
    const pages = [...open].flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
        await picture(page, `failed-${index}`);
        console.error(`${page.url()}\n${await page.innerText("body")}`);
    }
}

// To the first page of whoever came in, past the offer of a password; who put it off in this tab before may not
// be asked again.
export async function come_in(page: Page): Promise<void> {
    const later = page.locator('[data-action="password-later"]');
    const first = page.locator('main [data-page]:not([data-page="password"])').first();
    await later.or(first).first().waitFor();
    if (await later.isVisible()) await later.click();
    await first.waitFor();
}

const axe_source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Runs through the debugging protocol, because the content security policy allows no foreign script. Contrast is
// that of a screen in the sun: 7 to 1.
export async function accessibility_faults(page: Page): Promise<string[]> {
    await page.evaluate(await axe_source);
    return page.evaluate(async () => {
        const axe = (globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe;
        const result = await axe.run({ rules: { "color-contrast-enhanced": { enabled: true } } });
        return result.violations.flatMap((rule) =>
            rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`),
        );
    });
}

interface AxeResult {
    violations: { id: string; nodes: { html: string }[] }[];
}
