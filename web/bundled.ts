import { readFileSync } from "node:fs";
import type { Plugin, Rolldown } from "vite";

type OutputBundle = Rolldown.OutputBundle;

// What of other people reaches the browser, by name; tools/sbom.py tells of these and no others. The
// build fails when the list is wrong, so that nothing comes in unnoticed.
const list = new URL("bundled.json", import.meta.url);

// Pieces that the bundler itself brings have no file: the name says whose they are.
const of_the_bundler: [string, string][] = [
    ["\0vite/", "vite"],
    ["\0@oxc-project+runtime", "rolldown"],
    ["\0rolldown/", "rolldown"],
];

function package_of(id: string): string | undefined {
    const own = of_the_bundler.find(([start]) => id.startsWith(start));
    // A package inside another package's folder keeps the whole path: the lock file calls it so.
    return own ? own[1] : /\/node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}

// Of scripts that run beside a page, which are built before it.
const beside = new Set<string>();

function collect(bundle: OutputBundle, into: Set<string>, fail: (text: string) => void): void {
    for (const part of Object.values(bundle)) {
        if (part.type !== "chunk") continue;
        for (const [id, module] of Object.entries(part.modules)) {
            const name = module.renderedLength > 0 ? package_of(id) : undefined;
            if (name) into.add(name);
            else if (id.startsWith("\0") && module.renderedLength > 0)
                fail(`nobody knows whose this is: ${JSON.stringify(id)}`);
        }
    }
}

export function bundled_beside(): Plugin {
    return {
        name: "bundled-beside",
        apply: "build",
        generateBundle(_, bundle) {
            collect(bundle, beside, (text) => this.error(text));
        },
    };
}

export function bundled(): Plugin {
    return {
        name: "bundled",
        apply: "build",
        generateBundle(_, bundle) {
            const found = new Set(beside);
            collect(bundle, found, (text) => this.error(text));
            const told = new Set(JSON.parse(readFileSync(list, "utf8")) as string[]);
            const missing = [...found].filter((name) => !told.has(name));
            const gone = [...told].filter((name) => !found.has(name));
            if (missing.length + gone.length > 0)
                this.error(`web/bundled.json: add [${missing}], take out [${gone}]`);
        },
    };
}
