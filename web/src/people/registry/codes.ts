// What a scanner or a hand may type in place of a name. The server reads both exactly; this only tells
// them from names, so that Enter opens a file at once.

// 26 characters of Crockford's base 32.
const card = /^[0-9A-HJKMNP-TV-Z]{26}$/i;
// Letters of the site, a number, a check character: "ASM481930257K", "asm-00427-k", "ASM 481 930 257 K".
const case_number = /^[A-Z]{2,4}[\s.-]?(?:[\dOI][\s.-]?){5,9}[0-9A-Z]$/i;

// A scanner that is set to another keyboard writes signs for digits: "QS?àààà&Z". Which, the server knows.
const signs = String.raw`à&é"'(\-è_ç§!»ê‘’«`;
const number_in_signs = new RegExp(`^[A-Z?]{2,4}[)ß'.-]?[${signs}]{5,9}[)ß'.-]?.$`, "i");
const card_in_signs = new RegExp(`^(?=(?:[^${signs}]*[${signs}]){4})\\S{26}$`, "i");
// What some scanners put in front, "]Q1", on each of these keyboards.
const mark = /^(?:\][a-z]\d|\$a&|\+aà|\+?q1(?=\S{8}))/i;

export function opens_a_file(typed: string): boolean {
    const text = typed.trim();
    return [text, text.replace(mark, "")].some(
        (code) =>
            card.test(code) ||
            case_number.test(code) ||
            number_in_signs.test(code) ||
            card_in_signs.test(code),
    );
}
