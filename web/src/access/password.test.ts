import { describe, expect, test } from "vitest";
import "./password_messages.ts";
import { field_of, refused_at_once, weakness_of } from "./password.ts";

test.each([
    ["account.wrong_old_password", "old-password"],
    ["password.old_missing", "old-password"],
    ["account.password_weak", "new-password"],
    ["session.throttled", undefined],
    ["network.offline", undefined],
])("ARefusalIsSaidAtItsField %s", (code, field) => {
    expect(field_of({ status: 403, code, params: {} })).toBe(field);
});

describe("without asking the server", () => {
    test("ElevenCharactersAreTooFew", () => {
        expect(refused_at_once("éééééééééé1", null)?.code).toBe("account.password_weak");
        expect(refused_at_once("éééééééééé12", null)).toBeNull();
    });

    test("LettersAreCountedAsPeopleSeeThem", () => {
        const accented = "e\u0301";
        expect(refused_at_once(accented.repeat(11), null)?.params["reason"]).toBe("short");
        expect(refused_at_once(accented.repeat(12), null)).toBeNull();
    });

    test("TheOldOneIsNeededWhereItIsAskedFor", () => {
        expect(refused_at_once("quatre mots sans lien", "")?.code).toBe("password.old_missing");
        expect(refused_at_once("quatre mots sans lien", "x")).toBeNull();
    });
});

test.each([
    ["short", "au moins 12"],
    ["long", "256"],
    ["common", "Beaucoup de gens"],
    ["names", "noms"],
])("TheSentenceSaysWhyItIsWeak %s", (reason, words) => {
    const problem = { status: 422, code: "account.password_weak", params: { reason, length_min: 12 } };
    expect(weakness_of(problem)).toContain(words);
});

test("AReasonOfALaterServerIsLeftToTheCode", () => {
    const params = { reason: "invented", length_min: 12 };
    expect(weakness_of({ status: 422, code: "account.password_weak", params })).toBeUndefined();
    expect(weakness_of({ status: 422, code: "session.throttled", params: {} })).toBeUndefined();
});
