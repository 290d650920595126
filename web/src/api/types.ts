// The shapes of /api/v1, as the server writes them. Days are "2023-01-16", instants end in Z.

export interface Session {
    account: { name: string; role: string; site: string | null; must_set_password: boolean };
    node: { name: string; demonstration: boolean };
    now: string;
}

export type ServiceKind = "food" | "item";

export interface Round {
    id: string;
    site: { code: string; name: string };
    service: { code: string; name_fr: string; name_en: string; kind: ServiceKind };
    day: string;
    count_mode: string;
    state: "open" | "closed";
    served: number;
    expected: number;
}

export type ExtraReason = "child" | "spilled" | "wrong_scan";

export interface ServingBody {
    command: string;
    code: string;
    reason?: ExtraReason;
}

export interface ServingReceipt {
    outcome: "served";
    serving: string;
    case_number: string;
    state: "counted" | "extra";
    served: number;
    expected: number;
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
    head_count?: number;
    explanation?: string;
}

export interface Site {
    code: string;
    name: string;
    utc_offset_min: number;
    present: number;
}
