import worker_url from "./reader_worker.ts?worker&url";
import { script_url } from "../script_url.ts";
import type { Frame, Read } from "./reader_worker.ts";
import { CardsSeen } from "./seen.ts";

// Why there is no picture: a page over plain http is given no camera at all.
export type CameraState = "asking" | "looking" | "insecure" | "refused" | "missing";
// What helps whoever holds the card, after a while without a read.
export type Advice = "none" | "two_cards" | "hold_better" | "type";

const between_frames_ms = 100;
const advice_after_ms = 3_000;
const type_after_ms = 6_000;
// Twice the reach of 640x480; what comes is taken.
const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
    state = $state<CameraState>("asking");
    advice = $state<Advice>("none");
    private readonly seen = new CardsSeen();
    private stream: MediaStream | null = null;
    private worker: Worker | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private frames = 0;
    private read_at_ms = 0;
    private stopped = false;

    constructor(private readonly around: { onscan: (code: string) => void; paused: () => boolean }) {}

    async start(video: HTMLVideoElement): Promise<void> {
        // Missing over plain http.
        const devices = navigator.mediaDevices as MediaDevices | undefined;
        if (!devices) return this.fail("insecure");
        try {
            this.stream = await devices.getUserMedia({ video: wanted, audio: false });
        } catch (error) {
            const refused = error instanceof DOMException && error.name === "NotAllowedError";
            return this.fail(refused ? "refused" : "missing");
        }
        if (this.stopped) return this.stop();
        video.srcObject = this.stream;
        await video.play().catch(() => undefined);
        this.worker = new Worker(script_url(worker_url), { type: "module" });
        this.worker.onmessage = ({ data }: MessageEvent<Read>) => {
            this.hear(data.texts);
            this.next(video);
        };
        this.state = "looking";
        this.read_at_ms = performance.now();
        this.next(video);
    }

    stop(): void {
        this.stopped = true;
        clearTimeout(this.timer);
        this.worker?.terminate();
        for (const track of this.stream?.getTracks() ?? []) track.stop();
    }

    private fail(state: CameraState): void {
        this.state = state;
    }

    // The next frame when the last one is read.
    private next(video: HTMLVideoElement): void {
        this.timer = setTimeout(() => this.look(video), between_frames_ms);
    }

    private look(video: HTMLVideoElement): void {
        const { videoWidth: width, videoHeight: height } = video;
        if (this.around.paused() || document.hidden || width === 0) return this.next(video);
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [width, height];
        const drawing = canvas.getContext("2d", { willReadFrequently: true });
        if (!drawing) return this.fail("missing");
        drawing.drawImage(video, 0, 0);
        const image = drawing.getImageData(0, 0, width, height);
        const frame: Frame = { image, number: this.frames++ };
        this.worker?.postMessage(frame, [image.data.buffer]);
    }

    private hear(texts: string[]): void {
        const now_ms = performance.now();
        const sight = this.seen.see(texts, now_ms);
        if (sight.kind === "card") this.around.onscan(sight.code);
        if (sight.kind !== "nothing" || texts.length > 0) this.read_at_ms = now_ms;
        const without_ms = now_ms - this.read_at_ms;
        if (sight.kind === "two_cards") this.advice = "two_cards";
        else if (without_ms > type_after_ms) this.advice = "type";
        else if (without_ms > advice_after_ms) this.advice = "hold_better";
        else if (sight.kind === "card") this.advice = "none";
    }
}
