import type { Problem } from "../../api/problem.ts";
import type { Answer, Outbox } from "../../outbox/outbox.svelte.ts";
import { is_forbidden } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export type Way = "in" | "out";
// Why somebody is no longer in the centre. Leaving is never blocked.
export const stay_ends = ["left_by_own_choice", "returned", "transferred", "hospital", "died"] as const;
export type StayEnd = (typeof stay_ends)[number];

export type GateOutcome =
    | { kind: "pending" }
    | { kind: "done"; case_number: string }
    | { kind: "noted"; problem: Problem }
    | { kind: "refused"; problem: Problem };

// One person at the gate.
export interface GatePassage {
    id: string;
    way: Way;
    code: string;
    outcome: GateOutcome;
}

export interface GateInputs {
    outbox: Outbox;
    new_id: () => string;
    play: (tone: Tone) => void;
}

export const gate_path = "/stays";
const success_shown_ms = 1_500;
const recent_max = 8;

// What a gate notes goes through the outbox: nobody is kept waiting for the network, and nothing is lost.
export class GateScreen {
    recent = $state.raw<GatePassage[]>([]);
    private shown_id = $state<string | null>(null);
    shown = $derived(this.recent.find(({ id }) => id === this.shown_id) ?? null);
    // Counts that came back since this page opened: the number of those present is asked for again.
    done_count = $state(0);
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly inputs: GateInputs) {}

    start(): () => void {
        const stop = this.inputs.outbox.listen((entry, answer) => this.hear(entry, answer));
        return () => {
            stop();
            this.inputs.outbox.nobody_watches(gate_path);
            clearTimeout(this.timer);
        };
    }

    check_in(typed: string, site: string): void {
        this.give(typed, "in", gate_path, { site });
    }

    check_out(typed: string, reason: StayEnd): void {
        this.give(typed, "out", `${gate_path}/end`, { reason });
    }

    private give(typed: string, way: Way, path: string, more: Record<string, string>): void {
        const code = typed.trim();
        if (code === "") return;
        // A wedge repeats a card that is held in front of it.
        if (this.recent.some((one) => one.code === code && one.way === way && one.outcome.kind === "pending")) {
            return;
        }
        clearTimeout(this.timer);
        const id = this.inputs.new_id();
        this.recent = [{ id, way, code, outcome: { kind: "pending" } as const }, ...this.recent].slice(
            0,
            recent_max,
        );
        this.shown_id = id;
        const room = this.inputs.outbox.add({ id, path, body: { command: id, code, ...more }, label: code });
        if (!room) {
            this.set(id, {
                kind: "refused",
                problem: { status: 0, code: "outbox.full", params: {} },
            });
        }
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (!entry.path.startsWith(gate_path)) return;
        if (answer.kind === "accepted") this.done_count += 1;
        const outcome = outcome_of(answer);
        if (!entry.noted) return this.set(entry.id, outcome);
        // Another attempt without the network is no news; a late answer corrects the list, silently.
        if (answer.kind !== "held") this.correct(entry.id, outcome);
    }

    private set(id: string, outcome: GateOutcome): void {
        this.correct(id, outcome);
        this.inputs.play(
            outcome.kind === "done" ? "good" : outcome.kind === "refused" ? "bad" : "noted",
        );
        if (!this.recent.some((one) => one.id === id)) return;
        this.shown_id = id;
        if (outcome.kind !== "done") return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => (this.shown_id = null), success_shown_ms);
    }

    private correct(id: string, outcome: GateOutcome): void {
        this.recent = this.recent.map((one) => (one.id === id ? { ...one, outcome } : one));
    }
}

function outcome_of(answer: Answer): GateOutcome {
    if (answer.kind === "accepted") {
        const { case_number } = answer.value as { case_number: string };
        return { kind: "done", case_number };
    }
    const { problem } = answer;
    const noted = answer.kind === "held" && !is_forbidden(problem);
    return noted ? { kind: "noted", problem } : { kind: "refused", problem };
}
