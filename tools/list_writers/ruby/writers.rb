# Writes the list of list.json with Ruby's own CSV library: ruby writers.rb LIST FOLDER NAME
require "csv"
require "date"
require "json"

list = JSON.parse(File.read(ARGV[0], encoding: "utf-8"))
name = ARGV[2]
days = list["rows"].map do |row|
  (row || []).each_with_index.map do |cell, at|
    list["kinds"][at] == "date" && cell ? Date.parse(cell) : cell
  end
end
table = [[list["title"]], list["headings"], *days]

writers = {
  "ruby_csv" => {},
  "ruby_csv_times" => { col_sep: ";", force_quotes: true, write_converters: [->(cell) { cell.is_a?(Date) ? cell.to_time.to_s : cell }] },
}
CSV.open(File.join(ARGV[1], "#{name}.csv"), "w", **writers.fetch(name)) do |csv|
  table.each { |row| csv << row }
end
