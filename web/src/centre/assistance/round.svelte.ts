import { read_round } from "../../api/calls.ts";
import type { Problem } from "../../api/problem.ts";
import type {
    ExtraReason,
    Round,
    ServingBody,
    ServingReceipt,
    UndoBody,
    UndoReceipt,
} from "../../api/types.ts";
import type { Answer, Outbox } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export type Outcome =
    | { kind: "pending" }
    | { kind: "served"; extra: boolean; case_number: string; serving: string }
    | { kind: "noted"; problem: Problem }
    | { kind: "already_served"; problem: Problem; overridable: boolean }
    | { kind: "refused"; problem: Problem }
    | { kind: "undone"; case_number: string };

// One passage of one person at this screen: a card that was scanned, or an undo.
export interface Passage {
    id: string;
    // What was scanned or typed.
    code: string;
    outcome: Outcome;
}

export interface Undoable {
    serving: string;
    case_number: string;
    until_ms: number;
}

export interface RoundInputs {
    outbox: Outbox;
    new_id: () => string;
    now_ms: () => number;
    play: (tone: Tone) => void;
}

export type LoadState = "loading" | "ready" | "failed";

export const success_shown_ms = 1_200;
export const undo_ms = 10_000;
const recent_max = 8;
// The server's cards are far shorter; a wedge that sends more has read something else.
const code_length_max = 256;

// The state of one distribution at one screen. Scans go through the outbox in the order of the queue
// of people; what comes back is shown, newest first.
export class RoundScreen {
    load = $state<LoadState>("loading");
    load_problem = $state.raw<Problem | null>(null);
    round = $state.raw<Round | null>(null);
    recent = $state.raw<Passage[]>([]);
    undoable = $state.raw<Undoable | null>(null);
    private shown_id = $state<string | null>(null);
    shown = $derived(this.recent.find((passage) => passage.id === this.shown_id) ?? null);

    private return_timer: ReturnType<typeof setTimeout> | undefined;
    private undo_timer: ReturnType<typeof setTimeout> | undefined;
    // Counts that a slow refresh brings back must not overwrite those of a later receipt.
    private receipts = 0;

    constructor(
        readonly id: string,
        private readonly inputs: RoundInputs,
    ) {}

    get path(): string {
        return `/rounds/${encodeURIComponent(this.id)}/`;
    }

    // Listens to answers until the returned function is called.
    start(): () => void {
        const stop_listening = this.inputs.outbox.listen((entry, answer) =>
            this.hear(entry, answer),
        );
        return () => {
            stop_listening();
            clearTimeout(this.return_timer);
            clearTimeout(this.undo_timer);
        };
    }

    async refresh(): Promise<void> {
        const receipts_before = this.receipts;
        const reply = await read_round(this.id);
        if (reply.ok) {
            if (receipts_before === this.receipts) this.round = reply.value;
            this.load = "ready";
            this.load_problem = null;
        } else {
            this.load_problem = reply.problem;
            // A screen that already serves goes on serving.
            if (!this.round) this.load = "failed";
        }
    }

    scan(typed: string, reason?: ExtraReason): void {
        const code = typed.trim();
        if (code === "") return;
        // Wedges repeat a card that is held in front of them; a repeat before the answer says nothing new.
        if (!reason && this.recent[0]?.code === code && this.recent[0].outcome.kind === "pending") {
            return;
        }
        const id = this.inputs.new_id();
        const body: ServingBody = { command: id, code, ...(reason ? { reason } : {}) };
        this.give(id, code, "servings", { ...body });
    }

    // The same card again with the reason a person gave. A new command, because the first was answered.
    serve_anyway(passage: Passage, reason: ExtraReason): void {
        if (passage.outcome.kind === "already_served" && passage.outcome.overridable) {
            this.scan(passage.code, reason);
        }
    }

    undo(): void {
        const undoable = this.undoable;
        if (!undoable) return;
        this.undoable = null;
        const id = this.inputs.new_id();
        const body: UndoBody = { command: id, serving: undoable.serving };
        this.give(id, undoable.case_number, "undos", { ...body });
    }

    show(passage: Passage): void {
        clearTimeout(this.return_timer);
        this.shown_id = passage.id;
    }

    closed(round: Round): void {
        this.receipts += 1;
        this.round = round;
    }

    private give(id: string, code: string, what: string, body: Record<string, unknown>): void {
        clearTimeout(this.return_timer);
        this.recent = [{ id, code, outcome: { kind: "pending" } as const }, ...this.recent].slice(
            0,
            recent_max,
        );
        this.shown_id = id;
        if (code.length > code_length_max) {
            return this.set(id, refusal(422, "card.unreadable"));
        }
        const room = this.inputs.outbox.add({ id, path: this.path + what, body, label: code });
        if (!room) this.set(id, refusal(0, "outbox.full"));
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (!entry.path.startsWith(this.path)) return;
        const outcome = this.outcome_of(entry, answer);
        if (!entry.noted) return this.set(entry.id, outcome);
        // Another attempt without the network is no news.
        if (answer.kind === "held") return;
        // A late answer belongs to somebody who has left: it corrects the list, silently.
        this.correct(entry.id, outcome);
        if (this.shown_id === entry.id) this.return_later(outcome);
    }

    private outcome_of(entry: Waiting, answer: Answer): Outcome {
        if (answer.kind === "accepted") return this.accepted(entry, answer.value);
        const { problem } = answer;
        if (answer.kind === "held") {
            return [403, 404].includes(problem.status)
                ? { kind: "refused", problem }
                : { kind: "noted", problem };
        }
        if (problem.code === "round.closed") void this.refresh();
        if (problem.code !== "serving.already_served") return { kind: "refused", problem };
        // Nobody is denied food by a machine; a blanket is given once.
        const overridable =
            this.round?.service.kind === "food" && problem.params["overridable"] === true;
        return { kind: "already_served", problem, overridable };
    }

    private accepted(entry: Waiting, value: unknown): Outcome {
        const { served, expected } = value as UndoReceipt;
        this.receipts += 1;
        if (this.round) this.round = { ...this.round, served, expected };
        if (entry.path.endsWith("/undos")) return { kind: "undone", case_number: entry.label };
        const { serving, case_number, state } = value as ServingReceipt;
        if (!entry.noted) this.offer_undo(serving, case_number);
        return { kind: "served", extra: state === "extra", case_number, serving };
    }

    private offer_undo(serving: string, case_number: string): void {
        clearTimeout(this.undo_timer);
        this.undoable = { serving, case_number, until_ms: this.inputs.now_ms() + undo_ms };
        this.undo_timer = setTimeout(() => (this.undoable = null), undo_ms);
    }

    // Shows an answer that the person at the screen waits for.
    private set(id: string, outcome: Outcome): void {
        this.correct(id, outcome);
        this.inputs.play(tone_of(outcome));
        // While later cards wait for their answers, the newest answer is the one to show.
        if (this.recent.some((passage) => passage.id === id)) this.shown_id = id;
        this.return_later(outcome);
    }

    // Success makes room for the next card by itself; anything else stays until somebody acts.
    private return_later(outcome: Outcome): void {
        clearTimeout(this.return_timer);
        if (outcome.kind === "served" || outcome.kind === "undone") {
            this.return_timer = setTimeout(() => (this.shown_id = null), success_shown_ms);
        }
    }

    private correct(id: string, outcome: Outcome): void {
        this.recent = this.recent.map((passage) =>
            passage.id === id ? { ...passage, outcome } : passage,
        );
    }
}

function refusal(status: number, code: string): Outcome {
    return { kind: "refused", problem: { status, code, params: {} } };
}

function tone_of(outcome: Outcome): Tone {
    switch (outcome.kind) {
        case "served":
        case "undone":
            return "good";
        case "already_served":
            return outcome.overridable ? "warn" : "bad";
        case "refused":
            return "bad";
        case "pending":
        case "noted":
            return "noted";
    }
}
