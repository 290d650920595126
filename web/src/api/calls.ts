import { request, type How, type Reply } from "./request.ts";
import type { Session, Site } from "./types.ts";

export function read_session(how: How = {}): Promise<Reply<Session>> {
    return request("GET", "/session", undefined, how);
}

export function sign_in(name: string, password: string): Promise<Reply<Session>> {
    return request("POST", "/session", { name, password });
}

// The code confirms an account that waits: somebody read it out on the telephone.
export function sign_in_by_link(token: string, code?: string): Promise<Reply<Session>> {
    return request("POST", "/session/link", { token, ...(code === undefined ? {} : { code }) });
}

export function sign_out(): Promise<Reply<void>> {
    return request("DELETE", "/session");
}

// How a command came that did not go straight from its maker to the node.
export interface Came {
    // How long it waited on this device after its maker had been told "noted".
    waited_ms?: number;
    // Whose it is, where another account sends it.
    scanned_by?: string;
}

// The query tells how the command came; it is no part of what the command is.
export function send_command(
    path: string,
    body: Record<string, unknown>,
    came: Came,
): Promise<Reply<unknown>> {
    const query = new URLSearchParams();
    if (came.waited_ms !== undefined) query.set("waited_ms", String(came.waited_ms));
    if (came.scanned_by !== undefined) query.set("scanned_by", came.scanned_by);
    const text = query.toString();
    // Nobody stands before the screen for what waited.
    const how: How = { background: came.waited_ms !== undefined };
    return request("POST", text === "" ? path : `${path}?${text}`, body, how);
}

// Makes the node forget its keys and ends every session.
export function lock_node(): Promise<Reply<{ locked: boolean }>> {
    return request("POST", "/lock", {});
}

export function check_in(body: {
    command: string;
    code: string;
    site: string;
}): Promise<Reply<{ case_number: string }>> {
    return request("POST", "/stays", body);
}

export async function read_sites(how: How = {}): Promise<Reply<Site[]>> {
    const reply = await request<{ sites: Site[] }>("GET", "/sites", undefined, how);
    return reply.ok ? { ok: true, value: reply.value.sites } : reply;
}
