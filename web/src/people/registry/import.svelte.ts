import {
    answer_import,
    commit_import,
    read_import,
    read_import_rows,
    send_households,
    send_list,
    type Import,
    type ImportAnswers,
    type ImportCounts,
    type ImportRow,
    type RowFilter,
} from "../../api/imports.ts";
import type { Problem } from "../../api/problem.ts";

export const poll_ms = 1_000;
export const rows_per_page = 100;

// One list on its way in: sent, previewed, committed. The preview lives on the server for an hour.
export class ImportRun {
    current = $state.raw<Import | null>(null);
    problem = $state.raw<Problem | null>(null);
    // The part of the file that has left, 0 to 1; null while nothing is being sent.
    sent = $state<number | null>(null);
    committing = $state(false);
    answering = $state(false);

    private timer: ReturnType<typeof setTimeout> | undefined;
    private stopped = false;

    async send(site: string, list_date: string, file: Blob): Promise<boolean> {
        if (this.sent !== null) return false;
        this.problem = null;
        this.sent = 0;
        const reply = await send_list(site, list_date, file, (part) => (this.sent = part));
        this.sent = null;
        if (reply.ok) this.take(reply.value);
        else this.problem = reply.problem;
        return reply.ok;
    }

    // The same list, read again.
    async answer(answers: ImportAnswers): Promise<boolean> {
        const { current } = this;
        if (!current || this.answering) return false;
        this.problem = null;
        this.answering = true;
        const reply = await answer_import(current.import, answers);
        this.answering = false;
        if (reply.ok) this.take(reply.value);
        else this.problem = reply.problem;
        return reply.ok;
    }

    async add_households(file: Blob): Promise<boolean> {
        const { current } = this;
        if (!current || this.answering) return false;
        this.problem = null;
        this.answering = true;
        const reply = await send_households(current.import, file, () => {});
        this.answering = false;
        if (reply.ok) this.take(reply.value);
        else this.problem = reply.problem;
        return reply.ok;
    }

    async load(id: string): Promise<void> {
        const reply = await read_import(id);
        if (this.stopped) return;
        if (reply.ok) {
            this.problem = null;
            this.take(reply.value);
            return;
        }
        this.problem = reply.problem;
        // A lost answer does not stop what runs on the server.
        if (this.current?.state === "running" && reply.problem.status !== 404) this.poll();
    }

    async commit(): Promise<void> {
        const { current } = this;
        if (!current || this.committing || current.state !== "previewed") return;
        this.problem = null;
        this.committing = true;
        const reply = await commit_import(current.import);
        this.committing = false;
        // Without an answer it may have begun all the same: ask how it stands rather than again.
        if (!reply.ok) this.problem = reply.problem;
        await this.load(current.import);
        if (!reply.ok && this.current?.state === "previewed") this.problem = reply.problem;
    }

    // When the page is left; the server goes on by itself.
    stop(): void {
        this.stopped = true;
        clearTimeout(this.timer);
    }

    private take(fresh: Import): void {
        this.current = fresh;
        if (fresh.state === "running") this.poll();
    }

    private poll(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            if (this.current) void this.load(this.current.import);
        }, poll_ms);
    }
}

// The rows of one preview, a hundred at a time. Answers to an older page or filter are dropped.
export class ImportRows {
    filter = $state<RowFilter>("rejected");
    from = $state(0);
    rows = $state.raw<ImportRow[]>([]);
    total = $state(0);
    problem = $state.raw<Problem | null>(null);
    loading = $state(false);

    private newest = 0;

    constructor(private readonly id: string) {}

    async show(filter: RowFilter, from: number): Promise<void> {
        const number = ++this.newest;
        this.filter = filter;
        this.from = from;
        this.loading = true;
        const reply = await read_import_rows(this.id, filter, from, rows_per_page);
        if (number !== this.newest) return;
        this.loading = false;
        this.problem = reply.ok ? null : reply.problem;
        this.rows = reply.ok ? reply.value.rows : [];
        this.total = reply.ok ? reply.value.total : 0;
    }
}

// How many sheets of cards one document holds at most: a printer and a browser must swallow it.
export const cards_per_document = 200;

// How many people a list would add to the register, at least: a row that repeats another and whose person
// is probably known already is counted on both sides.
export function new_people(counts: ImportCounts): number {
    const known = counts.duplicates + counts.already_known + counts.probably_known;
    return Math.max(0, counts.accepted + counts.warned - known);
}

// The case numbers that a committed import gave, in the order of the list; with `known`, also those that
// its rows had before.
export interface CardOfRow {
    row: number;
    case_number: string;
}

export async function cards_of_rows(
    id: string,
    known: boolean,
): Promise<{ ok: true; value: CardOfRow[] } | { ok: false; problem: Problem }> {
    const all: CardOfRow[] = [];
    for (let from = 0; ; from += rows_per_page) {
        const reply = await read_import_rows(id, "all", from, rows_per_page);
        if (!reply.ok) return reply;
        for (const { row, case_number, known_as } of reply.value.rows) {
            if (case_number && (known || case_number !== known_as)) all.push({ row, case_number });
        }
        if (from + rows_per_page >= reply.value.total) return { ok: true, value: all };
    }
}

// Told as one total only: a row marked with it would be marked for everybody who reads this screen.
export const sensitive_reason = "SENSITIVE_IN_LIST";

export function shown_reasons(reasons: readonly string[]): string[] {
    return reasons.filter((reason) => reason !== sensitive_reason);
}

export function reason_counts(reasons: Record<string, number>): { code: string; count: number }[] {
    return shown_reasons(Object.keys(reasons))
        .map((code) => ({ code, count: reasons[code] ?? 0 }))
        .filter(({ count }) => count > 0)
        .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

// Whether something must be answered before the list can be recorded.
export function is_open(current: Import): boolean {
    return (current.questions ?? []).some((question) => question.open);
}

// The fields that a column may be answered to be, as somebody looks for them.
export const answer_fields = [
    "family_name", "given_names", "full_name", "full_name_given_first", "sex", "birth", "age",
    "nationality", "arrival_date", "registration_date", "birth_place", "origin", "father_name",
    "mother_name", "parents", "household", "relation", "phone", "document", "document_type",
    "document_no", "marital_status", "languages", "vulnerabilities", "observations", "list_no",
] as const;
