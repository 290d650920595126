import { language } from "../../app/language.svelte.ts";

const minor_digits: Readonly<Record<string, number>> = { XOF: 0, EUR: 2, USD: 2 };
// More than any agreement, and well within what is counted exactly.
const minor_units_max = 1e13;

export function amount_text(minor_units: number, currency: string): string {
    const digits = minor_digits[currency] ?? 0;
    return new Intl.NumberFormat(language.value.locale, {
        style: "currency",
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
    }).format(minor_units / 10 ** digits);
}

// "12 500,50", as people type it, in minor units; nothing where it is no such amount.
export function read_amount(text: string, currency: string): number | null {
    const digits = minor_digits[currency] ?? 0;
    const [, whole, part = ""] = /^(\d+)(?:[.,](\d+))?$/.exec(text.replace(/[\s\u202F\u00A0]/g, "")) ?? [];
    if (whole === undefined || part.length > digits) return null;
    const minor_units = Number(whole + part.padEnd(digits, "0"));
    return minor_units > 0 && minor_units <= minor_units_max ? minor_units : null;
}
