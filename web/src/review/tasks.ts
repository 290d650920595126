import type { ReviewTask } from "../api/review.ts";
import { case_number_text } from "../app/case_number.ts";
import { language } from "../app/language.svelte.ts";
import { day_text, moment_text, t, word_of } from "../app/messages.ts";
import { has_page, type Rights } from "../app/navigation.ts";
import { service_name } from "../centre/assistance/service_name.ts";

export interface Group {
    reason: string;
    tasks: ReviewTask[];
}

// What is alike stands together; a few questions stand before the many rows of a list.
export function by_reason(tasks: readonly ReviewTask[]): Group[] {
    const groups: Group[] = [];
    for (const task of tasks) {
        const group = groups.find(({ reason }) => reason === task.reason);
        if (group) group.tasks.push(task);
        else groups.push({ reason: task.reason, tasks: [task] });
    }
    return groups.sort((one, other) => one.tasks.length - other.tasks.length);
}

export interface Subject {
    text: string;
    // Null where this account has no page for it.
    path: string | null;
}

export function subjects_of(task: ReviewTask, rights: Rights): Subject[] {
    const subject = (text: string, path: string): Subject => ({
        text,
        path: has_page(path, rights) ? path : null,
    });
    if (task.kind === "round") {
        const { round, service, day } = task.about;
        const text = `${service_name(service, language.value.code)} · ${day_text(day)}`;
        return [subject(text, `/rounds/${encodeURIComponent(round)}`)];
    }
    if (task.kind === "actor") return [subject(task.about.account, "/accounts")];
    return Object.values(task.about).map((number) =>
        subject(case_number_text(number), `/people/${encodeURIComponent(number)}`),
    );
}

// What is to be looked at there, in short words.
export function details_of(task: ReviewTask): string[] {
    if (task.kind === "actor") {
        const { role, ends_at, reason } = task.about;
        return [word_of("role", role), t("review.until", { moment: moment_text(ends_at) }), reason];
    }
    if (task.kind !== "round") return task.marks.map((mark) => word_of("row", mark));
    const { late, double } = task.about;
    return [
        ...(late > 0 ? [t("round.closed.late", { count: late })] : []),
        ...(double > 0 ? [t("round.closed.double", { count: double })] : []),
    ];
}

// Two words about two files close a task by themselves: the answer is given in the file.
export function is_answered_elsewhere(task: ReviewTask): boolean {
    return task.kind === "same_person";
}

// What was said when it was done; of two files, the ground of the last word.
export function words_of(task: ReviewTask): string {
    const words = task.closed?.words ?? "";
    return task.kind === "same_person" ? word_of("ground", words) : words;
}
