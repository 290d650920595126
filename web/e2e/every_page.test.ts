import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessibility_faults, come_in, picture } from "./browser.ts";
import { begin_story, browser, centre, page, server } from "./story.ts";

// Every page, in both languages, on a telephone, a tablet and a laptop, by day and by night.

begin_story();

// Whose page it is, where it stands, and its name; "" is the first link of that list.
const pages: [role: string, path: string, name: string][] = [
    ["registrar", "/people", "search"],
    ["registrar", "/people/new", "register"],
    ["registrar", "/people/present", "present"],
    ["registrar", "/people/card", "card-desk"],
    ["registrar", "person", "person"],
    ["registrar", "/imports", "import"],
    ["registrar", "/gate", "gate"],
    ["registrar", "/accounts/emergency", "emergency"],
    ["registrar", "/sessions", "sessions"],
    ["registrar", "/guide", "guide"],
    ["centre_manager", "/rounds", "rounds"],
    ["centre_manager", "round", "round"],
    ["centre_manager", "/places", "places"],
    ["centre_manager", "/arrivals", "arrivals"],
    ["centre_manager", "/review", "review"],
    ["centre_manager", "/disclosures", "disclosures"],
    ["food_distributor", "/closed-counts", "counts"],
    ["finance_officer", "/money", "money"],
    ["finance_officer", "statement", "statement"],
    ["administrator", "/accounts", "accounts"],
    ["administrator", "/backups", "backups"],
    ["data_protection_officer", "/openings", "openings"],
    ["data_protection_officer", "/security", "security"],
    ["data_protection_officer", "/accounts/codes", "codes"],
];

const keys = new Set(
    readdirSync("src", { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".fr.json"))
        .flatMap((file) => Object.keys(JSON.parse(readFileSync(`src/${file}`, "utf8")) as object)),
);

// A link opens once; whoever comes back on this machine has a session still.
const sessions = new Map<string, Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>>();
let here = "";
async function enter_as(role: string): Promise<void> {
    if (here === role) return;
    const context = page.context();
    if (here !== "") sessions.set(here, await context.cookies());
    here = role;
    const known = sessions.get(role);
    await context.clearCookies();
    if (known) await context.addCookies(known);
    await page.goto("about:blank");
    await page.goto(known ? server.origin : (server.links.get(role) ?? ""));
    await come_in(page);
}

async function go_to(path: string, name: string): Promise<void> {
    const first_of: Record<string, [string, string]> = {
        round: ["/rounds", 'a[href^="#/rounds/"]'],
        statement: ["/money", 'a[href^="#/money/"]'],
    };
    const list = first_of[path];
    const to = list ? list[0] : path === "person" ? `/people/${centre.card(0).case_number}` : path;
    await page.evaluate((where) => (location.hash = where), to);
    if (list) {
        await page.waitForSelector(list[1]);
        const link = await page.locator(list[1]).first().getAttribute("href");
        await page.evaluate((where) => (location.hash = where ?? ""), link);
    }
    await page.waitForSelector(`main [data-page="${name}"]`);
    await page.waitForFunction(() => !document.querySelector("main [data-state=loading]"));
}

test.each(pages)("APageHasNoFault %s %s", async (role, path, name) => {
    await enter_as(role);
    await go_to(path, name);
    const faults: string[] = [];
    for (const code of ["fr", "en"]) {
        await page.click(`button[lang="${code}"]`);
        await page.waitForSelector(`html[lang="${code}"]`);
        for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            for (const width of [360, 768, 1280]) {
                await page.setViewportSize({ width, height: 800 });
                const state = `${name} ${code} ${colorScheme} ${width}`;
                const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                if (wide > 0) faults.push(`${state}: ${wide} px too wide`);
                for (const fault of await accessibility_faults(page)) faults.push(`${state}: ${fault}`);
                if (code === "en" && colorScheme === "dark" && width === 360) await picture(page, `every-${name}-en-dark-360`);
                if (code === "fr" && colorScheme === "light") await picture(page, `every-${name}-${width}`);
            }
        }
    }
    await page.click('button[lang="fr"]');
    await page.emulateMedia({ colorScheme: "light" });
    expect(faults).toEqual([]);
    // A key of the catalogue instead of its words.
    const text = await page.innerText("main");
    expect((text.match(/[a-z_]+(?:\.[A-Za-z_-]+)+/g) ?? []).filter((word) => keys.has(word))).toEqual([]);
});

// What is put beside the tablet is one sheet.
test.each(["centre_manager", "nurse", "gate_officer", "protection_officer"])("ThePicturesOfARoleAreOneSheet %s", async (role) => {
    await enter_as(role);
    await go_to("/guide", "guide");
    const sheet = (await page.pdf({ format: "A4", path: `e2e/screenshots/guide-${role}.pdf` })).toString("latin1");
    expect(sheet.match(/\/Type\s*\/Page\b/g)?.length).toBe(1);
    expect(await page.locator("li[data-step]").count()).toBeGreaterThanOrEqual(3);
});

test("TheBrowserHadNothingToComplainAbout", () => expect(browser.complaints).toEqual([]));
