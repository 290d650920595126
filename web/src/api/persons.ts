import type { Problem } from "./problem.ts";
import { request, type Reply } from "./request.ts";

// The shapes of people's files, as the server writes them. All of it is personal: it stays in memory
// and is never stored in the browser.

export type Sex = "F" | "M" | "U";
export type Precision = "day" | "month" | "year" | "estimated";

// The earliest and the latest possible day of birth.
export interface Birth {
    min: string;
    max: string;
    precision: Precision;
}

export interface PersonRow {
    case_number: string;
    family_name: string;
    given_names: string;
    sex: Sex;
    birth: Birth | null;
    nationality: string | null;
    // Where the person is present now.
    site: string | null;
    father_name: string;
    origin: string;
}

export interface Candidate extends PersonRow {
    likeness: "likely" | "possible";
    because: string[];
    // Of somebody who has left another site, this is all that is told.
    asked?: Question;
}

export type QuestionField = "mother_name" | "father_name" | "birth_place" | "origin" | "given_names";
export interface Question {
    question: QuestionField;
    answer: string;
}

export interface BirthGiven {
    day?: number;
    month?: number;
    year?: number;
    age?: number;
    about?: boolean;
}

export interface PersonGiven {
    family_name?: string;
    given_names?: string;
    sex?: Sex;
    birth?: BirthGiven;
    nationality?: string;
    birth_place?: string;
    origin?: string;
    father_name?: string;
    mother_name?: string;
    phone?: string;
    languages?: string[];
    document_type?: string;
    document_no?: string;
    marital_status?: string;
    flags?: string[];
    household?: { with: string; relation?: string };
}

export interface RegistrationBody {
    command: string;
    site: string;
    arrival_date?: string;
    person: PersonGiven;
    despite: string[];
}

export interface Registered {
    case_number: string;
    site: string;
}

export interface Identity {
    family_name: string;
    given_names: string;
    birth: Birth | null;
    birth_place: string;
    origin: string;
    father_name: string;
    mother_name: string;
    phone: string;
    languages: string[];
    document_type: string;
    document_no: string;
    marital_status: string;
    relation: string;
    observations: { heading: string; text: string }[];
}

export interface HouseholdMember {
    case_number: string;
    family_name: string;
    given_names: string;
    relation: string;
    sex: Sex;
    // Full years at least.
    age: number | null;
    // At the same site now.
    here: boolean;
    unit: SleepsIn | null;
}

// As much of somebody as it takes to find them a place to sleep.
export type Sleeper = Omit<HouseholdMember, "relation" | "here">;

export interface SleepsIn {
    id: string;
    name: string;
}

export interface Correction {
    at: string;
    by: string;
    reason: string;
    changes: { field: string; from: unknown; to: unknown }[];
}

export interface Stay {
    site: string;
    from: string;
    // The first night away; null while it lasts.
    to: string | null;
    reason: string | null;
}

export interface PersonFile {
    case_number: string;
    sex: Sex;
    nationality: string | null;
    // What a consulate was last asked about, and what it answered.
    nationality_heard: string | null;
    hearing_outcome: ConsulOutcome | null;
    // Only said to those who may see restricted files.
    restricted?: true;
    // Where the person is present now.
    site: string | null;
    // Where they sleep there.
    unit: SleepsIn | null;
    // The latest first.
    stays: Stay[];
    last_meal: { service: { name_fr: string; name_en: string }; day: string; at: string } | null;
    identity: Identity;
    flags: string[];
    household: HouseholdMember[];
    // Of this person in the household; empty where nobody said.
    relation: string;
    photo: boolean;
    history: Correction[];
    // What other lists say of what is probably the same person.
    elsewhere_written: Partial<Identity>[];
    // Case numbers of those who may be the same person.
    perhaps_same: string[];
    same_person: SamePerson[];
}

// Another file of which somebody said that it is this person's.
export interface SamePerson {
    case_number: string;
    state: "said" | "confirmed" | "unsaid";
    // Of the last word.
    ground: SameGround;
    // Accounts, or empty.
    said_by: string;
    decided_by: string;
    at: string;
    // This account said it; another one has to say the second word.
    yours: boolean;
}
export type SameGround = "person_says" | "document_seen" | "recognised" | "seen_together" | "mistake";

export type CorrectionReason = "typing_error" | "heard_better" | "document_seen" | "other";
export type CardReason = "late" | "lost" | "damaged";
export type ConsulOutcome = "confirmed" | "refused" | "to_verify";
export type PhotoPurpose = "registration" | "travel_document";

export function of_person(case_number: string): string {
    return `/persons/${encodeURIComponent(case_number)}`;
}

// What people write travels in bodies: addresses end up in logs.
export function search_people(
    query: string,
    limit: number,
): Promise<Reply<{ people: PersonRow[]; more: boolean }>> {
    return request("POST", "/persons/search", { query, limit });
}

// Something has to be said beside the site.
export interface PresentFilter {
    without_unit?: true;
    arrived_from?: string;
    sex?: "F" | "M";
    age_from?: number;
    age_to?: number;
}
export type PresentPerson = PersonRow & { since: string };

export function people_present(
    site: string,
    filter: PresentFilter,
    limit: number,
): Promise<Reply<{ people: PresentPerson[]; more: boolean }>> {
    return request("POST", "/persons/present", { site, limit, ...filter });
}

function unknown_but_for({ case_number, question, answer }: Question & { case_number: string }): Candidate {
    return {
        case_number,
        family_name: "",
        given_names: "",
        sex: "U",
        birth: null,
        nationality: null,
        site: null,
        father_name: "",
        origin: "",
        likeness: "likely",
        because: [],
        asked: { question, answer },
    };
}

export async function find_candidates(person: PersonGiven): Promise<Reply<Candidate[]>> {
    const reply = await request<{
        people: Candidate[];
        elsewhere: (Question & { case_number: string })[];
    }>("POST", "/persons/candidates", { person });
    if (!reply.ok) return reply;
    const { people, elsewhere } = reply.value;
    return { ok: true, value: [...elsewhere.map(unknown_but_for), ...people] };
}

export function register_person(body: RegistrationBody): Promise<Reply<Registered>> {
    return request("POST", "/persons", body);
}

const erased: Problem = { status: 410, code: "person.erased", params: {} };

// `code`: a case number, or what the QR of a card says. Refuses what was erased: nobody can read who it
// was any more.
export async function open_person(code: string): Promise<Reply<PersonFile>> {
    const reply = await request<Omit<PersonFile, "identity"> & { identity: Identity | null }>("GET", of_person(code));
    if (!reply.ok) return reply;
    const { identity } = reply.value;
    return identity
        ? { ok: true, value: { ...reply.value, identity } }
        : { ok: false, problem: erased };
}

export function photo_address(case_number: string, version: number): string {
    return `/api/v1${of_person(case_number)}/photo?version=${version}`;
}
