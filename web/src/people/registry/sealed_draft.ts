import { draft_kept_as, keep, kept } from "../../app/kept.ts";
import type { RegistrationForm } from "./registration_form.ts";

// A form that was begun outlives a page that is loaded again: it is kept in this tab's storage, sealed with a key
// that the server gives to this session alone. Once the session is over nobody reads it.
async function key_of(draft_key: string): Promise<CryptoKey | null> {
    const bytes = Uint8Array.from(draft_key.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    // Absent outside https: then nothing is kept.
    return (await globalThis.crypto?.subtle?.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])) ?? null;
}

const text_of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const bytes_of = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export async function seal_draft(draft_key: string, form: RegistrationForm): Promise<void> {
    const key = await key_of(draft_key);
    if (!key) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(form));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
    keep(draft_kept_as, `${text_of(iv)} ${text_of(sealed)}`);
}

// Nothing when there is none, or another session sealed it.
export async function open_draft(draft_key: string): Promise<RegistrationForm | null> {
    try {
        const [iv, sealed] = kept(draft_kept_as).split(" ");
        const key = iv && sealed ? await key_of(draft_key) : null;
        if (!key || !iv || !sealed) return null;
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes_of(iv) }, key, bytes_of(sealed));
        return JSON.parse(new TextDecoder().decode(plain)) as RegistrationForm;
    } catch {
        forget_draft();
        return null;
    }
}

export function forget_draft(): void {
    keep(draft_kept_as, "");
}
