import type { Problem } from "../../api/problem.ts";
import type { Candidate, PersonGiven, RegistrationBody, Sex } from "../../api/persons.ts";
import { on_wipe } from "../../app/lock.ts";
import { t } from "../../app/messages.ts";
import { no_birth, read_birth, type BirthFault, type BirthFields } from "./birth.ts";

export interface RegistrationForm {
    family_name: string;
    given_names: string;
    sex: Sex | "";
    birth: BirthFields;
    nationality: string;
    father_name: string;
    mother_name: string;
    origin: string;
    phone: string;
    household_with: string;
    household_relation: string;
    // Null while it is no day.
    arrival_day: string | null;
    document_type: string;
    document_no: string;
    // Behind "more".
    birth_place: string;
    languages: string[];
    marital_status: string;
    flags: string[];
}

export function empty_form(arrival_day: string): RegistrationForm {
    return {
        family_name: "",
        given_names: "",
        sex: "",
        birth: { ...no_birth },
        nationality: "",
        father_name: "",
        mother_name: "",
        origin: "",
        phone: "",
        household_with: "",
        household_relation: "",
        arrival_day,
        document_type: "",
        document_no: "",
        birth_place: "",
        languages: [],
        marital_status: "",
        flags: [],
    };
}

// A typed phone number goes where it belongs; of names the first word is most often the family's.
export function form_from_words(words: string, arrival_day: string): RegistrationForm {
    const form = empty_form(arrival_day);
    const text = words.trim().replace(/\s+/g, " ");
    if ((text.match(/\d/g)?.length ?? 0) >= 6) {
        form.phone = text;
        return form;
    }
    const [family = "", ...given] = text.split(" ");
    form.family_name = family;
    form.given_names = given.join(" ");
    return form;
}

// The next member of the family came the same day from the same place. The first one's own number stands
// for a household that had none yet.
export function form_for_next(saved: RegistrationForm, case_number: string): RegistrationForm {
    return {
        ...empty_form(saved.arrival_day ?? ""),
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

// A form that was begun and not saved. It survives an expired session, never the account's change, a
// closed page or a wipe: it is not sealed yet, so it is stored nowhere.
interface Draft {
    account: string;
    form: RegistrationForm;
}
let draft: Draft | null = null;
on_wipe(() => (draft = null));

export function keep_draft(account: string, form: RegistrationForm): void {
    draft = { account, form };
}

export function drop_draft(): void {
    draft = null;
}

export function draft_of(account: string): RegistrationForm | null {
    if (draft && draft.account !== account) draft = null;
    return draft?.form ?? null;
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

// A birth as it was typed, in words; empty when nothing can be read.
export function birth_said(birth: RegistrationForm["birth"], today: string): string {
    const reading = read_birth(birth, today);
    if (!reading.ok || !reading.birth) return "";
    const { day, month, year, age, about } = reading.birth;
    const text =
        age !== undefined
            ? t("birth.age_said", { age })
            : [day, month, year].filter((part) => part !== undefined).join("/");
    return about ? t("birth.about_said", { text }) : text;
}
