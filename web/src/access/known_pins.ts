import type { Round } from "../api/types.ts";
import { keep, kept } from "../app/kept.ts";

// Who chose a PIN for which distribution in this browser, so that a name is touched and not typed. The
// server alone knows the digits and whether they are still good.
export interface KnownPin {
    round: string;
    // What was handed out, in the languages of the centre, and on which day.
    name_fr: string;
    name_en: string;
    day: string;
    account: string;
    // By this device's clock.
    until_ms: number;
}

// SignInPage.svelte asks for it, too.
const kept_as = "jatigi.round_pins";

// Those that are not over. What is over is forgotten.
export function known_pins(now_ms: number): KnownPin[] {
    const all = read();
    const good = all.filter(({ until_ms }) => now_ms < until_ms);
    if (good.length < all.length) write(good);
    return good;
}

// An account has one PIN on a device: the server replaces the one of another distribution.
export function remember_pin(pin: KnownPin): void {
    write([...read().filter(({ account }) => account !== pin.account), pin]);
}

export function forget_pin(pin: Pick<KnownPin, "round" | "account">): void {
    write(read().filter((each) => each.round !== pin.round || each.account !== pin.account));
}

// It was closed, and its PINs with it.
export function forget_round(round: string): void {
    write(read().filter((each) => each.round !== round));
}

// The server's clock and this device's may be years apart. `now` is what each of them shows.
export function pin_of(
    round: Pick<Round, "id" | "service" | "day">,
    account: string,
    until: string,
    now: { server_ms: number; device_ms: number },
): KnownPin {
    const { name_fr, name_en } = round.service;
    const until_ms = now.device_ms + Date.parse(until) - now.server_ms;
    return { round: round.id, name_fr, name_en, day: round.day, account, until_ms };
}

function read(): KnownPin[] {
    try {
        const all: unknown = JSON.parse(kept(kept_as, true));
        return Array.isArray(all) ? all.filter(is_known_pin) : [];
    } catch {
        return [];
    }
}

// Without storage names are typed, with the password.
function write(pins: readonly KnownPin[]): void {
    keep(kept_as, pins.length > 0 ? JSON.stringify(pins) : "", true);
}

// Another version of this page may have kept something else.
function is_known_pin(kept: unknown): kept is KnownPin {
    const pin = Object(kept) as Record<keyof KnownPin, unknown>;
    const texts = [pin.round, pin.name_fr, pin.name_en, pin.day, pin.account];
    return texts.every((text) => typeof text === "string") && Number.isFinite(pin.until_ms);
}
