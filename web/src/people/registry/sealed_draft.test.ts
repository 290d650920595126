import { beforeEach, expect, test } from "vitest";
import { empty_form } from "./registration_form.ts";
import { forget_draft, open_draft, seal_draft } from "./sealed_draft.ts";

const mine = "00112233445566778899aabbccddeeff";
const theirs = "ffeeddccbbaa99887766554433221100";
const form = { ...empty_form("2023-01-23"), family_name: "Zzinventée", given_names: "Awa", languages: ["bam"] };

beforeEach(() => sessionStorage.clear());

test("WhatWasSealedIsOpenedByItsSession", async () => {
    await seal_draft(mine, form);
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("Zzinvent");
    expect(await open_draft(mine)).toEqual(form);
});

test("AnotherSessionReadsNothingAndLeavesNothing", async () => {
    await seal_draft(mine, form);
    expect(await open_draft(theirs)).toBeNull();
    expect(sessionStorage.length).toBe(0);
    expect(await open_draft(mine)).toBeNull();
});

test("WhatWasGivenUpIsGone", async () => {
    await seal_draft(mine, form);
    forget_draft();
    expect(await open_draft(mine)).toBeNull();
});
