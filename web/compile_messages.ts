import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";
import type { Message, Part } from "./src/app/message.ts";

// Reads the ICU messages of the catalogues once, at build time, so that no browser has to carry the
// parser. What the screens' own formatter does not know is refused here, not met in the field.
export function compile_message(text: string): Message {
    return joined(parse(text, { ignoreTag: true }).map(part_of));
}

function joined(parts: Part[]): Message {
    const [only] = parts;
    if (parts.length === 0) return "";
    return parts.length === 1 && typeof only === "string" ? only : parts;
}

function part_of(element: MessageFormatElement): Part {
    switch (element.type) {
        case TYPE.literal:
            return element.value;
        case TYPE.argument:
            return [element.value];
        case TYPE.pound:
            return 0;
        case TYPE.number:
            if (!element.style) return [element.value, "number"];
            break;
        case TYPE.plural:
            if (element.pluralType !== "cardinal" || element.offset !== 0) break;
            return [
                element.value,
                Object.fromEntries(
                    Object.entries(element.options).map(([choice, { value }]) => [
                        choice,
                        joined(value.map(part_of)),
                    ]),
                ),
            ];
    }
    throw new Error(`this kind of message is not known here: ${JSON.stringify(element)}`);
}

// French puts a blank before these signs, and inside quotation marks; a line must not begin with one of them
// alone. Typed as blanks in the catalogues, where nobody sees the difference.
const narrow = "\u202f";
const wide = "\u00a0";
export function with_french_blanks(text: string): string {
    return text
        .replace(/ (?=[;!?»%])/g, narrow)
        .replace(/« /g, `«${narrow}`)
        .replace(/ (?=:)/g, wide)
        .replace(/(?<=\d) (?=\d{3}(?!\d))/g, narrow);
}

export function compiled_messages(): Plugin {
    return {
        name: "compiled-messages",
        enforce: "pre",
        transform(code, id) {
            if (!/\.(fr|en)\.json$/.test(id)) return null;
            const messages = Object.entries(JSON.parse(code) as Record<string, string>);
            const typeset = id.endsWith(".fr.json") ? with_french_blanks : (text: string) => text;
            const compiled = messages.map(([key, text]) => [key, compile_message(typeset(text))]);
            return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
        },
    };
}
