import type { Waiting } from "../../outbox/store.ts";

export interface CountOfAccount {
    account: string;
    count: number;
}

// In the order of the first scan.
export function by_account(waiting: readonly Waiting[]): CountOfAccount[] {
    const counts = new Map<string, number>();
    for (const { account } of waiting) counts.set(account, (counts.get(account) ?? 0) + 1);
    return [...counts].map(([account, count]) => ({ account, count }));
}
