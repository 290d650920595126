import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

const entry = {
    id: "a",
    account: "closed",
    path: "/closed-counts/",
    body: { command: "a", kind: "arrival", count: 5 },
    label: "",
    made_at_ms: 0,
    noted: true,
    held_by: null,
};

// As a page that has just been opened has it.
async function fresh(): Promise<typeof import("./store.ts")> {
    vi.resetModules();
    return import("./store.ts");
}

beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
});

test("LookingMakesNoDatabase", async () => {
    const { counts_on_device } = await fresh();
    expect(await counts_on_device()).toEqual([]);
    expect(await indexedDB.databases()).toEqual([]);
});

test("TheNextPageFindsWhatWasCounted", async () => {
    const { counts_store } = await fresh();
    await (await counts_store()).put(entry);
    const { counts_on_device } = await fresh();
    expect((await counts_on_device()).map(({ id }) => id)).toEqual(["a"]);
});

test("WithoutIndexedDbThereIsNothingToFind", async () => {
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    const { counts_on_device } = await fresh();
    expect(await counts_on_device()).toEqual([]);
});
