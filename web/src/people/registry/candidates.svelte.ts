import {
    find_candidates,
    search_people,
    type Candidate,
    type PersonGiven,
    type PersonRow,
} from "../../api/persons.ts";
import type { Problem } from "../../api/problem.ts";
import { Lookup } from "../../app/lookup.svelte.ts";
import { named_in, to_look_at } from "./registration.svelte.ts";

const pause_ms = 300;

// Who is registered already and may be the person in the form: found while it is filled, or named by the
// server when it refused.
export class Candidates {
    readonly lookup = new Lookup((given: PersonGiven) => find_candidates(given), pause_ms);
    // Of whom it was said: another person.
    others = $state.raw<string[]>([]);
    private named = $state.raw<PersonRow[]>([]);

    private readonly found = $derived<Candidate[]>(this.lookup.found?.answer ?? []);
    readonly people = $derived([
        ...this.named.filter(
            (each) => !this.found.some((other) => other.case_number === each.case_number),
        ),
        ...this.found,
    ]);
    // Those about whom nothing was said yet.
    readonly looking = $derived(
        to_look_at(
            this.found,
            this.named.map((each) => each.case_number),
            this.others,
        ),
    );

    mark_other(case_number: string, is_other: boolean): void {
        this.others = is_other
            ? [...this.others, case_number]
            : this.others.filter((each) => each !== case_number);
    }

    // Whom the server named and the lookup did not show.
    async read_named(problem: Problem): Promise<void> {
        const known = new Set(this.found.map((each) => each.case_number));
        const missing = named_in(problem).filter((each) => !known.has(each));
        const replies = await Promise.all(missing.map((each) => search_people(each, 1)));
        this.named = replies.flatMap((reply) => (reply.ok ? reply.value.people : []));
    }

    forget(): void {
        this.others = [];
        this.named = [];
    }
}
