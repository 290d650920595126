import "../../ui/more_icons.ts";
import { case_number_text } from "../../app/case_number.ts";
import { date_text, problem_hint, problem_word, t, time_of } from "../../app/messages.ts";
import type { IconName } from "../../ui/Icon.svelte";
import type { VerdictTone } from "../../ui/Verdict.svelte";
import type { AlreadyServed, Outcome, Passage } from "./round.svelte.ts";

export interface VerdictText {
    // Stable, for tests and styles: the outcome, or the code of the refusal.
    name: string;
    tone: VerdictTone;
    icon: IconName;
    word: string;
    code: string;
    hint: string;
    // Which reasons are offered.
    asks: "extra" | "exception" | null;
}

// What the screen says about a passage, in the current language.
export function verdict_of(passage: Passage | null): VerdictText {
    const verdict = words_of(passage);
    return { ...verdict, code: case_number_text(verdict.code) };
}

function words_of(passage: Passage | null): VerdictText {
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
            return { ...served_words(outcome), code: outcome.case_number };
        case "excepted":
            return {
                ...plain("excepted", "noted", "person", t("verdict.excepted.word")),
                code: outcome.case_number,
                hint: t("verdict.excepted.hint", { reason: t(`exception.${outcome.reason}`) }),
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
        case "noted_before": {
            const asks = outcome.way === "reason" ? "extra" : null;
            const tone = asks ? "warn" : "bad";
            return {
                ...plain("noted_before", tone, "warning", t("verdict.noted_before.word")),
                code,
                hint: t("verdict.noted_before.hint", { time: time_of(outcome.at_ms) }),
                asks,
            };
        }
        case "already_served":
        case "refused": {
            const { problem } = outcome;
            return {
                ...plain(problem.code, "bad", "cross", problem_word(problem)),
                code: String(problem.params["case_number"] ?? code),
                hint: problem_hint(problem),
                ...(outcome.kind === "already_served" ? already_words(outcome) : {}),
            };
        }
    }
}

function served_words({ state, late }: Extract<Outcome, { kind: "served" }>): VerdictText {
    const late_word = t("verdict.late.word");
    if (state === "double") {
        const word = t("verdict.double.word");
        return {
            ...plain("double", "warn", "warning", late ? `${word} · ${late_word}` : word),
            hint: t("verdict.double.hint"),
        };
    }
    if (late) {
        return { ...plain("late", "noted", "clock", late_word), hint: t("verdict.late.hint") };
    }
    if (state === "extra") {
        return {
            ...plain("extra", "good", "plus", t("verdict.extra.word")),
            hint: t("verdict.extra.hint"),
        };
    }
    return plain("served", "good", "check", t("verdict.served.word"));
}

function already_words({ way, problem, reason_problem }: AlreadyServed): Partial<VerdictText> {
    if (way === "reason") return { tone: "warn", icon: "warning", asks: "extra" };
    const first_day = problem.params["first_day"];
    const day =
        typeof first_day === "string"
            ? { word: t("verdict.received.word"), hint: t("verdict.received.hint", { day: date_text(first_day) }) }
            : {};
    if (way === "none") return day;
    if (!reason_problem) return { ...day, asks: "exception" };
    return {
        ...day,
        hint: `${problem_word(reason_problem)}. ${problem_hint(reason_problem)}`,
        asks: "exception",
    };
}

function plain(name: string, tone: VerdictTone, icon: IconName, word: string): VerdictText {
    return { name, tone, icon, word, code: "", hint: "", asks: null };
}
