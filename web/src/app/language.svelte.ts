import { keep, kept } from "./kept.ts";

export interface Language {
    code: LanguageCode;
    // The language's own name: a reader looks for her own.
    name: string;
    short: string;
    dir: "ltr" | "rtl";
    // Digits are pinned: several Arabic locales would otherwise print Arabic-Indic ones, which do not
    // match the printed cards.
    locale: string;
}

export type LanguageCode = "fr" | "en";

export const languages: readonly Language[] = [
    { code: "fr", name: "Français", short: "FR", dir: "ltr", locale: "fr-u-nu-latn" },
    { code: "en", name: "English", short: "EN", dir: "ltr", locale: "en-GB-u-nu-latn" },
];

const remembered_as = "jatigi.language";

class CurrentLanguage {
    private code = $state<LanguageCode>(remembered());

    get value(): Language {
        return languages.find((each) => each.code === this.code) ?? languages[0]!;
    }

    choose(code: LanguageCode): void {
        this.code = code;
        this.apply();
        keep(remembered_as, code, true);
    }

    apply(): void {
        document.documentElement.lang = this.value.code;
        document.documentElement.dir = this.value.dir;
    }
}

function remembered(): LanguageCode {
    const code = kept(remembered_as, true);
    return languages.find((each) => each.code === code)?.code ?? "fr";
}

export const language = new CurrentLanguage();
