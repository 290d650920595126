#include "people/lists/dates.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

const Day arrival = *parse_day("2023-01-12");

WrittenDate read(std::string_view cell, DayOrder order = DayOrder::day_first) {
    return read_date(cell, shipped_reference().words.date_words(), 2023, order);
}

DateAndPlace with_place(std::string_view cell) {
    return read_date_and_place(cell, shipped_reference().words.date_words(), 2023);
}

// "1990-05-14..1990-05-14 day", or the shape when it is no interval.
std::string birth(std::string_view cell) {
    const WrittenDate written = read(cell);
    const auto interval = birth_interval(written, arrival);
    if (interval) {
        return day_text(interval->min) + ".." + day_text(interval->max) + " " +
               std::string(enum_text(interval->precision));
    }
    if (written.shape == DateShape::missing) return "missing";
    return written.shape == DateShape::impossible ? "impossible" : "unreadable";
}

TEST(ListDates, OneDayIsWrittenInManyWays) {
    for (const auto* cell :
         {"14/05/1990", "14-05-1990", "1990;5;14", "14.05.1990", "14 05 1990", "1990-05-14",
          "14 mai 1990", "14 MAI 1990", "May 14, 1990", "14-May-1990", "1990-05-14 00:00:00",
          "1990-05-14T00:00:00", "né le 14/05/1990", "née le 14 mai 1990", "33007", "33007.0",
          "\u00A014/05/1990 ", "14/5/1990"}) {
        EXPECT_EQ(birth(cell), "1990-05-14..1990-05-14 day") << cell;
    }
    EXPECT_EQ(birth("1er mars 1990"), "1990-03-01..1990-03-01 day");
    EXPECT_EQ(birth("02 févr. 1990"), "1990-02-02..1990-02-02 day");
}

TEST(ListDates, FirstAndLastDayOfYearStandForTheYear) {
    for (const auto* cell : {"01/01/1990", "31/12/1990", "1990", "né en 1990", "née en 1990",
                             "born in 1990", "00/00/1990", "32874"}) {
        EXPECT_EQ(birth(cell), "1990-01-01..1990-12-31 year") << cell;
    }
    EXPECT_EQ(birth("02/01/1990"), "1990-01-02..1990-01-02 day");
}

TEST(ListDates, MonthsAreWholeMonths) {
    for (const auto* cell : {"02/2000", "2000-02", "février 2000", "Feb 2000", "00/02/2000"}) {
        EXPECT_EQ(birth(cell), "2000-02-01..2000-02-29 month") << cell;
    }
}

TEST(ListDates, AroundIsTwoYearsToEitherSide) {
    for (const auto* cell : {"vers 1998", "Vers 1998", "env. 1998", "né vers 1998", "about 1998",
                             "c. 1998", "approx. 1998", "~1998"}) {
        EXPECT_EQ(birth(cell), "1996-01-01..2000-12-31 estimated") << cell;
    }
}

TEST(ListDates, YearMayHaveItsWord) {
    for (const auto* cell : {"an 1991", "l'an 1991", "en l’an 1991", "année 1991", "b. 1991"})
        EXPECT_EQ(birth(cell), "1991-01-01..1991-12-31 year") << cell;
    for (const auto* cell : {"±1991", "± 1991", "vers l'an 1991", "cerca de 1991"})
        EXPECT_EQ(birth(cell), "1989-01-01..1993-12-31 estimated") << cell;
}

TEST(ListDates, AgesMayHaveHalvesAndTens) {
    for (const auto* cell : {"2 ans et demi", "2 ans 1/2", "2 ans ½", "30 mois"})
        EXPECT_EQ(birth(cell), birth("30 mois")) << cell;
    for (const auto* cell : {"la trentaine", "trentaine", "une trentaine d'années"})
        EXPECT_EQ(birth(cell), birth("30-39 ans")) << cell;
    EXPECT_EQ(birth("30-39 ans"), "1983-01-13..1993-01-12 estimated");
}

TEST(ListDates, AgesCountBackFromArrival) {
    for (const auto* cell : {"25 ans", "25ans", "25", "25 years", "25 yrs", "env. 25 ans"}) {
        EXPECT_EQ(birth(cell), "1997-01-13..1998-01-12 estimated") << cell;
    }
    EXPECT_EQ(birth("8 mois"), "2022-04-13..2022-05-12 estimated");
    EXPECT_FALSE(birth_interval(read("25 ans"), std::nullopt));
}

TEST(ListDates, SlipsOfTheHandAreRead) {
    for (const auto* cell : {"14//05//1990", "14/O5/199O", "l4/05/1990", "lundi 14 mai 1990"}) {
        EXPECT_EQ(birth(cell), "1990-05-14..1990-05-14 day") << cell;
    }
    EXPECT_EQ(birth("Mineur (16 ans)"), "2006-01-13..2007-01-12 estimated");
    for (const auto* cell : {"199.", "199..", "O/O", "lOl", "mineur", "Mali"}) {
        EXPECT_EQ(birth(cell), "unreadable") << cell;
    }
}

TEST(ListDates, RemarkInBracketsIsToldApart) {
    EXPECT_EQ(birth("vers 1998 (selon sa mère)"), "1996-01-01..2000-12-31 estimated");
    EXPECT_TRUE(read("vers 1998 (selon sa mère)").has_remark);
    EXPECT_FALSE(read("vers 1998").has_remark);
    EXPECT_EQ(birth("(selon sa mère)"), "unreadable");
    EXPECT_FALSE(read("illisible (1998)").has_remark);
}

TEST(ListDates, LeapDayHasItsYearsBefore) {
    EXPECT_EQ(day_text(linkage::years_before(*parse_day("2024-02-29"), 1)), "2023-02-28");
    EXPECT_EQ(day_text(linkage::years_before(*parse_day("2024-02-29"), 4)), "2020-02-29");
}

TEST(ListDates, BareNumbersAreAgesYearsOrSerials) {
    EXPECT_EQ(read("110").shape, DateShape::age_years);
    EXPECT_EQ(read("111").shape, DateShape::unreadable);
    EXPECT_EQ(read("1897").shape, DateShape::year);
    EXPECT_EQ(read("10000").shape, DateShape::unreadable);
    EXPECT_EQ(day_text(read("10001").first), "1927-05-19");
    EXPECT_EQ(day_text(read("44860").first), "2022-10-26");
    EXPECT_EQ(read("12345678").shape, DateShape::unreadable);
}

TEST(ListDates, NoCalendarHasThem) {
    for (const auto* cell :
         {"31/02/1995", "30/02/1998", "31.09.1999", "30/13/1990", "00/13/1997", "31 avril 1990"}) {
        EXPECT_EQ(birth(cell), "impossible") << cell;
    }
}

TEST(ListDates, MonthMayStandFirstOnlyWhenItMust) {
    EXPECT_EQ(birth("05/14/1990"), "1990-05-14..1990-05-14 day");
    EXPECT_TRUE(read("05/14/1990").month_first);
    EXPECT_EQ(birth("05/06/1990"), "1990-06-05..1990-06-05 day");
    EXPECT_FALSE(read("05/06/1990").month_first);
}

TEST(ListDates, TwoDigitsOfYearAreSplitAtTheListYear) {
    EXPECT_EQ(day_text(read("14/05/23").first), "2023-05-14");
    EXPECT_EQ(day_text(read("14/05/24").first), "1924-05-14");
    EXPECT_TRUE(read("14/05/90").century_assumed);
    EXPECT_FALSE(read("14/05/1990").century_assumed);
}

TEST(ListDates, NothingAndNonsenseDiffer) {
    for (const auto* cell : {"", " ", "?", "??", "-", "inconnu", "Inconnue", "unknown"}) {
        EXPECT_EQ(birth(cell), "missing") << cell;
    }
    for (const auto* cell : {"19?8", "199.", "2 0 ?", "M", "Kayes", "12/05", "12/05/199", "//"}) {
        EXPECT_EQ(birth(cell), "unreadable") << cell;
    }
}

TEST(ListDates, EightDigitsAreADayWhenTheCalendarHasIt) {
    EXPECT_EQ(birth("14051990"), "1990-05-14..1990-05-14 day");
    EXPECT_EQ(birth("19900514"), "1990-05-14..1990-05-14 day");
    // Telephones, and days that no calendar has.
    for (const auto* cell : {"10184550", "90000000", "31021990", "19901345", "14052190"}) {
        EXPECT_EQ(birth(cell), "unreadable") << cell;
    }
}

TEST(ListDates, OtherMarksMayPartADay) {
    for (const auto* cell : {"14\\05\\1990", "14_05_1990", "14|05|1990", "14/05.1990",
                             "lun. 14 mai 1990", "Mon 14 May 1990"}) {
        EXPECT_EQ(birth(cell), "1990-05-14..1990-05-14 day") << cell;
    }
}

TEST(ListDates, SerialNumberMayHoldTheTimeOfTheDay) {
    EXPECT_EQ(day_text(read("44938.6041666667").first), "2023-01-12");
    EXPECT_EQ(day_text(read("33007.5").first), "1990-05-14");
    EXPECT_EQ(day_text(read("33007,5").first), "1990-05-14");
    EXPECT_EQ(read("25.5").shape, DateShape::unreadable);
}

TEST(ListDates, AgesInWordsAreNotOfNought) {
    for (const auto* cell : {"un an", "six mois", "deux ans et demi", "ans", "mois"}) {
        EXPECT_EQ(birth(cell), "unreadable") << cell;
    }
    EXPECT_EQ(birth("2 ans et 3 mois"), "2020-09-13..2020-10-12 estimated");
}

TEST(ListDates, InfantsAreWeeksAndDaysOld) {
    EXPECT_EQ(birth("10 jours"), "2023-01-02..2023-01-02 estimated");
    EXPECT_EQ(birth("1 jour"), "2023-01-11..2023-01-11 estimated");
    EXPECT_EQ(birth("45 days"), "2022-11-28..2022-11-28 estimated");
    for (const auto* cell : {"3 semaines", "3 sem.", "3 weeks", "3 wks"})
        EXPECT_EQ(birth(cell), "2022-12-16..2022-12-22 estimated") << cell;
    EXPECT_EQ(birth("nouveau-né"), "2022-12-15..2023-01-12 estimated");
    EXPECT_EQ(birth("1 an et 2 mois"), "2021-10-13..2021-11-12 estimated");
}

TEST(ListDates, RangesAreAsWideAsTheySay) {
    for (const auto* cell : {"25-30 ans", "25 à 30 ans", "entre 25 et 30 ans", "25/30 ans"})
        EXPECT_EQ(birth(cell), "1992-01-13..1998-01-12 estimated") << cell;
    for (const auto* cell : {"1990-1995", "entre 1990 et 1995", "1990/1995"})
        EXPECT_EQ(birth(cell), "1990-01-01..1995-12-31 estimated") << cell;
    for (const auto* cell : {"30-25 ans", "1995-1990", "1950-1990", "5-90 ans", "25-30"})
        EXPECT_EQ(birth(cell), "unreadable") << cell;
}

TEST(ListDates, PresumedYearIsAYearAndPlusMinusAnAge) {
    for (const auto* cell : {"présumé né en 1990", "née présumée en 1990", "presumed born 1990"})
        EXPECT_EQ(birth(cell), "1990-01-01..1990-12-31 year") << cell;
    for (const auto* cell : {"± 25 ans", "~25 ans", "à peu près 25 ans"})
        EXPECT_EQ(birth(cell), "1997-01-13..1998-01-12 estimated") << cell;
}

TEST(ListDates, MonthsMayBeInRomanFigures) {
    for (const auto* cell : {"14/V/1990", "14-v-1990", "14.V.1990", "14 V 1990"})
        EXPECT_EQ(birth(cell), "1990-05-14..1990-05-14 day") << cell;
    EXPECT_EQ(birth("31/II/1990"), "impossible");
    EXPECT_EQ(birth("V 1990"), "1988-01-01..1992-12-31 estimated");  // vers
}

TEST(ListDates, PartsThatNobodyKnowsAreLeftOut) {
    for (const auto* cell : {"xx/xx/1990", "XX-XX-1990", "?\?/?\?/1990", "--/--/1990"})
        EXPECT_EQ(birth(cell), "1990-01-01..1990-12-31 year") << cell;
    EXPECT_EQ(birth("xx/05/1990"), "1990-05-01..1990-05-31 month");
}

TEST(ListDates, LanguagesSpokenHereAreRead) {
    for (const auto* cell :
         {"14 mayu 1990", "14 mɛ 1990", "14 maio 1990", "14 ماي 1990", "١٤/٠٥/١٩٩٠", "߁߄/߀߅/߁߉߉߀"})
        EXPECT_EQ(birth(tidy_blanks(cell)), "1990-05-14..1990-05-14 day") << cell;
    for (const auto* cell : {"25 سنة", "shekara 25", "san 25", "25 shekaru"})
        EXPECT_EQ(birth(cell), "1997-01-13..1998-01-12 estimated") << cell;
}

TEST(ListDates, OtherCalendarsAreNeitherReadNorImplausible) {
    for (const auto* cell : {"1410", "1410 H", "14/05/1410", "1369", "2535", "1410 de l'hégire"})
        EXPECT_EQ(read(cell).shape, DateShape::other_calendar) << cell;
    for (const auto* cell : {"1299", "1501", "14/05/1990 14h"})
        EXPECT_NE(read(cell).shape, DateShape::other_calendar) << cell;
}

TEST(ListDates, DayIsFoundInATitle) {
    const auto within = [](std::string_view text) {
        const auto date = read_date_within(text, shipped_reference().words.date_words(), 2023);
        return date.shape == DateShape::day ? day_text(date.first) : "none";
    };
    EXPECT_EQ(within("Liste des personnes arrivées le 14/01/2023 au poste"), "2023-01-14");
    EXPECT_EQ(within("Arrivées du samedi 14 janvier 2023"), "2023-01-14");
    EXPECT_EQ(within("Convoi 12 : 14-01-2023"), "2023-01-14");
    EXPECT_EQ(within("Centre d'accueil, registre 2023, page 3"), "none");
    EXPECT_EQ(within("Décision n° 2023014"), "none");
}

TEST(ListDates, WordsAndTimesBesideADayAreRemarks) {
    for (const auto* cell : {"14/05/1990 à Kayes", "Kayes, le 14/05/1990", "14/05/1990 à 14h30",
                             "14/05/1990 14h30", "14/05/1990 - convoi"}) {
        EXPECT_EQ(birth(cell), "1990-05-14..1990-05-14 day") << cell;
        EXPECT_TRUE(read(cell).has_remark) << cell;
    }
    EXPECT_EQ(birth("nv 1990"), "1988-01-01..1992-12-31 estimated");
    EXPECT_EQ(birth("vers 1990 à Gao"), "1988-01-01..1992-12-31 estimated");
    // A number among words is no age and no year.
    for (const auto* cell : {"convoi 3", "Kayes 1990 12", "arrivé hier", "tente 12 B",
                             "12-13/01/2023 nuit", "14/05/1990 ou 1991"}) {
        EXPECT_EQ(birth(cell), "unreadable") << cell;
    }
}

TEST(ListDates, PlaceBesideTheDayIsTakenOut) {
    for (const auto* cell : {"14/05/1990 à Kayes", "14/05/1990 Kayes", "14/05/1990, à Kayes",
                             "14/05/1990 - Kayes", "14/05/1990 (Kayes)", "Kayes, 14/05/1990",
                             "Kayes, le 14/05/1990", "né le 14/05/1990 à Kayes"}) {
        const DateAndPlace both = with_place(cell);
        EXPECT_EQ(both.date.shape, DateShape::day) << cell;
        EXPECT_EQ(day_text(both.date.first), "1990-05-14") << cell;
        EXPECT_EQ(both.place, "Kayes") << cell;
        EXPECT_FALSE(both.date.has_remark) << cell;
    }
    EXPECT_EQ(with_place("vers 1990 à Gao").place, "Gao");
    EXPECT_EQ(with_place("vers 1990 à Gao").date.shape, DateShape::around);
}

TEST(ListDates, DayOrPlaceMayStandAlone) {
    EXPECT_EQ(with_place("14/05/1990").place, "");
    EXPECT_EQ(with_place("14/05/1990").date.shape, DateShape::day);
    EXPECT_EQ(with_place("Kayes").place, "Kayes");
    EXPECT_EQ(with_place("Kayes").date.shape, DateShape::missing);
    EXPECT_EQ(with_place("").date.shape, DateShape::missing);
    EXPECT_EQ(with_place("inconnu").place, "");
    // Nothing is made of a cell that says that it does not know.
    EXPECT_EQ(with_place("Kayes ?").date.shape, DateShape::unreadable);
    EXPECT_EQ(with_place("Kayes ?").place, "");
    EXPECT_EQ(with_place("19?8 à Kayes").date.shape, DateShape::unreadable);
}

TEST(ListDates, CellShowsItsOrderOnlyWhenItHasOne) {
    EXPECT_EQ(order_shown("31/12/1999"), OrderShown::day_first);
    EXPECT_EQ(order_shown("12/31/1999"), OrderShown::month_first);
    EXPECT_EQ(order_shown("12-31-99"), OrderShown::month_first);
    EXPECT_EQ(order_shown("12/31/1999 0:00:00"), OrderShown::month_first);
    EXPECT_EQ(order_shown("05/06/1999"), OrderShown::either);
    for (const auto* cell : {"1999-12-31", "13/13/1999", "12/32/1999", "12/31", "",
                             "31 décembre 1999", "12/31/1999/1", "/12/31", "123/31/1999"}) {
        EXPECT_EQ(order_shown(cell), OrderShown::none) << cell;
    }
}

TEST(ListDates, MonthStandsFirstInAColumnThatIsSo) {
    const auto american = [](std::string_view cell) { return read(cell, DayOrder::month_first); };
    EXPECT_EQ(day_text(american("05/06/1990").first), "1990-05-06");
    EXPECT_TRUE(american("05/06/1990").month_first);
    EXPECT_EQ(day_text(american("5/6/90").first), "1990-05-06");
    // What can only be read one way is read that way.
    EXPECT_EQ(day_text(american("14/05/1990").first), "1990-05-14");
    EXPECT_EQ(day_text(american("1990-05-06").first), "1990-05-06");
    EXPECT_EQ(day_text(american("6 mai 1990").first), "1990-05-06");
    EXPECT_EQ(american("02/30/1990").shape, DateShape::impossible);
    EXPECT_EQ(american("25 ans").shape, DateShape::age_years);
}

TEST(ListDates, YearsOfTwoDigitsAreNoAges) {
    EXPECT_EQ(birth("né en 90"), "1990-01-01..1990-12-31 year");
    EXPECT_TRUE(read("né en 05").century_assumed);
    EXPECT_EQ(birth("né en 05"), "2005-01-01..2005-12-31 year");
    for (const auto* cell : {"vers 85", "années 80"}) EXPECT_EQ(birth(cell), "unreadable") << cell;
}

TEST(ListDates, YearsAndMonthsMayBeLetters) {
    for (const auto* cell : {"2a6m", "2 a 6 m", "2A 6M"})
        EXPECT_EQ(birth(cell), birth("2 ans 6 mois")) << cell;
    EXPECT_EQ(birth("2 à 6 mois"), "2022-06-13..2022-11-12 estimated");
}

TEST(ListDates, BoundsAndSlipsAreNoAges) {
    for (const auto* cell : {"<5 ans", "≤ 5", "≥18", "> 18 ans", "3O", "l8"})
        EXPECT_EQ(birth(cell), "unreadable") << cell;
}

}  // namespace
}  // namespace jatigi::lists
