import type { LanguageCode } from "../../app/language.svelte.ts";
import type { Round } from "../../api/types.ts";

// Services are named by the centre in the languages its staff writes; others fall back to French.
export function service_name(service: Round["service"], language: LanguageCode): string {
    return language === "en" ? service.name_en : service.name_fr;
}
