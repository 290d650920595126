import type { Problem } from "../api/problem.ts";
import { t, type MessageKey } from "../app/messages.ts";

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

const weaknesses: readonly string[] = ["short", "long", "common", "names"];

// Why a password is too weak, in a sentence; nothing for other refusals, and for reasons of a later server.
export function weakness_of(problem: Problem): string | undefined {
    const { reason } = problem.params;
    if (problem.code !== "account.password_weak" || typeof reason !== "string") return undefined;
    if (!weaknesses.includes(reason)) return undefined;
    return t(`password.weak.${reason}` as MessageKey, problem.params);
}

// Letters as people see them: an e with its accent is one.
function letters_in(text: string): number {
    if (!("Segmenter" in Intl)) return [...text].length;
    return [...new Intl.Segmenter().segment(text)].length;
}

// What needs no server to be refused. `old` is null where it is not asked for.
export function refused_at_once(password: string, old: string | null): Problem | null {
    if (old === "") return { status: 422, code: "password.old_missing", params: {} };
    if (letters_in(password) >= length_min) return null;
    return { status: 422, code: "account.password_weak", params: { length_min, reason: "short" } };
}
