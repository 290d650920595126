import type { Round, Session, Site } from "../api/types.ts";
import { keep, kept } from "./kept.ts";

// What a device keeps so that a page that is loaded again without the server goes on: who counts, and the
// distribution or the gate. Nobody's name or number among the people counted; they wait in the outbox.
export interface KeptCounting {
    session: Session;
    // One of the two.
    round?: Round;
    sites?: Site[];
    // Where people are counted who come, instead of the gate.
    path?: string | undefined;
    until_ms: number;
}

const key = "jatigi.kept_round";
// A night and a day of work; nobody counts on for longer without having been signed in.
const kept_for_ms = 16 * 3_600_000;
// What those pages need; any other shows people.
const rights_kept = ["read_rounds", "serve", "check_in", "count_arrivals"];

export function keep_counting(session: Session, round: Round, now_ms: number): void {
    keep_it(session, { round }, now_ms);
}

// How many are present is another number by then. `path`: where people are counted who come, instead.
export function keep_gate(session: Session, sites: readonly Site[], now_ms: number, path?: string): void {
    keep_it(session, { sites: sites.map((site) => ({ ...site, present: null })), path }, now_ms);
}

function keep_it(session: Session, what: Pick<KeptCounting, "round" | "sites" | "path">, now_ms: number): void {
    // What opens a form that somebody began is not for whoever takes the device.
    const { draft_key: _, ...rest } = session;
    const account = {
        ...session.account,
        rights: session.account.rights.filter((right) => rights_kept.includes(right)),
        // That takes the server.
        must_set_password: false,
    };
    const counting: KeptCounting = { session: { ...rest, account }, ...what, until_ms: now_ms + kept_for_ms };
    keep(key, JSON.stringify(counting), true);
}

export function forget_counting(): void {
    keep(key, "", true);
}

export function kept_counting(now_ms: number): KeptCounting | null {
    try {
        const counting = JSON.parse(kept(key, true)) as KeptCounting;
        if (counting.until_ms <= now_ms) return null;
        return counting.round?.state === "open" || counting.sites ? counting : null;
    } catch {
        return null;
    }
}

// Where that is done without a session, too.
export function counts_at(page: string | undefined): boolean {
    return page === "round" || page === "gate" || page === "arrivals";
}

export function path_of({ round, path = "/gate" }: KeptCounting): string {
    return round ? `/rounds/${round.id}` : path;
}
