import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SecondFactor } from "../api/second_factor.ts";
import type { AddedKey } from "../api/security_key.ts";
import {
    devices_with_keys,
    made_credential,
    no_devices,
    open_at,
    shown_credential,
    type Device,
} from "../api/security_key_for_tests.ts";
import SecondFactorPage from "./SecondFactorPage.svelte";

// The keys of devices, on the page of the second factor: added beside an app, and shown instead of a code.

let page: Record<string, unknown>;
let device: Device;
let asked: { place: string; body: Record<string, unknown> }[];
let answers: Record<string, () => Response>;
let keys: AddedKey[];
const ondone = vi.fn();

const adding = { challenge: "AAEC", user: { id: "CQgH", name: "fati.diallo" }, node: "assamaka", exclude: [] };
const mine: AddedKey = { id: "AQID", host: "centre.example", added_at: "2023-01-16T06:00:00.000Z" };
const elsewhere: AddedKey = { id: "BAUG", host: "other.example", added_at: "2023-01-17T06:00:00.000Z" };

const state = "GET /account/second-factor";
const propose_adding = "POST /account/security-keys/proposal";
const add = "POST /account/security-keys";
const propose_showing = "POST /session/security-key/proposal";
const show = "POST /session/security-key";

function json(body: unknown, status = 200): Response {
    return new Response(JSON.stringify(body), {
        status,
        headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
}

function refused(status: number, code: string, params = {}): () => Response {
    return () => json({ code, params }, status);
}

function cancelled(): Promise<never> {
    return Promise.reject(new DOMException("", "NotAllowedError"));
}

function open(second_factor: SecondFactor): void {
    const account = {
        name: "fati.diallo",
        role: "registrar",
        site: null,
        rights: ["search_persons"],
        must_set_password: false,
        asks_old_password: true,
        second_factor,
    };
    const node = { name: "assamaka", demonstration: false };
    page = mount(SecondFactorPage, {
        target: document.body,
        props: { session: { account, node, now: "2023-01-16T06:00:00.000Z" }, ondone },
    });
    flushSync();
}

function find(selector: string): HTMLElement | null {
    flushSync();
    return document.querySelector<HTMLElement>(selector);
}

async function appears(selector: string): Promise<HTMLElement> {
    return vi.waitUntil(() => find(selector));
}

async function press(action: string): Promise<void> {
    (await appears(`[data-action="${action}"]`)).click();
    flushSync();
}

async function says(words: string): Promise<void> {
    await vi.waitUntil(() => (flushSync(), document.body.textContent.includes(words)));
}

function sent(place: string): Record<string, unknown>[] {
    return asked.filter((each) => each.place === place).map((each) => each.body);
}

async function quiet(place: string): Promise<void> {
    await vi.waitUntil(() => sent(place).length > 0);
    await new Promise((done) => setTimeout(done));
    flushSync();
}

beforeEach(() => {
    asked = [];
    keys = [mine, elsewhere];
    ondone.mockReset();
    device = devices_with_keys();
    device.create.mockResolvedValue(made_credential());
    device.get.mockResolvedValue(shown_credential());
    open_at("https://centre.example/");
    answers = {
        [state]: () =>
            json({
                rule: "offered",
                for_role: true,
                enrolled_at: "2023-01-16T06:00:00.000Z",
                codes_left: 9,
                keys,
            }),
        [propose_adding]: () => json(adding),
        [add]: () => json({ id: "AQID" }, 201),
        [propose_showing]: () =>
            json({ challenge: "AAEC", keys: keys.map(({ id, host }) => ({ id, host })) }),
        [show]: () => json({ second_factor: "shown" }),
    };
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
        const place = `${init.method} ${address.replace("/api/v1", "")}`;
        asked.push({ place, body: JSON.parse(String(init.body ?? "{}")) });
        return (answers[place] ?? refused(404, "http.route_missing"))();
    });
});

afterEach(async () => {
    await unmount(page);
    no_devices();
});

test("EachKeyIsListedWithItsHostAndSinceWhen", async () => {
    open("shown");
    await appears('[data-key="AQID"]');
    expect(find('[data-key="AQID"]')!.textContent).toContain("centre.example");
    expect(find('[data-key="BAUG"]')!.textContent).toContain("17/01/2023");
});

test("WithoutAnEnrolledAppNoKeyIsOffered", async () => {
    answers[state] = () =>
        json({ rule: "offered", for_role: true, enrolled_at: null, codes_left: 0, keys: [] });
    open("offered");
    await quiet(state);
    expect(find('[data-list="security-keys"]')).toBeNull();
});

test("AKeyIsAddedByAPressAndTheListIsReadAgain", async () => {
    keys = [];
    open("shown");
    await says("Aucune clé.");
    expect(device.create).not.toHaveBeenCalled();
    keys = [mine];
    await press("add-security-key");
    await appears('[data-key="AQID"]');
    await says("Clé ajoutée.");
    expect(sent(add)).toEqual([
        {
            command: expect.stringMatching(/^[0-9a-f-]{36}$/),
            id: "AQID",
            host: "centre.example",
            public_key: "BA",
            client_data: "BQ",
            authenticator_data: "Bg",
        },
    ]);
});

test("TwoPressesAskTheDeviceOnce", async () => {
    device.create.mockReturnValue(new Promise(() => undefined));
    open("shown");
    await press("add-security-key");
    await press("add-security-key");
    await says("Suivez ce que demande");
    expect(sent(propose_adding).length).toBe(1);
});

test("WhoeverCancelsHasAddedNothing", async () => {
    device.create.mockImplementation(cancelled);
    open("shown");
    await press("add-security-key");
    await says("Aucune clé n’a été ajoutée.");
    expect(sent(add)).toEqual([]);
});

test("ADeviceThatHasAKeyAlreadyIsTold", async () => {
    device.create.mockRejectedValue(new DOMException("", "InvalidStateError"));
    open("shown");
    await press("add-security-key");
    await says("Cet appareil a déjà une clé ici.");
});

test.each([
    [propose_adding, 403, "session.not_fresh", {}, "reconnectez-vous avec votre mot de passe"],
    [propose_adding, 409, "account.factor_none", {}, "Ajoutez d’abord une application"],
    [add, 409, "security_key.too_many", { max: 5 }, "Un compte garde 5 clés au plus."],
    [add, 409, "security_key.no_proposal", {}, "Cette demande ne vaut plus."],
    [add, 422, "security_key.refused", {}, "La clé n’est pas acceptée."],
])("WhyAKeyWasNotAddedIsSaid %s %i %s", async (place, status, code, params, words) => {
    answers[place] = refused(status, code, params);
    open("shown");
    await press("add-security-key");
    await says(words);
    expect(find('[data-list="security-keys"] [role="alert"]')).not.toBeNull();
});

test("AKeyIsRemovedAfterOneQuestion", async () => {
    answers["POST /account/security-keys/AQID/removal"] = () => json({});
    open("shown");
    await press("remove-security-key");
    await says("Retirer cette clé\u202f?");
    expect(sent("POST /account/security-keys/AQID/removal")).toEqual([]);
    keys = [elsewhere];
    await press("remove-security-key-now");
    await says("Clé retirée.");
    await vi.waitUntil(() => find('[data-key="AQID"]') === null);
    expect(sent("POST /account/security-keys/AQID/removal")).toEqual([
        { command: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
});

test("AKeyThatIsGoneIsSaid", async () => {
    answers["POST /account/security-keys/AQID/removal"] = refused(404, "security_key.unknown");
    open("shown");
    await press("remove-security-key");
    await press("remove-security-key-now");
    await says("elle a déjà été retirée");
});

test.each([
    ["address", "http://192.168.1.20:8080/", "Ouvrez la page par son nom."],
    ["connection", "http://centre.example/", "pas en https"],
    ["browser", "https://centre.example/", "Ce navigateur ne connaît pas ces clés."],
])("WhereNoKeyCanBeAddedThePageSaysWhy %s", async (obstacle, address, words) => {
    open_at(address);
    if (obstacle === "connection") vi.stubGlobal("isSecureContext", false);
    if (obstacle === "browser") vi.stubGlobal("AuthenticatorAttestationResponse", class {});
    open("shown");
    await appears(`[data-obstacle="${obstacle}"]`);
    await says(words);
    expect(find('[data-action="add-security-key"]')).toBeNull();
    // One that was lost can be removed from anywhere.
    expect(find('[data-key="AQID"] [data-action="remove-security-key"]')).not.toBeNull();
});

test("APressShowsTheKeyInsteadOfACode", async () => {
    open("asked");
    await appears('[data-action="use-security-key"]');
    // Above the code, and never by itself.
    const follows = find('[data-action="use-security-key"]')!.compareDocumentPosition(find("form")!);
    expect(follows & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(device.get).not.toHaveBeenCalled();
    await press("use-security-key");
    await vi.waitUntil(() => ondone.mock.calls.length > 0);
    expect(device.get).toHaveBeenCalledOnce();
    expect(sent(show)).toEqual([
        { id: "AQID", client_data: "BQ", authenticator_data: "Bg", signature: "Bw" },
    ]);
});

test("EachPressSignsAChallengeOfItsOwn", async () => {
    device.get.mockImplementation(cancelled);
    open("asked");
    await press("use-security-key");
    await says("La clé n’a pas été montrée.");
    answers[propose_showing] = () => json({ challenge: "BwcH", keys });
    await press("use-security-key");
    await vi.waitUntil(() => device.get.mock.calls.length === 2);
    const challenges = device.get.mock.calls.map(([{ publicKey }]) => publicKey!.challenge as Uint8Array);
    expect(challenges.map((each) => [...each])).toEqual([[0, 1, 2], [7, 7, 7]]);
});

test("WhoeverCancelsTypesACode", async () => {
    device.get.mockImplementation(cancelled);
    open("asked");
    await press("use-security-key");
    await says("La clé n’a pas été montrée. Recommencez, ou tapez un code.");
    expect(sent(show)).toEqual([]);
    expect(ondone).not.toHaveBeenCalled();
    answers["POST /session/second-factor"] = () => json({ second_factor: "shown", printed: false });
    const field = document.querySelector<HTMLInputElement>("#factor-code")!;
    field.value = "492039";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("form")!.requestSubmit();
    await vi.waitUntil(() => ondone.mock.calls.length > 0);
});

test.each([
    [422, "security_key.refused", {}, "La clé n’est pas acceptée."],
    [409, "security_key.no_proposal", {}, "Cette demande ne vaut plus."],
    [429, "session.throttled", { retry_after_s: 30 }, "Réessayez dans 30 secondes"],
])("ARefusedKeyLeavesTheCode %i %s", async (status, code, params, words) => {
    answers[show] = refused(status, code, params);
    open("asked");
    await press("use-security-key");
    await says(words);
    expect(find("#factor-code")).not.toBeNull();
    expect(ondone).not.toHaveBeenCalled();
});

test("WithoutAKeyOfThisHostOnlyTheCodeIsAskedFor", async () => {
    keys = [elsewhere];
    open("asked");
    await quiet(propose_showing);
    expect(find('[data-action="use-security-key"]')).toBeNull();
    expect(find("#factor-code")).not.toBeNull();
});

test("WhereNoKeyWorksTheServerIsNotAskedForOne", async () => {
    open_at("http://192.168.1.20:8080/");
    open("asked");
    await new Promise((done) => setTimeout(done));
    expect(find('[data-action="use-security-key"]')).toBeNull();
    expect(asked).toEqual([]);
});

test("AServerThatCannotProposeLeavesTheCodeWithoutAWord", async () => {
    answers[propose_showing] = refused(503, "server.busy");
    open("asked");
    await quiet(propose_showing);
    expect(find('[role="alert"], [data-action="use-security-key"]')).toBeNull();
});

test("LeavingThePageLetsTheDeviceStop", async () => {
    device.get.mockReturnValue(new Promise(() => undefined));
    open("asked");
    await press("use-security-key");
    await vi.waitUntil(() => device.get.mock.calls.length > 0);
    const { signal } = device.get.mock.calls[0]![0];
    expect(signal!.aborted).toBe(false);
    await unmount(page);
    expect(signal!.aborted).toBe(true);
    open("asked");
});
