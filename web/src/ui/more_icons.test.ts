import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { more_shapes } from "./more_icons.ts";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) => ({ path, text: readFileSync(`src/${path}`, "utf8") }));

// "undo" is also the name of an action; a shape without its file would be an empty picture.
test.each(Object.keys(more_shapes))("WhoDrawsAnIconOfFewPagesBringsIt %s", (name) => {
    const drawing = new RegExp(`\\bicon: "${name}"|(?:icon|name)="${name}"|(?:icon|name)=\\{[^}]*"${name}"|plain\\([^)]*"${name}"`);
    const drawn = sources.filter(({ text }) => drawing.test(text));
    expect(drawn.map(({ path }) => path)).not.toEqual([]);
    for (const { path, text } of drawn) expect(text, path).toContain("more_icons.ts");
});
