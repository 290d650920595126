import type { PersonFile } from "../../api/persons.ts";
import { language } from "../../app/language.svelte.ts";
import { t, word_of } from "../../app/messages.ts";
import { birth_of, birth_text } from "./birth.ts";
import { type IdentityField } from "./field_codes.ts";
import { field_text } from "./field_words.ts";

// What a file says, in the language of the screen. Empty where it says nothing.

export function value_of(file: PersonFile, field: IdentityField): string {
    switch (field) {
        case "sex":
            return field_text("sex", file.sex);
        case "nationality":
            return field_text("nationality", file.nationality);
        case "birth":
            return birth_text(file.identity.birth, language.value.code);
        default:
            return field_text(field, file.identity[field]);
    }
}

// Of a field as it was written once: in the history, or on another list.
export function text_of(field: string, value: unknown): string {
    return field === "birth"
        ? birth_text(birth_of(value), language.value.code)
        : field_text(field, field === "languages" ? words_in(value) : value);
}

export function change_text(field: string, value: unknown): string {
    return text_of(field, value) || t("field.not_said");
}

export function field_label(field: string): string {
    return word_of("field", field);
}

// Each line is what another list says of the same person.
export function written_elsewhere(file: PersonFile): string[] {
    return (file.elsewhere_written ?? []).map((other) =>
        [
            ...Object.entries(other).flatMap(([field, value]) => {
                const text = field === "observations" ? "" : text_of(field, value);
                return text === "" ? [] : [`${field_label(field)} : ${text}`];
            }),
            ...(other.observations ?? []).map(
                ({ heading, text }) => `${word_of("observation", heading)} : ${text}`,
            ),
        ].join(" · "),
    );
}

// A history holds languages as one text.
function words_in(value: unknown): unknown {
    return typeof value === "string" ? value.split(" ").filter((word) => word !== "") : value;
}
