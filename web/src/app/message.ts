// A message as compile_messages.ts leaves it: text, or parts in order. A part is text, 0 for the number
// of the plural around it ("#"), a value, a value as a number, or a plural with its choices.
export type Message = string | Part[];
export type Part =
    | string
    | 0
    | [name: string]
    | [name: string, kind: "number"]
    | [name: string, choices: Record<string, Message>];

export type Values = Record<string, string | number | boolean>;

// Throws a RangeError when a value is missing: a sentence with a hole says something else.
export function format_message(
    message: Message,
    values: Values,
    locale: string,
    counted?: number,
): string {
    if (typeof message === "string") return message;
    return message.map((part) => text_of(part, values, locale, counted)).join("");
}

function text_of(part: Part, values: Values, locale: string, counted: number | undefined): string {
    if (typeof part === "string") return part;
    if (part === 0) return number_in(locale).format(counted ?? 0);
    const [name, kind] = part;
    const value = values[name];
    if (value === undefined) throw new RangeError(`the message needs "${name}"`);
    if (kind === undefined) return String(value);
    const count = Number(value);
    if (kind === "number") return number_in(locale).format(count);
    const choice = kind[`=${count}`] ?? kind[plural_in(locale).select(count)] ?? kind["other"] ?? "";
    return format_message(choice, values, locale, count);
}

// These are slow to make and asked for in every row of a list.
const numbers = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();

function number_in(locale: string): Intl.NumberFormat {
    let format = numbers.get(locale);
    if (!format) numbers.set(locale, (format = new Intl.NumberFormat(locale)));
    return format;
}

function plural_in(locale: string): Intl.PluralRules {
    let rules = plurals.get(locale);
    if (!rules) plurals.set(locale, (rules = new Intl.PluralRules(locale)));
    return rules;
}
