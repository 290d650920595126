export type Tone = "good" | "warn" | "bad" | "noted";

interface Note {
    hertz: number;
    start_s: number;
    length_s: number;
}

// The three must be told apart without looking: up, twice the same, down and rough.
const melodies: Record<Tone, { shape: OscillatorType; notes: Note[] }> = {
    good: {
        shape: "sine",
        notes: [
            { hertz: 784, start_s: 0, length_s: 0.09 },
            { hertz: 1175, start_s: 0.09, length_s: 0.14 },
        ],
    },
    noted: { shape: "sine", notes: [{ hertz: 659, start_s: 0, length_s: 0.12 }] },
    warn: {
        shape: "triangle",
        notes: [
            { hertz: 587, start_s: 0, length_s: 0.13 },
            { hertz: 587, start_s: 0.2, length_s: 0.13 },
        ],
    },
    bad: {
        shape: "square",
        notes: [
            { hertz: 220, start_s: 0, length_s: 0.2 },
            { hertz: 156, start_s: 0.2, length_s: 0.3 },
        ],
    },
};

const remembered_as = "jatigi.muted";

export class Sound {
    muted = $state(was_muted());
    private context: AudioContext | null = null;

    // Browsers refuse and log a warning when audio starts before the first key or touch, so this is
    // called from those.
    unlock(): void {
        if (this.context || !("AudioContext" in globalThis)) return;
        try {
            this.context = new AudioContext();
        } catch {
            // No sound device: colour, icon and word remain.
        }
    }

    play(tone: Tone): void {
        const context = this.context;
        if (this.muted || !context) return;
        // Tablets suspend audio when the screen sleeps.
        if (context.state === "suspended") void context.resume().catch(() => undefined);
        const { shape, notes } = melodies[tone];
        for (const note of notes) ring(context, shape, note);
    }

    toggle(): void {
        this.muted = !this.muted;
        try {
            localStorage.setItem(remembered_as, this.muted ? "1" : "0");
        } catch {
            // Without storage the choice lasts as long as the page.
        }
    }
}

function ring(context: AudioContext, shape: OscillatorType, note: Note): void {
    const start = context.currentTime + note.start_s;
    const end = start + note.length_s;
    const oscillator = new OscillatorNode(context, { type: shape, frequency: note.hertz });
    const gain = new GainNode(context, { gain: 0 });
    // A short ramp at both ends avoids the click of a cut wave.
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(shape === "square" ? 0.12 : 0.3, start + 0.01);
    gain.gain.setValueAtTime(shape === "square" ? 0.12 : 0.3, end - 0.02);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
}

function was_muted(): boolean {
    try {
        return localStorage.getItem(remembered_as) === "1";
    } catch {
        return false;
    }
}
