import { describe, expect, test } from "vitest";
import type { Candidate } from "../../api/persons.ts";
import { wipe_device } from "../../app/lock.ts";
import { body_of, faults_of, form_for_next, named_in, to_look_at } from "./registration.svelte.ts";
import { draft_of, empty_form, form_from_words, keep_draft, type RegistrationForm } from "./registration_form.ts";

const today = "2023-01-23";

function awa(changes: Partial<RegistrationForm> = {}): RegistrationForm {
    return { ...empty_form(today), family_name: "Inventée", given_names: "Awa", sex: "F", ...changes };
}

function body(form: RegistrationForm): object {
    return body_of(form, { site: "ASM", today, despite: [] });
}

test("OnlyWhatWasAnsweredIsSent", () => {
    expect(body(awa({ origin: "  ", birth: "vers 1998" }))).toEqual({
        site: "ASM",
        arrival_date: today,
        person: {
            family_name: "Inventée",
            given_names: "Awa",
            sex: "F",
            birth: { year: 1998, about: true },
        },
        despite: [],
    });
});

test("AHouseholdIsSentWithItsRelation", () => {
    const form = awa({ household_with: " ASM00001W ", household_relation: "SPOUSE" });
    expect(body(form)).toMatchObject({
        person: { household: { with: "ASM00001W", relation: "SPOUSE" } },
    });
});

describe("a form", () => {
    test("NeedsOneNameAndAnAnswerAboutTheSex", () => {
        expect(faults_of(empty_form(today), today).map((fault) => fault.field)).toEqual([
            "name",
            "sex",
        ]);
        expect(faults_of(awa({ given_names: "" }), today)).toEqual([]);
        expect(faults_of(awa({ family_name: "", sex: "U" }), today)).toEqual([]);
    });

    test("ArrivesTodayAtTheLatest", () => {
        expect(faults_of(awa({ arrival_day: "2023-01-24" }), today)).toEqual([
            { field: "arrival", code: "in_future" },
        ]);
        expect(faults_of(awa({ arrival_day: null }), today)).toEqual([
            { field: "arrival", code: "not_a_date" },
        ]);
    });

    test("SaysWhoOneIsInTheHousehold", () => {
        expect(faults_of(awa({ household_with: "ASM00001W" }), today)).toEqual([
            { field: "relation", code: "missing" },
        ]);
    });
});

test("TheNextOfAFamilyKeepsWhatAFamilyShares", () => {
    const first = awa({ origin: "Kayes", nationality: "MLI", phone: "+22300000000" });
    const second = form_for_next(first, "ASM00001W");
    expect(second).toEqual({
        ...empty_form(today),
        family_name: "Inventée",
        origin: "Kayes",
        nationality: "MLI",
        household_with: "ASM00001W",
    });
    // The third belongs to the first's household, not to the second's number.
    expect(form_for_next(second, "ASM00002C").household_with).toBe("ASM00001W");
});

test.each([
    ["Traoré Fanta Binta", { family_name: "Traoré", given_names: "Fanta Binta" }],
    ["  traoré ", { family_name: "traoré", given_names: "" }],
    ["+223 70 00 00 00", { phone: "+223 70 00 00 00", family_name: "" }],
])("TheWordsOfTheSearchAreCarriedOver %s", (words, fields) => {
    expect(form_from_words(words, today)).toMatchObject(fields);
});

function candidate(case_number: string, likeness: "likely" | "possible"): Candidate {
    return {
        case_number,
        likeness,
        because: ["names"],
        family_name: "Inventée",
        given_names: "Awa",
        sex: "F",
        birth: null,
        nationality: null,
        site: null,
        father_name: "",
        origin: "",
    };
}

test("EachLikelyPersonMustBeLookedAt", () => {
    const found = [candidate("A", "likely"), candidate("B", "possible"), candidate("C", "likely")];
    expect(to_look_at(found, ["D", "C"], ["A"])).toEqual(["D", "C"]);
    expect(to_look_at(found, [], ["A", "C"])).toEqual([]);
});

test("TheServerNamesWhomItMeans", () => {
    const params = { case_numbers: "ASM00001W, ASM00002C" };
    expect(named_in({ status: 409, code: "person.probably_registered", params })).toEqual([
        "ASM00001W",
        "ASM00002C",
    ]);
    expect(named_in({ status: 409, code: "round.closed", params })).toEqual([]);
});

describe("a form begun", () => {
    test("BelongsToItsAccount", () => {
        keep_draft("awa", awa());
        expect(draft_of("awa")?.given_names).toBe("Awa");
        expect(draft_of("binta")).toBeNull();
        expect(draft_of("awa")).toBeNull();
    });

    test("IsForgottenByTheWipe", async () => {
        keep_draft("awa", awa());
        await wipe_device();
        expect(draft_of("awa")).toBeNull();
    });

    test("IsStoredNowhere", () => {
        keep_draft("awa", awa());
        expect(localStorage.length + sessionStorage.length).toBe(0);
    });
});
