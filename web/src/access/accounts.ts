import type { Account, Unconfirmed } from "../api/accounts.ts";
import type { IconName } from "../ui/Icon.svelte";

// What an account is at the moment: one word, one icon, one colour.
export type AccountState = "waiting" | "invited" | "open" | "emergency" | "over" | "closed" | "altered";

export interface StateLook {
    icon: IconName;
    tone: "good" | "warn" | "bad" | "quiet";
}

export const looks: Readonly<Record<AccountState, StateLook>> = {
    waiting: { icon: "clock", tone: "warn" },
    invited: { icon: "card", tone: "quiet" },
    open: { icon: "check", tone: "good" },
    emergency: { icon: "warning", tone: "bad" },
    over: { icon: "lock", tone: "quiet" },
    closed: { icon: "lock", tone: "quiet" },
    altered: { icon: "warning", tone: "bad" },
};

export function state_of(account: Account, now_ms: number): AccountState {
    if (account.closed_at !== null) return "closed";
    if (account.altered) return "altered";
    if (account.ends_at !== null && Date.parse(account.ends_at) <= now_ms) return "over";
    if (!account.confirmed) return "waiting";
    if (account.emergency) return "emergency";
    return account.has_password ? "open" : "invited";
}

// As far as the list tells: a role that takes no confirmation never had one.
export function takes_confirmation(account: Account): boolean {
    if (account.confirmed_how === "emergency") return false;
    return !account.confirmed || account.confirmed_how !== null;
}

export interface Waiting extends Unconfirmed {
    // Why there is no button, where there is none: whoever made an account does not confirm it, and some
    // are for others to confirm.
    way: "confirm" | "own" | "others";
}

// Those that wait for a confirmation, the oldest first. The list may be cut, and so may what the account
// may confirm; together they are what is known.
export function waiting_of(
    accounts: readonly Account[],
    confirmable: readonly Unconfirmed[],
    own_name: string,
): Waiting[] {
    const names = new Set(confirmable.map(({ name }) => name));
    const others = accounts.filter(
        (each) => !each.confirmed && each.closed_at === null && !names.has(each.name),
    );
    return [...confirmable, ...others]
        .map(({ name, role, site, made_by, made_at }) => ({
            ...{ name, role, site, made_by, made_at },
            way: way_of(names.has(name), made_by === own_name),
        }))
        .sort((a, b) => Date.parse(a.made_at) - Date.parse(b.made_at));
}

function way_of(may: boolean, is_own: boolean): Waiting["way"] {
    if (!may) return "others";
    return is_own ? "own" : "confirm";
}

// The server's own rule, so that a name that it certainly refuses is not sent.
export function is_name(text: string): boolean {
    return /^[A-Za-z0-9._@-]{2,64}$/.test(text);
}
