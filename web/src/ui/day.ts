// Days as people type them: three fields, since <input type="date"> shows the order of the browser's
// language and not of the page's.
export interface DayParts {
    day: string;
    month: string;
    year: string;
}

export const no_parts: DayParts = { day: "", month: "", year: "" };

// "2023-01-16", "" when all three are empty, nothing when there is no such day.
export function day_from(parts: DayParts): string | null {
    const [day, month, year] = [parts.day, parts.month, parts.year].map((part) => part.trim());
    if (!day && !month && !year) return "";
    if (!/^\d{1,2}$/.test(day ?? "") || !/^\d{1,2}$/.test(month ?? "") || !/^\d{4}$/.test(year ?? "")) {
        return null;
    }
    const text = `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
    return is_day(text) ? text : null;
}

export function parts_of(day: string): DayParts {
    const [, year = "", month = "", date = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
    return { day: date, month, year };
}

export function is_day(text: string): boolean {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
    const instant = new Date(`${text}T00:00:00Z`);
    // 30 February would come back as 2 March.
    return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;
}

// The day at a place whose clocks are `utc_offset_min` before UTC.
export function day_at(now_ms: number, utc_offset_min: number): string {
    return new Date(now_ms + utc_offset_min * 60_000).toISOString().slice(0, 10);
}

export function days_before(day: string, count: number): string {
    return new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);
}
