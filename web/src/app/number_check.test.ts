import { expect, test } from "vitest";
import { compact, is_mistyped } from "./number_check.ts";

test.each(["ASM481930257N", "asm 481 930 257 n", "ASM00427H", "ASM OO427 H", "ASM7502015712", "TEST481930257C"])(
    "ANumberWithItsCheckCharacterIsRight %s",
    (typed) => expect(is_mistyped(typed)).toBe(false),
);

test.each(["ASM481930257L", "ASM481930527N", "asm 00428 h", "AS 123 456 4"])(
    "ANumberWithAnotherOneIsMistyped %s",
    (typed) => expect(is_mistyped(typed)).toBe(true),
);

// Cards, and what a scanner types on another keyboard, are for the server to read.
test.each(["0123456789ABCDEFGHJKMNPQRS", "", "ASM", "QS?àààà&Z", "ASM48193-257K", "AZM00427K"])(
    "AnythingElseIsLeftToTheServer %s",
    (typed) => expect(is_mistyped(typed)).toBe(false),
);

test("OneNumberIsOneHoweverItIsTyped", () => expect(compact("asm 004.27-k")).toBe("ASM00427K"));
