import { describe, expect, test } from "vitest";
import { field_of, refused_at_once } from "./password.ts";

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

    test("TheOldOneIsNeededWhereItIsAskedFor", () => {
        expect(refused_at_once("quatre mots sans lien", "")?.code).toBe("password.old_missing");
        expect(refused_at_once("quatre mots sans lien", "x")).toBeNull();
    });
});
