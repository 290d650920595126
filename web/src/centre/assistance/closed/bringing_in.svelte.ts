import { read_counts, remove_counts, removed_at_once_max, type OpenedCounts } from "../../../api/closed_counts.ts";
import type { Problem } from "../../../api/problem.ts";
import { all_rounds } from "../../../api/rounds.ts";
import { Sending } from "../../../api/sending.svelte.ts";
import type { Round, ServingReceipt } from "../../../api/types.ts";
import type { Answer, Outbox } from "../../../outbox/outbox.svelte.ts";
import type { OutboxStore, Waiting } from "../../../outbox/store.ts";
import { all_counts, plain_id, type KeptCount } from "./counts.ts";

// The outbox holds 5,000.
const added_at_once_max = 2_000;

// What became of a plate that somebody added to a distribution.
export type Fate =
    | { kind: "open" }
    // Why it is not sent yet, once that is known.
    | { kind: "waiting"; problem: Problem | null }
    | { kind: "counted" | "late" | "double" | "extra" }
    | { kind: "refused"; problem: Problem };

export interface BringingInInputs {
    outbox: Outbox;
    store: () => Promise<OutboxStore>;
    // By the node's clock, and by this device's.
    node_ms: () => number;
    now_ms: () => number;
}

// What was counted before the node was opened, and how its plates come into a distribution: each as a
// scan that waited, with the command it was counted by.
export class BringingIn {
    load_problem = $state.raw<Problem | null>(null);
    opened = $state.raw<OpenedCounts | null>(null);
    rounds = $state.raw<Round[]>([]);
    counts = $state.raw<KeptCount[]>([]);
    // There was no room in the outbox.
    is_full = $state(false);
    readonly putting_away = new Sending();
    private answered = $state.raw<ReadonlyMap<string, Fate>>(new Map());
    private kept: OutboxStore | null = null;
    private on_device: Waiting[] = [];

    private waiting = $derived.by(
        () => new Map(this.inputs.outbox.waiting.map((each) => [plain_id(each.id), each.held_by])),
    );
    private refused = $derived.by(
        () => new Map(this.inputs.outbox.refusals.map((each) => [plain_id(each.id), each.problem])),
    );

    constructor(private readonly inputs: BringingInInputs) {}

    // Listens to answers until the returned function is called.
    start(): () => void {
        return this.inputs.outbox.listen((entry, answer) => this.hear(entry, answer));
    }

    async load(): Promise<void> {
        this.kept = await this.inputs.store();
        const [reply, rounds, on_device] = await Promise.all([
            read_counts(),
            all_rounds(),
            this.kept.waiting(),
        ]);
        if (!reply.ok || !rounds.ok) {
            this.load_problem = reply.ok ? (rounds.ok ? null : rounds.problem) : reply.problem;
            return;
        }
        this.load_problem = null;
        this.opened = reply.value;
        this.rounds = rounds.value;
        this.on_device = on_device;
        this.show();
    }

    fate_of(count: KeptCount): Fate {
        const answered = this.answered.get(count.id);
        if (answered) return answered;
        const problem = this.waiting.get(count.id);
        if (problem !== undefined) return { kind: "waiting", problem };
        const refused = this.refused.get(count.id);
        return refused ? { kind: "refused", problem: refused } : { kind: "open" };
    }

    plates_of(service: string): KeptCount[] {
        return this.counts.filter((each) => each.kind === "plate" && each.service === service);
    }

    rounds_of(service: string): Round[] {
        return this.rounds.filter((each) => each.service.code === service);
    }

    // All of the service that nobody added yet.
    async add(service: string, round: string): Promise<void> {
        const plates = this.plates_of(service)
            .filter((each) => this.fate_of(each).kind === "open")
            .slice(0, added_at_once_max);
        const { outbox, node_ms, now_ms } = this.inputs;
        const ahead_ms = node_ms() - now_ms();
        const path = `/rounds/${encodeURIComponent(round)}/servings`;
        const commands = plates.map(({ id, number, at_ms }) => ({
            id,
            path,
            body: { command: id, code: number },
            label: number,
            made_at_ms: at_ms - ahead_ms,
        }));
        this.is_full = !(await outbox.bring_in(commands));
        if (this.is_full) return;
        // It is in the outbox now, under the same id; a crash in between leaves it in both, which the
        // node's receipts make harmless.
        const moved = new Set(plates.filter(({ here }) => here).map(({ id }) => id));
        await this.forget(({ id }) => moved.has(plain_id(id)));
    }

    // Of the node: arrivals and wristbands, and plates that no distribution took.
    to_put_away(): KeptCount[] {
        return this.counts.filter(
            (each) => !each.here && (each.kind !== "plate" || this.fate_of(each).kind === "refused"),
        );
    }

    // Somebody has written them down; they stand nowhere else.
    async put_away(): Promise<void> {
        for (let left = this.to_put_away(); left.length > 0; left = this.to_put_away()) {
            const ids = left.slice(0, removed_at_once_max).map(({ id }) => id);
            const done = await this.putting_away.send(ids, (command) => remove_counts(command, ids));
            if (!done) return;
            await this.load();
            if (this.load_problem || done.value.removed === 0) return;
        }
    }

    // Somebody has them on paper. Slips of what the node never had go with them.
    async forget_arrivals_and_wristbands(): Promise<void> {
        const plates = new Set(
            this.on_device.filter(({ body }) => body["kind"] === "plate").map(({ id }) => plain_id(id)),
        );
        const of_plate = ({ body }: Waiting): boolean => plates.has(plain_id(String(body["undone"])));
        await this.forget((entry) => entry.body["kind"] !== "plate" && !of_plate(entry));
        this.show();
    }

    private async forget(is_one: (entry: Waiting) => boolean): Promise<void> {
        const gone = this.on_device.filter(is_one);
        this.on_device = this.on_device.filter((entry) => !is_one(entry));
        await Promise.all(gone.map(({ id }) => this.kept?.remove(id)));
    }

    private show(): void {
        const { node_ms, now_ms } = this.inputs;
        this.counts = all_counts(this.opened?.counts ?? [], this.on_device, node_ms() - now_ms());
    }

    private hear(entry: Waiting, answer: Answer): void {
        const id = plain_id(entry.id);
        if (answer.kind === "held" || !this.counts.some((each) => each.id === id)) return;
        const fate: Fate =
            answer.kind === "refused"
                ? { kind: "refused", problem: answer.problem }
                : { kind: kind_of(answer.value as ServingReceipt) };
        this.answered = new Map(this.answered).set(id, fate);
    }
}

function kind_of({ state, late = false }: ServingReceipt): "counted" | "late" | "double" | "extra" {
    return state === "counted" && late ? "late" : state;
}
