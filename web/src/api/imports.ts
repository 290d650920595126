import type { Birth } from "./persons.ts";
import { request, slow_ms, type Reply } from "./request.ts";
import { request_file } from "./request_file.ts";
import { upload } from "./upload.ts";

export type ImportState = "previewed" | "running" | "committed" | "failed";
export type RowFilter = "all" | "accepted" | "warned" | "rejected";

export interface ImportCounts {
    rows: number;
    accepted: number;
    warned: number;
    rejected: number;
    duplicates: number;
    // Who was added to the register; 0 before the commit.
    registered: number;
    already_known: number;
    probably_known: number;
}

export type AsideAnswer = "ask" | "take" | "leave";

export interface ImportQuestion {
    kind: string;
    rows: number;
    // Nothing is recorded before it is answered.
    open: boolean;
    heading?: string;
    day_in_title?: string;
    registration_heading?: string;
}
export interface ImportColumn {
    heading: string;
    field: string;
    reading: "sure" | "guessed" | "asked" | "beside" | "answered";
}
// Another sheet of the workbook, or another file of the archive.
export interface ImportOther {
    name: string;
    rows: number;
    role: "other" | "list" | "households" | "members";
}
export interface ImportAnswers {
    // A day, "title", "column", or nothing.
    arrival: string;
    hidden: AsideAnswer;
    struck: AsideAnswer;
    join: boolean;
    columns?: Record<string, string>;
}

export interface Import {
    import: string;
    site: string;
    list_date: string;
    state: ImportState;
    // Withheld: more people of it are known than one account is shown by itself; each row reads as new.
    verdicts?: "shown" | "withheld";
    counts: ImportCounts;
    // How many rows have each reason. Not said while the import runs.
    reasons?: Record<string, number>;
    // What the list asks. Not said while the import runs.
    questions?: ImportQuestion[];
    columns?: ImportColumn[];
    others?: ImportOther[];
    answers?: ImportAnswers;
    done: number;
    of: number;
    // Why it failed.
    problem?: string;
}

export interface ImportRow {
    row: number;
    decision: string;
    reasons: string[];
    family_name: string;
    given_names: string;
    birth: Birth | null;
    sex: string;
    // Empty when the list does not say it in a way that can be read.
    nationality: string;
    arrival_date: string;
    duplicate_of_row?: number;
    known_as?: string;
    case_number?: string;
}

export function send_list(
    site: string,
    list_date: string,
    file: Blob,
    progress: (part: number) => void,
): Promise<Reply<Import>> {
    const query = new URLSearchParams({ site, list_date });
    return upload(`/imports?${query}`, file, progress);
}

function of(id: string): string {
    return `/imports/${encodeURIComponent(id)}`;
}

export function read_import(id: string): Promise<Reply<Import>> {
    return request("GET", of(id));
}

export function read_import_rows(
    id: string,
    decision: RowFilter,
    from: number,
    limit: number,
): Promise<Reply<{ rows: ImportRow[]; total: number }>> {
    const query = new URLSearchParams({ decision, from: String(from), limit: String(limit) });
    return request("GET", `${of(id)}/rows?${query}`);
}

export function answer_import(id: string, answers: ImportAnswers): Promise<Reply<Import>> {
    return request("POST", `${of(id)}/answers`, answers, { limit_ms: slow_ms });
}

// A second file, with the households of the people in the first.
export function send_households(
    id: string,
    file: Blob,
    progress: (part: number) => void,
): Promise<Reply<Import>> {
    return upload(`${of(id)}/households`, file, progress);
}

export function commit_import(id: string): Promise<Reply<{ state: ImportState }>> {
    return request("POST", `${of(id)}/commit`, {});
}

export function rejected_rows(id: string): Promise<Reply<Blob>> {
    return request_file("GET", `${of(id)}/rejected.csv`, "text/csv");
}

// A list of somebody else, of whom more people are known than one account is shown by itself.
export interface WaitingList {
    import: string;
    site: string;
    list_date: string;
    account: string;
    rows: number;
    known: number;
}

export async function read_waiting_lists(): Promise<Reply<WaitingList[]>> {
    const reply = await request<{ waiting: WaitingList[] }>("GET", "/imports");
    return reply.ok ? { ok: true, value: reply.value.waiting } : reply;
}

export function approve_import(id: string): Promise<Reply<unknown>> {
    return request("POST", `${of(id)}/approval`, {});
}
