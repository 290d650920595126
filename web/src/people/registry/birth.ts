import type { Birth, Precision } from "../../api/persons.ts";
import type { LanguageCode } from "../../app/language.svelte.ts";

// A birth as an answer gives it: an interval, or, in the history of a file, the interval as one text,
// "1996-01-01/2000-12-31 estimated".
export function birth_of(value: unknown): Birth | null {
    if (typeof value === "object") return value as Birth | null;
    const [, min, max, precision] =
        /^(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d) (day|month|year|estimated)$/.exec(String(value)) ?? [];
    return min && max && precision ? { min, max, precision: precision as Precision } : null;
}

const about_words: Record<LanguageCode, string> = { fr: "vers", en: "about" };

// As exact as it is known: "12/03/1995", "05/1999", "1998", "vers 1998".
export function birth_text(birth: Birth | null, language: LanguageCode): string {
    if (!birth) return "";
    const [year = "", month = "", day = ""] = birth.min.split("-");
    switch (birth.precision) {
        case "day":
            return `${day}/${month}/${year}`;
        case "month":
            return `${month}/${year}`;
        case "year":
            return year;
        case "estimated":
            return `${about_words[language]} ${middle_year(birth)}`;
    }
}

// "about 1998" may have become 1997 to 1999.
export function middle_year(birth: Birth): number {
    const [first, last] = [birth.min, birth.max].map((day) => Number(day.slice(0, 4)));
    return Math.round(((first ?? 0) + (last ?? 0)) / 2);
}

// Whole years on `today`, for the middle of the interval: a desk needs "about 24", not an interval.
export function age_on(birth: Birth | null, today: string): number | null {
    if (!birth) return null;
    const middle = (Date.parse(`${birth.min}T00:00:00Z`) + Date.parse(`${birth.max}T00:00:00Z`)) / 2;
    const born = new Date(middle).toISOString().slice(0, 10);
    const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
    return today.slice(5) < born.slice(5) ? years - 1 : years;
}
