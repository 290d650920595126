const form = /^([A-Z]{2,4})(\d{5,9})([0-9A-Z])$/;

// A case number as people read it aloud: "ASM 481 930 257 K", and "ASM 00427 K" for the short ones of
// before. What is none stays as it is: a list may show the code of a card in the same place.
export function case_number_text(number: string): string {
    const [, prefix = "", digits = "", check = ""] = form.exec(number) ?? [];
    if (prefix === "") return number;
    const groups = digits.length % 3 === 0 ? (digits.match(/\d{3}/g) ?? []) : [digits];
    return [prefix, ...groups, check].join(" ");
}
