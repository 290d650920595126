import type { Birth, BirthGiven } from "../../api/persons.ts";
import { language } from "../../app/language.svelte.ts";
import { t } from "../../app/messages.ts";
import { age_on, middle_year } from "./birth.ts";

// Many people know only the year of their birth, or about how old they are: one field takes it as they say it,
// and shows what it understood. The server makes an interval of it.

export type BirthFault = "not_understood" | "not_a_date" | "in_future" | "age_wrong";
export type BirthReading =
    | { ok: true; birth: BirthGiven | null }
    | { ok: false; fault: BirthFault };

const oldest_age = 120;
const about_before = /^(?:vers|environ|env|autour de|a peu pres|about|around|circa|ca|approx|~|±|\+\/-)\.?\s*/;
const about_after = /\s*(?:environ|env\.?|a peu pres|or so)$/;
const before_it = /^(?:nee?|born|age)\s+|^(?:en|in|le|on)\s+/;
// As each language writes them, short or long.
const months = [
    ["janv", "jan"], ["fevr", "feb", "fev"], ["mars", "mar"], ["avr", "apr"], ["mai", "may"], ["juin", "jun"],
    ["juil", "jul"], ["aout", "aug", "aou"], ["sept", "sep"], ["oct"], ["nov"], ["dec"],
];

// `today` is the day at the site, "2023-01-23".
export function read_birth(typed: string, today: string): BirthReading {
    const plain = typed.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
    if (plain === "") return { ok: true, birth: null };
    const said = plain.replace(before_it, "").replace(before_it, "");
    const text = said.replace(about_before, "").replace(about_after, "").trim();
    const about = text === said ? {} : { about: true };
    const age = /^(\d{1,3})\s*(?:ans?|a|years?(?: old)?|yrs?|y)?$/.exec(text);
    if (age) {
        const years = Number(age[1]);
        return years > oldest_age ? fault("age_wrong") : { ok: true, birth: { age: years, ...about } };
    }
    const young = born_before(text, today);
    if (young) return { ok: true, birth: young };
    const parts = date_in(text, today);
    return parts ? checked({ ...parts, ...about }, today) : fault("not_understood");
}

function fault(fault: BirthFault): BirthReading {
    return { ok: false, fault };
}

// "8 mois", "1 an 6 mois", "3 semaines", "10 jours": a month of birth.
function born_before(text: string, today: string): BirthGiven | null {
    const [, years = "0", few] = /^(?:(\d)\s*(?:ans?|years?)(?: et| and)? )?(\d{1,2})\s*(?:mois|months?|mo)$/.exec(text) ?? [];
    const [, count, unit] = /^(\d{1,2})\s*(semaines?|sem|weeks?|jours?|j|days?)$/.exec(text) ?? [];
    const day = new Date(`${today}T00:00:00Z`);
    if (few !== undefined) {
        day.setUTCDate(1);
        day.setUTCMonth(day.getUTCMonth() - 12 * Number(years) - Number(few));
    } else if (count !== undefined && unit !== undefined) {
        day.setUTCDate(day.getUTCDate() - Number(count) * (/^(?:s|w)/.test(unit) ? 7 : 1));
    } else {
        return null;
    }
    return { month: day.getUTCMonth() + 1, year: day.getUTCFullYear() };
}

function date_in(text: string, today: string): BirthGiven | null {
    const year_of = (digits: string): number => {
        if (digits.length > 2) return Number(digits);
        const this_century = Number(today.slice(0, 2)) * 100 + Number(digits);
        return this_century > Number(today.slice(0, 4)) ? this_century - 100 : this_century;
    };
    const between = "[\\s./-]+";
    const read = (pattern: string): string[] | null => new RegExp(`^${pattern}$`).exec(text)?.slice(1) ?? null;
    const [iso, all, month, packed, words, year] = [
        read("(\\d{4})-(\\d{1,2})-(\\d{1,2})"),
        read(`(\\d{1,2})${between}(\\d{1,2})${between}(\\d{4}|\\d{2})`),
        read(`(\\d{1,2})${between}(\\d{4})`),
        read("(\\d{2})(\\d{2})(\\d{4}|\\d{2})"),
        read(`(?:(\\d{1,2})(?:er|st|nd|rd|th)?${between})?([a-z]{3,9})\\.?${between}(\\d{4}|\\d{2})`),
        read("(\\d{4})"),
    ];
    if (iso) return { day: Number(iso[2]), month: Number(iso[1]), year: Number(iso[0]) };
    const dated = all ?? packed;
    if (dated) return { day: Number(dated[0]), month: Number(dated[1]), year: year_of(dated[2] ?? "") };
    if (month) return { month: Number(month[0]), year: Number(month[1]) };
    if (words) {
        const found = months.findIndex((names) => names.some((name) => words[1]?.startsWith(name)));
        if (found < 0) return null;
        return { ...(words[0] ? { day: Number(words[0]) } : {}), month: found + 1, year: year_of(words[2] ?? "") };
    }
    return year ? { year: Number(year[0]) } : null;
}

function checked(birth: BirthGiven, today: string): BirthReading {
    const { day, month, year = 0 } = birth;
    if (month !== undefined && (month < 1 || month > 12)) return fault("not_a_date");
    // The day before the first of the next month is the last of this one.
    const last = new Date(Date.UTC(year, month ?? 1, 0)).getUTCDate();
    if (day !== undefined && (day < 1 || day > last)) return fault("not_a_date");
    const two = (number: number): string => String(number).padStart(2, "0");
    if (`${year}-${two(month ?? 1)}-${two(day ?? 1)}` > today) return fault("in_future");
    if (year < Number(today.slice(0, 4)) - oldest_age) return fault("not_a_date");
    return { ok: true, birth };
}

// What was understood, with a month in letters: 3/12 is no March. Empty when nothing can be read.
export function birth_said(typed: string, today: string): string {
    const reading = read_birth(typed, today);
    if (!reading.ok || !reading.birth) return "";
    const { day, month, year, age, about } = reading.birth;
    const text = age === undefined ? date_said({ day, month, year: year ?? 0 }, today) : age_said(age, today);
    if (!about) return text;
    return age === undefined ? t("birth.about_said", { text }) : t("birth.about_age_said", { text });
}

function age_said(age: number, today: string): string {
    const to = Number(today.slice(0, 4)) - age;
    return t("birth.age_said", { age, from: String(to - 1), to: String(to) });
}

function date_said(birth: { day: number | undefined; month: number | undefined; year: number }, today: string): string {
    const { day, month, year } = birth;
    if (month === undefined) return t("birth.year_said", { year: String(year), age: Number(today.slice(0, 4)) - year });
    const date = new Intl.DateTimeFormat(language.value.locale, {
        ...(day === undefined ? {} : { day: "numeric" }),
        month: "long",
        year: "numeric",
        timeZone: "UTC",
    }).format(Date.UTC(year, month - 1, day ?? 1));
    if (day === undefined) return date;
    const exact = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
    const age = age_on({ min: exact, max: exact, precision: "day" }, today) ?? 0;
    return t("birth.day_said", { date, age });
}

// What a correction starts from: as it would have been typed.
export function text_of_birth(birth: Birth | null): string {
    if (!birth) return "";
    const [year = "", month = "", day = ""] = birth.min.split("-");
    if (birth.precision === "estimated") return t("birth.about_said", { text: String(middle_year(birth)) });
    if (birth.precision === "year") return year;
    return birth.precision === "month" ? `${month}/${year}` : `${day}/${month}/${year}`;
}
