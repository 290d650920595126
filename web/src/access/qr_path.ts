// White modules around the symbol; readers look for them (ISO/IEC 18004).
export const quiet_modules = 4;

// The dark modules of a QR code as one path, a unit for each, without the white border. `rows` are texts
// of 0 and 1 (dark).
export function qr_path(rows: readonly string[]): string {
    let path = "";
    rows.forEach((row, y) => {
        for (const run of row.matchAll(/1+/g)) {
            path += `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`;
        }
    });
    return path;
}
