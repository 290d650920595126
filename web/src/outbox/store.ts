import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Problem } from "../api/problem.ts";

// One command that has no definite answer yet.
export interface Waiting {
    id: string;
    // Who made it. Whoever is signed in sends it, in this name.
    account: string;
    path: string;
    body: Record<string, unknown>;
    // What the person at the screen recognises it by: the code that was scanned or typed.
    label: string;
    made_at_ms: number;
    // The person was told "noted": nobody is watching for the answer any more.
    noted: boolean;
    held_by: Problem | null;
}

// A command that was noted without the network and refused later: somebody has to read it, and may send
// it again. Those that an earlier program left lack what that takes.
export interface LateRefusal extends Pick<Waiting, "id" | "label" | "made_at_ms"> {
    problem: Problem;
    command?: Pick<Waiting, "account" | "path" | "body">;
}

export interface OutboxStore {
    // False where the browser gives us no storage: then closing the page loses what waits.
    durable: boolean;
    waiting(): Promise<Waiting[]>;
    refusals(): Promise<LateRefusal[]>;
    put(entry: Waiting): Promise<void>;
    remove(id: string): Promise<void>;
    // One transaction, so that a crash leaves the command either waiting or refused.
    refuse(refusal: LateRefusal): Promise<void>;
    // The way back, as another command. One transaction too.
    send_again(refused_id: string, entry: Waiting): Promise<void>;
    dismiss(id: string): Promise<void>;
    dismiss_all(): Promise<void>;
}

// Database "jatigi-outbox", version 1: `waiting` holds {order, entry} by command id, where `order` is
// the order of entry on this device; `refused` holds LateRefusal by command id.
interface Schema extends DBSchema {
    waiting: {
        key: string;
        value: { id: string; order: number; entry: Waiting };
        indexes: { order: number };
    };
    refused: { key: string; value: LateRefusal };
}

export const outbox_database = "jatigi-outbox";
// What was counted before a closed server, in the same shape.
export const counts_database = "jatigi-counts";

export async function open_store(name = outbox_database): Promise<OutboxStore> {
    try {
        const database = await openDB<Schema>(name, 1, {
            upgrade(fresh) {
                fresh.createObjectStore("waiting", { keyPath: "id" }).createIndex("order", "order");
                fresh.createObjectStore("refused", { keyPath: "id" });
            },
        });
        return await indexed_store(database);
    } catch {
        return memory_store();
    }
}

async function indexed_store(database: IDBPDatabase<Schema>): Promise<OutboxStore> {
    const last = await database.transaction("waiting").store.index("order").openCursor(null, "prev");
    let order = last?.value.order ?? 0;
    return {
        durable: true,
        waiting: async () =>
            (await database.getAllFromIndex("waiting", "order")).map((row) => row.entry),
        refusals: () => database.getAll("refused"),
        async put(entry) {
            const fresh_order = ++order;
            const change = database.transaction("waiting", "readwrite");
            const known = await change.store.get(entry.id);
            await change.store.put({ id: entry.id, order: known?.order ?? fresh_order, entry });
            await change.done;
        },
        remove: (id) => database.delete("waiting", id),
        async refuse(refusal) {
            const change = database.transaction(["waiting", "refused"], "readwrite");
            await change.objectStore("waiting").delete(refusal.id);
            await change.objectStore("refused").put(refusal);
            await change.done;
        },
        async send_again(refused_id, entry) {
            const change = database.transaction(["waiting", "refused"], "readwrite");
            await change.objectStore("refused").delete(refused_id);
            await change.objectStore("waiting").put({ id: entry.id, order: ++order, entry });
            await change.done;
        },
        dismiss: (id) => database.delete("refused", id),
        dismiss_all: () => database.clear("refused"),
    };
}

export function memory_store(): OutboxStore {
    const waiting = new Map<string, Waiting>();
    const refused = new Map<string, LateRefusal>();
    return {
        durable: false,
        waiting: async () => [...waiting.values()],
        refusals: async () => [...refused.values()],
        put: async (entry) => void waiting.set(entry.id, entry),
        remove: async (id) => void waiting.delete(id),
        async refuse(refusal) {
            waiting.delete(refusal.id);
            refused.set(refusal.id, refusal);
        },
        async send_again(refused_id, entry) {
            refused.delete(refused_id);
            waiting.set(entry.id, entry);
        },
        dismiss: async (id) => void refused.delete(id),
        dismiss_all: async () => refused.clear(),
    };
}
