import { request, type Reply } from "./request.ts";
import type { AddedKey } from "./security_key.ts";

// What an account has to do with a second factor in this session: `none` has no use for it, `offered` and
// `required` have none yet, `asked` is to show it, `shown` did.
export type SecondFactor = "none" | "offered" | "required" | "asked" | "shown";

export interface FactorState {
    rule: "off" | "offered" | "required";
    for_role: boolean;
    enrolled_at: string | null;
    codes_left: number;
    keys: AddedKey[];
}

// A secret for an authenticator app, kept by the session that asked for it.
export interface FactorProposal {
    // In groups of four, to type.
    secret: string;
    uri: string;
    // A QR code without its white border: a text of 0 and 1 (dark) for each row.
    qr: string[];
}

export function read_factor(): Promise<Reply<FactorState>> {
    return request("GET", "/account/second-factor");
}

export function propose_factor(): Promise<Reply<FactorProposal>> {
    return request("POST", "/account/second-factor/proposal", {});
}

// Answers with the codes to print.
export function enrol_factor(command: string, code: string): Promise<Reply<{ codes: string[] }>> {
    return request("POST", "/account/second-factor", { command, code });
}

export function renew_codes(command: string): Promise<Reply<{ codes: string[] }>> {
    return request("POST", "/account/second-factor/codes", { command });
}

export function show_factor(code: string): Promise<Reply<{ printed: boolean }>> {
    return request("POST", "/session/second-factor", { code });
}
