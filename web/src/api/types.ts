// The shapes of /api/v1, as the server writes them. Days are "2023-01-16", instants end in Z.

import type { SecondFactor } from "./second_factor.ts";

export interface Session {
    account: {
        name: string;
        role: string;
        site: string | null;
        // What the role may do at all, by the policy: names of actions.
        rights: string[];
        must_set_password: boolean;
        // It began by the PIN of a distribution: for the gate and for meals alone.
        by_pin?: boolean;
        // A new password needs the present one.
        asks_old_password: boolean;
        second_factor?: SecondFactor;
    };
    node: { name: string; demonstration: boolean };
    now: string;
    // The node's clock runs before the last fact of its own log.
    clock_behind?: boolean;
    // Of this session alone: seals a half-filled form.
    draft_key?: string;
}

export type ServiceKind = "food" | "item";
// How often one person is given a service.
export type OncePer = "day" | "week" | "month" | "stay";

export interface Service {
    code: string;
    name_fr: string;
    name_en: string;
    kind: ServiceKind;
    once_per: OncePer;
}

// How plates are counted: by card, on a printed sheet, by shared dishes, by heads.
export type CountMode = "scan" | "list" | "dish" | "head_count";
// Whose plates are counted by number.
export type PlateLine = "present" | "unregistered" | "infant_diet" | "sick_diet" | "staff";
export interface PlateTotals {
    served: number;
    counted: number;
    expected: number;
}

export interface Round {
    id: string;
    site: { code: string; name: string };
    service: Service;
    day: string;
    count_mode: CountMode;
    state: "open" | "closed";
    closed_at?: string;
    served: number;
    expected: number;
    // Of the served, those that reached the node after the closing.
    late: number;
    double: number;
    // By number. Missing in what a device kept of an earlier program.
    counted?: number;
    plates?: { line: PlateLine; plates: number }[];
}

export type ExtraReason = "child" | "spilled" | "wrong_scan";
// Why goods that are given once are given again. One person says so, another one hands them out.
export type ExceptionReason = "theft" | "newborn" | "expelled_again";

export interface ServingBody {
    command: string;
    code: string;
    reason?: ExtraReason;
}

export interface ServingReceipt {
    outcome: "served";
    serving: string;
    case_number: string;
    // Double: a scan that waited on its device, of somebody who was served meanwhile.
    state: "counted" | "extra" | "double";
    late?: boolean;
    served: number;
    expected: number;
}

export interface ExceptionBody {
    command: string;
    code: string;
    reason: ExceptionReason;
}

export interface ExceptionReceipt {
    case_number: string;
    reason: ExceptionReason;
}

export interface UndoBody {
    command: string;
    serving: string;
}

export interface UndoReceipt {
    served: number;
    expected: number;
}

export interface ClosingBody {
    cooked?: number;
    left_over?: number;
    thrown_away?: number;
    // Of those cooked: went back to the caterer.
    refused?: number;
    head_count?: number;
    explanation?: string;
}

export interface Site {
    code: string;
    name: string;
    utc_offset_min: number;
    // Null for whoever may list those who are here by name.
    present: number | null;
}
