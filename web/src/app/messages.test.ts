import { IntlMessageFormat } from "intl-messageformat";
import { afterEach, describe, expect, test } from "vitest";
import { language, languages } from "./language.svelte.ts";
import en from "./messages.en.json";
import fr from "./messages.fr.json";
import { day_text, problem_hint, problem_word, t } from "./messages.ts";

const catalogues: Record<string, Record<string, string>> = { fr, en };

// Only the values of a message matter, not their order or how often they occur.
function arguments_of(message: string): string[] {
    const names = [...message.matchAll(/\{\s*([a-z_]+)\s*[,}]/g)].map((match) => match[1] ?? "");
    return [...new Set(names)].sort();
}

afterEach(() => language.choose("fr"));

describe("the catalogues", () => {
    test("HaveTheSameKeys", () => {
        expect(Object.keys(en)).toEqual(Object.keys(fr));
    });

    test.each(languages.map((each) => each.code))("ParseInEveryMessage %s", (code) => {
        for (const message of Object.values(catalogues[code] ?? {})) {
            expect(() => new IntlMessageFormat(message, code), message).not.toThrow();
            expect(message.trim()).not.toBe("");
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

test("AnUnknownCodeIsShownAsItIs", () => {
    const problem = { status: 409, code: "moon.full", params: {} };
    expect(problem_word(problem)).toBe("Erreur");
    expect(problem_hint(problem)).toBe("Code : moon.full");
});

test("AMissingParameterDoesNotBreakTheVerdict", () => {
    const problem = { status: 429, code: "session.throttled", params: {} };
    expect(problem_hint(problem)).toBe("Code : session.throttled");
});

test("ADayKeepsItsDateInEveryTimeZone", () => {
    expect(day_text("2023-01-16")).toBe("lundi 16 janvier 2023");
    language.choose("en");
    expect(day_text("2023-01-16")).toContain("16 January 2023");
});
