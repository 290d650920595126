import { afterEach, beforeEach, expect, test } from "vitest";
import { bytes_of } from "../api/security_key.ts";
import { make_key, touch_key } from "./security_key.ts";
import {
    devices_with_keys,
    made_credential,
    no_devices,
    open_at,
    shown_credential,
    type Device,
} from "../api/security_key_for_tests.ts";

let device: Device;
const { signal } = new AbortController();
const adding = {
    challenge: "AAEC",
    user: { id: "CQgH", name: "fati.diallo" },
    node: "assamaka",
    exclude: ["AQID", "BAUG"],
};
const showing = {
    challenge: "AAEC",
    keys: [
        { id: "AQID", host: "centre.example" },
        { id: "BAUG", host: "other.example" },
    ],
};

beforeEach(() => {
    device = devices_with_keys();
    open_at("https://centre.example/");
});
afterEach(no_devices);

test("ADeviceIsAskedForAKeyOfThisHostAndForNoProofOfItsKind", async () => {
    device.create.mockResolvedValue(made_credential());
    expect(await make_key(adding, signal)).toEqual({
        ok: true,
        value: {
            id: "AQID",
            host: "centre.example",
            public_key: "BA",
            client_data: "BQ",
            authenticator_data: "Bg",
        },
    });
    expect(device.create).toHaveBeenCalledExactlyOnceWith({
        signal,
        publicKey: {
            challenge: bytes_of("AAEC"),
            rp: { id: "centre.example", name: "Jatigi" },
            user: { id: bytes_of("CQgH"), name: "fati.diallo", displayName: "fati.diallo · assamaka" },
            pubKeyCredParams: [
                { type: "public-key", alg: -7 },
                { type: "public-key", alg: -257 },
            ],
            attestation: "none",
            authenticatorSelection: { userVerification: "preferred", residentKey: "discouraged" },
            excludeCredentials: [
                { type: "public-key", id: bytes_of("AQID") },
                { type: "public-key", id: bytes_of("BAUG") },
            ],
            timeout: 60_000,
        },
    });
});

test.each([
    ["InvalidStateError", "already"],
    ["NotAllowedError", "not_made"],
    ["AbortError", "not_made"],
    ["SecurityError", "not_made"],
])("WhyNoKeyWasMadeIsSaid %s", async (name, failure) => {
    device.create.mockRejectedValue(new DOMException("", name));
    expect(await make_key(adding, signal)).toEqual({ ok: false, failure });
});

test("AKeyWhosePublicHalfTheBrowserCannotReadIsNone", async () => {
    device.create.mockResolvedValue(made_credential(null));
    expect(await make_key(adding, signal)).toEqual({ ok: false, failure: "not_made" });
    device.create.mockResolvedValue(null);
    expect(await make_key(adding, signal)).toEqual({ ok: false, failure: "not_made" });
});

test("ADeviceIsAskedForTheKeysOfThisHostAlone", async () => {
    device.get.mockResolvedValue(shown_credential());
    expect(await touch_key(showing, signal)).toEqual({
        ok: true,
        value: { id: "AQID", client_data: "BQ", authenticator_data: "Bg", signature: "Bw" },
    });
    expect(device.get).toHaveBeenCalledExactlyOnceWith({
        signal,
        publicKey: {
            challenge: bytes_of("AAEC"),
            rpId: "centre.example",
            allowCredentials: [{ type: "public-key", id: bytes_of("AQID") }],
            userVerification: "preferred",
            timeout: 60_000,
        },
    });
});

test("WithoutAKeyOfThisHostTheDeviceIsNotAsked", async () => {
    const keys = showing.keys.slice(1);
    expect(await touch_key({ ...showing, keys }, signal)).toEqual({ ok: false, failure: "not_shown" });
    expect(device.get).not.toHaveBeenCalled();
});

test("WhoeverCancelsShowedNoKey", async () => {
    device.get.mockRejectedValue(new DOMException("", "NotAllowedError"));
    expect(await touch_key(showing, signal)).toEqual({ ok: false, failure: "not_shown" });
    device.get.mockResolvedValue(null);
    expect(await touch_key(showing, signal)).toEqual({ ok: false, failure: "not_shown" });
});
