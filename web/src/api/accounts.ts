import { request, type Reply } from "./request.ts";

export type ConfirmedHow = "colleague" | "code" | "machine" | "emergency";

// Instants are the server's; null where it has not happened.
export interface Account {
    name: string;
    role: string;
    // Null: all sites of this node.
    site: string | null;
    // Null: at the machine.
    made_by: string | null;
    made_at: string;
    // True also for a role that takes no confirmation.
    confirmed: boolean;
    confirmed_by: string | null;
    confirmed_at: string | null;
    confirmed_how: ConfirmedHow | null;
    has_password: boolean;
    last_used_at: string | null;
    emergency: boolean;
    ends_at: string | null;
    closed_at: string | null;
    closed_by: string | null;
    // Somebody changed it in the database by hand: it signs nobody in.
    altered?: boolean;
}

export type Unconfirmed = Pick<Account, "name" | "role" | "site" | "made_by" | "made_at">;

// A one-time link, shown with this answer and never again.
export interface AccountLink {
    name: string;
    role: string;
    // False: somebody else has to confirm the account before the link signs in.
    confirmed: boolean;
    // A path on this host.
    link: string;
    expires_at: string;
    // Of an emergency account.
    ends_at?: string;
}

export interface AccountSession {
    id: string;
    began_at: string;
    seen_at: string;
    by: "password" | "link" | "pin";
    // The one that asks.
    this: boolean;
}

export interface SpokenCode {
    number: number;
    code: string;
}

export const emergency_roles = ["nurse", "registrar"] as const;
export type EmergencyRole = (typeof emergency_roles)[number];

interface NewAccount {
    command: string;
    name: string;
    role: string;
    site?: string;
}

function of(name: string): string {
    return `/accounts/${encodeURIComponent(name)}`;
}

export function read_accounts(): Promise<Reply<{ accounts: Account[]; more: boolean }>> {
    return request("GET", "/accounts");
}

// Those that this account may confirm.
export function read_unconfirmed(): Promise<Reply<{ accounts: Unconfirmed[]; more: boolean }>> {
    return request("GET", "/accounts/unconfirmed");
}

export function make_account(body: NewAccount): Promise<Reply<AccountLink>> {
    return request("POST", "/accounts", body);
}

export function make_emergency_account(
    body: NewAccount & { role: EmergencyRole; reason: string },
): Promise<Reply<AccountLink>> {
    return request("POST", "/accounts/emergency", body);
}

export function confirm_account(name: string, command: string): Promise<Reply<unknown>> {
    return request("POST", `${of(name)}/confirmation`, { command });
}

export function close_account(name: string, command: string): Promise<Reply<unknown>> {
    return request("POST", `${of(name)}/closing`, { command });
}

export function make_new_link(name: string, command: string): Promise<Reply<AccountLink>> {
    return request("POST", `${of(name)}/link`, { command });
}

// Null: one's own.
export async function read_sessions(name: string | null): Promise<Reply<AccountSession[]>> {
    const path = `${name === null ? "/account" : of(name)}/sessions`;
    const reply = await request<{ sessions: AccountSession[] }>("GET", path);
    return reply.ok ? { ok: true, value: reply.value.sessions } : reply;
}

// Without an id every one; of one's own every other one.
export function end_sessions(
    name: string | null,
    body: { command: string; id?: string },
): Promise<Reply<{ ended: number }>> {
    return request("POST", `${name === null ? "/account" : of(name)}/sessions/ending`, body);
}

// A new sheet voids the old one. Its codes are told once.
export async function make_codes(command: string): Promise<Reply<SpokenCode[]>> {
    const reply = await request<{ codes: SpokenCode[] }>("POST", "/account/codes", { command });
    return reply.ok ? { ok: true, value: reply.value.codes } : reply;
}
