import type { Days } from "./openings.ts";
import { request, type Reply } from "./request.ts";

// Who signed in, who could not, what was refused. What happens often is counted by the server: one row
// says that it began, another how often it went on within the minute.
export interface SecurityEvent {
    at: string;
    kind: string;
    // Null: a name that nobody has, or nobody.
    account: string | null;
    detail: string;
    count: number;
}

// An account that read unusually much, or an emergency account that was made.
export interface Alarm {
    at: string;
    account: string;
    kind: string;
    count: number;
    released_at: string | null;
}

export function read_security_events(
    { from, to }: Days,
    offset: number,
): Promise<Reply<{ events: SecurityEvent[]; more: boolean }>> {
    const query = new URLSearchParams({ from, to, offset: String(offset) });
    return request("GET", `/security-events?${query}`);
}

export function read_alarms({
    from,
    to,
}: Days): Promise<Reply<{ alarms: Alarm[]; more_alarms: boolean }>> {
    return request("GET", `/openings/summary?${new URLSearchParams({ from, to })}`);
}
