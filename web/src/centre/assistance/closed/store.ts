import { counts_database, open_store, type OutboxStore } from "../../../outbox/store.ts";

let made: Promise<OutboxStore> | null = null;

// What was counted on this device before a closed node and has not reached it. One for the page: where
// the browser keeps nothing, the next one of the same page still finds it.
export function counts_store(): Promise<OutboxStore> {
    return (made ??= open_store(counts_database));
}
