package edtf

import (
	"fmt"
	"strconv"
	"strings"
)

// This file explains what stands between the hyphens: unspecified digits where
// none may be, missing zeros, and months and days that do not exist.

// checkUnspecified finds an X where none may be.
func checkUnspecified(s string) finding {
	n := strings.IndexByte(s, 'X')
	if n < 0 {
		return finding{}
	}
	year, rest, hasRest := strings.Cut(s, "-")
	month, day, _ := strings.Cut(rest, "-")
	switch {
	case len(year) == 4 && n < 2:
		return finding{"only the last digit or the last two of a year may be unspecified",
			`write the year as far as it is known, like "202X" or "20XX", or leave the date out`, ""}
	case n < 4 && hasRest:
		return finding{"unspecified digits stand at the right: nothing known may follow them",
			"", year}
	case month == "XX" && digitsOnly(day) && day != "":
		return finding{"unspecified digits stand at the right: no day may follow an unspecified month",
			"", year + "-XX-XX"}
	case len(month) == 2 && month != "XX" && strings.Contains(month, "X"):
		return finding{"of a month both digits are unspecified or none", "", year + "-XX"}
	case len(day) == 2 && digitsOnly(month) && isDigit(day[0]) && day[1] == 'X':
		return finding{"of a day both digits are unspecified or none", "", tenDays(year, month, day[0])}
	case len(day) == 2 && digitsOnly(month) && day != "XX":
		return finding{"of a day both digits are unspecified or none", "", year + "-" + month + "-XX"}
	}
	return finding{}
}

// tenDays gives the set of days that begin with a digit: 2X as [20..29].
func tenDays(year, month string, digit byte) string {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	if digit > '3' || m < 1 || m > 12 {
		return ""
	}
	first := max(1, int(digit-'0')*10)
	last := min(int(digit-'0')*10+9, daysIn(y, m))
	return fmt.Sprintf("[%s-%s-%02d..%s-%s-%02d]", year, month, first, year, month, last)
}

// checkPadding finds numbers without their leading zero.
func checkPadding(s string) finding {
	parts := strings.Split(s, "-")
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) != 4 {
		return finding{}
	}
	short := false
	for i, part := range parts[1:] {
		switch {
		case part == "X":
			parts[i+1], short = "XX", true
		case len(part) == 1 && digitsOnly(part):
			parts[i+1], short = "0"+part, true
		}
	}
	if !short {
		return finding{}
	}
	return finding{"a month and a day have two digits", "write both digits", strings.Join(parts, "-")}
}

// checkFields finds months and days that do not exist.
func checkFields(s string) finding {
	parts := strings.Split(s, "-")
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) != 4 || !digitsOnly(parts[0]) || len(parts[1]) != 2 {
		return finding{}
	}
	year, _ := strconv.Atoi(parts[0])
	month, err := strconv.Atoi(parts[1])
	if err != nil && parts[1] != "XX" {
		return finding{}
	}
	if f := checkMonth(parts[0], month, len(parts) == 3); f.reason != "" && err == nil {
		return f
	}
	if len(parts) == 2 || len(parts[2]) != 2 || !digitsOnly(parts[2]) || month == 0 {
		return finding{}
	}
	last := daysIn(year, month)
	return finding{reason: fmt.Sprintf("%s %s has no day %s", monthName(month), parts[0], parts[2]),
		hint: fmt.Sprintf("its days are 01 to %d", last)}
}

func checkMonth(year string, month int, withDay bool) finding {
	const hint = "months are 01 to 12; 21 to 24 are spring, summer, autumn and winter"
	switch {
	case month >= 1 && month <= 12:
		return finding{}
	case month >= 21 && month <= 24 && withDay:
		return finding{reason: fmt.Sprintf("%d is a season, and a season has no days", month),
			hint: fmt.Sprintf("write %q for the season", year+"-"+strconv.Itoa(month))}
	case month >= 25 && month <= 41 && !withDay:
		return otherDivision(year, month)
	}
	return finding{reason: fmt.Sprintf("there is no month %02d", month), hint: hint}
}

// otherDivision explains the divisions of a year of Level 2: seasons of a
// hemisphere, quarters, thirds and halves. The last three have exact months.
func otherDivision(year string, code int) finding {
	f := finding{reason: fmt.Sprintf("%d is a division of the year of Level 2, which is not read here", code)}
	months := func(first, count int) finding {
		f.fixed = fmt.Sprintf("%s-%02d/%s-%02d", year, first, year, first+count-1)
		return f
	}
	switch {
	case code <= 28:
		f.fixed = year + "-" + strconv.Itoa(code-4)
	case code <= 32:
		f.hint = "seasons are those of the northern hemisphere; write the months as an interval"
	case code <= 36:
		return months(3*(code-33)+1, 3)
	case code <= 39:
		return months(4*(code-37)+1, 4)
	default:
		return months(6*(code-40)+1, 6)
	}
	return f
}
