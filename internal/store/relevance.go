package store

import (
	"slices"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// What a word is worth by where it stands: title over quote over summary over claims. A name is
// worth nothing by itself; the event still matches.
const (
	worthTitle   = 8
	worthQuote   = 4
	worthSummary = 2
	worthClaim   = 1
)

// rank reads every match, at most CountCap, and orders them by the sum over the terms of where each
// stands best, then by date, newest first.
func (l *EventList) rank() error {
	if l.plan.empty {
		return nil
	}
	keys, err := l.readByDateDesc(CountCap + 1)
	if err != nil {
		return err
	}
	if len(keys) > CountCap {
		return ErrTooManyForRelevance
	}
	all := make([]position, 0, len(keys))
	for rest := keys; len(rest) > 0; {
		l.keys, rest = cut(rest, fetch)
		if err := l.load(); err != nil {
			return err
		}
		for i := range l.rows {
			a, err := l.rows[i].Answer()
			if err != nil {
				return err
			}
			all = append(all, position{worth(a, l.query.Filter.Text), l.keys[i].skey})
		}
	}
	slices.SortFunc(all, func(a, b position) int {
		if a.key != b.key {
			return int(b.key - a.key)
		}
		if a.skey > b.skey {
			return -1
		}
		return 1
	})
	return l.cutRanked(all)
}

func (l *EventList) readByDateDesc(limit int64) ([]position, error) {
	var found []position
	for _, part := range l.plan.parts("DESC", -1, l.plan.hi) {
		var s statement
		l.plan.hits(&s, part, "DESC", limit-int64(len(found)))
		more, err := l.positions(&s, false)
		if found = append(found, more...); err != nil || int64(len(found)) >= limit {
			return found, err
		}
	}
	return found, nil
}

// cutRanked takes the page out of the ranked matches. Its cursors count rows, which is exact because
// the commit is fixed.
func (l *EventList) cutRanked(all []position) error {
	start := 0
	if l.from != nil {
		start = min(max(int(l.from.at.key), 0), len(all))
	}
	if l.query.Limit == 0 {
		l.ranked = all[start:]
		return l.next()
	}
	end := min(start+l.query.Limit, len(all))
	if end < len(all) {
		l.page.Next = l.view.makeCursor(cursor{at: position{key: int64(end)}}, l.query)
	}
	if start > 0 {
		l.page.Prev = l.view.makeCursor(cursor{at: position{key: int64(max(0, start-l.query.Limit))}}, l.query)
	}
	l.keys = all[start:end]
	return l.load()
}

func worth(a *record.EventAnswer, text *filter.Text) int64 {
	if text == nil {
		return 0
	}
	fields := []struct {
		worth int64
		texts []string
	}{
		{worthTitle, []string{a.Title}}, {worthQuote, quotes(a)}, {worthSummary, []string{a.Summary}}, {worthClaim, claims(a)},
	}
	var sum int64
	for _, term := range text.Terms {
		if term.Not {
			continue
		}
		for _, field := range fields {
			if slices.ContainsFunc(field.texts, func(s string) bool { return holdsAny(s, term.Any) }) {
				sum += field.worth
				break
			}
		}
	}
	return sum
}

func quotes(a *record.EventAnswer) []string {
	if a.Statement == nil || a.Statement.Quote == nil {
		return nil
	}
	texts := []string{a.Statement.Quote.Text}
	if t := a.Statement.Quote.Translation; t != nil {
		texts = append(texts, t.Text)
	}
	return texts
}

func claims(a *record.EventAnswer) []string {
	if a.Leak == nil {
		return nil
	}
	var texts []string
	for _, c := range a.Leak.Claims {
		texts = append(texts, c.Text)
	}
	return texts
}

func holdsAny(text string, phrases []filter.Phrase) bool {
	tokens := filter.Tokens(text)
	return slices.ContainsFunc(phrases, func(p filter.Phrase) bool {
		for i := range tokens {
			if (nameWords{tokens: tokens, at: i}).matches(p) {
				return true
			}
		}
		return false
	})
}

// likeWords makes a LIKE pattern that finds a token at a word's beginning; tokens hold no wildcard.
func likeWords(token string) string { return "% " + strings.ReplaceAll(token, "%", "") + "%" }
