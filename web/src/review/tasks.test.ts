import { expect, test } from "vitest";
import type { ReviewTask } from "../api/review.ts";
import "./messages.ts";
import { by_reason, details_of, is_answered_elsewhere, subjects_of, words_of } from "./tasks.ts";

const about_file: ReviewTask = {
    id: "1",
    reason: "marked_row",
    kind: "person",
    about: { case_number: "ASM00427K" },
    marks: ["BIRTH_UNREADABLE", "SEX_MISSING"],
    since: "2023-01-16T06:30:49.680Z",
    roles: ["registrar"],
};
const about_two: ReviewTask = {
    ...about_file,
    id: "2",
    reason: "same_person",
    kind: "same_person",
    about: { case_number: "ASM00427K", other: "ASM00435J" },
    marks: [],
};
const breakfast: ReviewTask = {
    ...about_file,
    id: "3",
    reason: "late_servings",
    kind: "round",
    about: {
        round: "0a",
        service: {
            code: "BREAKFAST",
            name_fr: "Petit-déjeuner",
            name_en: "Breakfast",
            kind: "food",
            once_per: "day",
        },
        day: "2023-01-16",
        late: 2,
        double: 0,
    },
    marks: [],
};
const relief: ReviewTask = {
    ...about_file,
    id: "4",
    reason: "emergency_account",
    kind: "actor",
    about: { account: "relief.nurse", role: "nurse", ends_at: "2023-01-17T06:30:49.680Z", reason: "Un convoi de 90 personnes" },
    marks: [],
};
const closed = { at: "2023-01-17T06:30:49.680Z", by: "awa" };

test("WhatIsAlikeStandsTogetherTheFewestFirst", () => {
    const groups = by_reason([about_file, breakfast, { ...about_file, id: "4" }]);
    expect(groups.map(({ reason, tasks }) => [reason, tasks.map(({ id }) => id)])).toEqual([
        ["late_servings", ["3"]],
        ["marked_row", ["1", "4"]],
    ]);
});

test("AFileIsALinkForThoseWhoMayOpenIt", () => {
    expect(subjects_of(about_two, ["search_persons"])).toEqual([
        { text: "ASM 00427 K", path: "/people/ASM00427K" },
        { text: "ASM 00435 J", path: "/people/ASM00435J" },
    ]);
    expect(subjects_of(about_file, ["serve"])).toEqual([{ text: "ASM 00427 K", path: null }]);
});

test("ADistributionIsSaidInWordsAndALinkForThoseWhoServe", () => {
    expect(subjects_of(breakfast, ["serve"])).toEqual([
        { text: "Petit-déjeuner · lundi 16 janvier 2023", path: "/rounds/0a" },
    ]);
    expect(subjects_of(breakfast, ["read_statement"])[0]?.path).toBeNull();
});

test("WhatToLookAtIsSaidInWords", () => {
    expect(details_of(about_file)).toEqual(["Naissance illisible", "Sexe absent"]);
    expect(details_of(breakfast)).toEqual(["2 comptés après la clôture"]);
    expect(details_of(about_two)).toEqual([]);
});

test("TwoFilesAreAnsweredInAFileAndClosedWithAGround", () => {
    expect(is_answered_elsewhere(about_two)).toBe(true);
    expect(is_answered_elsewhere(breakfast)).toBe(false);
    expect(words_of({ ...about_two, closed: { ...closed, words: "document_seen" } })).toBe("Document vu");
    expect(words_of({ ...breakfast, closed: { ...closed, words: "compté à la main" } })).toBe(
        "compté à la main",
    );
    expect(words_of(breakfast)).toBe("");
});

test("AnEmergencyAccountLeadsToTheAccountsAndSaysUntilWhen", () => {
    expect(subjects_of(relief, ["read_accounts"])).toEqual([
        { text: "relief.nurse", path: "/accounts" },
    ]);
    expect(subjects_of(relief, [])).toEqual([{ text: "relief.nurse", path: null }]);
    expect(details_of(relief)[0]).toBe("Infirmerie");
    expect(details_of(relief)[1]).toContain("17/01/2023");
    expect(details_of(relief)[2]).toBe("Un convoi de 90 personnes");
});
