import type { Round, Session } from "../api/types.ts";

// What a device keeps so that a page that is loaded again without the server serves on: who counts, and
// the distribution. Nobody's name or number among the people served; they wait in the outbox.
export interface KeptCounting {
    session: Session;
    round: Round;
    until_ms: number;
}

const key = "jatigi.kept_round";
// A night and a day of work; nobody counts on for longer without having been signed in.
const kept_for_ms = 16 * 3_600_000;
// What those pages need; any other shows people.
const rights_kept = ["read_rounds", "serve"];

export function keep_counting(session: Session, round: Round, now_ms: number): void {
    const account = {
        ...session.account,
        rights: session.account.rights.filter((right) => rights_kept.includes(right)),
        // That takes the server.
        must_set_password: false,
    };
    try {
        const kept: KeptCounting = { session: { ...session, account }, round, until_ms: now_ms + kept_for_ms };
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
        return kept && kept.until_ms > now_ms && kept.round.state === "open" ? kept : null;
    } catch {
        return null;
    }
}
