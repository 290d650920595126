// When a session ends by itself, as the server last said. Nothing here is a limit of its own: the server
// counts, this only knows when to stop showing what it can no longer ask about.

// Ticks come every second. After so long without one the device slept, and much may have happened.
export const tick_ms = 1_000;
export const slept_after_ms = 10_000;
// The server gives whole seconds, and its answer was under way.
const rounding_ms = 1_000;
// Answers that only repeat the same end differ by less.
const news_ms = 2_000;

export class SessionWatch {
    private until_ms: number | null = null;
    private last_tick_ms: number | null = null;

    // The server said so with an answer that arrived now. Gives the new end where it is news. Answers
    // overtake each other, so an earlier end never replaces a later one; a session that was ended before
    // its time is told by a refusal.
    told(seconds: number, now_ms: number): number | null {
        const until_ms = now_ms + seconds * 1_000 + rounding_ms;
        const is_news = this.until_ms === null || until_ms > this.until_ms + news_ms;
        this.heard(until_ms);
        return is_news ? until_ms : null;
    }

    // Another tab of the same session said so.
    heard(until_ms: number): void {
        this.until_ms = Math.max(this.until_ms ?? until_ms, until_ms);
    }

    // The next answer is about another session.
    forget(): void {
        this.until_ms = null;
    }

    // "slept" comes first: the clock may have been set, and the server knows.
    tick(now_ms: number): "on" | "slept" | "ended" {
        const last_ms = this.last_tick_ms;
        this.last_tick_ms = now_ms;
        if (last_ms !== null && now_ms - last_ms > slept_after_ms) return "slept";
        return this.until_ms !== null && now_ms >= this.until_ms ? "ended" : "on";
    }
}
