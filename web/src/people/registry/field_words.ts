import "./codes_messages.ts";
import type { Identity } from "../../api/persons.ts";
import { language } from "../../app/language.svelte.ts";
import { word_of } from "../../app/messages.ts";
import { country_name } from "./nationalities.ts";

// The codes of the server that a person chooses from, in the order in which they are offered.

// Service flags only: what belongs to protection is never offered here.
export const flags = [
    "UAC",
    "SEPARATED",
    "SINGLE_PARENT",
    "CHILD_HEADED_HH",
    "PREGNANT",
    "LACTATING",
    "ELDERLY",
    "DISABILITY",
    "CHRONIC_ILLNESS",
    "MEDICAL_URGENT",
    "STATELESS_RISK",
] as const;
export const relations = ["HEAD", "SPOUSE", "SON", "DAUGHTER", "BROTHER", "SISTER", "NEPHEW"] as const;
export const documents = [
    "NONE",
    "NINA",
    "NATIONAL_ID",
    "PASSPORT",
    "BIRTH_CERTIFICATE",
    "CONSULAR_CARD",
    "LAISSEZ_PASSER",
] as const;
export const marital_states = ["SINGLE", "MARRIED", "WIDOWED", "DIVORCED"] as const;
// Spoken on the road, ISO 639-3.
export const spoken = [
    "bam", "ful", "hau", "man", "wol", "snk", "son", "dje", "tmh", "ara", "fra", "eng", "kri",
] as const;

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

export const identity_fields = [
    "family_name",
    "given_names",
    "sex",
    "birth",
    "nationality",
    "birth_place",
    "origin",
    "father_name",
    "mother_name",
    "phone",
    "languages",
    "document_type",
    "document_no",
    "marital_status",
] as const;
export type IdentityField = (typeof identity_fields)[number];
export type PlainField = Exclude<IdentityField, "sex" | "birth" | "nationality" | "languages"> &
    keyof Identity;
