// What a scanner or a hand may type in place of a name. The server reads both exactly; this only tells
// them from names, so that Enter opens a file at once.

// 26 characters of Crockford's base 32.
const card = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
// Letters of the site, a number, a check character: "ASM481930257K", "asm-00427-k", "ASM 481 930 257 K".
const case_number = /^[A-Z]{2,4}[\s.-]?(?:[\dOI][\s.-]?){5,9}[0-9A-Z]$/i;

export function opens_a_file(typed: string): boolean {
    const text = typed.trim();
    return card.test(text) || case_number.test(text);
}
