import type { SeenAge, SeenGroup, SeenSex, Tally, TallyCounts } from "../../api/arrivals.ts";
import type { Problem } from "../../api/problem.ts";
import { keep, kept } from "../../app/kept.ts";
import type { Answer, Outbox } from "../../outbox/outbox.svelte.ts";
import { is_forbidden } from "../../outbox/outbox.svelte.ts";
import type { Waiting } from "../../outbox/store.ts";
import type { Tone } from "../../ui/sound.svelte.ts";

export interface ArrivalInputs {
    outbox: Outbox;
    new_id: () => string;
    play: (tone: Tone) => void;
    buzz: () => void;
}

export type Taps = Pick<TallyCounts, SeenGroup | "under_five" | "injured">;
const none: Taps = { men: 0, women: 0, boys: 0, girls: 0, under_five: 0, injured: 0 };
const names = Object.keys(none) as (keyof Taps)[];

export type BandOutcome =
    | { kind: "pending" }
    | { kind: "done"; in_pad: boolean }
    | { kind: "noted" }
    | { kind: "refused"; problem: Problem };
export interface BandPut {
    id: string;
    number: string;
    outcome: BandOutcome;
}
const recent_max = 8;

// A tally of this device, and wristbands that go on: through the outbox, so that a tap is a tap whether
// there is a network or not.
export class ArrivalCounting {
    // Counted here and not yet heard of by the server.
    readonly pending = $derived.by(() =>
        this.inputs.outbox
            .waiting_at(this.path)
            .filter(({ body }) => body["tally"] === this.tally)
            .reduce((sum, { body }) => added(sum, pick(body as unknown as Taps)), none),
    );
    // What the server said last of this device's tally.
    private known = $state.raw<Tally | null>(null);
    // What this device counted in all.
    readonly counted = $derived(this.known ? added(pick(this.known), this.pending) : this.pending);
    // Commands under way, whoever's taps they are: one up and one down are two.
    readonly waiting = $derived.by(() => this.inputs.outbox.waiting_at(this.path).length);
    // Taps of this page, the latest last: what can be taken back.
    private taps = $state.raw<{ id: string; counts: Taps }[]>([]);
    readonly can_undo = $derived(this.taps.length > 0);
    refused = $state.raw<Problem | null>(null);
    bands = $state.raw<BandPut[]>([]);
    done_count = $state(0);
    // The tally of this device was set aside: it counts in another one from here on.
    set_aside = $state(false);
    tally = $state("");
    private readonly path: string;
    private readonly key: string;

    constructor(
        private readonly arrival: string,
        private readonly inputs: ArrivalInputs,
    ) {
        this.path = `/arrivals/${arrival}/counts`;
        this.key = `jatigi.tally.${arrival}`;
        this.use_tally(kept(this.key, true) || this.new_tally());
    }

    start(): () => void {
        const stop = this.inputs.outbox.listen((entry, answer) => this.hear(entry, answer));
        return () => {
            stop();
            this.inputs.outbox.nobody_watches(this.path);
            this.inputs.outbox.nobody_watches("/wristbands");
        };
    }

    tap(group: SeenGroup, marks: { under_five: boolean; injured: boolean }): void {
        const child = group === "boys" || group === "girls";
        const one = {
            ...none,
            [group]: 1,
            under_five: marks.under_five && child ? 1 : 0,
            injured: marks.injured ? 1 : 0,
        };
        const id = this.send(one);
        if (id) this.taps = [...this.taps, { id, counts: one }];
    }

    undo(): void {
        const last = this.taps.at(-1);
        if (last && this.send(scaled(last.counts, -1))) this.taps = this.taps.slice(0, -1);
    }

    put_on(band: { number: string; sex: SeenSex; age: SeenAge; alone: boolean; urgent: boolean }): void {
        const id = this.inputs.new_id();
        const put: BandPut = { id, number: band.number, outcome: { kind: "pending" } };
        this.bands = [put, ...this.bands].slice(0, recent_max);
        const body = { command: id, arrival: this.arrival, ...band };
        if (this.inputs.outbox.add({ id, path: "/wristbands", body, label: band.number })) return;
        this.set_band(id, { kind: "refused", problem: full });
    }

    heard_of(tallies: readonly Tally[]): void {
        const found = tallies.find(({ id }) => id === this.tally);
        // Who taps on must not count for nothing.
        if (found?.set_aside) {
            this.use_tally(this.new_tally());
            this.known = null;
            this.taps = [];
            this.set_aside = true;
            return;
        }
        if (found && found.taps >= (this.known?.taps ?? 0)) this.known = found;
    }

    private new_tally(): string {
        return this.inputs.new_id().replaceAll("-", "");
    }
    private use_tally(tally: string): void {
        this.tally = tally;
        keep(this.key, tally, true);
    }

    // The id of the command; nothing when there is no room.
    private send(counts: Taps): string {
        const id = this.inputs.new_id();
        const body = { command: id, tally: this.tally, ...counts };
        if (!this.inputs.outbox.add({ id, path: this.path, body, label: `${people_in(counts) > 0 ? "+" : "−"}1` })) {
            this.refused = full;
            this.inputs.play("bad");
            return "";
        }
        this.inputs.buzz();
        return id;
    }

    private hear(entry: Waiting, answer: Answer): void {
        if (entry.path === this.path) {
            if (answer.kind === "accepted") this.heard_of([answer.value as Tally]);
            if (answer.kind !== "refused") return;
            this.refused = answer.problem;
            this.taps = this.taps.filter(({ id }) => id !== entry.id);
            this.inputs.play("bad");
        } else if (entry.path === "/wristbands") {
            this.set_band(entry.id, outcome_of(answer));
            if (answer.kind === "accepted") this.done_count += 1;
        }
    }

    private set_band(id: string, outcome: BandOutcome): void {
        const at = this.bands.find((band) => band.id === id);
        if (!at) return;
        this.bands = this.bands.map((band) => (band.id === id ? { ...band, outcome } : band));
        if (at.outcome.kind !== "pending") return;
        this.inputs.play(outcome.kind === "done" ? "good" : outcome.kind === "refused" ? "bad" : "noted");
    }
}

const full: Problem = { status: 0, code: "outbox.full", params: {} };

function outcome_of(answer: Answer): BandOutcome {
    if (answer.kind === "accepted") return { kind: "done", in_pad: (answer.value as { in_pad: boolean }).in_pad };
    const { problem } = answer;
    return answer.kind === "held" && !is_forbidden(problem) ? { kind: "noted" } : { kind: "refused", problem };
}

function pick(counts: Taps): Taps {
    return Object.fromEntries(names.map((name) => [name, counts[name] ?? 0])) as unknown as Taps;
}
function scaled(counts: Taps, by: number): Taps {
    return Object.fromEntries(names.map((name) => [name, counts[name] * by])) as unknown as Taps;
}
function added(one: Taps, other: Taps): Taps {
    return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Taps;
}

export function people_in(counts: Taps): number {
    return counts.men + counts.women + counts.boys + counts.girls;
}

// Rows of a paper sheet as they are typed: number, then single letters. "A0001 F e s u". What says two things, or
// nothing that is known, is told by its line, and so is a number that stands there twice.
const sex_letters: Record<string, SeenSex> = { f: "F", m: "M", h: "M" };
const age_letters: Record<string, SeenAge> = { b: "under_five", e: "child", a: "adult", v: "elderly" };
export interface SheetRow {
    row: number;
    number: string;
    sex: SeenSex;
    age: SeenAge;
    alone: boolean;
    urgent: boolean;
}
function read_row(line: string, row: number): SheetRow | null {
    const found = /^([a-z]{0,3})[ -]?(\d{1,7})(?:[\s;,]+(.*))?$/i.exec(line);
    if (!found) return null;
    const letters = (found[3] ?? "").toLowerCase().split(/[\s;,]+/).filter(Boolean);
    const known = (letter: string): boolean => letter in sex_letters || letter in age_letters || /^[su]$/.test(letter);
    const sexes = letters.filter((letter) => letter in sex_letters);
    const ages = letters.filter((letter) => letter in age_letters);
    if (!letters.every(known) || sexes.length > 1 || ages.length > 1) return null;
    return {
        row,
        number: `${found[1]?.toUpperCase()}${found[2]}`,
        sex: sex_letters[sexes[0] ?? ""] ?? "U",
        age: age_letters[ages[0] ?? ""] ?? "adult",
        alone: letters.includes("s"),
        urgent: letters.includes("u"),
    };
}
export function read_sheet(text: string): { rows: SheetRow[]; wrong: number[] } {
    const rows: SheetRow[] = [];
    const wrong: number[] = [];
    text.split("\n").forEach((line, index) => {
        if (line.trim() === "") return;
        const row = read_row(line.trim(), index + 1);
        if (!row || rows.some(({ number }) => number === row.number)) wrong.push(index + 1);
        else rows.push(row);
    });
    return { rows, wrong };
}

// Of the pad, the one behind it.
export function next_number(number: string): string {
    const digits = /\d+$/.exec(number)?.[0];
    if (!digits) return "";
    const next = String(Number(digits) + 1);
    return next.length > digits.length ? "" : number.slice(0, -digits.length) + next.padStart(digits.length, "0");
}
