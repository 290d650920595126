import { request, type How, type Reply } from "./request.ts";
import type {
    ClosingBody,
    ExceptionBody,
    ExceptionReceipt,
    Round,
    Session,
    Site,
} from "./types.ts";

export function read_session(how: How = {}): Promise<Reply<Session>> {
    return request("GET", "/session", undefined, how);
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

export function set_password(password: string, old_password?: string): Promise<Reply<void>> {
    return request("PUT", "/account/password", {
        password,
        ...(old_password === undefined ? {} : { old_password }),
    });
}

export async function open_rounds(how: How = {}): Promise<Reply<Round[]>> {
    const reply = await request<{ rounds: Round[] }>("GET", "/rounds?state=open", undefined, how);
    return reply.ok ? { ok: true, value: reply.value.rounds } : reply;
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

export function give_exception(
    round: string,
    body: ExceptionBody,
): Promise<Reply<ExceptionReceipt>> {
    return request("POST", `/rounds/${encodeURIComponent(round)}/exceptions`, { ...body });
}

// Makes the node forget its keys and ends every session.
export function lock_node(): Promise<Reply<{ locked: boolean }>> {
    return request("POST", "/lock", {});
}

export async function read_sites(): Promise<Reply<Site[]>> {
    const reply = await request<{ sites: Site[] }>("GET", "/sites");
    return reply.ok ? { ok: true, value: reply.value.sites } : reply;
}
