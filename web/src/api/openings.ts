import { request, type Reply } from "./request.ts";

// Who opened what. Openings name no person but by case number.
export interface Opening {
    at: string;
    account: string;
    role: string;
    kind: string;
    class: string;
    case_number: string | null;
    filter: string | null;
    count: number;
}

export interface AccountOpenings {
    account: string;
    role: string;
    files: number;
    lists: number;
    most_in_an_hour: number;
    alarm: boolean;
}

export interface Days {
    from: string;
    to: string;
}

export function read_openings(
    { from, to }: Days,
    account: string,
): Promise<Reply<{ openings: Opening[]; more: boolean }>> {
    const query = new URLSearchParams({ from, to, ...(account ? { account } : {}) });
    return request("GET", `/openings?${query}`);
}

export async function read_openings_summary({ from, to }: Days): Promise<Reply<AccountOpenings[]>> {
    const query = new URLSearchParams({ from, to });
    const reply = await request<{ accounts: AccountOpenings[] }>("GET", `/openings/summary?${query}`);
    return reply.ok ? { ok: true, value: reply.value.accounts } : reply;
}

export function release_account(body: {
    command: string;
    account: string;
}): Promise<Reply<unknown>> {
    return request("POST", "/openings/release", body);
}
