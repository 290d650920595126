import { problem_hint, problem_word, t } from "../../app/messages.ts";
import type { IconName } from "../../ui/Icon.svelte";
import type { VerdictTone } from "../../ui/Verdict.svelte";
import type { Passage } from "./round.svelte.ts";

export interface VerdictText {
    // Stable, for tests and styles: the outcome, or the code of the refusal.
    name: string;
    tone: VerdictTone;
    icon: IconName;
    word: string;
    code: string;
    hint: string;
    asks_reason: boolean;
}

// What the screen says about a passage, in the current language.
export function verdict_of(passage: Passage | null): VerdictText {
    if (!passage) {
        return {
            ...plain("ready", "ready", "card", t("verdict.ready.word")),
            hint: t("verdict.ready.hint"),
        };
    }
    const { outcome, code } = passage;
    switch (outcome.kind) {
        case "pending":
            return { ...plain("pending", "pending", "clock", t("verdict.pending.word")), code };
        case "served":
            return outcome.extra
                ? {
                      ...plain("extra", "good", "plus", t("verdict.extra.word")),
                      code: outcome.case_number,
                      hint: t("verdict.extra.hint"),
                  }
                : {
                      ...plain("served", "good", "check", t("verdict.served.word")),
                      code: outcome.case_number,
                  };
        case "undone":
            return {
                ...plain("undone", "good", "undo", t("verdict.undone.word")),
                code: outcome.case_number,
                hint: t("verdict.undone.hint"),
            };
        case "noted":
            return {
                ...plain("noted", "noted", "clock", t("verdict.noted.word")),
                code,
                hint:
                    outcome.problem.code === "store.full"
                        ? problem_hint(outcome.problem)
                        : t("verdict.noted.hint"),
            };
        case "already_served":
        case "refused": {
            const { problem } = outcome;
            const asks_reason = outcome.kind === "already_served" && outcome.overridable;
            return {
                name: problem.code,
                tone: asks_reason ? "warn" : "bad",
                icon: asks_reason ? "warning" : "cross",
                word: problem_word(problem),
                code: String(problem.params["case_number"] ?? code),
                hint: problem_hint(problem),
                asks_reason,
            };
        }
    }
}

function plain(name: string, tone: VerdictTone, icon: IconName, word: string): VerdictText {
    return { name, tone, icon, word, code: "", hint: "", asks_reason: false };
}
