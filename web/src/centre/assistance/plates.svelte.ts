import type { Problem } from "../../api/problem.ts";
import type { PlateLine, PlateTotals } from "../../api/types.ts";
import { is_forbidden, type Answer, type Outbox } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export const plate_lines: readonly PlateLine[] = ["present", "unregistered", "infant_diet", "sick_diet", "staff"];
export const plate_groups = ["men", "women", "boys", "girls", "unsorted"] as const;
export type PlateGroup = (typeof plate_groups)[number];
export type PlateHeads = Partial<Record<PlateGroup, number>>;

export interface PlateInputs {
    outbox: Outbox;
    new_id: () => string;
    play: (tone: Tone) => void;
    buzz: () => void;
    // Hears what the server says the distribution has now.
    tell: (totals: PlateTotals) => void;
}

// A count of this page: what can be taken back.
interface Count {
    id: string;
    plates: number;
}

const full: Problem = { status: 0, code: "outbox.full", params: {} };

// Plates that are counted by number, through the outbox: a tap is a tap whether there is a network or not.
export class PlateCounting {
    // Counted on this page and standing, the latest last.
    counts = $state.raw<Count[]>([]);
    readonly mine = $derived(this.counts.reduce((sum, { plates }) => sum + plates, 0));
    readonly waiting = $derived.by(() => this.inputs.outbox.waiting_at(this.path).length);
    refused = $state.raw<Problem | null>(null);
    // More than there are people: somebody looks again before it is sent once more.
    doubted = $state.raw<{ line: PlateLine; heads: PlateHeads; dishes: number } | null>(null);
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

    count(line: PlateLine, heads: PlateHeads, dishes = 0, sure = false): void {
        const plates = Object.values(heads).reduce((sum, each) => sum + each, 0);
        const id = this.inputs.new_id();
        const body = { command: id, line, ...heads, ...(dishes > 0 ? { dishes } : {}), ...(sure ? { sure } : {}) };
        this.doubted = this.refused = null;
        if (!this.inputs.outbox.add({ id, path: this.path, body, label: `+${plates}` })) return this.refuse(full);
        this.inputs.buzz();
        this.counts = [...this.counts, { id, plates }];
    }

    say_sure(): void {
        const { doubted } = this;
        if (doubted) this.count(doubted.line, doubted.heads, doubted.dishes, true);
    }

    undo(): void {
        const last = this.counts.at(-1);
        if (!last) return;
        const id = this.inputs.new_id();
        const body = { command: id, count: last.id.replaceAll("-", "") };
        if (!this.inputs.outbox.add({ id, path: this.undo_path, body, label: `−${last.plates}` })) return this.refuse(full);
        this.inputs.buzz();
        this.counts = this.counts.slice(0, -1);
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (entry.path !== this.path && entry.path !== this.undo_path) return;
        if (answer.kind === "accepted") return this.inputs.tell(answer.value as PlateTotals);
        const { problem } = answer;
        if (answer.kind === "held" && !is_forbidden(problem)) return;
        if (entry.path === this.path) this.counts = this.counts.filter(({ id }) => id !== entry.id);
        if (problem.code === "plates.more_than_people") this.doubt(entry);
        this.refuse(problem);
    }

    private doubt({ body }: Waiting): void {
        const heads = Object.fromEntries(
            plate_groups.filter((group) => typeof body[group] === "number").map((group) => [group, body[group]]),
        ) as PlateHeads;
        this.doubted = { line: body["line"] as PlateLine, heads, dishes: Number(body["dishes"] ?? 0) };
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
