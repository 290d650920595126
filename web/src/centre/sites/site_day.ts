import type { SiteDay } from "../../api/places.ts";

// The figures of a day as a table and as one line.

export interface AgeRow {
    from: number | null;
    to: number | null;
    F: number;
    M: number;
    U: number;
    all: number;
}

// By age, who may be of several bands last.
export function age_rows(groups: SiteDay["groups"]): AgeRow[] {
    const rows = new Map<number | null, AgeRow>();
    for (const { sex, from, to, people } of groups) {
        const row = rows.get(from) ?? { from, to, F: 0, M: 0, U: 0, all: 0 };
        row[sex] += people;
        row.all += people;
        rows.set(from, row);
    }
    return [...rows.values()].sort((a, b) => (a.from ?? Infinity) - (b.from ?? Infinity));
}

// Who is surely below that age.
export function people_below(groups: SiteDay["groups"], years: number): number {
    return groups.filter(({ to }) => to !== null && to < years).reduce((sum, { people }) => sum + people, 0);
}

export function people_of(groups: SiteDay["groups"], sex: "F" | "M"): number {
    return groups.filter((group) => group.sex === sex).reduce((sum, { people }) => sum + people, 0);
}

// Shares of a unit's bar, in hundredths of the longest: those who sleep there, blocked places, free ones.
export function bar_of(
    unit: { capacity: number; blocked: number; people: number },
    longest: number,
): { people: number; blocked: number; free: number } {
    const share = (count: number): number => (longest > 0 ? (100 * count) / longest : 0);
    const blocked = Math.min(unit.blocked, Math.max(unit.capacity - unit.people, 0));
    return {
        people: share(unit.people),
        blocked: share(blocked),
        free: share(Math.max(unit.capacity - unit.people - blocked, 0)),
    };
}
