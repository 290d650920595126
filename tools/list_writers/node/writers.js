// Writes the list of list.json with one Node library: node writers.js LIST FOLDER NAME
// Each function makes FOLDER/NAME.EXT as the library's own first pages show; days are Date objects.
const fs = require("fs");
const path = require("path");

const list = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const name = process.argv[4];
const out = (ending) => path.join(process.argv[3], `${name}.${ending}`);

// A day at midnight of this machine's zone, which is what most programs hand over; UTC where said.
function day(text, zone = "") {
  return new Date(`${text}T00:00:00${zone}`);
}

function rows(zone) {
  return list.rows.map((row) =>
    (row ?? []).map((cell, at) => (list.kinds[at] === "date" && cell ? day(cell, zone) : cell)));
}

function table(zone) {
  return [[list.title], list.headings, ...rows(zone)];
}

function objects(zone) {
  return rows(zone).map((row) => Object.fromEntries(list.headings.map((h, at) => [h, row[at] ?? null])));
}

// ExcelJS and write-excel-file take a Date's UTC fields, so their users hand over days in UTC.
async function exceljs_normal() {
  const { Workbook } = require("exceljs");
  const book = new Workbook();
  book.addWorksheet("Liste").addRows(table("Z"));
  await book.xlsx.writeFile(out("xlsx"));
}

async function exceljs_stream() {
  const { stream } = require("exceljs");
  const book = new stream.xlsx.WorkbookWriter({ filename: out("xlsx") });
  const sheet = book.addWorksheet("Liste");
  for (const row of table("Z")) sheet.addRow(row).commit();
  sheet.commit();
  await book.commit();
}

async function exceljs_shared_styles() {
  const { stream } = require("exceljs");
  const options = { filename: out("xlsx"), useSharedStrings: true, useStyles: true };
  const book = new stream.xlsx.WorkbookWriter(options);
  const sheet = book.addWorksheet("Liste");
  for (const row of table("Z")) sheet.addRow(row).commit();
  await book.commit();
}

async function exceljs_csv() {
  const { Workbook } = require("exceljs");
  const book = new Workbook();
  book.addWorksheet("Liste").addRows(table("Z"));
  await book.csv.writeFile(out("csv"));
}

function sheetjs(library, bookType, ending, options) {
  const xlsx = require(library);
  const book = xlsx.utils.book_new();
  const sheet = xlsx.utils.aoa_to_sheet(table(), options);
  xlsx.utils.book_append_sheet(book, sheet, "Liste");
  xlsx.writeFile(book, out(ending), { bookType });
}
const sheetjs_xlsx = () => sheetjs("xlsx", "xlsx", "xlsx");
const sheetjs_cell_dates = () => sheetjs("xlsx", "xlsx", "xlsx", { cellDates: true });
const sheetjs_date_format = () => sheetjs("xlsx", "xlsx", "xlsx", { dateNF: "dd/mm/yyyy" });
const sheetjs_csv = () => sheetjs("xlsx", "csv", "csv");
const sheetjs_txt = () => sheetjs("xlsx", "txt", "txt");
const sheetjs_html_as_xls = () => sheetjs("xlsx", "html", "xls");
const sheetjs_xml2003_as_xlsx = () => sheetjs("xlsx", "xlml", "xlsx");
const sheetjs_biff8 = () => sheetjs("xlsx", "biff8", "xls");
const sheetjs_xlsb = () => sheetjs("xlsx", "xlsb", "xlsb");
const sheetjs_ods = () => sheetjs("xlsx", "ods", "ods");
const sheetjs_sylk = () => sheetjs("xlsx", "sylk", "slk");
const sheetjs_dif = () => sheetjs("xlsx", "dif", "dif");
const sheetjs_dbf = () => sheetjs("xlsx", "dbf", "dbf");
const xlsx_js_style = () => sheetjs("xlsx-js-style", "xlsx", "xlsx");

function sheetjs_json() {
  const xlsx = require("xlsx");
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.json_to_sheet(objects()), "Liste");
  xlsx.writeFile(book, out("xlsx"));
}

function node_xlsx() {
  const { build } = require("node-xlsx").default ?? require("node-xlsx");
  fs.writeFileSync(out("xlsx"), build([{ name: "Liste", data: table() }]));
}

async function xlsx_populate() {
  const book = await require("xlsx-populate").fromBlankAsync();
  table().forEach((row, at) => row.forEach((cell, column) => {
    const box = book.sheet(0).cell(at + 1, column + 1);
    if (cell !== null) box.value(cell);
    // Its manual: without a format of your own a day shows as a bare number.
    if (cell instanceof Date) box.style("numberFormat", "dddd, mmmm dd, yyyy");
  }));
  await book.toFileAsync(out("xlsx"));
}

async function write_excel_file() {
  const write = require("write-excel-file/node");
  const data = table("Z").map((row) => row.map((cell) => {
    if (cell === null) return null;
    return cell instanceof Date ? { value: cell, type: Date, format: "mm/dd/yyyy" } : { value: cell };
  }));
  await (write.default ?? write)(data).toFile(out("xlsx"));
}

async function write_excel_file_default() {
  const write = require("write-excel-file/node");
  const data = table("Z").map((row) => row.map((cell) => (cell === null ? null : { value: cell })));
  await (write.default ?? write)(data, { dateFormat: "dd/mm/yyyy" }).toFile(out("xlsx"));
}

async function excel4node_cells() {
  const { Workbook } = require("excel4node");
  const book = new Workbook();
  const sheet = book.addWorksheet("Liste");
  table().forEach((row, at) => row.forEach((cell, column) => {
    const box = sheet.cell(at + 1, column + 1);
    if (cell instanceof Date) box.date(cell);
    else if (typeof cell === "number") box.number(cell);
    else if (cell !== null) box.string(cell);
  }));
  fs.writeFileSync(out("xlsx"), await book.writeToBuffer());
}

function papaparse_rows() {
  fs.writeFileSync(out("csv"), require("papaparse").unparse(table("Z")));
}

function papaparse_objects() {
  fs.writeFileSync(out("csv"), require("papaparse").unparse(objects("Z"), { escapeFormulae: true, delimiter: ";" }));
}

function csv_stringify() {
  const { stringify } = require("csv-stringify/sync");
  fs.writeFileSync(out("csv"), stringify(table("Z")));
}

function csv_stringify_readable_dates() {
  const { stringify } = require("csv-stringify/sync");
  const cast = { date: (value) => value.toISOString() };
  fs.writeFileSync(out("csv"), stringify(table("Z"), { cast, bom: true, delimiter: ";", quoted: true }));
}

function json2csv_parse() {
  fs.writeFileSync(out("csv"), require("json2csv").parse(objects("Z")));
}

async function fast_csv() {
  fs.writeFileSync(out("csv"), await require("fast-csv").writeToString(table("Z")));
}

// A Date goes into the text as JavaScript itself says it: "Tue Jan 03 2023 00:00:00 GMT+0000 (…)".
async function csv_writer() {
  const { createArrayCsvWriter } = require("csv-writer");
  await createArrayCsvWriter({ path: out("csv") }).writeRecords(table());
}

// The driver sets the zone for the writers whose name says so: midnight there is another day in UTC.
const sheetjs_east_of_greenwich = sheetjs_xlsx;
function json2csv_east_of_greenwich() {
  fs.writeFileSync(out("csv"), require("json2csv").parse(objects()));
}
const csv_writer_east_of_greenwich = csv_writer;

const writers = {
  exceljs_normal, exceljs_stream, exceljs_shared_styles, exceljs_csv, sheetjs_xlsx, sheetjs_cell_dates,
  sheetjs_date_format, sheetjs_csv, sheetjs_txt, sheetjs_html_as_xls, sheetjs_xml2003_as_xlsx, sheetjs_biff8,
  sheetjs_xlsb, sheetjs_ods, sheetjs_sylk, sheetjs_dif, sheetjs_dbf, sheetjs_json, xlsx_js_style, node_xlsx,
  xlsx_populate, write_excel_file, write_excel_file_default, excel4node_cells, papaparse_rows,
  sheetjs_east_of_greenwich, json2csv_east_of_greenwich, csv_writer_east_of_greenwich, papaparse_objects, csv_stringify,
  csv_stringify_readable_dates, json2csv_parse, fast_csv, csv_writer,
};
Promise.resolve(writers[name]()).catch((error) => {
  console.error(error);
  process.exit(1);
});
