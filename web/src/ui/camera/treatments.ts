// What is done to a frame before it is read. No one of them reads every card; changed from frame to frame they
// read more than any alone: a hard shadow needs the frame twice as large, the dark one that is evened, a blur one
// that is sharpened.
export interface Grey {
    width: number;
    height: number;
    pixels: Uint8ClampedArray;
}

export function grey_of({ width, height, data }: Pick<ImageData, "width" | "height" | "data">): Grey {
    const pixels = new Uint8ClampedArray(width * height);
    for (let at = 0; at < pixels.length; at++) {
        const [red = 0, green = 0, blue = 0] = data.subarray(4 * at, 4 * at + 3);
        pixels[at] = (red * 77 + green * 150 + blue * 29) >> 8;
    }
    return { width, height, pixels };
}

export function twice({ width, height, pixels }: Grey): Grey {
    const large = new Uint8ClampedArray(4 * width * height);
    for (let y = 0; y < 2 * height; y++)
        for (let x = 0; x < 2 * width; x++)
            large[y * 2 * width + x] = pixels[(y >> 1) * width + (x >> 1)] ?? 0;
    return { width: 2 * width, height: 2 * height, pixels: large };
}

const around = 15;
const middle = 128;

// Divided by the mean of the square around: what lies in a shadow is as bright as the rest.
export function evened(grey: Grey): Grey {
    return each_by_mean(grey, around, (value, mean) => (value * middle) / Math.max(mean, 1));
}

export function sharpened(grey: Grey): Grey {
    return each_by_mean(grey, 1, (value, mean) => value + 2 * (value - mean));
}

function each_by_mean(
    { width, height, pixels }: Grey,
    reach: number,
    change: (value: number, mean: number) => number,
): Grey {
    const sums = sums_of(width, height, pixels);
    const row = width + 1;
    const changed = new Uint8ClampedArray(pixels.length);
    for (let y = 0; y < height; y++) {
        const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
        for (let x = 0; x < width; x++) {
            const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
            const sum =
                (sums[bottom * row + right] ?? 0) -
                (sums[top * row + right] ?? 0) -
                (sums[bottom * row + left] ?? 0) +
                (sums[top * row + left] ?? 0);
            const mean = sum / ((bottom - top) * (right - left));
            changed[y * width + x] = change(pixels[y * width + x] ?? 0, mean);
        }
    }
    return { width, height, pixels: changed };
}

// Of all pixels above and to the left of each corner.
function sums_of(width: number, height: number, pixels: Uint8ClampedArray): Uint32Array {
    const row = width + 1;
    const sums = new Uint32Array(row * (height + 1));
    for (let y = 0; y < height; y++) {
        let line = 0;
        for (let x = 0; x < width; x++) {
            line += pixels[y * width + x] ?? 0;
            sums[(y + 1) * row + x + 1] = (sums[y * row + x + 1] ?? 0) + line;
        }
    }
    return sums;
}

export const treatments: readonly ((grey: Grey) => Grey)[] = [(grey) => grey, twice, evened, sharpened];
