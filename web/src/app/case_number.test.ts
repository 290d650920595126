import { expect, test } from "vitest";
import { case_number_text } from "./case_number.ts";

test.each([
    ["ASM481930257K", "ASM 481 930 257 K"],
    ["ASM00427K", "ASM 00427 K"],
    ["AS1234563", "AS 123 456 3"],
    ["TEST4819302579", "TEST 481 930 257 9"],
])("ACaseNumberIsGrouped %s", (number, text) => expect(case_number_text(number)).toBe(text));

test.each(["0123456789ABCDEFGHJKMNPQRS", "ASM", "", "ASM 00427 K", "asm00427k", "+22370000000"])(
    "AnythingElseStaysAsItIs %s",
    (text) => expect(case_number_text(text)).toBe(text),
);
