import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

// Words come with the page that says them, so a page that forgets to bring some would show their keys.

const read = (file: string): string => readFileSync(file, "utf8");
const is_source = (file: string): boolean => /\.(svelte|ts)$/.test(file) && !file.endsWith(".test.ts");

function imports_of(file: string): string[] {
    return [...read(file).matchAll(/^\s*(?:import|export)\s(?!type\b)(?:[^"';]*?\sfrom\s)?"(\.[^"]+)";/gm)]
        .map((match) => join(dirname(file), match[1] ?? ""))
        .filter((each) => existsSync(each));
}

// The file and all that comes with it.
function with_imports(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    if (is_source(file)) for (const each of imports_of(file)) with_imports(each, seen);
    return seen;
}

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).map((file) => join("src", file));
const sources = files.filter(is_source);
// What is loaded on demand, and by whom: a dialog finds the words of its page there.
const loaded_by = new Map<string, string[]>();
for (const file of sources)
    for (const [, name = ""] of read(file).matchAll(/import\("(\.[^"]+\.svelte)"\)/g)) {
        const part = join(dirname(file), name);
        loaded_by.set(part, [...(loaded_by.get(part) ?? []), file]);
    }
const shell = with_imports("src/app/App.svelte");
const everywhere = keys_in(shell);
const all_keys = keys_in(new Set(files));

function keys_in(files: Set<string>): Set<string> {
    const catalogues = [...files].filter((file) => file.endsWith(".fr.json"));
    return new Set(catalogues.flatMap((file) => Object.keys(JSON.parse(read(file)) as object)));
}

// Whole keys, and the beginnings of those that are put together.
function said_in(file: string): string[] {
    const text = read(file);
    const whole = [...text.matchAll(/["'`]([a-z_]+(?:\.[A-Za-z_-]+)+)["'`]/g)].map((match) => match[1] ?? "");
    const begun = [...text.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.)\$\{/g)].map((match) => match[1] ?? "");
    const groups = [...text.matchAll(/(?:word_of|options_of)\(\s*"([a-z_]+)"/g)].map((match) => `${match[1]}.`);
    return [...whole.filter((key) => all_keys.has(key)), ...begun, ...groups];
}

test.each([...loaded_by])("ItsWordsAreThere %s", (page, by) => {
    const parts = with_imports(page);
    const there = by.filter((file) => !shell.has(file)).map((file) => keys_in(with_imports(file)));
    const brought = new Set([...keys_in(parts), ...everywhere, ...there.flatMap((keys) => [...keys])]);
    const has = (key: string): boolean =>
        key.endsWith(".") ? [...brought].some((each) => each.startsWith(key)) : brought.has(key);
    const missing = [...parts].filter((file) => is_source(file) && !shell.has(file)).flatMap((file) =>
        said_in(file).filter((key) => !has(key) && (!key.endsWith(".") || [...all_keys].some((each) => each.startsWith(key))))
            .map((key) => `${file}: ${key}`),
    );
    expect(missing).toEqual([]);
});
