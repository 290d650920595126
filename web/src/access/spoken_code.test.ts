import { describe, expect, test } from "vitest";
import { digits_of, grouped, is_whole, regroup } from "./spoken_code.ts";

test.each([
    ["", ""],
    ["1", "1"],
    ["1234", "1234"],
    ["12345", "1234 5"],
    ["123456789012", "1234 5678 9012"],
])("DigitsStandInFours %s", (digits, text) => {
    expect(grouped(digits)).toBe(text);
});

test.each([
    ["1234 5678 9012", "123456789012"],
    ["1234-5678.9012", "123456789012"],
    ["12 34 56 78 90 12", "123456789012"],
    ["1234 5678 90123", "123456789012"],
    ["code", ""],
])("WhatIsNoDigitAndWhatIsTooMuchFallsAway %s", (text, digits) => {
    expect(digits_of(text)).toBe(digits);
});

test("TwelveDigitsAreWhole", () => {
    expect(is_whole("1234 5678 901")).toBe(false);
    expect(is_whole("1234 5678 9012")).toBe(true);
});

describe("the caret", () => {
    // The bar is the caret.
    function at(marked: string): string {
        const caret = marked.indexOf("|");
        const { text, caret: now } = regroup(marked.replace("|", ""), caret);
        return `${text.slice(0, now)}|${text.slice(now)}`;
    }

    test.each([
        ["|", "|"],
        ["1234|", "1234|"],
        ["12345|", "1234 5|"],
        ["1234 |", "1234|"],
        ["12|34 5678", "12|34 5678"],
        ["129|34 5678", "129|3 4567 8"],
        ["|1234", "|1234"],
        ["1234 5678 90129|", "1234 5678 9012|"],
        ["12a|34", "12|34"],
    ])("StaysBehindItsDigit %s", (typed, shown) => {
        expect(at(typed)).toBe(shown);
    });
});
