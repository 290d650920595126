import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { IDBFactory } from "fake-indexeddb";
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

test("WithoutIndexedDbTheStoreSaysThatItForgets", async () => {
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    expect((await open_store()).durable).toBe(false);
});
