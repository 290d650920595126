import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";

// Films for a browser's camera: what is held before it, one picture after the other, over and over.

const width = 640;
const height = 480;
const frames_each = 20;
const paper = 235;
const table = 120;

interface Code {
    width: number;
    rows: boolean[][];
}

async function code_of(text: string): Promise<Code> {
    const wasm = createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm");
    const bytes = await readFile(wasm);
    prepareZXingModule({
        overrides: {
            wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
        },
    });
    const { utf8 } = await writeBarcode(text, { format: "QRCode", addQuietZones: false });
    // Half blocks: each letter is two modules, one above the other.
    const rows = utf8.split("\n").flatMap((line) => {
        const letters = [...line];
        const dark = (all: string[]): boolean[] => letters.map((letter) => all.includes(letter));
        return line === "" ? [] : [dark(["█", "▀"]), dark(["█", "▄"])];
    });
    return { width: rows[0]?.length ?? 0, rows };
}

// Cards of that many dots a module, side by side on a table.
function picture_of(codes: Code[], module = 6): Buffer {
    const frame = Buffer.alloc(width * height, table);
    codes.forEach(({ width: modules, rows }, index) => {
        const quiet = 4;
        const side = (modules + 2 * quiet) * module;
        const left = Math.floor((width * (index + 1)) / (codes.length + 1) - side / 2);
        const top = Math.floor((height - side) / 2);
        for (let y = 0; y < side; y++)
            for (let x = 0; x < side; x++) {
                const dark = rows[Math.floor(y / module) - quiet]?.[Math.floor(x / module) - quiet] === true;
                frame[(top + y) * width + left + x] = dark ? 20 : paper;
            }
    });
    return frame;
}

// Each entry is what lies before the camera for a while.
export async function film(path: string, scenes: string[][]): Promise<void> {
    const colour = Buffer.alloc((width * height) / 2, 128);
    const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
    for (const texts of scenes) {
        const frame = picture_of(await Promise.all(texts.map(code_of)));
        for (let i = 0; i < frames_each; i++) parts.push(Buffer.from("FRAME\n"), frame, colour);
    }
    await writeFile(path, Buffer.concat(parts));
}
