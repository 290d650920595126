import { with_french_blanks } from "../../compile_messages.ts";
import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { compile_message } from "../../compile_messages.ts";
import { language, languages } from "./language.svelte.ts";
import { format_message } from "./message.ts";
import { day_text, load_language, problem_hint, problem_word, t } from "./messages.ts";

// As translators write them; an import would give what the build makes of them.
function catalogue(name: string, code: string): Record<string, string> {
    return JSON.parse(readFileSync(`src/${name}.${code}.json`, "utf8")) as Record<string, string>;
}
const parts = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".fr.json"))
    .map((file) => file.slice(0, -".fr.json".length))
    .map((name) => [catalogue(name, "fr"), catalogue(name, "en")] as const);
const fr: Record<string, string> = Object.assign({}, ...parts.map(([fr]) => fr));
const en: Record<string, string> = Object.assign({}, ...parts.map(([, en]) => en));
const catalogues: Record<string, Record<string, string>> = { fr, en };

// Only the values of a message matter, not their order or how often they occur.
function arguments_of(message: string): string[] {
    const names = [...message.matchAll(/\{\s*([a-z_]+)\s*[,}]/g)].map((match) => match[1] ?? "");
    return [...new Set(names)].sort();
}

beforeAll(async () => expect(await load_language("en")).toBe(true));
afterEach(() => language.choose("fr"));

describe("the catalogues", () => {
    test("HaveTheSameKeys", () => {
        for (const [fr, en] of parts) expect(Object.keys(en)).toEqual(Object.keys(fr));
    });

    // A page loaded later must not change the words of another.
    test("HaveEachKeyOnce", () => {
        const keys = parts.flatMap(([fr]) => Object.keys(fr));
        expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    });

    // The library that this project does not ship says what each message should be.
    test.each(languages)("SayWhatIcuSays $code", ({ code, locale }) => {
        for (const message of Object.values(catalogues[code] ?? {})) {
            const compiled = compile_message(message);
            for (const number of [0, 1, 2, 21, 1_500, 1_000_000]) {
                const values = Object.fromEntries(
                    arguments_of(message).map((name) => [name, number]),
                );
                const said = format_message(compiled, values, locale);
                expect(said).toBe(new IntlMessageFormat(message, locale).format(values));
                expect(said.trim(), message).not.toBe("");
            }
        }
    });

    test("TakeTheSameValuesInBothLanguages", () => {
        for (const [key, message] of Object.entries(fr)) {
            expect(arguments_of(catalogues["en"]?.[key] ?? ""), key).toEqual(arguments_of(message));
        }
    });

    // A straight apostrophe starts quoted text in ICU messages, and swallows the value after it.
    test("UseNoStraightApostrophe", () => {
        for (const message of [...Object.values(fr), ...Object.values(en)]) {
            expect(message).not.toContain("'");
        }
    });
});

test("NothingWaitingIsNotCountedAsOneInFrench", () => {
    expect(t("chip.offline", { count: 0 })).toBe("Hors ligne");
    expect(t("chip.offline", { count: 2 })).toBe("Hors ligne · 2 en attente");
});

test("EachLanguageHasItsOwnWords", () => {
    expect(t("app.sign_out")).toBe("Se déconnecter");
    language.choose("en");
    expect(t("app.sign_out")).toBe("Sign out");
});

test("AnUnknownCodeIsShownAsItIs", () => {
    const problem = { status: 409, code: "moon.full", params: {} };
    expect(problem_word(problem)).toBe("Erreur");
    expect(problem_hint(problem)).toBe("Code\u00a0: moon.full");
});

test("AMissingParameterDoesNotBreakTheVerdict", () => {
    const problem = { status: 429, code: "session.throttled", params: {} };
    expect(problem_hint(problem)).toBe("Code\u00a0: session.throttled");
});

test("ADayKeepsItsDateInEveryTimeZone", () => {
    expect(day_text("2023-01-16")).toBe("lundi 16 janvier 2023");
    language.choose("en");
    expect(day_text("2023-01-16")).toContain("16 January 2023");
});

test("AFrenchLineBeginsWithNoSignOfItsOwn", () => {
    expect(with_french_blanks("Partir ? Non : « jamais », à 5 000 pas ; oui !")).toBe(
        "Partir\u202f? Non\u00a0: «\u202fjamais\u202f», à 5\u202f000 pas\u202f; oui\u202f!",
    );
    expect(with_french_blanks("{count, plural, =0 {Aucune} other {#}} à 07:30")).toBe(
        "{count, plural, =0 {Aucune} other {#}} à 07:30",
    );
});
