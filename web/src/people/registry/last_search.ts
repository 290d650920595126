import { on_wipe } from "../../app/lock.ts";

// What was looked for last: whoever comes back from a file finds the others still there. In memory alone, and of
// the account that typed it.
let last = { account: "", text: "" };
on_wipe(() => (last = { account: "", text: "" }));

export function keep_search(account: string, text: string): void {
    last = { account, text };
}

export function search_of(account: string): string {
    return last.account === account ? last.text : "";
}
