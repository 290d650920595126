import type { CountKind } from "../../../api/closed_counts.ts";

// What this device counts: a reload, or a tablet that was started again, goes on with the same.
export interface Choice {
    mode: CountKind | null;
    // Code of a service; empty until it was chosen.
    service: string;
}

const remembered_as = "jatigi.counting";
const kinds: readonly unknown[] = ["arrival", "wristband", "plate"];

export const choice = {
    read(): Choice {
        try {
            const kept = JSON.parse(localStorage.getItem(remembered_as) ?? "{}") as Partial<Choice>;
            return {
                mode: kinds.includes(kept.mode) ? (kept.mode ?? null) : null,
                service: typeof kept.service === "string" ? kept.service : "",
            };
        } catch {
            return { mode: null, service: "" };
        }
    },
    keep(made: Choice): void {
        try {
            localStorage.setItem(remembered_as, JSON.stringify(made));
        } catch {
            // Without storage the choice lasts as long as the page.
        }
    },
};
