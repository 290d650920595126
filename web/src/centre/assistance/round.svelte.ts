import { give_exception, read_round } from "../../api/rounds.ts";
import type { Problem } from "../../api/problem.ts";
import type { How } from "../../api/request.ts";
import type {
    ExceptionReason,
    ExtraReason,
    Round,
    ServingBody,
    ServingReceipt,
    UndoBody,
    UndoReceipt,
} from "../../api/types.ts";
import { is_forbidden, type Answer, type Outbox } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import { SameCommand } from "../../outbox/same_command.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export type Outcome =
    | { kind: "pending" }
    | { kind: "served"; state: ServingReceipt["state"]; late: boolean; case_number: string }
    | { kind: "noted"; problem: Problem }
    | AlreadyServed
    // Goods: a reason was given, and another account may hand them out.
    | { kind: "excepted"; case_number: string; reason: ExceptionReason }
    | { kind: "refused"; problem: Problem }
    | { kind: "undone"; case_number: string };

export interface AlreadyServed {
    kind: "already_served";
    problem: Problem;
    // What helps: a reason, a reason that another person then acts on, or nothing.
    way: "reason" | "second_person" | "none";
    // Why the reason did not arrive.
    reason_problem?: Problem;
}

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
    private readonly exceptions: SameCommand;

    constructor(
        readonly id: string,
        private readonly inputs: RoundInputs,
    ) {
        this.exceptions = new SameCommand(inputs.new_id);
    }

    get path(): string {
        return `/rounds/${encodeURIComponent(this.id)}/`;
    }

    get servings_path(): string {
        return `${this.path}servings`;
    }

    // Listens to answers until the returned function is called.
    start(): () => void {
        const stop_listening = this.inputs.outbox.listen((entry, answer) =>
            this.hear(entry, answer),
        );
        return () => {
            stop_listening();
            this.inputs.outbox.nobody_watches(this.path);
            clearTimeout(this.return_timer);
            clearTimeout(this.undo_timer);
        };
    }

    async refresh(how: How = { background: true }): Promise<void> {
        const receipts_before = this.receipts;
        const reply = await read_round(this.id, how);
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
        const repeats = (passage: Passage): boolean =>
            passage.code === code && passage.outcome.kind === "pending";
        if (!reason && this.recent.some(repeats)) return;
        const id = this.inputs.new_id();
        const body: ServingBody = { command: id, code, ...(reason ? { reason } : {}) };
        this.give(id, code, "servings", { ...body });
    }

    // The same card again with the reason a person gave. A new command, because the first was answered.
    serve_anyway(passage: Passage, reason: ExtraReason): void {
        if (passage.outcome.kind === "already_served" && passage.outcome.way === "reason") {
            this.scan(passage.code, reason);
        }
    }

    // Nothing was handed out yet, so this does not wait on the device: without the network it is said.
    async give_reason(passage: Passage, reason: ExceptionReason): Promise<void> {
        const { id, code, outcome } = passage;
        if (outcome.kind !== "already_served" || outcome.way !== "second_person") return;
        this.correct(id, { kind: "pending" });
        this.show(passage);
        const command = this.exceptions.for({ code, reason });
        const reply = await give_exception(this.id, { command, code, reason });
        if (reply.ok) {
            this.exceptions.done();
            return this.set(id, { kind: "excepted", ...reply.value });
        }
        const refused = reply.problem.status === 409;
        this.set(
            id,
            refused
                ? { kind: "refused", problem: reply.problem }
                : { ...outcome, reason_problem: reply.problem },
        );
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

    // Closed, or reopened.
    now_is(round: Round): void {
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
        this.mark(entry, outcome);
        if (this.shown_id === entry.id) this.return_later(outcome);
    }

    // What is not as its maker thought is listed even when the passage was made before this page was.
    private mark(entry: Waiting, outcome: Outcome): void {
        if (outcome.kind !== "served" || !(outcome.late || outcome.state === "double")) return;
        if (this.recent.some((passage) => passage.id === entry.id)) return;
        this.recent = [{ id: entry.id, code: entry.label, outcome }, ...this.recent].slice(0, recent_max);
    }

    private outcome_of(entry: Waiting, answer: Answer): Outcome {
        if (answer.kind === "accepted") return this.accepted(entry, answer.value);
        const { problem } = answer;
        if (answer.kind === "held") {
            return is_forbidden(problem)
                ? { kind: "refused", problem }
                : { kind: "noted", problem };
        }
        if (problem.code === "round.closed") void this.refresh();
        if (problem.code !== "serving.already_served") return { kind: "refused", problem };
        return { kind: "already_served", problem, way: this.way_of(problem) };
    }

    // Nobody is denied food by a machine; a blanket is given once, and again when two people say so.
    private way_of(problem: Problem): AlreadyServed["way"] {
        if (problem.params["second_person"] === true) return "second_person";
        const is_food = this.round?.service.kind === "food";
        return is_food && problem.params["overridable"] === true ? "reason" : "none";
    }

    private accepted(entry: Waiting, value: unknown): Outcome {
        const { served, expected } = value as UndoReceipt;
        this.receipts += 1;
        if (this.round) this.round = { ...this.round, served, expected };
        if (entry.path.endsWith("/undos")) return { kind: "undone", case_number: entry.label };
        const { serving, case_number, state, late = false } = value as ServingReceipt;
        if (late) this.count_late();
        if (!entry.noted) this.offer_undo(serving, case_number);
        return { kind: "served", state, late, case_number };
    }

    // The next refresh brings the node's own number.
    private count_late(): void {
        if (this.round?.state === "closed") {
            this.round = { ...this.round, late: this.round.late + 1 };
        } else {
            void this.refresh();
        }
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
            return outcome.way === "reason" ? "warn" : "bad";
        case "refused":
            return "bad";
        case "excepted":
        case "pending":
        case "noted":
            return "noted";
    }
}
