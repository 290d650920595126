import type { Site } from "../api/types.ts";

// The site of an account that has one; otherwise the one that was last worked for on this page, or the
// only one there is. Never a guess among several: a person registered at the wrong site is looked for at
// the right one.

let last = "";

export function remember_site(code: string): void {
    last = code;
}

export function usual_site(own: string | null, sites: readonly Site[]): string {
    if (own !== null) return own;
    if (sites.some(({ code }) => code === last)) return last;
    return sites.length === 1 ? (sites[0]?.code ?? "") : "";
}
