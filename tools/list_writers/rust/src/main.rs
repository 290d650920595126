//! Writes the list of list.json with one Rust library: listwriters LIST FOLDER NAME
use serde_json::Value;

struct List {
    table: Vec<Vec<Value>>,
    kinds: Vec<String>,
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_string()).collect()
}

fn read_list(path: &str) -> List {
    let data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut table = vec![vec![data["title"].clone()], data["headings"].as_array().unwrap().clone()];
    for row in data["rows"].as_array().unwrap() {
        table.push(row.as_array().cloned().unwrap_or_default());
    }
    List { table, kinds: texts(&data["kinds"]) }
}

impl List {
    /// The title and the headings are texts, whatever their column is.
    fn is_day(&self, row: usize, column: usize) -> bool {
        row > 1 && self.kinds[column] == "date"
    }
}

fn fill(people: &List, sheet: &mut rust_xlsxwriter::Worksheet) {
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in people.table.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (at, beside) = (row as u32, column as u16);
            match cell {
                Value::String(text) if people.is_day(row, column) => {
                    let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(text).unwrap();
                    drop(sheet.write_datetime_with_format(at, beside, &day, &format).unwrap());
                }
                Value::String(text) => drop(sheet.write(at, beside, text).unwrap()),
                Value::Number(number) => drop(sheet.write(at, beside, number.as_f64().unwrap()).unwrap()),
                _ => {}
            }
        }
    }
}

fn rust_xlsxwriter_normal(people: &List, out: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    fill(people, book.add_worksheet());
    book.save(format!("{out}.xlsx")).unwrap();
}

fn rust_xlsxwriter_constant_memory(people: &List, out: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    fill(people, book.add_worksheet_with_constant_memory().unwrap());
    book.save(format!("{out}.xlsx")).unwrap();
}

/// The library has no dates: its helper makes the number, and its constant the format.
fn umya_spreadsheet(people: &List, out: &str) {
    let mut book = umya_spreadsheet::new_file();
    let sheet = book.get_sheet_mut(&0).unwrap();
    for (row, cells) in people.table.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = (column as u32 + 1, row as u32 + 1);
            match cell {
                Value::String(text) if people.is_day(row, column) => {
                    let part: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
                    let number = umya_spreadsheet::helper::date::convert_date(part[0], part[1], part[2], 0, 0, 0);
                    sheet.get_cell_mut(at).set_value_number(number);
                    let format = umya_spreadsheet::NumberingFormat::FORMAT_DATE_XLSX14;
                    sheet.get_style_mut(at).get_number_format_mut().set_format_code(format);
                }
                Value::String(text) => drop(sheet.get_cell_mut(at).set_value_string(text)),
                Value::Number(number) => drop(sheet.get_cell_mut(at).set_value_number(number.as_f64().unwrap())),
                _ => {}
            }
        }
    }
    umya_spreadsheet::writer::xlsx::write(&book, format!("{out}.xlsx")).unwrap();
}

/// Dates as texts: the library writes its own cells as texts and numbers only, unless told otherwise.
fn simple_excel_writer(people: &List, out: &str) {
    let mut book = simple_excel_writer::Workbook::create(&format!("{out}.xlsx"));
    let mut sheet = book.create_sheet("Liste");
    book.write_sheet(&mut sheet, |writer| {
        for cells in &people.table {
            let mut row = simple_excel_writer::Row::new();
            for cell in cells {
                match cell {
                    Value::String(text) => row.add_cell(text.as_str()),
                    Value::Number(number) => row.add_cell(number.as_f64().unwrap()),
                    _ => row.add_empty_cells(1),
                }
            }
            writer.append_row(row)?;
        }
        Ok(())
    })
    .unwrap();
    book.close().unwrap();
}

fn rust_csv(people: &List, out: &str) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(format!("{out}.csv")).unwrap();
    for cells in &people.table {
        let line = cells.iter().map(|cell| match cell {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        });
        writer.write_record(line).unwrap();
    }
    writer.flush().unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let people = read_list(&arguments[1]);
    let out = format!("{}/{}", arguments[2], arguments[3]);
    match arguments[3].as_str() {
        "rust_xlsxwriter_normal" => rust_xlsxwriter_normal(&people, &out),
        "rust_xlsxwriter_constant_memory" => rust_xlsxwriter_constant_memory(&people, &out),
        "umya_spreadsheet" => umya_spreadsheet(&people, &out),
        "simple_excel_writer" => simple_excel_writer(&people, &out),
        "rust_csv" => rust_csv(&people, &out),
        other => panic!("no writer {other}"),
    }
}
