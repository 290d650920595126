import { beforeEach, expect, test } from "vitest";
import type { Round, Session } from "../api/types.ts";
import { forget_counting, keep_counting, kept_counting } from "./kept_counting.ts";

const session = {
    account: { name: "awa", role: "food_distributor", site: "ASM", rights: ["serve", "search", "read_rounds"] },
} as unknown as Session;
const round = { id: "r1", state: "open", served: 3 } as unknown as Round;
const hour_ms = 3_600_000;

beforeEach(() => forget_counting());

test("WhoCountsAndTheDistributionAreKeptForANightAndADay", () => {
    expect(kept_counting(0)).toBeNull();
    keep_counting(session, round, 0);
    expect(kept_counting(15 * hour_ms)).toMatchObject({ session: { account: { name: "awa" } }, round: { id: "r1" } });
    expect(kept_counting(16 * hour_ms)).toBeNull();
});

test("NoRightIsKeptToPagesThatShowPeople", () => {
    keep_counting(session, round, 0);
    expect(kept_counting(1)?.session.account.rights).toEqual(["serve", "read_rounds"]);
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
