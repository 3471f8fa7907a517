package edtf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// This file recognises dates in other notations, to name their right spelling
// in an error. None of them is read as a date.

// checkOtherOrder finds 25.04.2025, 25-04-2025 and 2025.04.25.
func checkOtherOrder(s string) finding {
	for _, mark := range [...]string{".", "-"} {
		if strings.HasPrefix(s, "-") || mark == "-" && len(s) > 4 && s[4] == '-' {
			continue
		}
		if date, ok := reorder(s, mark); ok {
			return finding{"a date begins with the year and has hyphens in it", "write YYYY-MM-DD", date}
		}
	}
	return finding{}
}

// reorder makes YYYY-MM-DD of numbers with a mark between them, the year first
// or last. ok tells that it looks like such a date; date is "" if day and month
// cannot be told apart. With dots the day stands before the month everywhere.
func reorder(s, mark string) (date string, ok bool) {
	parts := strings.Split(s, mark)
	for i, part := range parts {
		if part == "" || len(part) > 4 || len(part) == 3 || !digitsOnly(part) {
			return "", false
		}
		if len(part) == 1 {
			parts[i] = "0" + part
		}
	}
	last := len(parts) - 1
	switch {
	case last != 1 && last != 2:
		return "", false
	case len(parts[0]) == 4 && len(parts[last]) == 2:
		return strings.Join(parts, "-"), true
	case len(parts[0]) != 2 || len(parts[last]) != 4:
		return "", false
	case last == 1:
		return parts[1] + "-" + parts[0], true
	}
	year, day, month := parts[2], parts[0], parts[1]
	switch {
	case len(month) != 2:
		return "", false
	case mark != "." && day != month && day <= "12" && month <= "12":
		return "", true
	case mark != "." && month > "12":
		day, month = month, day
	}
	return year + "-" + month + "-" + day, true
}

// checkBasic finds 20250425 and 202504.
func checkBasic(s string) finding {
	switch {
	case !digitsOnly(s):
	case len(s) == 8:
		return finding{"a date has hyphens in it", "write YYYY-MM-DD", s[:4] + "-" + s[4:6] + "-" + s[6:]}
	case len(s) == 6:
		return finding{"a date has hyphens in it", "write YYYY-MM", s[:4] + "-" + s[4:]}
	}
	return finding{}
}

// checkWeek finds the week dates of ISO 8601: 2025-W17 and 2025-W17-5.
func checkWeek(s string) finding {
	if len(s) < 8 || s[4:6] != "-W" || !digitsOnly(s[:4]) || !digitsOnly(s[6:8]) {
		return finding{}
	}
	f := finding{reason: "week dates are not EDTF", hint: "write the days"}
	year, _ := strconv.Atoi(s[:4])
	week, _ := strconv.Atoi(s[6:8])
	// Week 1 is the week, from Monday, with 4 January in it.
	fourth := MakeDay(year, 1, 4)
	monday := fourth - Day((int(fourth.Time().Weekday())+6)%7) + Day(7*(week-1))
	thursday, _, _ := (monday + 3).Civil()
	switch {
	case week < 1 || thursday != year:
		f.hint = fmt.Sprintf("and %04d has no week %02d", year, week)
	case len(s) == 8:
		f.fixed = monday.String() + "/" + (monday + 6).String()
	case len(s) == 10 && s[8] == '-' && s[9] >= '1' && s[9] <= '7':
		f.fixed = (monday + Day(s[9]-'1')).String()
	}
	return f
}

// checkOrdinal finds the ordinal dates of ISO 8601: 2025-115.
func checkOrdinal(s string) finding {
	if len(s) != 8 || s[4] != '-' || !digitsOnly(s[:4]) || !digitsOnly(s[5:]) {
		return finding{}
	}
	f := finding{reason: "dates by the day of the year are not EDTF", hint: "write the month and the day"}
	year, _ := strconv.Atoi(s[:4])
	day := MakeDay(year, 1, 1)
	n, _ := strconv.Atoi(s[5:])
	if day += Day(n) - 1; n > 0 && day < MakeDay(year+1, 1, 1) {
		f.fixed = day.String()
	} else {
		f.hint = fmt.Sprintf("and %04d has no day %03d", year, n)
	}
	return f
}

// readWords reads English dates such as "25 April 2025", "April 25th, 2025",
// "c. spring 2025" and "2020s". date is "" if the meaning is not clear.
func readWords(s string) (date string, ok bool) {
	var year, day, month string
	mark, decade := "", false
	for _, word := range words(s) {
		number := word[0] <= '9'
		switch code := wordCode(word); {
		case number && decade:
			return "", false
		case number && len(word) == 4 && year == "":
			year = word
		case number && len(word) <= 2 && day == "":
			day = word
		case number:
			return "", ok
		case code != "" && month == "":
			month, ok = code, true
		case strings.Contains(" c ca circa about around approximately ", " "+word+" "):
			mark, ok = "~", true
		case word == "s" && year != "" && strings.HasSuffix(year, "0"):
			decade, ok = true, true
		case strings.Contains(" st nd rd th of the in ", " "+word+" "):
		default:
			return "", ok
		}
	}
	if decade {
		if year[2] == '0' || month != "" || day != "" {
			return "", ok // "2000s" may be a decade or a century
		}
		return year[:3] + "X" + mark, ok
	}
	switch {
	case year == "" || month == "" && day != "":
		return "", ok
	case month == "":
		return year + mark, ok
	case day == "":
		return year + "-" + month + mark, ok
	}
	return fmt.Sprintf("%s-%s-%02s%s", year, month, day, mark), ok
}

// words splits s into runs of digits and runs of letters, in lower case.
func words(s string) []string {
	var list []string
	kind := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case unicode.IsLetter(r):
			return 2
		}
		return 0
	}
	last := 0
	for _, r := range strings.ToLower(s) {
		k := kind(r)
		switch {
		case k != 0 && k == last:
			list[len(list)-1] += string(r)
		case k != 0:
			list = append(list, string(r))
		case strings.ContainsRune("/[]{}", r):
			return nil
		}
		last = k
	}
	return list
}

// wordCode gives the two digits of a month or a season by its English name, at
// least three letters of it for a month.
func wordCode(word string) string {
	switch word {
	case "spring":
		return "21"
	case "summer":
		return "22"
	case "autumn", "fall":
		return "23"
	case "winter":
		return "24"
	}
	if len(word) < 3 {
		return ""
	}
	for m := 1; m <= 12; m++ {
		if strings.HasPrefix(strings.ToLower(monthName(m)), word) {
			return fmt.Sprintf("%02d", m)
		}
	}
	return ""
}
