package compare

import (
	"slices"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// account is one telling of one particular, with what is needed to set it beside the others.
type account struct {
	told  record.Told
	known *time.Time
}

// Particulars takes the accounts of all citations together, refuting and mentioning ones as well, by
// particular. A teller is whom the citation names, else the source of its document. Tellings are
// listed earliest known first (undated last), each with its document, also where one teller tells the
// same several times.
//
// State is differs where two values exclude one another (even one teller's own), agrees where two
// tellers or more give values and none excludes another, else single. A telling that is only a text is
// listed and decides nothing. Numbers are ranges, a range without min or max reaching to infinity, and
// agree where all of them overlap. Instants agree within one minute of UTC, dates where their bounds
// overlap (a set by its members), lists as sets, words folded (record.Fold).
//
// Value is there where the values agree and are one and the same: of words and instants as first told.
// Min and Max are the smallest and largest number told, Min absent where only upper bounds are told and
// Max where only lower ones. A citation that gives the values of start_at and end_at and says nothing
// of duration gives a derived duration.
func Particulars(cs []record.CitationAnswer) map[string]record.Particular {
	accounts := map[string][]account{}
	for i := range cs {
		c := &cs[i]
		by := c.Teller(c.Source)
		for name, said := range c.Says {
			accounts[name] = append(accounts[name], account{
				told:  record.Told{By: by, Document: c.Document.ID, Said: said},
				known: c.KnownAt,
			})
		}
		if minutes, ok := derive(c.Says); ok {
			accounts["duration"] = append(accounts["duration"], account{
				told:  record.Told{By: by, Document: c.Document.ID, Said: record.Said{Value: minutes}, Derived: true},
				known: c.KnownAt,
			})
		}
	}
	particulars := make(map[string]record.Particular, len(accounts))
	for name, list := range accounts {
		slices.SortStableFunc(list, func(a, b account) int { return compareKnown(a.known, b.known) })
		particulars[name] = summarise(name, list)
	}
	return particulars
}

func compareKnown(a, b *time.Time) int {
	switch {
	case a != nil && b != nil:
		return a.Compare(*b)
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	}
	return -1
}

// derive gives the minutes from start to end where one citation tells both and no duration.
func derive(says map[string]record.Said) (float64, bool) {
	if _, told := says["duration"]; told {
		return 0, false
	}
	start, hasStart := minute(says["start_at"])
	end, hasEnd := minute(says["end_at"])
	if !hasStart || !hasEnd || end.Before(start) {
		return 0, false
	}
	return end.Sub(start).Minutes(), true
}

// minute gives the minute, in UTC, of a value that is an instant.
func minute(s record.Said) (time.Time, bool) {
	word, _ := s.Word()
	moment, err := edtf.ParseMoment(word)
	if err != nil || !moment.IsInstant() {
		return time.Time{}, false
	}
	return moment.Instant().UTC().Truncate(time.Minute), true
}

func summarise(name string, list []account) record.Particular {
	p := record.Particular{State: "single", Told: make([]record.Told, len(list))}
	var values []record.Said
	tellers := map[record.Teller]bool{}
	for i, a := range list {
		p.Told[i] = a.told
		if a.told.Comparable() {
			values = append(values, a.told.Said)
			tellers[a.told.By] = true
		}
	}
	if name == "duration" {
		p.Unit = "minutes"
	}
	if len(values) == 0 {
		return p
	}
	agree, value := agreement(name, values)
	if record.IsNumeric(name) {
		p.Min, p.Max = extremes(values)
	}
	switch {
	case !agree:
		p.State = "differs"
	case len(tellers) > 1:
		p.State = "agrees"
	}
	if agree {
		p.Value = value
	}
	return p
}
