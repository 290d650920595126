import { request, type Reply } from "./request.ts";
import type { ClosingBody, Round, Session, Site } from "./types.ts";

export function read_session(): Promise<Reply<Session>> {
    return request("GET", "/session");
}

export function sign_in(name: string, password: string): Promise<Reply<Session>> {
    return request("POST", "/session", { name, password });
}

export function sign_in_by_link(token: string): Promise<Reply<Session>> {
    return request("POST", "/session/link", { token });
}

export function sign_out(): Promise<Reply<void>> {
    return request("DELETE", "/session");
}

export function set_password(password: string): Promise<Reply<void>> {
    return request("PUT", "/account/password", { password });
}

export async function open_rounds(): Promise<Reply<Round[]>> {
    const reply = await request<{ rounds: Round[] }>("GET", "/rounds?state=open");
    return reply.ok ? { ok: true, value: reply.value.rounds } : reply;
}

export function read_round(id: string): Promise<Reply<Round>> {
    return request("GET", `/rounds/${encodeURIComponent(id)}`);
}

export function close_round(
    id: string,
    command: string,
    closing: ClosingBody,
): Promise<Reply<Round>> {
    return request("POST", `/rounds/${encodeURIComponent(id)}/closing`, { command, ...closing });
}

// Makes the node forget its keys and ends every session.
export function lock_node(): Promise<Reply<{ locked: boolean }>> {
    return request("POST", "/lock", {});
}

export async function read_sites(): Promise<Reply<Site[]>> {
    const reply = await request<{ sites: Site[] }>("GET", "/sites");
    return reply.ok ? { ok: true, value: reply.value.sites } : reply;
}
