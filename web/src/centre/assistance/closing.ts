import type { ClosingBody } from "../../api/types.ts";

export type CountField = "cooked" | "left_over" | "thrown_away" | "head_count";
export const count_fields: readonly CountField[] = [
    "cooked",
    "left_over",
    "thrown_away",
    "head_count",
];

export type ClosingForm = Record<CountField, string> & { explanation: string };

// More than any kitchen cooks in a day; a longer number is a card scanned into the wrong field.
const count_max = 99_999;

export interface ReadClosing {
    body: ClosingBody;
    wrong: CountField[];
}

// An empty field was not counted, which is not the same as zero.
export function read_closing(form: ClosingForm): ReadClosing {
    const body: ClosingBody = {};
    const wrong: CountField[] = [];
    for (const field of count_fields) {
        const text = form[field].trim();
        if (text === "") continue;
        if (/^\d{1,5}$/.test(text) && Number(text) <= count_max) body[field] = Number(text);
        else wrong.push(field);
    }
    const explanation = form.explanation.trim();
    if (explanation !== "") body.explanation = explanation;
    return { body, wrong };
}

// So that nobody closes while half of the queue still stands outside, or the wrong distribution: more than a
// tenth of those expected are missing, or came on top.
export function is_far_off({ served, expected }: { served: number; expected: number }): boolean {
    return Math.abs(expected - served) * 10 > expected;
}

// Portions cooked that nobody received, kept or threw away; null where the kitchen did not count.
export function unexplained(body: ClosingBody, served: number): number | null {
    if (body.cooked === undefined) return null;
    return body.cooked - served - (body.left_over ?? 0) - (body.thrown_away ?? 0);
}
