import { request, type Reply } from "./request.ts";
import type { Service } from "./types.ts";

export interface Meal {
    service: Service;
    plates: number;
    present: number;
    unregistered: number;
    staff: number;
    // Of those present.
    infant_diet: number;
    sick_diet: number;
    // When it was closed last.
    before?: {
        day: string;
        handed_out: number;
        cooked?: number;
        refused?: number;
        left_over?: number;
        thrown_away?: number;
    };
}
export interface MealOrder {
    site: { code: string; name: string };
    day: string;
    order_by: string;
    meals: Meal[];
}

export function read_meal_order(site: string): Promise<Reply<MealOrder>> {
    return request("GET", `/meal-order?site=${encodeURIComponent(site)}`);
}
