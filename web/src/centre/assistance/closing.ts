import type { ClosingBody, Round } from "../../api/types.ts";

export type CountField = "cooked" | "refused" | "left_over" | "thrown_away" | "head_count";
export const count_fields: readonly CountField[] = [
    "cooked",
    "refused",
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

// Portions cooked that nobody received, kept, threw away or sent back; null where the kitchen did not count.
export function unexplained(body: ClosingBody, served: number): number | null {
    if (body.cooked === undefined) return null;
    return body.cooked - served - (body.refused ?? 0) - (body.left_over ?? 0) - (body.thrown_away ?? 0);
}

// By name and by number.
export function handed_out({ served, counted }: Pick<Round, "served" | "counted">): number {
    return served + (counted ?? 0);
}

// Of those who were expected: without the staff, and without those whose name nobody has typed.
export function people_fed({ served, plates }: Pick<Round, "served" | "plates">): number {
    return (plates ?? [])
        .filter(({ line }) => line !== "staff" && line !== "unregistered")
        .reduce((sum, each) => sum + each.plates, served);
}
