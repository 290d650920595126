import { request, type How, type Reply } from "./request.ts";
import type { ClosingBody, CountMode, ExceptionBody, ExceptionReceipt, Round, Service } from "./types.ts";

export async function open_rounds(how: How = {}): Promise<Reply<Round[]>> {
    const reply = await request<{ rounds: Round[] }>("GET", "/rounds?state=open", undefined, how);
    return reply.ok ? { ok: true, value: reply.value.rounds } : reply;
}

// Open and closed ones, newest first; of a day and later, where one is given.
export async function all_rounds(how: How = {}, from = ""): Promise<Reply<Round[]>> {
    const path = from === "" ? "/rounds" : `/rounds?from=${from}`;
    const reply = await request<{ rounds: Round[] }>("GET", path, undefined, how);
    return reply.ok ? { ok: true, value: reply.value.rounds } : reply;
}

export async function read_services(): Promise<Reply<Service[]>> {
    const reply = await request<{ services: Service[] }>("GET", "/services");
    return reply.ok ? { ok: true, value: reply.value.services } : reply;
}

export interface OpeningBody {
    site: string;
    service: string;
    day: string;
    count_mode: CountMode;
    // Of an earlier day than yesterday.
    reason?: string;
}

export async function open_round(command: string, opening: OpeningBody): Promise<Reply<Round>> {
    const reply = await request<{ round: Round }>("POST", "/rounds", { command, ...opening });
    return reply.ok ? { ok: true, value: reply.value.round } : reply;
}

export function reopen_round(id: string, command: string, reason: string): Promise<Reply<Round>> {
    return request("POST", `/rounds/${encodeURIComponent(id)}/reopening`, { command, reason });
}

export function read_round(id: string, how: How = {}): Promise<Reply<Round>> {
    return request("GET", `/rounds/${encodeURIComponent(id)}`, undefined, how);
}

export function close_round(
    id: string,
    command: string,
    closing: ClosingBody,
): Promise<Reply<Round>> {
    return request("POST", `/rounds/${encodeURIComponent(id)}/closing`, { command, ...closing });
}

export function give_exception(
    round: string,
    body: ExceptionBody,
): Promise<Reply<ExceptionReceipt>> {
    return request("POST", `/rounds/${encodeURIComponent(round)}/exceptions`, { ...body });
}
