import { expect, test } from "vitest";
import { CardsSeen } from "./seen.ts";

const one = "0123456789ABCDEFGHJKMNPQRS";
const other = "1123456789ABCDEFGHJKMNPQRS";

test("ACardThatIsHeldBeforeTheCameraIsOneScan", () => {
    const seen = new CardsSeen();
    expect(seen.see([one], 0)).toEqual({ kind: "card", code: one });
    expect(seen.see([one], 1_900)).toEqual({ kind: "nothing" });
    expect(seen.see([one], 3_800)).toEqual({ kind: "nothing" });
    expect(seen.see([one], 5_800)).toEqual({ kind: "card", code: one });
});

test("TheNextCardIsAScanAtOnce", () => {
    const seen = new CardsSeen();
    seen.see([one], 0);
    expect(seen.see([other], 100)).toEqual({ kind: "card", code: other });
});

test("OfTwoCardsNeitherIsTaken", () => {
    expect(new CardsSeen().see([one, other], 0)).toEqual({ kind: "two_cards" });
    expect(new CardsSeen().see([one, one], 0)).toEqual({ kind: "card", code: one });
});

test.each(["8886", "13106", "3017620422003", one.toLowerCase(), `${one}0`, `O${one.slice(1)}`, ""])(
    "WhatIsNoCardIsNothing %s",
    (text) => expect(new CardsSeen().see([text], 0)).toEqual({ kind: "nothing" }),
);
