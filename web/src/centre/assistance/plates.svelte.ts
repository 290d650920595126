import type { SeenGroup } from "../../api/arrivals.ts";
import type { Problem } from "../../api/problem.ts";
import type { PlateLine, PlateTotals } from "../../api/types.ts";
import { is_forbidden, type Answer, type Outbox } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export const plate_lines: readonly PlateLine[] = ["present", "unregistered", "infant_diet", "sick_diet", "staff"];
export type PlateHeads = Partial<Record<SeenGroup | "unsorted", number>>;

export interface PlateInputs {
    outbox: Outbox;
    new_id: () => string;
    play: (tone: Tone) => void;
    buzz: () => void;
    // How a count is called where it waits, "8 portions".
    label: (plates: number) => string;
    // Hears what the server says the distribution has now.
    tell: (totals: PlateTotals) => void;
}

// What was counted at once.
interface Count {
    id: string;
    line: PlateLine;
    heads: PlateHeads;
    dishes: number;
    plates: number;
}

const full: Problem = { status: 0, code: "outbox.full", params: {} };

// Plates that are counted by number, through the outbox: a tap is a tap whether there is a network or not.
export class PlateCounting {
    // Counted since this page was opened and standing, the latest last: what can be taken back.
    counts = $state.raw<Count[]>([]);
    readonly mine = $derived(this.counts.reduce((sum, { plates }) => sum + plates, 0));
    readonly waiting = $derived.by(
        () => [...this.inputs.outbox.waiting_at(this.path), ...this.inputs.outbox.waiting_at(this.undo_path)].length,
    );
    refused = $state.raw<Problem | null>(null);
    // More than there are people: each stays until somebody has looked again.
    doubted = $state.raw<(Count & { problem: Problem })[]>([]);
    private readonly path: string;
    private readonly undo_path: string;

    constructor(
        round: string,
        private readonly inputs: PlateInputs,
    ) {
        this.path = `/rounds/${encodeURIComponent(round)}/plates`;
        this.undo_path = `/rounds/${encodeURIComponent(round)}/plate-undos`;
    }

    start(): () => void {
        const stop = this.inputs.outbox.listen((entry, answer) => this.hear(entry, answer));
        return () => {
            stop();
            this.inputs.outbox.nobody_watches(this.path);
            this.inputs.outbox.nobody_watches(this.undo_path);
        };
    }

    // Returns whether there was room.
    count(line: PlateLine, heads: PlateHeads, dishes = 0, sure = false): boolean {
        const plates = Object.values(heads).reduce((sum, each) => sum + each, 0);
        const id = this.inputs.new_id();
        const body = { command: id, line, ...heads, ...(dishes > 0 ? { dishes } : {}), ...(sure ? { sure } : {}) };
        this.refused = null;
        if (!this.send(id, this.path, body, plates)) return false;
        this.counts = [...this.counts, { id, line, heads, dishes, plates }];
        return true;
    }

    say_sure({ id, line, heads, dishes }: Count): void {
        if (this.count(line, heads, dishes, true)) this.put_away(id);
    }
    put_away(id: string): void {
        this.doubted = this.doubted.filter((each) => each.id !== id);
    }

    undo(): void {
        const last = this.counts.at(-1);
        if (!last) return;
        const id = this.inputs.new_id();
        const body = { command: id, count: last.id.replaceAll("-", "") };
        if (this.send(id, this.undo_path, body, -last.plates)) this.counts = this.counts.slice(0, -1);
    }

    private send(id: string, path: string, body: Record<string, unknown>, plates: number): boolean {
        if (!this.inputs.outbox.add({ id, path, body, label: this.inputs.label(plates) })) {
            this.refuse(full);
            return false;
        }
        this.inputs.buzz();
        return true;
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (entry.path !== this.path && entry.path !== this.undo_path) return;
        if (answer.kind === "accepted") return this.inputs.tell(answer.value as PlateTotals);
        const { problem } = answer;
        if (answer.kind === "held") {
            // It waits, and whoever may sends it: nobody counts it again.
            if (!entry.noted && is_forbidden(problem)) this.refuse(problem);
            return;
        }
        const slip = this.counts.find(({ id }) => id === entry.id);
        this.counts = this.counts.filter(({ id }) => id !== entry.id);
        if (problem.code === "plates.more_than_people") {
            // What was taken back meanwhile is nobody's question.
            if (slip) {
                this.doubted = [...this.doubted, { ...slip, problem }];
                this.inputs.play("bad");
            }
            return;
        }
        // Of a count that was refused there is nothing to take back.
        if (entry.path === this.undo_path && problem.code === "plates.not_counted") return;
        this.refuse(problem);
    }

    private refuse(problem: Problem): void {
        this.refused = problem;
        this.inputs.play("bad");
    }
}

const plates_max = 5_000;

// As it is typed; null where it is no number of plates.
export function plates_in(text: string): number | null {
    const found = /^\s*(\d{1,4})\s*$/.exec(text);
    const plates = Number(found?.[1] ?? 0);
    return plates > 0 && plates <= plates_max ? plates : null;
}
