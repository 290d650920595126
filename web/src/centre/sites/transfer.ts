// The server takes so many at once.
export const codes_max = 500;

// What was scanned or typed into one field, a line or a blank between two; twice is once.
export function read_codes(text: string): string[] {
    return [...new Set(text.split(/[\s;,]+/).filter(Boolean))];
}
