import { request, type Reply } from "./request.ts";
import type { Session } from "./types.ts";

export const pin_digits_min = 4;
export const pin_digits_max = 8;

// Good on this device alone, until the distribution is closed and for twelve hours at most.
export function choose_pin(
    round: string,
    command: string,
    pin: string,
): Promise<Reply<{ until: string }>> {
    return request("POST", `/rounds/${encodeURIComponent(round)}/pin`, { command, pin });
}

// Answers as a sign-in does. What begins is for the gate and for meals alone.
export function begin_by_pin(round: string, name: string, pin: string): Promise<Reply<Session>> {
    return request("POST", "/session/pin", { round, name, pin });
}
