import type { Problem } from "../api/problem.ts";

export type PasswordFieldName = "old-password" | "new-password";

// The server decides; this only spares a round trip for what it certainly refuses.
export const length_min = 12;

const fields: Readonly<Record<string, PasswordFieldName>> = {
    "password.old_missing": "old-password",
    "account.wrong_old_password": "old-password",
    "account.password_weak": "new-password",
};

// Where a refusal is said; nowhere when it is about neither password.
export function field_of(problem: Problem): PasswordFieldName | undefined {
    return fields[problem.code];
}

// What needs no server to be refused. `old` is null where it is not asked for.
export function refused_at_once(password: string, old: string | null): Problem | null {
    if (old === "") return { status: 422, code: "password.old_missing", params: {} };
    if ([...password].length >= length_min) return null;
    return { status: 422, code: "account.password_weak", params: { length_min } };
}
