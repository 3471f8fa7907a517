package record

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxGiven is how many characters of the piece at fault a Fault repeats.
const maxGiven = 80

// shorten cuts a text for a fault's given.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxGiven {
		return s
	}
	return string([]rune(s)[:maxGiven-1]) + "…"
}

// printable drops what a fault must not repeat.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, s)
}

func quoted(s string) string { return strconv.Quote(shorten(s)) }

// sentence makes a sentence of a clause.
func sentence(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	clause = string(unicode.ToUpper(first)) + clause[size:]
	if strings.HasSuffix(clause, ".") {
		return clause
	}
	return clause + "."
}

func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// last names the value a pointer leads to, at the start of a sentence: the last key, with its
// position where that is a list's.
func last(pointer string) string {
	if pointer == "" {
		return "The body"
	}
	parts := strings.Split(pointer[1:], "/")
	name := parts[len(parts)-1]
	if _, err := strconv.Atoi(name); err == nil && len(parts) > 1 {
		return "Each of " + parts[len(parts)-2]
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(shorten(name))
}

// nearest gives the candidate closest to a misspelt word, "" when none is near: at most two slips
// (one in words of up to four letters), one word beginning with the other, or three slips after the same
// first half, as in deny and denies.
func nearest(word string, candidates []string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	limit := 3
	if len(word) <= 4 {
		limit = 2
	}
	best, bestAt := "", limit
	for _, candidate := range candidates {
		slips := distance(word, candidate, 4)
		same := samePrefix(word, candidate)
		switch {
		case same < 3:
		case same == len(word) || same == len(candidate):
			slips = min(slips, 1)
		case slips == 3 && 2*same >= len(candidate):
			slips = limit - 1
		}
		if slips < bestAt {
			best, bestAt = candidate, slips
		}
	}
	return best
}

func samePrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Nearest gives the candidate closest to a misspelt word, "" when none is near.
func Nearest(word string, candidates []string) string { return nearest(word, candidates) }

// distance counts the letters to insert, drop, change or swap with their neighbour to turn a into b
// (optimal string alignment), and gives limit when there are at least that many.
func distance(a, b string, limit int) int {
	from, to := []rune(a), []rune(b)
	if abs(len(from)-len(to)) >= limit {
		return limit
	}
	before, row := make([]int, len(to)+1), make([]int, len(to)+1)
	next := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		next[0] = i + 1
		for j, y := range to {
			cost := 1
			if x == y {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x == to[j-1] && from[i-1] == y {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return min(row[len(to)], limit)
}

func abs(n int) int { return max(n, -n) }
