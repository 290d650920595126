import { beforeEach, expect, test } from "vitest";
import type { Round, Session, Site } from "../api/types.ts";
import { forget_counting, keep_counting, keep_gate, kept_counting, path_of } from "./kept_counting.ts";

const session = {
    account: { name: "awa", role: "food_distributor", site: "ASM", rights: ["serve", "search", "read_rounds"] },
} as unknown as Session;
const round = { id: "r1", state: "open", served: 3 } as unknown as Round;
const hour_ms = 3_600_000;

beforeEach(() => forget_counting());

test("WhoCountsAndTheDistributionAreKeptForANightAndADay", () => {
    expect(kept_counting(0)).toBeNull();
    keep_counting(session, round, 0);
    const kept = kept_counting(15 * hour_ms);
    expect(kept).toMatchObject({ session: { account: { name: "awa" } }, round: { id: "r1" } });
    expect(kept && path_of(kept)).toBe("/rounds/r1");
    expect(kept_counting(16 * hour_ms)).toBeNull();
});

test("NoRightIsKeptToPagesThatShowPeople", () => {
    keep_counting(session, round, 0);
    expect(kept_counting(1)?.session.account.rights).toEqual(["serve", "read_rounds"]);
});

test("WhatOpensABegunFormIsNotKept", () => {
    keep_counting({ ...session, draft_key: "0b" }, round, 0);
    expect(kept_counting(1)?.session).not.toHaveProperty("draft_key");
});

test("TheGateIsKeptAndNotHowManyArePresent", () => {
    const gate = { account: { ...session.account, rights: ["check_in", "search_persons"] } } as Session;
    const site: Site = { code: "ASM", name: "Assamaka", utc_offset_min: 60, present: 622 };
    keep_gate(gate, [site], 0);
    const kept = kept_counting(1);
    expect(kept).toMatchObject({ sites: [{ code: "ASM", present: null }], session: { account: { rights: ["check_in"] } } });
    expect(kept && path_of(kept)).toBe("/gate");
});

test("WhatIsForgottenOrUnreadableIsNothing", () => {
    keep_counting(session, round, 0);
    forget_counting();
    expect(kept_counting(1)).toBeNull();
    localStorage.setItem("jatigi.kept_round", "{");
    expect(kept_counting(1)).toBeNull();
    keep_counting(session, { ...round, state: "closed" }, 0);
    expect(kept_counting(1)).toBeNull();
});
