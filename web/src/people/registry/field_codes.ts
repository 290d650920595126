import type { Identity } from "../../api/persons.ts";

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
