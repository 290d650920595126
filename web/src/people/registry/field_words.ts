import "./codes_messages.ts";
import { language } from "../../app/language.svelte.ts";
import { word_of } from "../../app/messages.ts";
import { country_name } from "./nationalities.ts";

export function language_name(code: string): string {
    return new Intl.DisplayNames(language.value.locale, { type: "language" }).of(code) ?? code;
}

// A field of an identity as a person reads it.
export function field_text(field: string, value: unknown): string {
    if (Array.isArray(value)) {
        const words = value.map((each) =>
            field === "languages" ? language_name(String(each)) : word_of("flag", String(each)),
        );
        return words.join(", ");
    }
    if (value === null || value === undefined || value === "") return "";
    const text = String(value);
    switch (field) {
        case "sex":
            return word_of("sex", text);
        case "nationality":
            return country_name(text);
        case "document_type":
            return word_of("document", text);
        case "marital_status":
            return word_of("marital", text);
        case "relation":
            return word_of("relation", text);
        default:
            return text;
    }
}
