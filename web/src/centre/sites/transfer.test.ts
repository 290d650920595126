import { expect, test } from "vitest";
import { read_codes } from "./transfer.ts";

test("EachCardIsALineAndTwiceIsOnce", () => {
    expect(read_codes("ASM1\nASM2\r\nASM1; ASM3 ,\n\n")).toEqual(["ASM1", "ASM2", "ASM3"]);
    expect(read_codes(" \n ")).toEqual([]);
});
