import { request, type How, type Reply } from "./request.ts";
import { request_file } from "./request_file.ts";
import type { Sex } from "./persons.ts";

export const unit_kinds = ["anybody", "families", "women", "men", "children"] as const;
export type UnitFor = (typeof unit_kinds)[number];

export interface Unit {
    id: string;
    name: string;
    for: UnitFor;
    transitory: boolean;
    closed: boolean;
}

// For people who are to sleep together: whether it holds them, and is not meant for others.
export interface UnitOffer extends Unit {
    room: boolean;
    fits: boolean;
}

export interface CountedUnit extends Unit {
    capacity: number;
    blocked: number;
    people: number;
    free: number;
}

export interface SiteDay {
    site: { code: string; name: string };
    day: string;
    today: boolean;
    morning_at: string;
    // morning + came + came_late - left - left_late = night
    figures: {
        morning: number | null;
        came: number;
        came_late: number;
        left: number;
        left_late: number;
        passed_through: number;
        night: number;
    };
    without_unit: number;
    totals: {
        capacity: number;
        blocked: number;
        transitory: number;
        free: number;
        allocable: number;
        beyond: number;
    };
    units: CountedUnit[];
    groups: { sex: Sex; from: number | null; to: number | null; people: number }[];
}

export function read_site_day(site: string, day: string, how: How): Promise<Reply<SiteDay>> {
    const query = day ? `?day=${day}` : "";
    return request("GET", `/sites/${encodeURIComponent(site)}/day${query}`, undefined, how);
}

// Everybody who is there, by unit, to tick.
export function print_roll_call(command: string, site: string): Promise<Reply<Blob>> {
    return request_file("POST", `/sites/${encodeURIComponent(site)}/roll-call`, "application/pdf", { command });
}

// `party`: sex and full years of each, "F30". `theirs`: where some of their household sleep, and of the
// party those who do.
export function read_units(
    site: string,
    party: readonly string[],
    theirs: { unit: string; there: readonly string[] } | null,
): Promise<Reply<{ units: UnitOffer[]; proposed: string | null }>> {
    const query = new URLSearchParams({
        site,
        party: party.join("-"), ...(theirs ? { theirs: theirs.unit, there: theirs.there.join("-") } : {}),
    });
    return request("GET", `/units?${query}`);
}

export interface UnitBody {
    name: string;
    for: UnitFor;
    capacity: number;
    blocked: number;
    transitory: boolean;
}

export function open_unit(command: string, site: string, body: UnitBody): Promise<Reply<Unit>> {
    return request("POST", "/units", { command, site, ...body });
}

export function change_unit(command: string, id: string, body: UnitBody): Promise<Reply<Unit>> {
    return request("POST", `/units/${id}/change`, { command, ...body });
}

export function close_unit(command: string, id: string): Promise<Reply<Unit>> {
    return request("POST", `/units/${id}/close`, { command });
}

export function reopen_unit(command: string, id: string): Promise<Reply<Unit>> {
    return request("POST", `/units/${id}/reopen`, { command });
}

export interface HouseBody {
    site: string;
    // Null: in no unit any more.
    unit: string | null;
    codes: string[];
    despite: ("unit.full" | "unit.not_for_them")[];
}

export function house_people(
    command: string,
    body: HouseBody,
): Promise<Reply<{ unit: Unit | null; people: string[] }>> {
    return request("POST", "/stays/house", { command, ...body });
}

export interface Transferred {
    transferred: string[];
    // By their place among those that were sent.
    refused: { at: number; problem: string }[];
}
export function transfer_people(
    command: string,
    body: { from: string; to: string; codes: string[] },
): Promise<Reply<Transferred>> {
    return request("POST", "/stays/transfer", { command, ...body });
}
