import com.alibaba.excel.EasyExcel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.opencsv.CSVWriter;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Writes the list of list.json with one Java library: Writers LIST FOLDER NAME */
public class Writers {
    interface Writer {
        void write(List<List<Object>> table, String out) throws Exception;
    }

    static List<List<Object>> table(JsonNode list) {
        List<List<Object>> table = new ArrayList<>();
        table.add(List.of(list.get("title").asText()));
        List<Object> headings = new ArrayList<>();
        list.get("headings").forEach(heading -> headings.add(heading.asText()));
        table.add(headings);
        for (JsonNode row : list.get("rows")) {
            List<Object> cells = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                cells.add(typed(list.get("kinds").get(column).asText(), row.get(column)));
            }
            table.add(cells);
        }
        return table;
    }

    static Object typed(String kind, JsonNode cell) {
        if (cell.isNull()) return null;
        if (cell.isNumber()) return cell.asInt();
        return kind.equals("date") ? LocalDate.parse(cell.asText()) : cell.asText();
    }

    static Date oldDate(LocalDate day) {
        return Date.from(day.atStartOfDay(java.time.ZoneId.systemDefault()).toInstant());
    }

    /** POI writes a bare number unless a format is given; its own guide shows m/d/yy h:mm. */
    static void poi(Workbook book, List<List<Object>> table, String format, String file) throws Exception {
        Sheet sheet = book.createSheet("Liste");
        CellStyle style = book.createCellStyle();
        if (format != null) style.setDataFormat(book.getCreationHelper().createDataFormat().getFormat(format));
        for (int at = 0; at < table.size(); at++) {
            Row row = sheet.createRow(at);
            for (int column = 0; column < table.get(at).size(); column++) {
                fill(row.createCell(column), table.get(at).get(column), style);
            }
        }
        try (FileOutputStream to = new FileOutputStream(file)) {
            book.write(to);
        }
        book.close();
    }

    static void fill(Cell box, Object cell, CellStyle style) {
        if (cell instanceof LocalDate day) {
            box.setCellValue(day);
            box.setCellStyle(style);
        } else if (cell instanceof Integer number) {
            box.setCellValue(number);
        } else if (cell != null) {
            box.setCellValue(cell.toString());
        }
    }

    static void fastexcel(List<List<Object>> table, String out) throws Exception {
        try (FileOutputStream to = new FileOutputStream(out + ".xlsx")) {
            org.dhatim.fastexcel.Workbook book = new org.dhatim.fastexcel.Workbook(to, "Exemple", "1.0");
            org.dhatim.fastexcel.Worksheet sheet = book.newWorksheet("Liste");
            for (int at = 0; at < table.size(); at++) {
                for (int column = 0; column < table.get(at).size(); column++) {
                    Object cell = table.get(at).get(column);
                    if (cell instanceof LocalDate day) {
                        sheet.value(at, column, day);
                        sheet.style(at, column).format("yyyy-MM-dd").set();
                    } else if (cell instanceof Integer number) {
                        sheet.value(at, column, number);
                    } else if (cell != null) {
                        sheet.value(at, column, cell.toString());
                    }
                }
            }
            book.finish();
        }
    }

    static void easyexcel(List<List<Object>> table, String out) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : table) rows.add(row.stream().map(Writers::withOldDate).toList());
        EasyExcel.write(out + ".xlsx").sheet("Liste").doWrite(rows);
    }

    static Object withOldDate(Object cell) {
        return cell instanceof LocalDate day ? oldDate(day) : cell;
    }

    static void easyexcelLocalDates(List<List<Object>> table, String out) {
        EasyExcel.write(out + ".xlsx").sheet("Liste").doWrite(table);
    }

    static void jxl(List<List<Object>> table, String out) throws Exception {
        jxl.write.WritableWorkbook book = jxl.Workbook.createWorkbook(new File(out + ".xls"));
        jxl.write.WritableSheet sheet = book.createSheet("Liste", 0);
        for (int at = 0; at < table.size(); at++) {
            for (int column = 0; column < table.get(at).size(); column++) {
                Object cell = table.get(at).get(column);
                if (cell instanceof LocalDate day) {
                    Date midnight = Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
                    sheet.addCell(new jxl.write.DateTime(column, at, midnight));
                } else if (cell instanceof Integer number) {
                    sheet.addCell(new jxl.write.Number(column, at, number));
                } else if (cell != null) {
                    sheet.addCell(new jxl.write.Label(column, at, cell.toString()));
                }
            }
        }
        book.write();
        book.close();
    }

    static void opencsv(List<List<Object>> table, String out) throws Exception {
        try (CSVWriter writer = new CSVWriter(new FileWriter(out + ".csv", StandardCharsets.UTF_8))) {
            for (List<Object> row : table) {
                writer.writeNext(row.stream().map(cell -> Objects.toString(cell, null)).toArray(String[]::new));
            }
        }
    }

    static void commonsCsv(List<List<Object>> table, String out, CSVFormat format, boolean oldDates) throws Exception {
        try (CSVPrinter printer = new CSVPrinter(new FileWriter(out + ".csv", StandardCharsets.UTF_8), format)) {
            for (List<Object> row : table) {
                printer.printRecord(oldDates ? row.stream().map(Writers::withOldDate).toList() : row);
            }
        }
    }

    /** Maps become lines; days are arrays or texts as the mapper is set up, here as texts. */
    static void jackson(List<List<Object>> table, String out, boolean daysAsText) throws Exception {
        CsvSchema.Builder schema = CsvSchema.builder();
        table.get(1).forEach(heading -> schema.addColumn(heading.toString()));
        CsvMapper mapper = new CsvMapper();
        mapper.registerModule(new JavaTimeModule());
        if (daysAsText) mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        List<Map<String, Object>> people = new ArrayList<>();
        for (List<Object> row : table.subList(2, table.size())) {
            Map<String, Object> person = new TreeMap<>();
            for (int at = 0; at < row.size(); at++) person.put(table.get(1).get(at).toString(), row.get(at));
            people.add(person);
        }
        mapper.writer(schema.build().withHeader()).writeValue(new File(out + ".csv"), people);
    }

    static final Map<String, Writer> WRITERS = new TreeMap<>(Map.ofEntries(
        Map.entry("poi_xssf", (table, out) -> poi(new XSSFWorkbook(), table, "m/d/yy h:mm", out + ".xlsx")),
        Map.entry("poi_xssf_no_format", (table, out) -> poi(new XSSFWorkbook(), table, null, out + ".xlsx")),
        Map.entry("poi_sxssf", (table, out) -> poi(new SXSSFWorkbook(5), table, "dd-mmm-yyyy", out + ".xlsx")),
        Map.entry("poi_hssf", (table, out) -> poi(new HSSFWorkbook(), table, "m/d/yy", out + ".xls")),
        Map.entry("fastexcel", Writers::fastexcel),
        Map.entry("easyexcel", Writers::easyexcel),
        Map.entry("easyexcel_local_dates", Writers::easyexcelLocalDates),
        Map.entry("jxl", Writers::jxl),
        Map.entry("opencsv", Writers::opencsv),
        Map.entry("commons_csv_default", (table, out) -> commonsCsv(table, out, CSVFormat.DEFAULT, false)),
        Map.entry("commons_csv_excel", (table, out) -> commonsCsv(table, out, CSVFormat.EXCEL, true)),
        Map.entry("commons_csv_tdf", (table, out) -> commonsCsv(table, out, CSVFormat.TDF, false)),
        Map.entry("commons_csv_mysql", (table, out) -> commonsCsv(table, out, CSVFormat.MYSQL, false)),
        Map.entry("jackson_csv", (table, out) -> jackson(table, out, true)),
        Map.entry("jackson_csv_default_days", (table, out) -> jackson(table, out, false))));

    public static void main(String[] arguments) throws Exception {
        JsonNode list = new ObjectMapper().readTree(new File(arguments[0]));
        WRITERS.get(arguments[2]).write(table(list), arguments[1] + "/" + arguments[2]);
    }
}
