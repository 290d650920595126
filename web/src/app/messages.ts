import type { Problem } from "../api/problem.ts";
import { language, type LanguageCode } from "./language.svelte.ts";
import { format_message, type Message, type Values } from "./message.ts";
import fr from "./messages.fr.json";
import type lock_fr from "./lock.fr.json";
import type pages_fr from "./pages.fr.json";
import type disclosure_fr from "../people/disclosure/messages.fr.json";
import type openings_fr from "../access/openings.fr.json";
import type security_fr from "../access/security.fr.json";
import type round_pin_fr from "../access/round_pin.fr.json";
import type accounts_fr from "../access/accounts.fr.json";
import type fresh_fr from "../access/fresh.fr.json";
import type second_factor_fr from "../access/second_factor.fr.json";
import type password_fr from "../access/password.fr.json";
import type outbox_fr from "../outbox/messages.fr.json";
import type files_fr from "../people/files.fr.json";
import type scan_fr from "../people/scan.fr.json";
import type review_fr from "../review/messages.fr.json";
import type people_fr from "../people/registry/messages.fr.json";
import type search_fr from "../people/registry/search.fr.json";
import type choices_fr from "../people/registry/choices.fr.json";
import type codes_fr from "../people/registry/codes.fr.json";
import type answers_fr from "../people/registry/answers.fr.json";
import type refusals_fr from "../people/registry/refusals.fr.json";
import type guide_fr from "./guide.fr.json";
import type registered_fr from "../people/registry/registered.fr.json";
import type registration_fr from "../people/registry/registration.fr.json";
import type cards_fr from "../people/registry/cards.fr.json";
import type person_fr from "../people/registry/person.fr.json";
import type file_fr from "../people/registry/file.fr.json";
import type change_fr from "../people/registry/change.fr.json";
import type lists_fr from "../people/registry/lists.fr.json";
import type closed_fr from "../centre/assistance/closed/messages.fr.json";
import type wristband_fr from "../centre/sites/wristband.fr.json";
import type arrivals_fr from "../centre/sites/arrivals.fr.json";
import type places_fr from "../centre/sites/places.fr.json";
import type unit_words_fr from "../centre/sites/unit_words.fr.json";
import type gate_fr from "../centre/sites/messages.fr.json";
import type present_fr from "../people/registry/present.fr.json";
import type decisions_fr from "../review/decisions.fr.json";
import type card_desk_fr from "../people/registry/card_desk.fr.json";
import type backups_fr from "../access/backups.fr.json";
import type scanning_fr from "../centre/assistance/scanning.fr.json";
import type round_words_fr from "../centre/assistance/round_words.fr.json";
import type round_list_fr from "../centre/assistance/rounds.fr.json";
import type closing_fr from "../centre/assistance/closing.fr.json";
import type meal_order_fr from "../centre/assistance/meal_order.fr.json";
import type transfer_fr from "../centre/sites/transfer.fr.json";
import type plates_fr from "../centre/assistance/plates.fr.json";
import type reopening_fr from "../centre/assistance/reopening.fr.json";
import type counts_fr from "../centre/assistance/closed/counts.fr.json";
import type outbox_dialog_fr from "../outbox/dialog.fr.json";
import type sign_in_fr from "../access/sign_in.fr.json";
import type imports_fr from "../people/registry/imports.fr.json";
import type candidates_fr from "../people/registry/candidates.fr.json";
import type pin_words_fr from "../access/pin_words.fr.json";
import type row_marks_fr from "../people/registry/row_marks.fr.json";
import type camera_fr from "../ui/camera/messages.fr.json";
import type funding_fr from "../money/funding/messages.fr.json";
import type rounds_fr from "../centre/assistance/messages.fr.json";

export type MessageKey =
    | keyof typeof fr
    | keyof typeof pages_fr
    | keyof typeof lock_fr
    | keyof typeof rounds_fr
    | keyof typeof scanning_fr
    | keyof typeof round_words_fr
    | keyof typeof round_list_fr
    | keyof typeof plates_fr
    | keyof typeof transfer_fr
    | keyof typeof meal_order_fr
    | keyof typeof reopening_fr
    | keyof typeof closing_fr
    | keyof typeof counts_fr
    | keyof typeof outbox_dialog_fr
    | keyof typeof pin_words_fr
    | keyof typeof candidates_fr
    | keyof typeof sign_in_fr
    | keyof typeof imports_fr
    | keyof typeof row_marks_fr
    | keyof typeof gate_fr
    | keyof typeof wristband_fr
    | keyof typeof arrivals_fr
    | keyof typeof places_fr
    | keyof typeof unit_words_fr
    | keyof typeof camera_fr
    | keyof typeof backups_fr
    | keyof typeof present_fr
    | keyof typeof card_desk_fr
    | keyof typeof decisions_fr
    | keyof typeof funding_fr
    | keyof typeof closed_fr
    | keyof typeof outbox_fr
    | keyof typeof files_fr
    | keyof typeof people_fr
    | keyof typeof search_fr
    | keyof typeof codes_fr
    | keyof typeof choices_fr
    | keyof typeof answers_fr
    | keyof typeof registration_fr
    | keyof typeof registered_fr
    | keyof typeof refusals_fr
    | keyof typeof guide_fr
    | keyof typeof cards_fr
    | keyof typeof person_fr
    | keyof typeof file_fr
    | keyof typeof change_fr
    | keyof typeof lists_fr
    | keyof typeof scan_fr
    | keyof typeof review_fr
    | keyof typeof openings_fr
    | keyof typeof security_fr
    | keyof typeof accounts_fr
    | keyof typeof round_pin_fr
    | keyof typeof fresh_fr
    | keyof typeof password_fr
    | keyof typeof second_factor_fr
    | keyof typeof disclosure_fr;
// The build compiles each text; before it, they are the ICU messages that translators write.
export type Words = Record<string, Message>;

const catalogues: Record<LanguageCode, Words> = { fr: {}, en: {} };

// English words come in files of their own, when somebody reads English: nobody waits for words that nobody
// reads.
interface Later {
    bring: () => Promise<{ default: Words }>;
    came?: Promise<boolean> | undefined;
}
const english: Later[] = [];
let english_wanted = false;

async function bring(words: Later): Promise<boolean> {
    try {
        Object.assign(catalogues.en, (await words.bring()).default);
        return true;
    } catch {
        words.came = undefined;
        return false;
    }
}

// A page that is loaded on demand brings its own words, so that the first page stays small.
export function add_messages(fr: Words, en: Later["bring"]): void {
    Object.assign(catalogues.fr, fr);
    english.push({ bring: en });
    if (english_wanted) void load_language("en");
}
add_messages(fr, () => import("./messages.en.json"));

// Returns whether the words of all that is here have come; without the network they may not.
export async function load_language(code: LanguageCode): Promise<boolean> {
    if (code === "fr") return true;
    english_wanted = true;
    const came = await Promise.all(english.map((words) => (words.came ??= bring(words))));
    return came.every(Boolean);
}

// Nobody reads a page in another language first.
export async function with_words<Module>(module: Promise<Module>): Promise<Module> {
    const came = await module;
    await load_language(language.value.code);
    return came;
}

// Reads the current language, so a template that calls it is drawn again when the language changes.
export function t(key: MessageKey, values: Values = {}): string {
    const { code, locale } = language.value;
    return format_message(catalogues[code][key] ?? catalogues.fr[key] ?? key, values, locale);
}

// One word for the verdict, and one sentence saying what to do. Codes that no catalogue knows yet are
// shown as they are, so that they can be read out on the telephone.
export function problem_word(problem: Problem): string {
    return t(known(`problem.${problem.code}.word`) ?? "problem.other.word");
}

export function problem_hint(problem: Problem): string {
    const { at, name } = problem.params;
    const values = {
        ...problem.params,
        at: moment(at),
        // A field is named as its page names it.
        ...(typeof name === "string" ? { name: word_of("field", name) } : {}),
    };
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

// With its day: for what happened longer ago than this morning.
export function moment_text(instant: string): string {
    return instant_text(Date.parse(instant));
}

export function instant_text(instant_ms: number): string {
    return new Intl.DateTimeFormat(language.value.locale, {
        day: "2-digit",
        month: "2-digit",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
    }).format(instant_ms);
}

// The word for a code of the server, or the code itself where no catalogue knows it yet.
export function word_of(group: string, code: string, values?: Values): string {
    const key = known(`${group}.${code}`);
    return key ? t(key, values) : code;
}

// Codes of the server to choose from, with their words.
export function options_of<const Code extends string>(
    group: string,
    codes: readonly Code[],
): { value: Code; label: string }[] {
    return codes.map((value) => ({ value, label: word_of(group, value) }));
}

// A day has no time zone; reading it as UTC midnight and printing it as UTC keeps it the same day.
export function day_text(day: string): string {
    return date_text(day, { weekday: "long" });
}

export function date_text(day: string, more: Intl.DateTimeFormatOptions = {}): string {
    return new Intl.DateTimeFormat(language.value.locale, {
        ...more,
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
    return key in catalogues.fr ? (key as MessageKey) : undefined;
}
