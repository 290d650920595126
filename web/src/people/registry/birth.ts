import type { Birth, BirthGiven, Precision } from "../../api/persons.ts";
import type { LanguageCode } from "../../app/language.svelte.ts";

// Many people know only the year of their birth, or about how old they are. What they say is kept as
// they say it; the server makes an interval of it.
export interface BirthFields {
    day: string;
    month: string;
    year: string;
    year_only: boolean;
    age: string;
    about: boolean;
}

export const no_birth: BirthFields = {
    day: "",
    month: "",
    year: "",
    year_only: false,
    age: "",
    about: false,
};

export type BirthFault = "not_a_date" | "in_future" | "day_without_month" | "age_and_date" | "age_wrong";

export type BirthReading =
    | { ok: true; birth: BirthGiven | null }
    | { ok: false; fault: BirthFault };

const oldest_age = 120;

// `today` is the day at the site, "2023-01-23".
export function read_birth(fields: BirthFields, today: string): BirthReading {
    const [day, month, year, age] = [
        fields.year_only ? "" : fields.day.trim(),
        fields.year_only ? "" : fields.month.trim(),
        fields.year.trim(),
        fields.age.trim(),
    ];
    const about = fields.about ? { about: true } : {};
    if (age) {
        if (day || month || year) return fault("age_and_date");
        if (!/^\d{1,3}$/.test(age) || Number(age) > oldest_age) return fault("age_wrong");
        return { ok: true, birth: { age: Number(age), ...about } };
    }
    if (!day && !month && !year) return { ok: true, birth: null };
    if (day && !month) return fault("day_without_month");
    if (!/^\d{4}$/.test(year)) return fault("not_a_date");
    if (month && !(/^\d{1,2}$/.test(month) && Number(month) >= 1 && Number(month) <= 12)) {
        return fault("not_a_date");
    }
    if (day && !day_exists(day, month, year)) return fault("not_a_date");
    const earliest = [year, (month || "1").padStart(2, "0"), (day || "1").padStart(2, "0")].join("-");
    if (earliest > today) return fault("in_future");
    if (Number(year) < Number(today.slice(0, 4)) - oldest_age) return fault("not_a_date");
    return {
        ok: true,
        birth: {
            ...(day ? { day: Number(day) } : {}),
            ...(month ? { month: Number(month) } : {}),
            year: Number(year),
            ...about,
        },
    };
}

function fault(fault: BirthFault): BirthReading {
    return { ok: false, fault };
}

function day_exists(day: string, month: string, year: string): boolean {
    if (!/^\d{1,2}$/.test(day) || Number(day) < 1) return false;
    // The day before the first of the next month is the last of this one.
    return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

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
function middle_year(birth: Birth): number {
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

// What a correction starts from.
export function fields_of(birth: Birth | null): BirthFields {
    if (!birth) return { ...no_birth };
    const [year = "", month = "", day = ""] = birth.min.split("-");
    if (birth.precision === "estimated") {
        return { ...no_birth, year: String(middle_year(birth)), year_only: true, about: true };
    }
    return {
        ...no_birth,
        year,
        month: birth.precision === "year" ? "" : month,
        day: birth.precision === "day" ? day : "",
        year_only: birth.precision === "year",
    };
}
