import type { Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";

export interface Found<Question, Answer> {
    // What was asked, so that a screen says "nobody" only of what stands in its box now.
    question: Question;
    answer: Answer;
}

const slower = 1.5;
const longest_ms = 1_000;
const thinking_ms = 2_000;

// Asks the server while somebody types: after a pause that is longer than theirs between two keys, so that a
// slow typist asks a few times and not with each key, and showing only the answer to the newest
// question. Answers may overtake each other on a bad network.
export class Lookup<Question, Answer> {
    found = $state.raw<Found<Question, Answer> | null>(null);
    problem = $state.raw<Problem | null>(null);
    asking = $state(false);

    // Between two keys, lately.
    private pace_ms = 0;
    private typed_at_ms = Number.NEGATIVE_INFINITY;
    private newest = 0;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly ask: (question: Question) => Promise<Reply<Answer>>,
        private readonly pause_ms: number,
    ) {}

    // Null: there is nothing to ask.
    type(question: Question | null): void {
        clearTimeout(this.timer);
        const number = ++this.newest;
        this.asking = question !== null;
        if (question === null) {
            this.found = null;
            this.problem = null;
            return;
        }
        this.timer = setTimeout(() => void this.send(question, number), this.pause_after(performance.now()));
    }

    private pause_after(now_ms: number): number {
        const since_ms = now_ms - this.typed_at_ms;
        this.typed_at_ms = now_ms;
        // Longer, and somebody stopped to think.
        if (since_ms < thinking_ms) this.pace_ms = this.pace_ms === 0 ? since_ms : (this.pace_ms + since_ms) / 2;
        return Math.max(this.pause_ms, Math.min(this.pace_ms * slower, longest_ms));
    }

    stop(): void {
        this.type(null);
    }

    private async send(question: Question, number: number): Promise<void> {
        const reply = await this.ask(question);
        if (number !== this.newest) return;
        this.asking = false;
        this.problem = reply.ok ? null : reply.problem;
        this.found = reply.ok ? { question, answer: reply.value } : null;
    }
}
