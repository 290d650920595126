import { of_person, type CardReason, type ConsulOutcome, type PersonGiven, type PhotoPurpose, type SameGround } from "./persons.ts";
import { request, slow_ms, type Reply } from "./request.ts";
import { request_file } from "./request_file.ts";

// What changes a person's file, and what is printed of it.

export function correct_person(
    case_number: string,
    body: { command: string; changes: PersonGiven; reason: string },
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/corrections`, body);
}

export function change_flags(
    case_number: string,
    body: { command: string; add: string[]; remove: string[] },
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/flags`, body);
}

export function change_household(
    case_number: string,
    body: { command: string } & ({ with: string; relation: string } | { leave: true }),
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/household`, body);
}

export function restrict_person(
    case_number: string,
    body: { command: string; restricted: boolean; reason: string },
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/restriction`, body);
}

// Two files are one person's, or are not.
export function say_same(
    case_number: string,
    word: "same" | "not-same",
    body: { command: string; other: string; ground: SameGround },
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/${word}`, body);
}

export function confirm_nationality(
    case_number: string,
    body: { command: string; nationality: string; outcome: ConsulOutcome },
): Promise<Reply<unknown>> {
    return request("POST", `${of_person(case_number)}/nationality`, body);
}

export function keep_photo(
    case_number: string,
    command: string,
    purpose: PhotoPurpose,
    photo: Blob,
): Promise<Reply<unknown>> {
    const path = `${of_person(case_number)}/photo?command=${command}&purpose=${purpose}`;
    return request("PUT", path, photo, { limit_ms: slow_ms });
}

export function remove_photo(case_number: string, command: string): Promise<Reply<unknown>> {
    return request("DELETE", `${of_person(case_number)}/photo?command=${command}`);
}

export function reissue_card(
    case_number: string,
    body: { command: string; reason: CardReason },
): Promise<Reply<{ case_number: string }>> {
    return request("POST", `${of_person(case_number)}/cards`, body);
}

// What becomes of cards that were printed before; asked for when nothing was said (card.on_paper).
export type OnPaper = "leave_out" | "again";

// The same command gives the same cards once more, when its answer was lost.
export interface CardsWanted {
    command: string;
    on_paper?: OnPaper | undefined;
}

// Of everybody who is present there, with the sheet that says where each card lies.
export function print_cards_of(site: string, wanted: CardsWanted): Promise<Reply<Blob>> {
    return request_file("POST", "/cards/sheets", "application/pdf", { site, hand_over: true, ...wanted });
}

// Of a list, with its row for each number and that sheet.
export function print_cards(
    case_numbers: readonly string[],
    rows: readonly number[] | null,
    wanted: CardsWanted,
): Promise<Reply<Blob>> {
    const of_list = rows ? { rows, hand_over: true } : {};
    return request_file("POST", "/cards/sheets", "application/pdf", { case_numbers, ...of_list, ...wanted });
}

// Somebody came upon a restricted file and was shown nothing.
export interface RestrictedHit {
    at: string;
    account: string;
    case_number: string;
}

export async function read_restricted_hits(): Promise<Reply<RestrictedHit[]>> {
    const reply = await request<{ hits: RestrictedHit[] }>("GET", "/restricted-hits");
    return reply.ok ? { ok: true, value: reply.value.hits } : reply;
}
