import type { Days } from "../api/openings.ts";
import type { Alarm, SecurityEvent } from "../api/security.ts";
import { moment_text, t, word_of } from "../app/messages.ts";
import { days_before, is_day } from "../ui/day.ts";
import type { IconName } from "../ui/Icon.svelte";

// Lines of the security record as the screen shows them: what the server noted, and its alarms between.

export const groups = ["look", "sign_ins", "refusals", "alarms", "accounts"] as const;
export type Group = (typeof groups)[number];

export interface Line {
    at_ms: number;
    // Of this device's clock, like the time that stands beside it.
    day: string;
    kind: string;
    detail: string;
    account: string | null;
    count: number;
    released_at: string | null;
    is_alarm: boolean;
}

// Somebody who forgot a password tries a few times; a server that is asked more often in one minute is not
// asked by a hand.
export const failures_to_look_at = 5;
const asked_in_vain_to_look_at = 30;

interface KindShown {
    group: Exclude<Group, "look">;
    icon: IconName;
    look: (line: Line) => boolean;
}
const always = (): boolean => true;
const until_released = ({ released_at }: Line): boolean => released_at === null;
const kinds: Readonly<Record<string, KindShown>> = {
    signed_in: { group: "sign_ins", icon: "check", look: () => false },
    sign_in_failed: {
        group: "sign_ins",
        icon: "cross",
        look: ({ count }) => count >= failures_to_look_at,
    },
    sign_in_paused: { group: "sign_ins", icon: "clock", look: always },
    // The screen itself asks for the password then.
    refused: { group: "refusals", icon: "lock", look: ({ detail }) => !detail.endsWith(" session.not_fresh") },
    other_origin: { group: "refusals", icon: "unlink", look: always },
    altered: { group: "alarms", icon: "warning", look: always },
    sent_for: { group: "sign_ins", icon: "check", look: () => false },
    // Nobody scans that many cards in a minute that come to nothing.
    asked_in_vain: { group: "refusals", icon: "search", look: ({ count }) => count >= asked_in_vain_to_look_at },
    counts_put_away: { group: "refusals", icon: "warning", look: always },
};
const alarms: Readonly<Record<string, KindShown>> = {
    file: { group: "alarms", icon: "eye", look: until_released },
    search: { group: "alarms", icon: "search", look: until_released },
    emergency: { group: "accounts", icon: "plus", look: always },
};

// Nothing for what a newer server notes and this screen does not know.
function shown_as(line: Line): KindShown | undefined {
    return (line.is_alarm ? alarms : kinds)[line.kind];
}

export function icon_of(line: Line): IconName {
    return shown_as(line)?.icon ?? "warning";
}

export function needs_a_look(line: Line): boolean {
    return shown_as(line)?.look(line) ?? true;
}

export function belongs_to(line: Line, group: Group | ""): boolean {
    if (group === "") return true;
    return group === "look" ? needs_a_look(line) : shown_as(line)?.group === group;
}

// Stands in a sentence where the account's name comes, which is shown in its own direction of writing.
export const account_place = "\uE000";

// What happened, in plain words. A kind without words is told by its code, never left out.
export function sentence_of(line: Line): string {
    const refused = line.kind === "refused" ? refusal_of(line.detail) : null;
    const asked = line.kind === "asked_in_vain" ? refusal_of(`${line.detail} -`) : null;
    const values = {
        account: line.account === null ? t("security.somebody") : account_place,
        count: line.count,
        what: what_of(refused ?? asked, line.detail),
        code: line.detail ? `${line.kind} ${line.detail}` : line.kind,
    };
    const group = line.is_alarm ? "security_alarm" : "security_event";
    for (const code of codes_of(line, refused?.code ?? line.detail)) {
        const words = word_of(group, code, values);
        if (words !== code) return words;
    }
    return t(line.is_alarm ? "security.other_alarm" : "security.other_event", values);
}

function what_of(asked: { place: string } | null, detail: string): string {
    return asked ? word_of("security_place", asked.place) : detail || "?";
}

// "GET /api/v1/persons/{code} access.denied": what of the server was asked for, and why not.
function refusal_of(detail: string): { place: string; code: string } | null {
    const [, place, code] = /^[A-Z]+ \/api\/v1\/([^/ ]+)\S* (\S+)$/.exec(detail) ?? [];
    return place && code ? { place, code } : null;
}

// What words are looked for under, the most exact first. What is too much for a minute is counted together,
// without account and detail.
function codes_of({ kind, account, is_alarm }: Line, detail: string): string[] {
    if (is_alarm || (detail === "" && account !== null)) return [kind];
    if (detail === "") return [`${kind}.many`, kind];
    const exact = `${kind}.${detail.replace(" ", "_")}`;
    return account === null ? [`${exact}.nobody`, exact, kind] : [exact, kind];
}

// For whoever looks into it: what the sentence leaves out.
export function exact_text(line: Line): string {
    if (line.kind === "refused") return line.detail;
    if (line.released_at) return t("security.released", { moment: moment_text(line.released_at) });
    return "";
}

// How often, where the sentence does not say it.
export function times_text({ is_alarm, count }: Line): string {
    return is_alarm || count < 2 ? "" : t("security.times", { count });
}

export function local_day(at_ms: number): string {
    const at = new Date(at_ms);
    const two = (number: number): string => String(number).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

// The server counts days in UTC, people by their clock: what is asked for covers theirs.
export function days_asked({ from, to }: Days): Days {
    const end = new Date(`${to}T00:00:00`);
    end.setDate(end.getDate() + 1);
    return {
        from: new Date(`${from}T00:00:00`).toISOString().slice(0, 10),
        to: new Date(end.getTime() - 1).toISOString().slice(0, 10),
    };
}

const period_max_days = 365;

export function period_of(from: string | null, to: string | null): Days | null {
    if (!from || !to || !is_day(from) || !is_day(to)) return null;
    return from <= to && from > days_before(to, period_max_days) ? { from, to } : null;
}

const is_same = (one: SecurityEvent, other: SecurityEvent | undefined): boolean =>
    one.at === other?.at &&
    one.kind === other.kind &&
    one.account === other.account &&
    one.detail === other.detail &&
    one.count === other.count;

// Older rows behind those that are here. Both are asked for by how many stand before, and more may have
// come meanwhile: what is here already is found by the longest end of one that begins the other.
export function joined(here: readonly SecurityEvent[], older: readonly SecurityEvent[]): SecurityEvent[] {
    for (let length = Math.min(here.length, older.length); length > 0; length--) {
        const end = here.slice(-length);
        if (end.every((event, index) => is_same(event, older[index]))) {
            return [...here, ...older.slice(length)];
        }
    }
    return [...here, ...older];
}

// Where the next older rows begin: with the last one that is here, so that joined() finds the place.
export function next_offset(here: readonly SecurityEvent[]): number {
    return Math.max(0, here.length - 1);
}

// Newest first. While there are older rows, alarms from before the last one that is here wait for them.
export function lines_of(
    events: readonly SecurityEvent[],
    raised: readonly Alarm[],
    days: Days,
    has_older: boolean,
): Line[] {
    const lines: Line[] = [];
    for (const event of events) {
        const at_ms = Date.parse(event.at);
        const last = lines.at(-1);
        const goes_on =
            last?.at_ms === at_ms &&
            last.kind === event.kind &&
            last.account === event.account &&
            last.detail === event.detail;
        if (goes_on) last.count += event.count;
        else lines.push({ ...event, at_ms, day: local_day(at_ms), released_at: null, is_alarm: false });
    }
    const oldest_ms = has_older ? (lines.at(-1)?.at_ms ?? 0) : 0;
    for (const alarm of raised) {
        const at_ms = Date.parse(alarm.at);
        if (at_ms < oldest_ms) continue;
        lines.push({ ...alarm, at_ms, day: local_day(at_ms), detail: "", is_alarm: true });
    }
    return lines
        .filter(({ day }) => days.from <= day && day <= days.to)
        .sort((one, other) => other.at_ms - one.at_ms);
}

export interface DayOfLines {
    day: string;
    lines: Line[];
}

export function by_day(lines: readonly Line[]): DayOfLines[] {
    const days: DayOfLines[] = [];
    for (const line of lines) {
        if (days.at(-1)?.day !== line.day) days.push({ day: line.day, lines: [] });
        days.at(-1)?.lines.push(line);
    }
    return days;
}

export function accounts_in(lines: readonly Line[]): string[] {
    const names = lines.flatMap(({ account }) => (account === null ? [] : [account]));
    return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}
