import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

// Fails the build when a page costs more than a slow network bears: JavaScript, gzipped, in bytes.
// A server that waits for its passphrase, and a page that is loaded again without any, are in it: the first page
// has to know one from the other.
const shell_max = 40_600;
// Of all that a page needs before it is there, in French; English words are files of their own.
const first_load_max = 60_000;

export function budgets(): Plugin {
    return {
        name: "budgets",
        apply: "build",
        generateBundle(_, bundle) {
            const size_of = (names: Iterable<string>): number =>
                [...names].reduce((sum, name) => sum + bytes(name), 0);
            const bytes = (name: string): number => {
                const part = bundle[name];
                return part?.type === "chunk" ? gzipSync(part.code).length : 0;
            };
            const with_imports = (name: string, seen = new Set<string>()): Set<string> => {
                const part = bundle[name];
                if (seen.has(name) || part?.type !== "chunk") return seen;
                seen.add(name);
                for (const each of part.imports) with_imports(each, seen);
                return seen;
            };
            const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
            const entry = chunks.find((chunk) => chunk.isEntry);
            if (!entry) return;
            const shell = with_imports(entry.fileName);
            const page_max = first_load_max - size_of(shell);
            const costs = chunks
                .filter((chunk) => chunk.isDynamicEntry)
                .map(({ fileName, name }) => ({
                    name,
                    bytes: size_of(
                        [...with_imports(fileName)].filter((each) => !shell.has(each)),
                    ),
                    max: page_max,
                }));
            for (const cost of [{ name: "shell", bytes: size_of(shell), max: shell_max }, ...costs]) {
                const text = `${cost.name}: ${cost.bytes} bytes gzipped, at most ${cost.max}`;
                if (cost.bytes > cost.max) this.error(`over its budget: ${text}`);
                this.info(text);
            }
        },
    };
}
