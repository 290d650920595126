import type { Site } from "../api/types.ts";

// The site of an account that has one; otherwise the one that was last worked for in this tab, or the
// only one there is. Never a guess among several: a person registered at the wrong site is looked for at
// the right one.

const kept_as = "jatigi.site";

// For as long as this tab is open, also when its page is loaded again.
export function remember_site(code: string): void {
    try {
        sessionStorage.setItem(kept_as, code);
    } catch {
        // No storage: it is chosen again.
    }
}

function remembered(): string {
    try {
        return sessionStorage.getItem(kept_as) ?? "";
    } catch {
        return "";
    }
}

export function usual_site(own: string | null, sites: readonly Site[]): string {
    if (own !== null) return own;
    const last = remembered();
    if (sites.some(({ code }) => code === last)) return last;
    return sites.length === 1 ? (sites[0]?.code ?? "") : "";
}
