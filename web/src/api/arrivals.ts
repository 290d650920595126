import { request, type How, type Reply } from "./request.ts";

export const seen_groups = ["men", "women", "boys", "girls"] as const;
export type SeenGroup = (typeof seen_groups)[number];
export const seen_sexes = ["F", "M", "U"] as const;
export type SeenSex = (typeof seen_sexes)[number];
export const seen_ages = ["under_five", "child", "adult", "elderly"] as const;
export type SeenAge = (typeof seen_ages)[number];

export interface TallyCounts extends Record<SeenGroup, number> {
    people: number;
    // Of these.
    under_five: number;
    injured: number;
}

export interface Tally extends TallyCounts {
    id: string;
    estimated: boolean;
    taps: number;
    first_at: string | null;
    last_at: string | null;
    set_aside: boolean;
    reason: string;
}

export const outcome_names = ["left", "went_back", "hospital", "died", "bodies", "missing"] as const;
export type Outcomes = Record<(typeof outcome_names)[number], number>;

export interface ArrivalShort {
    id: string;
    day: string;
    place: string;
    closed: boolean;
    explanation: string;
    counts: TallyCounts & { estimated: boolean };
    bodies: number;
    missing: number;
    wristbands: number;
    // For who reads totals. tallied = registered + left + went_back + hospital + died + unaccounted.
    balance?: {
        tallied: number;
        registered: number;
        left: number;
        went_back: number;
        hospital: number;
        died: number;
        unaccounted: number;
    };
}

export interface WaitingBand {
    number: string;
    sex: SeenSex;
    age: SeenAge;
    alone: boolean;
    urgent: boolean;
    child_alone: boolean;
}

export interface Arrival extends ArrivalShort {
    site: string;
    tallies: Tally[];
    // Wristbands that no person is registered for; for who reads totals.
    waiting?: WaitingBand[];
}

export function read_arrivals(
    site: string,
    offset: number,
    how: How = {},
): Promise<Reply<{ arrivals: ArrivalShort[]; more: boolean }>> {
    return request("GET", `/arrivals?site=${encodeURIComponent(site)}&offset=${offset}`, undefined, how);
}

export function read_arrival(id: string, how: How = {}): Promise<Reply<Arrival>> {
    return request("GET", `/arrivals/${encodeURIComponent(id)}`, undefined, how);
}

export function open_arrival(
    command: string,
    body: { id: string; site: string; place: string },
): Promise<Reply<Arrival>> {
    return request("POST", "/arrivals", { command, ...body });
}

export function set_tally_aside(command: string, id: string, tally: string, reason: string): Promise<Reply<Arrival>> {
    return request("POST", `/arrivals/${id}/tally-aside`, { command, tally, reason });
}

export function take_tally_up(command: string, id: string, tally: string): Promise<Reply<Arrival>> {
    return request("POST", `/arrivals/${id}/tally-up`, { command, tally });
}

export function say_outcomes(command: string, id: string, outcomes: Partial<Outcomes>): Promise<Reply<Arrival>> {
    return request("POST", `/arrivals/${id}/outcomes`, { command, ...outcomes });
}

export function close_arrival(command: string, id: string, explanation: string): Promise<Reply<Arrival>> {
    return request("POST", `/arrivals/${id}/close`, { command, explanation });
}

export function reopen_arrival(command: string, id: string): Promise<Reply<Arrival>> {
    return request("POST", `/arrivals/${id}/reopen`, { command });
}

export interface SheetAnswer {
    rows: { row: number; state?: "new" | "known"; refused?: string }[];
}

export function type_band_sheet(
    command: string,
    arrival: string,
    rows: ({ row: number } & Band)[],
): Promise<Reply<SheetAnswer>> {
    return request("POST", "/wristbands/sheet", { command, arrival, rows });
}

export interface Band {
    number: string;
    sex: SeenSex;
    age: SeenAge;
    alone: boolean;
    urgent: boolean;
}
