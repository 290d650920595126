import {
    read_closed_state,
    type ClosedState,
    type CountKind,
    type CountReceipt,
    type Totals,
} from "../../../api/closed_counts.ts";
import type { Problem } from "../../../api/problem.ts";
import type { Answer, Outbox } from "../../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../../outbox/store.ts";
import type { Tone } from "../../../ui/sound.svelte.ts";
import { count_of, key_of, no_totals, plain_id, read_number, sum_of, totals_key, undone_by, type Count } from "./counts.ts";

export type Outcome =
    | { kind: "pending" }
    // `again`: the same number was counted before for the same service.
    | { kind: "counted"; again: boolean }
    // Kept on this device until the server answers.
    | { kind: "noted"; again: boolean; problem: Problem }
    | { kind: "refused"; problem: Problem }
    | { kind: "undone" };

export interface Counted extends Count {
    outcome: Outcome;
}

export interface CountingInputs {
    // Of the counts, not of the scans of a distribution.
    outbox: Outbox;
    new_id: () => string;
    play: (tone: Tone) => void;
}

// Who counts before a closed server has no account; the outbox wants to know that somebody is there.
export const nobody = "closed";

const recent_max = 50;

// Counting on one device while the server waits for its passphrase: each count goes through an outbox,
// so that neither a reload nor a lost network loses it.
export class Counting {
    // Newest first.
    recent = $state.raw<Counted[]>([]);
    state = $state.raw<ClosedState | null>(null);
    // Whether the server answered the last time.
    reached = $state(true);
    private readonly outbox: Outbox;
    // Counts that a slow refresh brings back must not overwrite those of a later receipt.
    private receipts = 0;

    // What this device has seen; what waits on it is among it before anybody has the number.
    totals: Totals = $derived.by(() => {
        const { outbox, recent } = this;
        const undone = undone_by(outbox.waiting);
        const waiting = outbox.waiting.flatMap((entry) => count_of(entry) ?? []);
        const here = new Set(waiting.map(({ id }) => id));
        const added = sum_of(waiting.filter(({ id }) => !undone.has(id)));
        const taken = sum_of(recent.filter(({ id }) => undone.has(id) && !here.has(id)));
        const node = this.state ?? no_totals;
        return {
            arrivals: node.arrivals + added.arrivals - taken.arrivals,
            wristbands: node.wristbands + added.wristbands - taken.wristbands,
            plates: node.plates + added.plates - taken.plates,
        };
    });

    constructor(private readonly inputs: CountingInputs) {
        this.outbox = inputs.outbox;
    }

    // Listens and sends until the returned function is called; what waits then stays on the device.
    start(): () => void {
        const stop_listening = this.outbox.listen((entry, answer) => this.hear(entry, answer));
        this.outbox.use_account(nobody);
        return () => {
            stop_listening();
            this.outbox.use_account("");
        };
    }

    async refresh(): Promise<void> {
        const receipts_before = this.receipts;
        const reply = await read_closed_state();
        const back = !this.reached && reply.ok;
        this.reached = reply.ok;
        if (back) this.outbox.retry_now();
        if (!reply.ok || reply.value.open) return;
        // What was under way may be among these numbers, or not yet.
        const is_settled = receipts_before === this.receipts && this.outbox.waiting.length === 0;
        if (!this.state || is_settled) this.state = reply.value;
    }

    arrivals(count: number): void {
        const id = this.inputs.new_id();
        this.give({ id: plain_id(id), kind: "arrival", count, number: "", service: "" }, {
            command: id,
            kind: "arrival",
            count,
        });
    }

    // `service` is of plates.
    number(kind: "wristband" | "plate", typed: string, service = ""): void {
        if (typed.trim() === "") return;
        const id = this.inputs.new_id();
        const number = read_number(typed);
        const count = { id: plain_id(id), kind, count: 1, number: number ?? typed.trim(), service };
        if (number === null) {
            this.show(count);
            return this.set(count.id, refusal("closed_count.number_unreadable"));
        }
        // Wedges repeat a card that is held in front of them; a repeat before the answer says nothing new.
        const repeats = (each: Counted): boolean =>
            each.outcome.kind === "pending" && key_of(each) === key_of(count);
        if (this.recent.some(repeats)) return;
        this.give(count, { command: id, kind, number, ...(kind === "plate" ? { service } : {}) });
    }

    // The last one that still counts.
    last(kind: CountKind): Counted | null {
        const counts = ({ outcome }: Counted): boolean => ["counted", "noted"].includes(outcome.kind);
        return this.recent.find((each) => each.kind === kind && counts(each)) ?? null;
    }

    undo(kind: CountKind): void {
        const slip = this.last(kind);
        if (!slip) return;
        const id = this.inputs.new_id();
        const body = { command: id, kind: "undone", undone: slip.id };
        if (!this.add(id, body, slip.number)) return;
        this.recent = [slip, ...this.recent.filter((each) => each !== slip)];
        this.set(slip.id, { kind: "undone" });
    }

    private give(count: Count, body: Record<string, unknown> & { command: string }): void {
        this.show(count);
        if (!this.add(body.command, body, count.number)) this.set(count.id, refusal("outbox.full"));
    }

    private show(count: Count): void {
        const counted: Counted = { ...count, outcome: { kind: "pending" } };
        this.recent = [counted, ...this.recent].slice(0, recent_max);
    }

    private add(id: string, body: Record<string, unknown>, label: string): boolean {
        // What is refused for one service does not hold up the others.
        const path = `/closed-counts/${String(body["service"] ?? "")}`;
        return this.outbox.add({ id, path, body, label });
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (answer.kind === "accepted") this.receive(answer.value as CountReceipt);
        const count = count_of(entry);
        // Another attempt without the network is no news.
        if (!count || (entry.noted && answer.kind === "held")) return;
        const outcome = this.outcome_of(count, answer);
        const current = this.recent.find(({ id }) => id === count.id)?.outcome.kind;
        if (current === "undone") return;
        if (entry.noted) this.correct(count.id, outcome);
        else this.set(count.id, outcome);
    }

    private receive({ arrivals, wristbands, plates }: CountReceipt): void {
        this.receipts += 1;
        if (this.state) this.state = { ...this.state, arrivals, wristbands, plates };
    }

    private outcome_of(count: Count, answer: Answer): Outcome {
        if (answer.kind === "refused") return { kind: "refused", problem: answer.problem };
        if (answer.kind === "held") {
            return { kind: "noted", problem: answer.problem, again: this.is_again(count) };
        }
        return { kind: "counted", again: (answer.value as CountReceipt).again };
    }

    // As far as this device knows.
    private is_again(count: Count): boolean {
        if (count.number === "") return false;
        const undone = undone_by(this.outbox.waiting);
        const waiting = this.outbox.waiting
            .flatMap((entry) => count_of(entry) ?? [])
            .filter(({ id }) => !undone.has(id));
        const seen = this.recent.filter(({ outcome }) => ["counted", "noted"].includes(outcome.kind));
        return [...waiting, ...seen].some(
            (each) => each.id !== count.id && key_of(each) === key_of(count),
        );
    }

    private set(id: string, outcome: Outcome): void {
        this.correct(id, outcome);
        this.inputs.play(tone_of(outcome));
    }

    private correct(id: string, outcome: Outcome): void {
        this.recent = this.recent.map((each) => (each.id === id ? { ...each, outcome } : each));
    }
}

// Of one kind: what the node and this device have counted.
export function total_of(totals: Totals, kind: CountKind): number {
    return totals[totals_key[kind]];
}

function refusal(code: string): Outcome {
    return { kind: "refused", problem: { status: 0, code, params: {} } };
}

function tone_of(outcome: Outcome): Tone {
    switch (outcome.kind) {
        case "counted":
            return outcome.again ? "warn" : "good";
        case "noted":
            return outcome.again ? "warn" : "noted";
        case "refused":
            return "bad";
        case "undone":
            return "good";
        case "pending":
            return "noted";
    }
}
