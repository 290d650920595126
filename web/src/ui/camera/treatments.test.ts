import { expect, test } from "vitest";
import { evened, grey_of, sharpened, twice, type Grey } from "./treatments.ts";

const frame = (width: number, value: (x: number, y: number) => number): Grey => ({
    width,
    height: width,
    pixels: Uint8ClampedArray.from({ length: width * width }, (_, at) => value(at % width, Math.floor(at / width))),
});

test("GreenIsBrighterThanBlue", () => {
    const data = new Uint8ClampedArray([0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]);
    expect([...grey_of({ width: 3, height: 1, data }).pixels]).toEqual([149, 28, 255]);
});

test("EachPixelBecomesFour", () => {
    const large = twice(frame(2, (x, y) => 10 * x + y));
    expect([large.width, large.height]).toEqual([4, 4]);
    expect([...large.pixels]).toEqual([0, 0, 10, 10, 0, 0, 10, 10, 1, 1, 11, 11, 1, 1, 11, 11]);
});

// The same squares, the right half in a shadow.
test("WhatLiesInAShadowIsAsBrightAsTheRest", () => {
    const board = (x: number, y: number): number => ((x >> 2) + (y >> 2)) % 2 === 0 ? 40 : 200;
    const even = evened(frame(96, (x, y) => board(x, y) * (x < 48 ? 1 : 0.3)));
    const mean = (from: number): number => {
        let sum = 0;
        for (let y = 20; y < 76; y++) for (let x = from; x < from + 16; x++) sum += even.pixels[y * 96 + x] ?? 0;
        return sum / (56 * 16);
    };
    expect(Math.abs(mean(8) - mean(72))).toBeLessThan(8);
});

test("AnEdgeBecomesHarderAndAPlainRemains", () => {
    const sharp = sharpened(frame(8, (x) => (x < 4 ? 100 : 140)));
    const row = [...sharp.pixels.subarray(24, 32)];
    expect(row.slice(0, 3)).toEqual([100, 100, 100]);
    expect(row[3]).toBeLessThan(100);
    expect(row[4]).toBeGreaterThan(140);
});
