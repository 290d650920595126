import { test } from "vitest";
import { begin_story, centre, enter_by_link, page, server } from "./story.ts";

// What somebody waits for at a screen: from the scan to the verdict, and from the last letter to the people found;
// on an idle server, and while others keep it busy. Alternating, so that both see the same machine.

const tiny = process.env["JATIGI_BENCH_TINY"] === "1";
const slices = tiny ? 1 : 4;
const scans_a_slice = tiny ? 2 : 10;
const searches_a_slice = tiny ? 1 : 6;
const others = 8;

begin_story();

// Until it is stopped, from `others` connections.
async function keep_busy(path: string): Promise<() => Promise<void>> {
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    let stopped = false;
    const loops = Array.from({ length: others }, async () => {
        while (!stopped) await (await fetch(`${server.origin}${path}`, { headers: { Cookie: cookie, "X-Jatigi": "1" } })).arrayBuffer();
    });
    return async () => {
        stopped = true;
        await Promise.all(loops);
    };
}

// In the page, so that the debugging protocol is no part of it.
async function milliseconds(keys: string, shown: string, text: string): Promise<number> {
    await page.evaluate(([selector, wanted]) => {
        const state = globalThis as unknown as { waited: Promise<number> };
        state.waited = new Promise((done) => {
            let begun = 0;
            addEventListener("keydown", () => (begun = performance.now()), { capture: true });
            const look = (): void => {
                const there = document.querySelector(selector)?.textContent?.replace(/\s/g, "").includes(wanted);
                if (begun > 0 && there) done(performance.now() - begun);
                else requestAnimationFrame(look);
            };
            look();
        });
    }, [shown, text] as const);
    await page.keyboard.type(keys);
    if (keys.startsWith("ASM")) await page.keyboard.press("Enter");
    return page.evaluate(() => (globalThis as unknown as { waited: Promise<number> }).waited);
}

const median = (all: number[]): number => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

async function compare(what: string, path: string, one_slice: (slice: number) => Promise<number[]>): Promise<void> {
    const idle: number[] = [];
    const busy: number[] = [];
    for (let slice = 0; slice < slices; ++slice) {
        idle.push(...(await one_slice(2 * slice)));
        const stop = await keep_busy(path);
        busy.push(...(await one_slice(2 * slice + 1)));
        await stop();
    }
    const [a, b] = [median(idle), median(busy)];
    console.info(`${what}: idle_ms=${a.toFixed(0)} busy_ms=${b.toFixed(0)} ratio=${(b / a).toFixed(2)}`);
}

test("from the scan to the verdict", async () => {
    await enter_by_link("food_distributor");
    await page.waitForSelector('[data-page="round"]');
    const numbers = await centre.numbers_present(2 * slices * scans_a_slice);
    await compare("verdict", "/api/v1/rounds", async (slice) => {
        const took: number[] = [];
        for (const number of numbers.slice(slice * scans_a_slice, (slice + 1) * scans_a_slice)) {
            took.push(await milliseconds(number, 'li[data-passage]:not([data-passage="pending"])', number));
        }
        return took;
    });
});

test("from the last letter to the people found", async () => {
    await enter_by_link("registrar");
    await page.waitForSelector("#search");
    const names = ["traore", "diarra", "keita", "coulibaly", "diallo", "konate"];
    await compare("search", "/api/v1/sites", async () => {
        const took: number[] = [];
        for (const name of names.slice(0, searches_a_slice)) {
            await page.fill("#search", "");
            await page.waitForSelector("[role=option]", { state: "detached" });
            took.push(await milliseconds(name, "ul:not(.stale) > [role=option]", ""));
        }
        return took;
    });
});
