import { expect, test } from "vitest";
import { opens_a_file } from "./codes.ts";

test.each(["ASM00427K", "ASM481930257K", "ASM 481 930 257 K", "asm.481.930.257.k", "asm-00427-k", "AS 123456 3", "0123456789ABCDEFGHJKMNPQRS", " ASM0O427K "])(
    "ACodeOpensAFile %s",
    (typed) => expect(opens_a_file(typed)).toBe(true),
);

test.each(["QS?àààà&Z", "qs?ÀÀÀÀ&z", "QS?)àààà&)Z", "QS?»»»»àZ", "à'WJDGBTP?èV-?VàFFé'èéAP'Z", "04YJDGBTPM7V6MV0FF2472QP4W",
    "]Q1ASM00003S", "$A&QS?àààà&Z", "+Q1ASM00003S", "Q104ZJDGBTPM7V6MV0FF2472QP4W"])(
    "WhatAScannerTypesOnAnotherKeyboardOpensAFile %s",
    (typed) => expect(opens_a_file(typed)).toBe(true),
);

test.each(["N'Golo-Ç", "Aïssé", "O'Neill-Dè", "dit \"le Vieux\"", "Fatoumata N'Diaye", "Traoré", "Awa Inventée", "70000000", "+22370000000", "ASM", "ASM0042"])(
    "ANameIsSearched %s",
    (typed) => expect(opens_a_file(typed)).toBe(false),
);
