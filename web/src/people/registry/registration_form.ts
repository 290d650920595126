import type { Sex } from "../../api/persons.ts";
import { on_wipe } from "../../app/lock.ts";

// What is typed to register somebody.
export interface RegistrationForm {
    family_name: string;
    given_names: string;
    sex: Sex | "";
    // As it was typed.
    birth: string;
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
        birth: "",
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
