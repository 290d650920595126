// A table as a file that spreadsheets of this field open: semicolons, and a mark that says it is UTF-8. A cell that
// a spreadsheet would take for a formula is text.
export function csv_of(rows: readonly (readonly (string | number)[])[]): Blob {
    const cell = (value: string | number): string => {
        const text = String(value);
        return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    };
    const lines = rows.map((row) => row.map(cell).join(";"));
    return new Blob([`\uFEFF${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}
