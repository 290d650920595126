// Reads the cards in one frame, beside the page: a frame takes longer than a key stroke may wait.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm_url from "zxing-wasm/reader/zxing_reader.wasm?url";
import { grey_of, treatments, type Grey } from "./treatments.ts";

export interface Frame {
    image: ImageData;
    // Counted on, so that each frame is treated otherwise than the one before.
    number: number;
}
export interface Read {
    texts: string[];
}

// Otherwise it is looked for on the Internet.
prepareZXingModule({ overrides: { locateFile: () => wasm_url } });

function image_of({ width, height, pixels }: Grey): ImageData {
    const image = new ImageData(width, height);
    for (let at = 0; at < pixels.length; at++) image.data.fill(pixels[at] ?? 0, 4 * at, 4 * at + 3);
    for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
    return image;
}

addEventListener("message", async ({ data: { image, number } }: MessageEvent<Frame>) => {
    const treat = treatments[number % treatments.length];
    const frame = number % treatments.length === 0 || !treat ? image : image_of(treat(grey_of(image)));
    // Of this kind alone: with micro codes a torn corner reads as a number, and a carton has other kinds.
    const found = await readBarcodes(frame, { formats: ["QRCodeModel2"] });
    postMessage({ texts: found.map(({ text }) => text) } satisfies Read);
});
