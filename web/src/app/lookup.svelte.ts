import type { Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";

export interface Found<Question, Answer> {
    // What was asked, so that a screen says "nobody" only of what stands in its box now.
    question: Question;
    answer: Answer;
}

// Asks the server while somebody types: after a short pause, and showing only the answer to the newest
// question. Answers may overtake each other on a bad network.
export class Lookup<Question, Answer> {
    found = $state.raw<Found<Question, Answer> | null>(null);
    problem = $state.raw<Problem | null>(null);
    asking = $state(false);

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
        this.timer = setTimeout(() => void this.send(question, number), this.pause_ms);
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
