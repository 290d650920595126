# Writes the list of list.json with one Perl module: perl writers.pl LIST FOLDER NAME
use strict;
use warnings;
use utf8;
use JSON::PP;

my ($file, $folder, $name) = @ARGV;
open my $in, '<', $file or die "$file: $!";
my $list = decode_json(join '', <$in>);
my @table = ([$list->{title}], $list->{headings}, map { $_ // [] } @{$list->{rows}});
my $first_person = 2;

sub is_day {
    my ($row, $column) = @_;
    return $row >= $first_person && $list->{kinds}[$column] eq 'date';
}

# write() takes what looks like a number for one; the manual's own advice for phones is write_string.
sub fill {
    my ($book) = @_;
    my $sheet = $book->add_worksheet('Liste');
    my $day = $book->add_format(num_format => 'dd/mm/yy');
    for my $row (0 .. $#table) {
        for my $column (0 .. $#{$table[$row]}) {
            my $cell = $table[$row][$column] // next;
            if (is_day($row, $column)) { $sheet->write_date_time($row, $column, "${cell}T", $day); }
            elsif ($list->{kinds}[$column] eq 'text') { $sheet->write_string($row, $column, $cell); }
            else { $sheet->write($row, $column, $cell); }
        }
    }
    $book->close;
}

my %writers = (
    perl_excel_writer_xlsx => sub {
        require Excel::Writer::XLSX;
        fill(Excel::Writer::XLSX->new("$folder/$name.xlsx"));
    },
    perl_spreadsheet_writeexcel => sub {
        require Spreadsheet::WriteExcel;
        fill(Spreadsheet::WriteExcel->new("$folder/$name.xls"));
    },
    perl_text_csv => sub {
        require Text::CSV;
        my $csv = Text::CSV->new({ binary => 1, eol => "\r\n" });
        open my $to, '>:encoding(utf8)', "$folder/$name.csv" or die "$name: $!";
        $csv->print($to, $_) for @table;
        close $to;
    },
);
$writers{$name}->();
