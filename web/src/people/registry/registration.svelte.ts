import type { Problem } from "../../api/problem.ts";
import type { Candidate, PersonGiven, RegistrationBody } from "../../api/persons.ts";
import { empty_form, type RegistrationForm } from "./registration_form.ts";
import { read_birth, type BirthFault } from "./typed_birth.ts";

// The next member of the family came the same day from the same place, and most often has its name. The first
// one's own number stands for a household that had none yet.
export function form_for_next(saved: RegistrationForm, case_number: string): RegistrationForm {
    return {
        ...empty_form(saved.arrival_day ?? ""),
        family_name: saved.family_name,
        household_with: saved.household_with || case_number,
        origin: saved.origin,
        nationality: saved.nationality,
    };
}

export type FormFault =
    | { field: "name"; code: "missing" }
    | { field: "sex"; code: "missing" }
    | { field: "birth"; code: BirthFault }
    | { field: "arrival"; code: "missing" | "not_a_date" | "in_future" }
    | { field: "relation"; code: "missing" };

export function faults_of(form: RegistrationForm, today: string): FormFault[] {
    const faults: FormFault[] = [];
    if (!form.family_name.trim() && !form.given_names.trim()) {
        faults.push({ field: "name", code: "missing" });
    }
    if (!form.sex) faults.push({ field: "sex", code: "missing" });
    const birth = read_birth(form.birth, today);
    if (!birth.ok) faults.push({ field: "birth", code: birth.fault });
    if (form.arrival_day === null) faults.push({ field: "arrival", code: "not_a_date" });
    else if (!form.arrival_day) faults.push({ field: "arrival", code: "missing" });
    else if (form.arrival_day > today) faults.push({ field: "arrival", code: "in_future" });
    if (form.household_with.trim() && !form.household_relation) {
        faults.push({ field: "relation", code: "missing" });
    }
    return faults;
}

// What was answered, and nothing else. A birth that cannot be read is left out: candidates are looked
// for while it is typed.
export function person_of(form: RegistrationForm, today: string): PersonGiven {
    const person: PersonGiven = {};
    const texts = [
        "family_name",
        "given_names",
        "nationality",
        "father_name",
        "mother_name",
        "origin",
        "phone",
        "document_type",
        "document_no",
        "birth_place",
        "marital_status",
    ] as const;
    for (const field of texts) {
        const text = form[field].trim();
        if (text) person[field] = text;
    }
    if (form.sex) person.sex = form.sex;
    const birth = read_birth(form.birth, today);
    if (birth.ok && birth.birth) person.birth = birth.birth;
    if (form.languages.length > 0) person.languages = [...form.languages];
    if (form.flags.length > 0) person.flags = [...form.flags];
    const household = form.household_with.trim();
    if (household) person.household = { with: household, relation: form.household_relation };
    return person;
}

export function body_of(
    form: RegistrationForm,
    context: { site: string; today: string; despite: readonly string[] },
): Omit<RegistrationBody, "command"> {
    return {
        site: context.site,
        ...(form.arrival_day ? { arrival_date: form.arrival_day } : {}),
        person: person_of(form, context.today),
        despite: [...context.despite],
    };
}

// Enough of a name to look for the same person.
export function enough_to_compare(person: PersonGiven): boolean {
    return Math.max(person.family_name?.length ?? 0, person.given_names?.length ?? 0) >= 2;
}

// Whom somebody has to look at before saving: those likely to be the same person, and those whom the
// server named, less those of whom it was said "another person".
export function to_look_at(
    candidates: readonly Candidate[],
    named: readonly string[],
    others: readonly string[],
): string[] {
    const likely = candidates.filter((each) => each.likeness === "likely");
    const all = new Set([...named, ...likely.map((each) => each.case_number)]);
    return [...all].filter((case_number) => !others.includes(case_number));
}

export function named_in(problem: Problem | null): string[] {
    if (problem?.code !== "person.probably_registered") return [];
    return String(problem.params["case_numbers"] ?? "")
        .split(",")
        .map((each) => each.trim())
        .filter((each) => each !== "");
}

// Which field of the page a fault belongs to, and what the server refused.
export const fields_of_faults: Record<FormFault["field"], string> = {
    name: "family_name",
    sex: "sex",
    birth: "birth",
    arrival: "arrival",
    relation: "relation",
};
export const fields_of_problems: Record<string, string> = {
    "person.name_missing": "family_name",
    "person.birth_impossible": "birth",
    "person.birth_in_future": "birth",
    "person.nationality_invalid": "nationality",
};
