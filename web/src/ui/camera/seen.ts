// What a frame of the camera says, of all the codes in it. Whatever is no card of ours, a carton or a poster, is
// dropped without a word; whether a card is right, the server says.
const card = /^[0-9A-HJKMNP-TV-Z]{26}$/;
// Held before the camera, a card is read in every frame.
const one_scan_ms = 2_000;

export type Sight = { kind: "nothing" } | { kind: "card"; code: string } | { kind: "two_cards" };

export class CardsSeen {
    private last = "";
    private last_ms = Number.NEGATIVE_INFINITY;

    see(texts: readonly string[], now_ms: number): Sight {
        const codes = new Set(texts.filter((text) => card.test(text)));
        // Whose it is would be a guess.
        if (codes.size > 1) return { kind: "two_cards" };
        const [code] = codes;
        if (code === undefined) return { kind: "nothing" };
        const again = code === this.last && now_ms - this.last_ms < one_scan_ms;
        this.last = code;
        this.last_ms = now_ms;
        return again ? { kind: "nothing" } : { kind: "card", code };
    }
}
