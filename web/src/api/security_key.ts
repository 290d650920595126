import { request, type Reply } from "./request.ts";

// A key that a device keeps for an account (WebAuthn), good on pages of one host alone. Bytes travel as
// base64url without padding.
export interface SecurityKey {
    id: string;
    host: string;
}

export interface AddedKey extends SecurityKey {
    added_at: string;
}

// What a new key signs, kept by the session that asked for it.
export interface AddingProposal {
    challenge: string;
    user: { id: string; name: string };
    node: string;
    // Keys that the account has already: a device adds none beside its own.
    exclude: string[];
}

export interface NewKey extends SecurityKey {
    // SubjectPublicKeyInfo.
    public_key: string;
    client_data: string;
    authenticator_data: string;
}

export interface ShowingProposal {
    challenge: string;
    keys: SecurityKey[];
}

export interface ShownKey {
    id: string;
    client_data: string;
    authenticator_data: string;
    signature: string;
}

export function propose_adding(): Promise<Reply<AddingProposal>> {
    return request("POST", "/account/security-keys/proposal", {});
}

export function add_key(command: string, key: NewKey): Promise<Reply<{ id: string }>> {
    return request("POST", "/account/security-keys", { command, ...key });
}

export function remove_key(command: string, id: string): Promise<Reply<object>> {
    return request("POST", `/account/security-keys/${id}/removal`, { command });
}

export function propose_showing(): Promise<Reply<ShowingProposal>> {
    return request("POST", "/session/security-key/proposal", {});
}

export function show_key(key: ShownKey): Promise<Reply<{ second_factor: "shown" }>> {
    return request("POST", "/session/security-key", key);
}

// Uint8Array.fromBase64 and toBase64 are missing in browsers of 2024.
export function bytes_of(base64url: string): Uint8Array<ArrayBuffer> {
    const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (each) => each.charCodeAt(0));
}

export function base64url_of(bytes: ArrayBuffer): string {
    const text = Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join("");
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Why no key can be added or shown here, the one that is easiest to put right first.
export type KeyObstacle = "address" | "connection" | "browser";

export function key_obstacle(): KeyObstacle | null {
    // The standard takes a domain and refuses addresses. A URL spells IPv4 in four numbers and IPv6 in
    // brackets, however it was typed.
    if (/^\[|^\d+(\.\d+){3}$/.test(location.hostname)) return "address";
    if (!window.isSecureContext) return "connection";
    const knows_keys =
        "PublicKeyCredential" in globalThis &&
        navigator.credentials !== undefined &&
        // Firefox before 119: the key would have to be dug out of CBOR.
        "getPublicKey" in AuthenticatorAttestationResponse.prototype;
    return knows_keys ? null : "browser";
}

export function can_use_keys(): boolean {
    return key_obstacle() === null;
}
