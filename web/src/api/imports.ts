import type { Birth } from "./persons.ts";
import { request, request_file, type Reply } from "./request.ts";
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

export interface Import {
    import: string;
    site: string;
    list_date: string;
    state: ImportState;
    counts: ImportCounts;
    // How many rows have each reason. Not said while the import runs.
    reasons?: Record<string, number>;
    // Other sheets of the workbook that are lists too, and were not read.
    other_lists: number;
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

export function commit_import(id: string): Promise<Reply<{ state: ImportState }>> {
    return request("POST", `${of(id)}/commit`, {});
}

export function rejected_rows(id: string): Promise<Reply<Blob>> {
    return request_file("GET", `${of(id)}/rejected.csv`, "text/csv");
}
