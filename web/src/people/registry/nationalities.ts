import { language } from "../../app/language.svelte.ts";

// Codes of ISO 3166-1 (three letters, and the two by which browsers know a country's name), as in
// reference/nationalities.csv. Those met most often in the Sahel come first.
type Pair = readonly [iso3: string, iso2: string];
const often: readonly Pair[] = [
    ["MLI", "ML"], ["NER", "NE"], ["SEN", "SN"], ["GIN", "GN"], ["CIV", "CI"], ["BFA", "BF"],
    ["NGA", "NG"], ["CMR", "CM"], ["GMB", "GM"], ["BEN", "BJ"], ["TGO", "TG"], ["GHA", "GH"],
    ["SLE", "SL"], ["LBR", "LR"], ["GNB", "GW"], ["MRT", "MR"], ["TCD", "TD"], ["SDN", "SD"],
];
const others: readonly Pair[] = [
    ["BGD", "BD"], ["CAF", "CF"], ["COD", "CD"], ["COG", "CG"], ["CPV", "CV"], ["DZA", "DZ"],
    ["EGY", "EG"], ["ERI", "ER"], ["ETH", "ET"], ["GAB", "GA"], ["LBY", "LY"], ["MAR", "MA"],
    ["PAK", "PK"], ["PSE", "PS"], ["SOM", "SO"], ["SSD", "SS"], ["SYR", "SY"], ["TUN", "TN"],
    ["YEM", "YE"],
];
const iso2_of = new Map<string, string>([...often, ...others]);

export interface Country {
    value: string;
    label: string;
}

// Reads the current language, like t().
export function country_name(iso3: string): string {
    const iso2 = iso2_of.get(iso3);
    if (!iso2) return iso3;
    return new Intl.DisplayNames(language.value.locale, { type: "region" }).of(iso2) ?? iso3;
}

export function countries(): { often: Country[]; others: Country[] } {
    const named = (pairs: readonly Pair[]): Country[] =>
        pairs.map(([value]) => ({ value, label: country_name(value) }));
    const by_name = new Intl.Collator(language.value.locale);
    return {
        often: named(often),
        others: named(others).sort((a, b) => by_name.compare(a.label, b.label)),
    };
}
