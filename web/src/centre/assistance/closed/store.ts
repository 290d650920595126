import { counts_database, open_store, type OutboxStore, type Waiting } from "../../../outbox/store.ts";

let made: Promise<OutboxStore> | null = null;

// What was counted on this device before a closed node and has not reached it. One for the page: where
// the browser keeps nothing, the next one of the same page still finds it.
export function counts_store(): Promise<OutboxStore> {
    return (made ??= open_store(counts_database));
}

// The same to look at. Makes no database on a device that never counted: it would stay there when the
// device is wiped.
export async function counts_on_device(): Promise<Waiting[]> {
    if (!made && !(await may_be_there())) return [];
    return (await counts_store()).waiting();
}

async function may_be_there(): Promise<boolean> {
    try {
        // An old Firefox does not list them.
        if (!indexedDB.databases) return true;
        return (await indexedDB.databases()).some(({ name }) => name === counts_database);
    } catch {
        return false;
    }
}
