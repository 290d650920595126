import { expect, test } from "vitest";
import type { Waiting } from "../../outbox/store.ts";
import { by_account } from "./waiting.ts";

function scan_of(account: string): Waiting {
    return {
        id: account,
        account,
        path: "/rounds/r/servings",
        body: {},
        label: "",
        made_at_ms: 0,
        noted: true,
        held_by: null,
    };
}

test("ScansAreCountedByWhoMadeThem", () => {
    expect(by_account(["moussa", "awa", "moussa"].map(scan_of))).toEqual([
        { account: "moussa", count: 2 },
        { account: "awa", count: 1 },
    ]);
    expect(by_account([])).toEqual([]);
});
