import { vi } from "vitest";

// What the browser of a device with keys has, and the test environment lacks. The tests say what the
// device answers.
export interface Device {
    create: ReturnType<typeof vi.fn<(options: CredentialCreationOptions) => Promise<unknown>>>;
    get: ReturnType<typeof vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>>;
}

const empty = (): Promise<unknown> => Promise.resolve(null);

export function devices_with_keys(): Device {
    const device: Device = {
        create: vi.fn((_: CredentialCreationOptions) => empty()),
        get: vi.fn((_: CredentialRequestOptions) => empty()),
    };
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal("PublicKeyCredential", class {});
    vi.stubGlobal(
        "AuthenticatorAttestationResponse",
        class {
            getPublicKey(): null {
                return null;
            }
        },
    );
    Object.defineProperty(navigator, "credentials", { value: device, configurable: true });
    return device;
}

export function no_devices(): void {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, "credentials");
    open_at("http://localhost:3000/");
}

export function open_at(address: string): void {
    (window as unknown as { happyDOM: { setURL(to: string): void } }).happyDOM.setURL(address);
}

function bytes(...values: number[]): ArrayBuffer {
    return Uint8Array.from(values).buffer;
}

export function made_credential(public_key: ArrayBuffer | null = bytes(4)): unknown {
    return {
        rawId: bytes(1, 2, 3),
        response: {
            clientDataJSON: bytes(5),
            getPublicKey: () => public_key,
            getAuthenticatorData: () => bytes(6),
        },
    };
}

export function shown_credential(): unknown {
    return {
        rawId: bytes(1, 2, 3),
        response: { clientDataJSON: bytes(5), authenticatorData: bytes(6), signature: bytes(7) },
    };
}
