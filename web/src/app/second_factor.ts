import type { SecondFactor } from "../api/second_factor.ts";

export const factor_path = "/second-factor";

// Whether the page of the second factor stands before all others: somebody went there, or is to show it
// or to enrol. Distributions ask for none.
export function stands_first(factor: SecondFactor | undefined, path: string): boolean {
    if (path === factor_path) return factor !== undefined && factor !== "none";
    return (factor === "asked" || factor === "required") && !path.startsWith("/rounds");
}
