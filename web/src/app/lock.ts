import { counts_database, outbox_database } from "../outbox/store.ts";

// Laptops get seized. One key chord on every page makes the server forget its keys and this device
// forget everything but commands that were not sent yet: those hold opaque codes only, and dropping
// them would lose facts.

export const held_for_ms = 700;
export const twice_within_ms = 1_500;

type Key = Pick<KeyboardEvent, "code" | "key" | "ctrlKey" | "altKey" | "repeat">;

// Ctrl+Alt+L, held or pressed twice: once is easily pressed by accident, and unlocking a centre needs
// somebody with the passphrase.
export class LockChord {
    private first_ms = Number.NEGATIVE_INFINITY;

    // Whether this key completes the chord. The time only ever grows.
    pressed(event: Key, now_ms: number): boolean {
        if (!is_chord(event)) {
            // Ctrl and Alt come down again before the second L.
            if (event.key !== "Control" && event.key !== "Alt" && event.key !== "AltGraph") this.reset();
            return false;
        }
        const since_ms = now_ms - this.first_ms;
        if (event.repeat ? since_ms >= held_for_ms : since_ms <= twice_within_ms) {
            this.reset();
            return true;
        }
        if (!event.repeat) this.first_ms = now_ms;
        return false;
    }

    private reset(): void {
        this.first_ms = Number.NEGATIVE_INFINITY;
    }
}

function is_chord(event: Key): boolean {
    return event.ctrlKey && event.altKey && (event.code === "KeyL" || event.key.toLowerCase() === "l");
}

const in_memory = new Set<() => void>();

// For state that outlives its page, a half-typed form for instance.
export function on_wipe(forget: () => void): () => void {
    in_memory.add(forget);
    return () => in_memory.delete(forget);
}

// Forgets what this device holds in memory, caches, storage and databases. Goes on after a failure:
// each thing that is gone is better than none.
export async function wipe_device(): Promise<void> {
    for (const forget of in_memory) forget();
    try {
        localStorage.clear();
        sessionStorage.clear();
    } catch {
        // No storage, nothing stored.
    }
    await Promise.allSettled([delete_caches(), delete_databases()]);
}

async function delete_caches(): Promise<void> {
    if (!("caches" in globalThis)) return;
    await Promise.allSettled((await caches.keys()).map((name) => caches.delete(name)));
}

async function delete_databases(): Promise<void> {
    // What waits is in the only databases that this program makes; the others are asked for so that one of
    // a later or an older version goes too.
    const kept = [outbox_database, counts_database];
    const all = (await indexedDB.databases?.()) ?? [];
    const others = all.flatMap(({ name }) => (name && !kept.includes(name) ? [name] : []));
    await Promise.allSettled(others.map(delete_database));
}

function delete_database(name: string): Promise<void> {
    return new Promise((done) => {
        const deletion = indexedDB.deleteDatabase(name);
        // A page in another tab still holds it: it goes when that page does.
        deletion.onblocked = deletion.onsuccess = deletion.onerror = () => done();
    });
}
