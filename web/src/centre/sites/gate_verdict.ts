import { case_number_text } from "../../app/case_number.ts";
import { problem_hint, problem_word, t } from "../../app/messages.ts";
import type { IconName } from "../../ui/Icon.svelte";
import type { VerdictTone } from "../../ui/Verdict.svelte";
import type { GatePassage } from "./gate.svelte.ts";

export interface GateVerdict {
    // Stable, for tests and styles.
    name: string;
    tone: VerdictTone;
    icon: IconName;
    word: string;
    code: string;
    hint: string;
}

// What the gate says about a passage, in the current language.
export function gate_verdict(passage: GatePassage | null): GateVerdict {
    const verdict = words_of(passage);
    return { ...verdict, code: case_number_text(verdict.code) };
}

function words_of(passage: GatePassage | null): GateVerdict {
    if (!passage) {
        return {
            name: "ready",
            tone: "ready",
            icon: "card",
            word: t("verdict.ready.word"),
            code: "",
            hint: t("gate.ready_hint"),
        };
    }
    const { outcome, code, way } = passage;
    switch (outcome.kind) {
        case "pending":
            return { name: "pending", tone: "pending", icon: "clock", word: t("verdict.pending.word"), code, hint: "" };
        case "done":
            return {
                name: way,
                tone: "good",
                icon: "check",
                word: t(`gate.${way}.word`),
                code: outcome.case_number,
                hint: t(`gate.${way}.hint`),
            };
        case "noted":
            return {
                name: "noted",
                tone: "noted",
                icon: "clock",
                word: t("verdict.noted.word"),
                code,
                hint: t("verdict.noted.hint"),
            };
        case "refused":
            return {
                name: outcome.problem.code,
                tone: "bad",
                icon: "cross",
                word: problem_word(outcome.problem),
                code,
                hint: problem_hint(outcome.problem),
            };
    }
}
