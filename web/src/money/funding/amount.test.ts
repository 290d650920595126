import { expect, test } from "vitest";
import { read_amount } from "./amount.ts";

test.each([
    ["450", "XOF", 450],
    ["60 000 000", "XOF", 60_000_000],
    ["12,5", "EUR", 1250],
    ["12.50", "EUR", 1250],
    ["1", "USD", 100],
])("AnAmountIsReadAsPeopleTypeIt %s %s", (text, currency, minor_units) => {
    expect(read_amount(text, currency)).toBe(minor_units);
});

test.each([
    ["", "XOF"],
    ["0", "XOF"],
    ["-5", "XOF"],
    ["450,5", "XOF"],
    ["1,234", "EUR"],
    ["1.000.000", "EUR"],
    ["douze", "EUR"],
    ["99999999999999", "XOF"],
])("WhatIsNoAmountIsNone %s %s", (text, currency) => {
    expect(read_amount(text, currency)).toBeNull();
});
