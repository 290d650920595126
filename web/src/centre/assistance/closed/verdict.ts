import { problem_hint, problem_word, t } from "../../../app/messages.ts";
import type { IconName } from "../../../ui/Icon.svelte";
import type { VerdictTone } from "../../../ui/Verdict.svelte";
import "../../../ui/more_icons.ts";
import { case_number_text } from "../../../app/case_number.ts";
import type { Counted } from "./counting.svelte.ts";

export interface CountVerdict {
    // Stable, for tests: the outcome, or the code of the refusal.
    name: string;
    tone: VerdictTone;
    icon: IconName;
    word: string;
    // What was counted: a number, or "+5".
    code: string;
    hint: string;
}

// What the screen says about one count, in the current language.
export function verdict_of(counted: Counted): CountVerdict {
    const code = counted.kind === "arrival" ? `+${counted.count}` : case_number_text(counted.number);
    return { ...words_of(counted), code };
}

function words_of({ outcome }: Counted): Omit<CountVerdict, "code"> {
    switch (outcome.kind) {
        case "pending":
            return { name: "pending", tone: "pending", icon: "clock", word: t("closed.pending"), hint: "" };
        case "counted":
            if (outcome.again) return { ...again(), name: "again" };
            return { name: "counted", tone: "good", icon: "check", word: t("closed.counted.word"), hint: "" };
        case "noted":
            if (outcome.again) return { ...again(), name: "noted_again" };
            return {
                name: "noted",
                tone: "noted",
                icon: "clock",
                word: t("closed.noted.word"),
                hint:
                    outcome.problem.status === 0
                        ? t("closed.noted.hint")
                        : problem_hint(outcome.problem),
            };
        case "refused":
            return {
                name: outcome.problem.code,
                tone: "bad",
                icon: "cross",
                word: problem_word(outcome.problem),
                hint: problem_hint(outcome.problem),
            };
        case "undone":
            return {
                name: "undone",
                tone: "good",
                icon: "undo",
                word: t("closed.undone.word"),
                hint: t("closed.undone.hint"),
            };
    }
}

function again(): Omit<CountVerdict, "code" | "name"> {
    const [word, hint] = [t("closed.again.word"), t("closed.again.hint")];
    return { tone: "warn", icon: "warning", word, hint };
}
