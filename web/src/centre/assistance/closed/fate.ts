import { problem_hint, problem_word, t } from "../../../app/messages.ts";
import type { Fate } from "./bringing_in.svelte.ts";

// What the page says about a plate, and why.
export function fate_text(fate: Fate): { word: string; why: string } {
    if (fate.kind === "refused") {
        return { word: problem_word(fate.problem), why: problem_hint(fate.problem) };
    }
    const why = fate.kind === "waiting" && fate.problem ? problem_word(fate.problem) : "";
    return { word: t(`counts.fate.${fate.kind}`), why };
}
