import { pin_digits_max, pin_digits_min } from "../api/round_pins.ts";
import type { Problem } from "../api/problem.ts";

const digits = new RegExp(`^[0-9]{${pin_digits_min},${pin_digits_max}}$`);

export function is_pin(text: string): boolean {
    return digits.test(text);
}

// What the server says, said before it is asked.
export const malformed: Problem = {
    status: 422,
    code: "pin.malformed",
    params: { digits_min: pin_digits_min, digits_max: pin_digits_max },
};
