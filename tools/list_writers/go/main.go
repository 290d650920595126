// Writes the list of list.json with one Go library: main LIST FOLDER NAME
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	oldxlsx "github.com/tealeg/xlsx"
	"github.com/tealeg/xlsx/v3"
	"github.com/xuri/excelize/v2"
)

type list struct {
	Title    string
	Headings []string
	Kinds    []string
	Rows     [][]any
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func readList(path string) list {
	text, err := os.ReadFile(path)
	check(err)
	var people list
	check(json.Unmarshal(text, &people))
	return people
}

// table has the title, the headings, and the rows with days and whole numbers as Go's own types.
func (people list) table() [][]any {
	headings := make([]any, len(people.Headings))
	for at, heading := range people.Headings {
		headings[at] = heading
	}
	table := [][]any{{people.Title}, headings}
	for _, row := range people.Rows {
		cells := []any{}
		for column, cell := range row {
			cells = append(cells, typed(people.Kinds[column], cell))
		}
		table = append(table, cells)
	}
	return table
}

func typed(kind string, cell any) any {
	if number, ok := cell.(float64); ok {
		return int(number)
	}
	if text, ok := cell.(string); ok && kind == "date" {
		day, err := time.Parse(time.DateOnly, text)
		check(err)
		return day
	}
	return cell
}

func excelizeNormal(people list, out string) {
	book := excelize.NewFile()
	for row, cells := range people.table() {
		for column, cell := range cells {
			name, err := excelize.CoordinatesToCellName(column+1, row+1)
			check(err)
			check(book.SetCellValue("Sheet1", name, cell))
		}
	}
	check(book.SaveAs(out + ".xlsx"))
}

func excelizeStream(people list, out string) {
	book := excelize.NewFile()
	stream, err := book.NewStreamWriter("Sheet1")
	check(err)
	for row, cells := range people.table() {
		check(stream.SetRow(fmt.Sprintf("A%d", row+1), cells))
	}
	check(stream.Flush())
	check(book.SaveAs(out + ".xlsx"))
}

func tealegNormal(people list, out string) {
	book := xlsx.NewFile()
	sheet, err := book.AddSheet("Liste")
	check(err)
	for _, cells := range people.table() {
		row := sheet.AddRow()
		for _, cell := range cells {
			setTealeg(row.AddCell(), cell)
		}
	}
	check(book.Save(out + ".xlsx"))
}

func setTealeg(box *xlsx.Cell, cell any) {
	switch value := cell.(type) {
	case time.Time:
		box.SetDate(value)
	case int:
		box.SetInt(value)
	case string:
		box.SetString(value)
	}
}

func tealegOld(people list, out string) {
	book := oldxlsx.NewFile()
	sheet, err := book.AddSheet("Liste")
	check(err)
	for _, cells := range people.table() {
		row := sheet.AddRow()
		for _, cell := range cells {
			box := row.AddCell()
			switch value := cell.(type) {
			case time.Time:
				box.SetDateTime(value)
			case int:
				box.SetInt(value)
			case string:
				box.SetString(value)
			}
		}
	}
	check(book.Save(out + ".xlsx"))
}

func texts(people list) [][]string {
	var table [][]string
	for _, cells := range people.table() {
		line := make([]string, len(people.Headings))
		for column, cell := range cells {
			if day, ok := cell.(time.Time); ok {
				line[column] = day.Format(time.RFC3339)
			} else if cell != nil {
				line[column] = fmt.Sprint(cell)
			}
		}
		table = append(table, line)
	}
	return table
}

func encodingCSV(people list, out string) {
	file, err := os.Create(out + ".csv")
	check(err)
	check(csv.NewWriter(file).WriteAll(texts(people)))
	check(file.Close())
}

func encodingCSVCRLF(people list, out string) {
	file, err := os.Create(out + ".csv")
	check(err)
	writer := csv.NewWriter(file)
	writer.UseCRLF, writer.Comma = true, ';'
	check(writer.WriteAll(texts(people)))
	check(file.Close())
}

func main() {
	writers := map[string]func(list, string){
		"excelize_normal": excelizeNormal, "excelize_stream": excelizeStream,
		"tealeg_xlsx_v3": tealegNormal, "tealeg_xlsx_v1": tealegOld,
		"go_encoding_csv": encodingCSV, "go_encoding_csv_crlf": encodingCSVCRLF,
	}
	name := os.Args[3]
	writers[name](readList(os.Args[1]), filepath.Join(os.Args[2], name))
}
