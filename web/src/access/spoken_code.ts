// Codes that are read out on the telephone: twelve digits in three groups of four, as on the sheet.

export const digits_max = 12;
const group_length = 4;

export function digits_of(text: string): string {
    return text.replace(/\D/g, "").slice(0, digits_max);
}

export function grouped(digits: string): string {
    return (digits.match(/.{1,4}/g) ?? []).join(" ");
}

export function is_whole(text: string): boolean {
    return digits_of(text).length === digits_max;
}

// The field as it should stand after a key, and where its caret belongs: behind the same digit as before.
export function regroup(text: string, caret: number): { text: string; caret: number } {
    const digits = digits_of(text);
    const before = Math.min(digits_of(text.slice(0, caret)).length, digits.length);
    const groups_before = before === 0 ? 0 : Math.floor((before - 1) / group_length);
    return { text: grouped(digits), caret: before + groups_before };
}
