# Writes the list of list.json with one R package: Rscript writers.R LIST FOLDER NAME
# The list comes as plain.csv beside list.json's copy, since base R has no JSON reader.
arguments <- commandArgs(trailingOnly = TRUE)
name <- arguments[3]
out <- function(ending) file.path(arguments[2], paste0(name, ".", ending))

people <- read.csv2(arguments[1], skip = 1, check.names = FALSE, colClasses = "character",
                    na.strings = "", encoding = "UTF-8", blank.lines.skip = FALSE)
for (column in c(1, 8)) people[[column]] <- as.integer(people[[column]])
for (column in c(2, 6)) people[[column]] <- as.Date(people[[column]])

writers <- list(
  r_write_csv = function() write.csv(people, out("csv")),
  r_write_csv2 = function() write.csv2(people, out("csv"), row.names = FALSE, na = ""),
  r_write_csv2_latin1 = function() write.csv2(people, out("csv"), fileEncoding = "CP1252"),
  r_write_table = function() write.table(people, out("txt"), sep = "\t"),
  r_readr_write_csv = function() readr::write_csv(people, out("csv")),
  r_readr_excel_csv2 = function() readr::write_excel_csv2(people, out("csv")),
  r_readr_times = function() {
    people[[2]] <- as.POSIXct(people[[2]])
    readr::write_csv(people, out("csv"), na = "")
  },
  r_openxlsx = function() openxlsx::write.xlsx(people, out("xlsx")),
  r_openxlsx_table = function() openxlsx::write.xlsx(people, out("xlsx"), asTable = TRUE)
)
writers[[name]]()
