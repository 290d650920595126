import { request, slow_ms, type How, type Reply } from "./request.ts";
import type { Round } from "./types.ts";

// What is counted by number while the node waits for its passphrase, without an account; and what was,
// once it is open.
export type CountKind = "arrival" | "wristband" | "plate";

export interface Totals {
    arrivals: number;
    wristbands: number;
    plates: number;
}

// Of a closed node: since this waiting began, but for `kept`, all that waits to be brought in.
export interface ClosedState extends Totals {
    open: false;
    kept: number;
    services: Round["service"][];
}

export interface CountReceipt extends Totals {
    // The same number was counted before for the same service. It counts all the same.
    again: boolean;
}

export interface NodeCount {
    command: string;
    kind: CountKind;
    at: string;
    // Of arrivals.
    count?: number;
    // Of wristbands and plates.
    number?: string;
    // Of plates: its code.
    service?: string;
}

// Of an open node: without what was undone, and without plates that were brought in.
export interface OpenedCounts extends Totals {
    open: true;
    counts: NodeCount[];
    // Counts that do not open any more.
    unreadable: number;
    services: Round["service"][];
}

const path = "/closed-counts";

export function read_closed_state(): Promise<Reply<ClosedState>> {
    return request("GET", path, undefined, { background: true, apart: true });
}

export function read_counts(how: How = {}): Promise<Reply<OpenedCounts>> {
    return request("GET", path, undefined, how);
}

// Of an open node: what somebody wrote down, and what nobody counted.
export const removed_at_once_max = 1_000;
export function remove_counts(
    command: string,
    counts: readonly string[],
): Promise<Reply<{ removed: number }>> {
    return request("POST", `${path}/removal`, { command, counts });
}

export function send_count(
    body: Record<string, unknown>,
    waited_ms?: number,
): Promise<Reply<CountReceipt>> {
    const waited = waited_ms === undefined ? "" : `?waited_ms=${waited_ms}`;
    return request("POST", path + waited, body, { background: true, apart: true });
}

// The node tries the passphrase on its keys, which takes a weak computer seconds.
export function open_node(passphrase: string): Promise<Reply<{ opening: boolean }>> {
    return request("POST", "/opening", { passphrase }, { limit_ms: slow_ms, apart: true });
}
