// What this device can say of a typed case number by itself: its last character checks the others
// (ISO/IEC 7064, MOD 37-2, as the server computes it).
const form = /^[A-Z]{2,4}\d{5,9}[0-9A-Z]$/;
// Keys that a scanner set for another keyboard types for others: the server tries those, this does not.
const of_other_keyboards = /[YZ-]/;

export function compact(typed: string): string {
    return typed.toUpperCase().replace(/[ .-]/g, "");
}

// Only of what is surely meant as a number and is none. O and I stand for 0 and 1 after the site's letters.
export function is_mistyped(typed: string): boolean {
    if (of_other_keyboards.test(typed.toUpperCase())) return false;
    const readings = [4, 3, 2]
        .map((letters) => {
            const text = compact(typed);
            return text.slice(0, letters) + text.slice(letters).replace(/O/g, "0").replace(/I/g, "1");
        })
        .filter((text) => form.test(text));
    return readings.length > 0 && !readings.some(has_valid_check);
}

function has_valid_check(number: string): boolean {
    const modulus = 37;
    const sum = [...number.slice(0, -1)].reduce((so_far, letter) => ((so_far + value_of(letter)) * 2) % modulus, 0);
    return (modulus + 1 - sum) % modulus === value_of(number.slice(-1));
}

function value_of(letter: string): number {
    return Number.parseInt(letter, 36);
}
