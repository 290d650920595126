import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { offline } from "../api/problem.ts";
import { Outbox } from "../outbox/outbox.svelte.ts";
import { counts_database, open_store } from "../outbox/store.ts";
import { held_for_ms, LockChord, on_wipe, twice_within_ms, wipe_device } from "./lock.ts";

const chord = { code: "KeyL", key: "l", ctrlKey: true, altKey: true, repeat: false };

describe("the chord", () => {
    test("OnceIsNotEnough", () => {
        expect(new LockChord().pressed(chord, 0)).toBe(false);
    });

    test("TwiceInTimeLocks", () => {
        const keys = new LockChord();
        keys.pressed(chord, 0);
        keys.pressed({ ...chord, code: "ControlLeft", key: "Control" }, 10);
        expect(keys.pressed(chord, twice_within_ms)).toBe(true);
    });

    test("TwiceTooSlowlyDoesNot", () => {
        const keys = new LockChord();
        keys.pressed(chord, 0);
        expect(keys.pressed(chord, twice_within_ms + 1)).toBe(false);
        // The second press is the first of a new try.
        expect(keys.pressed(chord, 2 * twice_within_ms)).toBe(true);
    });

    test("HeldLocks", () => {
        const keys = new LockChord();
        keys.pressed(chord, 0);
        expect(keys.pressed({ ...chord, repeat: true }, held_for_ms - 1)).toBe(false);
        expect(keys.pressed({ ...chord, repeat: true }, held_for_ms)).toBe(true);
    });

    test("AnotherKeyInBetweenStartsAgain", () => {
        const keys = new LockChord();
        keys.pressed(chord, 0);
        keys.pressed({ ...chord, code: "KeyA", key: "a" }, 100);
        expect(keys.pressed(chord, 200)).toBe(false);
    });

    test.each([{ ctrlKey: false }, { altKey: false }, { code: "KeyK", key: "k" }])(
        "AnotherChordDoesNot %o",
        (change) => {
            const keys = new LockChord();
            keys.pressed({ ...chord, ...change }, 0);
            expect(keys.pressed({ ...chord, ...change }, 100)).toBe(false);
        },
    );

    // Ctrl+Alt is AltGr on many keyboards, where L may write another letter.
    test("TheKeyCountsNotTheLetter", () => {
        const keys = new LockChord();
        keys.pressed({ ...chord, key: "ł" }, 0);
        expect(keys.pressed({ ...chord, key: "ł" }, 100)).toBe(true);
    });
});

describe("the wipe", () => {
    beforeEach(() => {
        globalThis.indexedDB = new IDBFactory();
    });
    afterEach(() => vi.unstubAllGlobals());

    test("KeepsOnlyWhatWasNotSent", async () => {
        const store = await open_store();
        const outbox = new Outbox(store, async () => ({ ok: false, problem: offline }), () => 1);
        outbox.use_account("awa");
        outbox.add({ id: "a", path: "/rounds/r/servings", body: { command: "a" }, label: "card" });
        const problem = { status: 409, code: "serving.person_left", params: {} };
        await store.refuse({ id: "b", label: "other card", made_at_ms: 0, problem });
        await outbox.load();
        (await openDB("another", 1)).close();
        const counts = await open_store(counts_database);
        await counts.put({ ...outbox.waiting[0]!, id: "c" });

        await Promise.all([wipe_device(), outbox.forget_the_sent()]);

        expect((await store.waiting()).map((entry) => entry.id)).toEqual(["a"]);
        expect(await store.refusals()).toEqual([]);
        expect(outbox.refusals).toEqual([]);
        expect((await counts.waiting()).map((entry) => entry.id)).toEqual(["c"]);
        const left = (await indexedDB.databases()).map((each) => each.name ?? "").sort();
        expect(left).toEqual(["jatigi-counts", "jatigi-outbox"]);
    });

    test("EmptiesMemoryStorageAndCaches", async () => {
        localStorage.setItem("jatigi.language", "en");
        sessionStorage.setItem("a", "b");
        const deleted: string[] = [];
        vi.stubGlobal("caches", {
            keys: async () => ["pages", "photos"],
            delete: async (name: string) => deleted.push(name) > 0,
        });
        const forget = vi.fn();
        const stop = on_wipe(forget);

        await wipe_device();
        stop();

        expect(forget).toHaveBeenCalledOnce();
        expect(deleted).toEqual(["pages", "photos"]);
        expect(localStorage.length + sessionStorage.length).toBe(0);
    });

    test("OneFailureDoesNotStopTheRest", async () => {
        vi.stubGlobal("caches", {
            keys: async () => {
                throw new Error("no caches here");
            },
        });
        (await openDB("another", 1)).close();
        await wipe_device();
        expect(await indexedDB.databases()).toEqual([]);
    });
});
