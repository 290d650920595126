import type { CountKind, NodeCount, Totals } from "../../../api/closed_counts.ts";
import type { Waiting } from "../../../outbox/store.ts";

// The server's own rule (closed_count.h): capital letters, digits and hyphens.
const number_letters_max = 40;

// As it is compared and kept; null for what no server would read.
export function read_number(typed: string): string | null {
    const number = typed.replace(/\s/g, "").toUpperCase();
    return /^[A-Z0-9-]+$/.test(number) && number.length <= number_letters_max ? number : null;
}

export interface Count {
    id: string;
    kind: CountKind;
    // Of arrivals; else 1.
    count: number;
    // Of wristbands and plates; else empty.
    number: string;
    // Of plates: its code; else empty.
    service: string;
}

// What tells it from others: the same once more is a double.
export function key_of({ kind, number, service }: Omit<Count, "id" | "count">): string {
    return `${kind} ${service} ${number}`;
}

export const no_totals: Totals = { arrivals: 0, wristbands: 0, plates: 0 };

export const totals_key = { arrival: "arrivals", wristband: "wristbands", plate: "plates" } as const;

export function sum_of(counts: Iterable<Count>): Totals {
    const totals = { ...no_totals };
    for (const { kind, count } of counts) totals[totals_key[kind]] += count;
    return totals;
}

// The server writes the id of a command without its hyphens.
export function plain_id(id: string): string {
    return id.replaceAll("-", "");
}

const kinds: readonly unknown[] = ["arrival", "wristband", "plate"];

// Null for an undone one, which counts nothing.
export function count_of({ id, body }: Pick<Waiting, "id" | "body">): Count | null {
    if (!kinds.includes(body["kind"])) return null;
    return {
        id: plain_id(id),
        kind: body["kind"] as CountKind,
        count: Number(body["count"] ?? 1),
        number: String(body["number"] ?? ""),
        service: String(body["service"] ?? ""),
    };
}

// Which counts were slips, by what waits on this device.
export function undone_by(waiting: readonly Waiting[]): Set<string> {
    return new Set(
        waiting.flatMap(({ body }) =>
            body["kind"] === "undone" ? [plain_id(String(body["undone"]))] : [],
        ),
    );
}

export interface KeptCount extends Count {
    // By the node's clock.
    at_ms: number;
    // The node never got it: it is on this device alone.
    here: boolean;
    // The same number was counted before for the same service.
    again: boolean;
}

// What the node has and what waits on this device, oldest first, without what was undone. What reached
// the node although no answer came back is counted once. `ahead_ms` is the node's clock less this device's.
export function all_counts(
    of_node: readonly NodeCount[],
    waiting: readonly Waiting[],
    ahead_ms: number,
): KeptCount[] {
    const undone = undone_by(waiting);
    const known = new Map<string, Omit<KeptCount, "again">>();
    for (const { command, at, kind, count = 1, number = "", service = "" } of of_node) {
        const id = plain_id(command);
        known.set(id, { id, kind, count, number, service, at_ms: Date.parse(at), here: false });
    }
    for (const entry of waiting) {
        const count = count_of(entry);
        if (!count || known.has(count.id)) continue;
        known.set(count.id, { ...count, at_ms: entry.made_at_ms + ahead_ms, here: true });
    }
    const seen = new Set<string>();
    return [...known.values()]
        .filter(({ id }) => !undone.has(id))
        .sort((a, b) => a.at_ms - b.at_ms)
        .map((count) => {
            const key = key_of(count);
            const again = count.number !== "" && seen.has(key);
            seen.add(key);
            return { ...count, again };
        });
}

export interface HourOfArrivals {
    // When it began, by the clock of this device's place.
    start_ms: number;
    count: number;
}

export function by_hour(counts: readonly KeptCount[]): HourOfArrivals[] {
    const hours = new Map<number, number>();
    for (const { kind, count, at_ms } of counts) {
        if (kind !== "arrival") continue;
        const start_ms = new Date(at_ms).setMinutes(0, 0, 0);
        hours.set(start_ms, (hours.get(start_ms) ?? 0) + count);
    }
    return [...hours].map(([start_ms, count]) => ({ start_ms, count }));
}
