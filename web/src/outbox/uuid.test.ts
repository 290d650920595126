import { expect, test } from "vitest";
import { new_command_id, uuid_v7 } from "./uuid.ts";

// The example of RFC 9562, appendix A.6.
test("MatchesTheExampleOfTheStandard", () => {
    const random = new Uint8Array([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuid_v7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("SortsByTime", () => {
    const full = new Uint8Array(10).fill(0xff);
    const empty = new Uint8Array(10);
    expect(uuid_v7(1_673_856_000_000, full) < uuid_v7(1_673_856_000_001, empty)).toBe(true);
});

test("IsNeverTheSameTwice", () => {
    expect(new_command_id()).not.toBe(new_command_id());
});
