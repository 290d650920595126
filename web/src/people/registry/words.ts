import type { PersonRow } from "../../api/persons.ts";
import type { Site } from "../../api/types.ts";

// Family name first and in capitals, as on the lists.
export function name_text(person: Pick<PersonRow, "family_name" | "given_names">): string {
    const name = `${person.family_name.toLocaleUpperCase()} ${person.given_names}`.trim();
    return name === "" ? "–" : name;
}

// Its code where it is not known: the list of sites may not have come.
export function site_name(code: string, sites: readonly Site[]): string {
    return sites.find((site) => site.code === code)?.name ?? code;
}

// Of the words that French writes in two ways, and in both where nobody said which.
export function gender_of(sex: string | undefined): "F" | "M" | "U" {
    return sex === "F" || sex === "M" ? sex : "U";
}
