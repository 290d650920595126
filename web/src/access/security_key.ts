import {
    base64url_of,
    bytes_of,
    type AddingProposal,
    type NewKey,
    type ShowingProposal,
    type ShownKey,
} from "../api/security_key.ts";

// What the browser and the device are asked for, where can_use_keys().

export type KeyFailure = "already" | "not_made" | "not_shown";
export type FromDevice<T> = { ok: true; value: T } | { ok: false; failure: KeyFailure };

const timeout_ms = 60_000;
// Names of COSE: ES256, which every device has, and RS256 for Windows Hello.
const algorithms = [-7, -257];

function descriptor(id: string): PublicKeyCredentialDescriptor {
    return { type: "public-key", id: bytes_of(id) };
}

// Asks for no proof of what kind of device it is: that would tell one centre's devices from another's.
export async function make_key(
    { challenge, user, node, exclude }: AddingProposal,
    signal: AbortSignal,
): Promise<FromDevice<NewKey>> {
    const host = location.hostname;
    const publicKey: PublicKeyCredentialCreationOptions = {
        challenge: bytes_of(challenge),
        rp: { id: host, name: "Jatigi" },
        user: { id: bytes_of(user.id), name: user.name, displayName: `${user.name} · ${node}` },
        pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
        attestation: "none",
        authenticatorSelection: { userVerification: "preferred", residentKey: "discouraged" },
        excludeCredentials: exclude.map(descriptor),
        timeout: timeout_ms,
    };
    try {
        const made = (await navigator.credentials.create({ publicKey, signal })) as PublicKeyCredential | null;
        const response = made?.response as AuthenticatorAttestationResponse | undefined;
        const public_key = response?.getPublicKey();
        if (!made || !response || !public_key) return { ok: false, failure: "not_made" };
        return {
            ok: true,
            value: {
                id: base64url_of(made.rawId),
                host,
                public_key: base64url_of(public_key),
                client_data: base64url_of(response.clientDataJSON),
                authenticator_data: base64url_of(response.getAuthenticatorData()),
            },
        };
    } catch (error) {
        const is_known = error instanceof DOMException && error.name === "InvalidStateError";
        return { ok: false, failure: is_known ? "already" : "not_made" };
    }
}

export function keys_of_this_host({ keys }: ShowingProposal): string[] {
    return keys.filter(({ host }) => host === location.hostname).map(({ id }) => id);
}

// Whoever refuses, waits too long or has no such key looks the same to a page, so that it learns nothing.
export async function touch_key(
    proposal: ShowingProposal,
    signal: AbortSignal,
): Promise<FromDevice<ShownKey>> {
    const keys = keys_of_this_host(proposal);
    // An empty list would ask for any key that the device has for this host, of whomever.
    if (keys.length === 0) return { ok: false, failure: "not_shown" };
    const publicKey: PublicKeyCredentialRequestOptions = {
        challenge: bytes_of(proposal.challenge),
        rpId: location.hostname,
        allowCredentials: keys.map(descriptor),
        userVerification: "preferred",
        timeout: timeout_ms,
    };
    try {
        const shown = (await navigator.credentials.get({ publicKey, signal })) as PublicKeyCredential | null;
        if (!shown) return { ok: false, failure: "not_shown" };
        const response = shown.response as AuthenticatorAssertionResponse;
        return {
            ok: true,
            value: {
                id: base64url_of(shown.rawId),
                client_data: base64url_of(response.clientDataJSON),
                authenticator_data: base64url_of(response.authenticatorData),
                signature: base64url_of(response.signature),
            },
        };
    } catch {
        return { ok: false, failure: "not_shown" };
    }
}
