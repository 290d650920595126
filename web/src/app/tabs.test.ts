import { describe, expect, test } from "vitest";
import { parse_tab_message, type TabMessage } from "./tabs.ts";

describe("a message of another tab", () => {
    test.each<TabMessage>([
        { kind: "lock" },
        { kind: "signed_out" },
        { kind: "ended" },
        { kind: "entered" },
        { kind: "until", until_ms: 1_700_000_000_000 },
    ])("IsReadAsItWasSaid $kind", (message) => {
        expect(parse_tab_message({ ...message })).toEqual(message);
    });

    test("CarriesNothingMore", () => {
        expect(parse_tab_message({ kind: "ended", name: "awa" })).toEqual({ kind: "ended" });
    });

    test.each([
        ["text", "ended"],
        ["nothing", null],
        ["another word", { kind: "paused" }],
        ["no time", { kind: "until" }],
        ["a time that is none", { kind: "until", until_ms: Number.NaN }],
        ["a time as text", { kind: "until", until_ms: "soon" }],
    ])("OfAnotherVersionIsLeftAlone %s", (_, data) => {
        expect(parse_tab_message(data)).toBeNull();
    });
});
