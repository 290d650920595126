import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { devices_with_keys, no_devices, open_at } from "./security_key_for_tests.ts";
import { base64url_of, bytes_of, can_use_keys, key_obstacle } from "./security_key.ts";

beforeEach(() => void devices_with_keys());
afterEach(no_devices);

// RFC 4648, section 10, without padding; then what plain base64 spells with "+" and "/".
test.each([
    ["", []],
    ["Zg", [0x66]],
    ["Zm8", [0x66, 0x6f]],
    ["Zm9v", [0x66, 0x6f, 0x6f]],
    ["Zm9vYg", [0x66, 0x6f, 0x6f, 0x62]],
    ["-_-_", [0xfb, 0xff, 0xbf]],
    ["__8", [0xff, 0xff]],
])("Base64urlGoesThereAndBack '%s'", (text, bytes) => {
    expect([...bytes_of(text)]).toEqual(bytes);
    expect(base64url_of(Uint8Array.from(bytes).buffer)).toBe(text);
});

test("EveryByteAndEveryLengthComesBack", () => {
    for (let size = 0; size <= 260; size++) {
        const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) % 256);
        const text = base64url_of(bytes.buffer);
        expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
        expect([...bytes_of(text)]).toEqual([...bytes]);
    }
});

test("WhatIsNoBase64urlIsRefused", () => {
    for (const text of ["Zg!", "é", "Z"]) expect(() => bytes_of(text)).toThrow();
});

test.each([
    ["https://centre.example/", null],
    ["https://assamaka/", null],
    ["https://7.centre.example/", null],
    ["http://localhost:8080/", null],
    ["https://192.168.1.20/", "address"],
    ["http://127.0.0.1:8080/", "address"],
    ["https://[fd00::1]:8443/", "address"],
])("AKeyIsOfAHostWithAName %s", (address, obstacle) => {
    open_at(address);
    expect(key_obstacle()).toBe(obstacle);
    expect(can_use_keys()).toBe(obstacle === null);
});

test("APlainConnectionHasNoKeys", () => {
    open_at("http://centre.example/");
    vi.stubGlobal("isSecureContext", false);
    expect(key_obstacle()).toBe("connection");
    // The name comes first: https for a number would not help.
    open_at("http://192.168.1.20/");
    expect(key_obstacle()).toBe("address");
});

test.each(["PublicKeyCredential", "getPublicKey", "credentials"])(
    "ABrowserThatKnowsNoKeysIsNamed %s",
    (lacks) => {
        if (lacks === "getPublicKey") vi.stubGlobal("AuthenticatorAttestationResponse", class {});
        else if (lacks === "credentials") Object.defineProperty(navigator, lacks, { value: undefined });
        else Reflect.deleteProperty(globalThis, lacks);
        expect(key_obstacle()).toBe("browser");
        expect(can_use_keys()).toBe(false);
    },
);
