import { give_exception, read_round } from "../../api/rounds.ts";
import type { Problem } from "../../api/problem.ts";
import type { How } from "../../api/request.ts";
import type {
    ExceptionReason,
    ExtraReason,
    PlateTotals,
    Round,
    ServingBody,
    ServingReceipt,
    UndoBody,
    UndoReceipt,
} from "../../api/types.ts";
import { compact, is_mistyped } from "../../app/number_check.ts";
import { is_forbidden, type Answer, type Outbox } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import { SameCommand } from "../../outbox/same_command.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export type Outcome =
    | { kind: "pending" }
    | { kind: "served"; state: ServingReceipt["state"]; late: boolean; case_number: string }
    | { kind: "noted"; problem: Problem }
    // Without the network this device says what it knows itself, and nothing was sent.
    | { kind: "noted_before"; at_ms: number; way: "reason" | "none" }
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
    // Whether the last request did not reach the server.
    offline: () => boolean;
    // As this device kept it, and to keep.
    kept: () => Round | null;
    keep: (round: Round) => void;
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
    private left = false;
    private readonly exceptions: SameCommand;
    // When this device noted or counted somebody in this round.
    private readonly passed = new Map<string, number>();

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
            this.left = true;
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
            // Somebody else may be there by now.
            if (!this.left) this.inputs.keep(reply.value);
        } else {
            this.load_problem = reply.problem;
            // A screen that already serves goes on serving, also when its page was loaded again.
            if (reply.problem.status === 0) this.round ??= this.inputs.kept();
            this.load = this.round ? "ready" : "failed";
        }
    }

    // Returns what stays in the field to be corrected: nothing, but for a number with a slip.
    scan(typed: string, reason?: ExtraReason): string {
        const code = typed.trim();
        if (code === "") return "";
        // Wedges repeat a card that is held in front of them; a repeat before the answer says nothing new.
        const repeats = (passage: Passage): boolean =>
            passage.code === code && passage.outcome.kind === "pending";
        if (!reason && this.recent.some(repeats)) return "";
        const id = this.inputs.new_id();
        const slip = is_mistyped(code);
        const known = slip ? refusal(422, "card.mistyped") : reason ? null : this.known_here(code);
        if (known) {
            this.list(id, code);
            this.set(id, known);
            return slip ? code : "";
        }
        const body: ServingBody = { command: id, code, ...(reason ? { reason } : {}) };
        this.give(id, code, "servings", { ...body });
        return "";
    }

    // Where nobody can be asked: that this device noted them before.
    private known_here(code: string): Outcome | null {
        if (!this.inputs.offline()) return null;
        const waits = this.inputs.outbox
            .waiting_at(this.servings_path)
            .find((entry) => compact(String(entry.body["code"])) === compact(code));
        const at_ms = waits?.made_at_ms ?? this.passed.get(compact(code));
        if (at_ms === undefined) return null;
        const way = this.round?.service.kind === "food" ? "reason" : "none";
        return { kind: "noted_before", at_ms, way };
    }

    // The same card again with the reason a person gave. A new command, because the first was answered.
    serve_anyway(passage: Passage, reason: ExtraReason): void {
        const { outcome } = passage;
        const asks = outcome.kind === "already_served" || outcome.kind === "noted_before";
        if (asks && outcome.way === "reason") this.scan(passage.code, reason);
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

    // Plates were counted by number; the next refresh brings their lines.
    counted_is({ served, counted, expected }: PlateTotals): void {
        if (!this.round) return;
        this.now_is({ ...this.round, served, counted, expected });
        if (!this.left) this.inputs.keep(this.round);
    }

    private give(id: string, code: string, what: string, body: Record<string, unknown>): void {
        this.list(id, code);
        if (code.length > code_length_max) {
            return this.set(id, refusal(422, "card.unreadable"));
        }
        const room = this.inputs.outbox.add({ id, path: this.path + what, body, label: code });
        if (!room) this.set(id, refusal(0, "outbox.full"));
    }

    private list(id: string, code: string): void {
        clearTimeout(this.return_timer);
        const passage = { id, code, outcome: { kind: "pending" } as const };
        this.recent = [passage, ...this.recent].slice(0, recent_max);
        this.shown_id = id;
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (entry.path !== this.servings_path && entry.path !== `${this.path}undos`) return;
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
        if (this.round) {
            this.round = { ...this.round, served, expected };
            // A tablet that is started again without the network counts on from here.
            if (!this.left) this.inputs.keep(this.round);
        }
        if (entry.path.endsWith("/undos")) {
            this.passed.clear();
            return { kind: "undone", case_number: entry.label };
        }
        const { serving, case_number, state, late = false } = value as ServingReceipt;
        this.passed.set(compact(String(entry.body["code"])), entry.made_at_ms);
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
        case "noted_before":
            return outcome.way === "reason" ? "warn" : "bad";
        case "refused":
            return "bad";
        case "excepted":
        case "pending":
        case "noted":
            return "noted";
    }
}
