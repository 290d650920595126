import { IntlMessageFormat } from "intl-messageformat";
import type { Problem } from "../api/problem.ts";
import { language, type LanguageCode } from "./language.svelte.ts";
import en from "./messages.en.json";
import fr from "./messages.fr.json";

export type MessageKey = keyof typeof fr;
export type Values = Record<string, string | number | boolean>;

const catalogues: Record<LanguageCode, Record<string, string>> = { fr, en };
const compiled = new Map<string, IntlMessageFormat>();

// Reads the current language, so a template that calls it is drawn again when the language changes.
export function t(key: MessageKey, values: Values = {}): string {
    const { code, locale } = language.value;
    const cached = compiled.get(`${code} ${key}`);
    const message = cached ?? new IntlMessageFormat(catalogues[code][key] ?? key, locale);
    if (!cached) compiled.set(`${code} ${key}`, message);
    return String(message.format(values));
}

// One word for the verdict, and one sentence saying what to do. Codes that no catalogue knows yet are
// shown as they are, so that they can be read out on the telephone.
export function problem_word(problem: Problem): string {
    return t(known(`problem.${problem.code}.word`) ?? "problem.other.word");
}

export function problem_hint(problem: Problem): string {
    const values = { ...problem.params, at: moment(problem.params["at"]) };
    const key = known(`problem.${problem.code}.hint`);
    if (!key) return t("problem.other.hint", { code: problem.code });
    try {
        return t(key, values);
    } catch {
        // A server of another version may leave out a parameter; the word alone must still appear.
        return t("problem.other.hint", { code: problem.code });
    }
}

export function time_of(instant_ms: number): string {
    return new Intl.DateTimeFormat(language.value.locale, {
        hour: "2-digit",
        minute: "2-digit",
    }).format(instant_ms);
}

// A day has no time zone; reading it as UTC midnight and printing it as UTC keeps it the same day.
export function day_text(day: string): string {
    return new Intl.DateTimeFormat(language.value.locale, {
        weekday: "long",
        day: "numeric",
        month: "long",
        year: "numeric",
        timeZone: "UTC",
    }).format(new Date(`${day}T00:00:00Z`));
}

export function number_text(value: number): string {
    return new Intl.NumberFormat(language.value.locale).format(value);
}

function moment(at: unknown): string {
    const instant_ms = typeof at === "string" ? Date.parse(at) : Number.NaN;
    return Number.isNaN(instant_ms) ? String(at ?? "") : time_of(instant_ms);
}

function known(key: string): MessageKey | undefined {
    return key in fr ? (key as MessageKey) : undefined;
}
