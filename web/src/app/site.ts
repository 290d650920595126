import type { Site } from "../api/types.ts";
import { keep, kept } from "./kept.ts";

// The site of an account that has one; otherwise the one that was last worked for in this tab, or the
// only one there is. Never a guess among several: a person registered at the wrong site is looked for at
// the right one.

const kept_as = "jatigi.site";

export function remember_site(code: string): void {
    keep(kept_as, code);
}

export function usual_site(own: string | null, sites: readonly Site[]): string {
    if (own !== null) return own;
    const last = kept(kept_as);
    if (sites.some(({ code }) => code === last)) return last;
    return sites.length === 1 ? (sites[0]?.code ?? "") : "";
}

// As they stand in every list to choose from: the code first, since people type it.
export function site_options(sites: readonly Site[]): { value: string; label: string }[] {
    return sites.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }));
}
