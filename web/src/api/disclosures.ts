import { request, type Reply } from "./request.ts";
import { request_file } from "./request_file.ts";

export type About = "one_person" | "group" | "statistics";
export type AuthorityAnswer = "totals" | "refused" | "nominal_list" | "other";
export type ListColumn = "names" | "birth" | "nationality" | "document";

export interface AuthorityRequest {
    number: string;
    authority: string;
    about: About;
    asked: string;
    legal_basis: string;
    received_day: string;
    recorded_by: string;
    state: "open" | "answered";
    answer?: AuthorityAnswer;
    // What was answered, and the list that left.
    text?: string;
    nominal_list?: string;
    answered_by?: string;
    answered_day?: string;
}

export interface NominalList {
    number: string;
    site: string;
    columns: ListColumn[];
    purpose: string;
    recipient: string;
    proposed_by: string;
    state: "proposed" | "approved" | "refused";
    // Case numbers; absent where it is a list of everybody present.
    people?: string[];
    households?: boolean;
    approved_by?: string;
    // rows: only for who prints, and for the data protection officer.
    copies: { copy: number; by: string; at: string; rows?: number }[];
}

export interface NewAuthorityRequest {
    command: string;
    authority: string;
    about: About;
    asked: string;
    legal_basis: string;
    received_day: string;
}

export interface NewNominalList {
    command: string;
    site: string;
    columns: ListColumn[];
    purpose: string;
    recipient: string;
    request?: string;
    people?: string[];
    households?: boolean;
}

export async function read_authority_requests(): Promise<Reply<AuthorityRequest[]>> {
    const reply = await request<{ requests: AuthorityRequest[] }>("GET", "/authority-requests");
    return reply.ok ? { ok: true, value: reply.value.requests } : reply;
}

export function record_authority_request(
    body: NewAuthorityRequest,
): Promise<Reply<{ number: string }>> {
    return request("POST", "/authority-requests", body);
}

export function answer_authority_request(
    number: string,
    body: { command: string; answer: AuthorityAnswer; text: string; nominal_list?: string },
): Promise<Reply<unknown>> {
    return request("POST", `/authority-requests/${encodeURIComponent(number)}/answer`, body);
}

export async function read_nominal_lists(): Promise<Reply<NominalList[]>> {
    const reply = await request<{ lists: NominalList[] }>("GET", "/nominal-lists");
    return reply.ok ? { ok: true, value: reply.value.lists } : reply;
}

export function propose_nominal_list(body: NewNominalList): Promise<Reply<{ number: string }>> {
    return request("POST", "/nominal-lists", body);
}

export function decide_nominal_list(
    number: string,
    body: { command: string; approve: boolean; reason?: string },
): Promise<Reply<unknown>> {
    return request("POST", `/nominal-lists/${encodeURIComponent(number)}/approval`, body);
}

// Every copy is counted and numbered: asking twice with the same command makes one.
export function copy_nominal_list(number: string, command: string): Promise<Reply<Blob>> {
    const path = `/nominal-lists/${encodeURIComponent(number)}/copies`;
    return request_file("POST", path, "application/pdf", { command });
}
