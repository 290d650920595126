import { expect, test } from "vitest";
import { csv_of } from "./csv.ts";

test("ATableOpensInASpreadsheet", async () => {
    const bytes = new Uint8Array(await csv_of([["à", 1], ['dit "non"', 2]]).arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes.slice(3))).toBe('"à";"1"\r\n"dit ""non""";"2"\r\n');
});

test.each(["=1+1", "+1", "-1", "@x"])("AFormulaIsText %s", async (text) => {
    expect(await csv_of([[text]]).text()).toContain(`"'${text}"`);
});
