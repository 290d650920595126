import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { Outbox } from "./outbox.svelte.ts";
import { memory_store, open_store, type OutboxStore, type Waiting } from "./store.ts";

function entry(id: string): Waiting {
    return {
        id,
        account: "awa",
        path: "/rounds/r/servings",
        body: { command: id },
        label: id,
        made_at_ms: 0,
        noted: false,
        held_by: null,
    };
}

beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
});

describe.each<[string, () => Promise<OutboxStore>]>([
    ["IndexedDB", open_store],
    ["memory", async () => memory_store()],
])("the store in %s", (_, open) => {
    test("KeepsTheOrderOfEntryWhateverTheIds", async () => {
        const store = await open();
        for (const id of ["c", "a", "b"]) await store.put(entry(id));
        expect((await store.waiting()).map((each) => each.id)).toEqual(["c", "a", "b"]);
    });

    test("AChangedCommandKeepsItsPlace", async () => {
        const store = await open();
        await store.put(entry("a"));
        await store.put(entry("b"));
        await store.put({ ...entry("a"), noted: true });
        expect((await store.waiting()).map((each) => [each.id, each.noted])).toEqual([
            ["a", true],
            ["b", false],
        ]);
    });

    test("ARefusedCommandIsNoLongerWaiting", async () => {
        const store = await open();
        await store.put(entry("a"));
        const problem = { status: 409, code: "serving.person_left", params: {} };
        await store.refuse({ id: "a", label: "a", made_at_ms: 0, problem });
        expect(await store.waiting()).toEqual([]);
        expect((await store.refusals()).map((each) => each.id)).toEqual(["a"]);
        await store.dismiss("a");
        expect(await store.refusals()).toEqual([]);
    });

    test("WhatIsSentAgainWaitsBehindTheOthers", async () => {
        const store = await open();
        await store.put(entry("a"));
        const problem = { status: 409, code: "serving.person_left", params: {} };
        await store.refuse({ id: "a", label: "a", made_at_ms: 0, problem });
        await store.put(entry("b"));
        await store.send_again("a", entry("c"));
        expect((await store.waiting()).map((each) => each.id)).toEqual(["b", "c"]);
        expect(await store.refusals()).toEqual([]);
    });
});

test("ANewPageFindsWhatTheLastOneLeft", async () => {
    const before = await open_store();
    await before.put(entry("a"));
    await before.put(entry("b"));
    const after = await open_store();
    await after.put(entry("c"));
    expect(after.durable).toBe(true);
    expect((await after.waiting()).map((each) => each.id)).toEqual(["a", "b", "c"]);
});

// As a tablet holds it that was last used with the first program.
test("WhatTheFirstVersionStoredIsStillSent", async () => {
    const old = await openDB("jatigi-outbox", 1, {
        upgrade(fresh) {
            fresh.createObjectStore("waiting", { keyPath: "id" }).createIndex("order", "order");
            fresh.createObjectStore("refused", { keyPath: "id" });
        },
    });
    await old.put("waiting", { id: "a", order: 7, entry: entry("a") });
    const problem = { status: 409, code: "round.closed", params: {} };
    await old.put("refused", { id: "b", label: "b", made_at_ms: 0, problem });
    old.close();

    const sent: unknown[] = [];
    const outbox = new Outbox(
        await open_store(),
        async (path, body, came) => {
            sent.push({ path, body, came });
            return { ok: true, value: {} };
        },
        () => 3_000,
    );
    await outbox.load();
    expect(outbox.refusals.map((each) => each.id)).toEqual(["b"]);
    outbox.use_account("moussa");
    await expect.poll(() => outbox.waiting).toEqual([]);
    expect(sent).toEqual([
        {
            path: "/rounds/r/servings",
            body: { command: "a" },
            came: { waited_ms: 3_000, scanned_by: "awa" },
        },
    ]);
});

test("WithoutIndexedDbTheStoreSaysThatItForgets", async () => {
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    expect((await open_store()).durable).toBe(false);
});
