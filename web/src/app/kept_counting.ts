import type { Round, Session, Site } from "../api/types.ts";

// What a device keeps so that a page that is loaded again without the server goes on: who counts, and the
// distribution or the gate. Nobody's name or number among the people counted; they wait in the outbox.
export interface KeptCounting {
    session: Session;
    // One of the two.
    round?: Round;
    sites?: Site[];
    until_ms: number;
}

const key = "jatigi.kept_round";
// A night and a day of work; nobody counts on for longer without having been signed in.
const kept_for_ms = 16 * 3_600_000;
// What those pages need; any other shows people.
const rights_kept = ["read_rounds", "serve", "check_in"];

export function keep_counting(session: Session, round: Round, now_ms: number): void {
    keep(session, { round }, now_ms);
}

// How many are present is another number by then.
export function keep_gate(session: Session, sites: readonly Site[], now_ms: number): void {
    keep(session, { sites: sites.map((site) => ({ ...site, present: null })) }, now_ms);
}

function keep(session: Session, what: Pick<KeptCounting, "round" | "sites">, now_ms: number): void {
    // What opens a form that somebody began is not for whoever takes the device.
    const { draft_key: _, ...rest } = session;
    const account = {
        ...session.account,
        rights: session.account.rights.filter((right) => rights_kept.includes(right)),
        // That takes the server.
        must_set_password: false,
    };
    try {
        const kept: KeptCounting = { session: { ...rest, account }, ...what, until_ms: now_ms + kept_for_ms };
        localStorage.setItem(key, JSON.stringify(kept));
    } catch {
        // No storage: then it is not loaded again without the server.
    }
}

export function forget_counting(): void {
    try {
        localStorage.removeItem(key);
    } catch {
        // Nothing was stored.
    }
}

export function kept_counting(now_ms: number): KeptCounting | null {
    try {
        const kept = JSON.parse(localStorage.getItem(key) ?? "null") as KeptCounting | null;
        if (!kept || kept.until_ms <= now_ms) return null;
        return kept.round?.state === "open" || kept.sites ? kept : null;
    } catch {
        return null;
    }
}

// Where that is done without a session, too.
export function counts_at(page: string | undefined): boolean {
    return page === "round" || page === "gate";
}

export function path_of(kept: KeptCounting): string {
    return kept.round ? `/rounds/${kept.round.id}` : "/gate";
}
