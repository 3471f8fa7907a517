package db_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"backchannel/db"
	"backchannel/internal/edtf"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
)

// expected is a line of seed/expected.csv: one fact, read from the collection of facts without looking at the records.
type expected struct {
	fact      string
	date      string   // EDTF, of the event; "": the fact has none of its own
	documents []string // ids
	grades    []string // one a document; "?": the collection gives none
	stated    string   // in the words of the collection
	leftOut   string   // why no record states it
	records   []string // ids of the records that state it: an event, a plan, plan/ordinal, or a comparison
}

func expectations(t *testing.T) (list []expected) {
	t.Helper()
	file, err := os.Open("seed/expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if head := strings.Join(rows[0], ","); head != "fact,date,documents,grades,stated,left_out,records" {
		t.Fatalf("the head of the table is %s", head)
	}
	for _, r := range rows[1:] {
		list = append(list, expected{r[0], r[1], strings.Fields(r[2]), strings.Fields(r[3]), r[4], r[5], strings.Fields(r[6])})
	}
	return list
}

// seed is the dataset by type and id.
type seed struct {
	events      map[string]*record.Event
	plans       map[string]*record.Plan
	comparisons map[string]*record.Comparison
	documents   map[string]*record.Document
	sources     map[string]*record.Source
}

func dataset(t *testing.T) seed {
	t.Helper()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	s := seed{map[string]*record.Event{}, map[string]*record.Plan{}, map[string]*record.Comparison{}, map[string]*record.Document{}, map[string]*record.Source{}}
	for _, r := range records {
		switch r := r.(type) {
		case *record.Event:
			s.events[r.ID] = r
		case *record.Plan:
			s.plans[r.ID] = r
		case *record.Comparison:
			s.comparisons[r.ID] = r
		case *record.Document:
			s.documents[r.ID] = r
		case *record.Source:
			s.sources[r.ID] = r
		}
	}
	return s
}

// cited are the citations of a record; ok is false where there is no such record.
func (s seed) cited(id string) (list []record.Citation, ok bool) {
	if e := s.events[id]; e != nil {
		return e.Citations, true
	}
	if c := s.comparisons[id]; c != nil {
		return c.Citations, true
	}
	plan, ordinal, point := strings.Cut(id, "/")
	p := s.plans[plan]
	if p == nil {
		return nil, false
	}
	holds := func(v record.Provision) bool {
		return v.Ordinal == ordinal || strings.TrimRightFunc(v.Ordinal, unicode.IsLower) == ordinal // 21a is of point 21
	}
	return p.Citations, !point || slices.ContainsFunc(p.Provisions, holds)
}

// grade is how a citation grades its document.
func (s seed) grade(c record.Citation) string {
	d := s.documents[c.Document.ID]
	if d == nil {
		return ""
	}
	return c.Grade.Resolve(s.sources[d.Source].Letter())
}

func TestEveryFactStandsInTheRecordsThatAreNamedForIt(t *testing.T) {
	s := dataset(t)
	for _, x := range expectations(t) {
		t.Run(x.fact, func(t *testing.T) {
			if (x.leftOut == "") == (len(x.records) == 0) {
				t.Fatalf("%q is stated by %v and left out because %q: one of both is wanted", x.stated, x.records, x.leftOut)
			}
			if len(x.grades) != len(x.documents) {
				t.Fatalf("%d documents have %d grades", len(x.documents), len(x.grades))
			}
			for _, id := range x.records {
				s.holds(t, x, id)
			}
			for i, document := range x.documents {
				if s.documents[document] == nil {
					t.Errorf("there is no document %s", document)
				} else if len(x.records) > 0 && !slices.ContainsFunc(x.records, func(id string) bool { return s.cites(id, document, x.grades[i]) }) {
					t.Errorf("none of %v cites %s as %s", x.records, document, x.grades[i])
				}
			}
		})
	}
}

// holds checks that a record is there and is dated as the fact is: no sharper, no other day.
func (s seed) holds(t *testing.T, x expected, id string) {
	t.Helper()
	cited, ok := s.cited(id)
	if !ok {
		t.Errorf("there is no record %s", id)
		return
	}
	if len(x.documents) > 0 && !slices.ContainsFunc(cited, func(c record.Citation) bool { return slices.Contains(x.documents, c.Document.ID) }) {
		t.Errorf("%s cites none of %v", id, x.documents)
	}
	if e := s.events[id]; e != nil && x.date != "" && e.Date.String() != edtf.MustParse(x.date).String() {
		t.Errorf("%s is of %s, the fact of %s", id, e.Date, x.date)
	}
}

func (s seed) cites(id, document, grade string) bool {
	cited, _ := s.cited(id)
	return slices.ContainsFunc(cited, func(c record.Citation) bool {
		return c.Document.ID == document && (grade == "?" || s.grade(c) == grade)
	})
}

func TestNothingIsInTheSeedThatNoFactStates(t *testing.T) {
	s := dataset(t)
	stated := map[string]bool{}
	for _, x := range expectations(t) {
		for _, id := range x.records {
			stated[id] = true
		}
	}
	for id := range s.events {
		if !stated[id] {
			t.Errorf("no fact states the event %s", id)
		}
	}
	for id, p := range s.plans {
		for _, v := range p.Provisions {
			point := id + "/" + v.Ordinal
			if !stated[id] && !stated[point] && !stated[strings.TrimRightFunc(point, unicode.IsLower)] {
				t.Errorf("no fact states provision %s", point)
			}
		}
	}
}

func TestEveryCitationIsOfAKnownDocumentAndGraded(t *testing.T) {
	s := dataset(t)
	for _, id := range s.ids() {
		cited, _ := s.cited(id)
		if len(cited) == 0 && s.comparisons[id] == nil {
			t.Errorf("%s cites nothing", id)
		}
		for i, c := range cited {
			if s.documents[c.Document.ID] == nil {
				t.Errorf("citation %d of %s is of %q, which is no document", i, id, c.Document.ID)
			} else if c.Grade == "" || s.grade(c) == record.Unrated {
				t.Errorf("%s is not graded in %s", c.Document.ID, id)
			}
		}
	}
}

func (s seed) ids() (list []string) {
	for id := range s.events {
		list = append(list, id)
	}
	for id := range s.plans {
		list = append(list, id)
	}
	for id := range s.comparisons {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// A quote is a statement's, an excerpt of a document, or how a teller put a particular. What the record joins with an
// ellipsis the fact has as it is.
func TestEveryQuoteIsVerbatim(t *testing.T) {
	s := dataset(t)
	words := map[string]string{}
	for _, x := range expectations(t) {
		for _, id := range x.records {
			words[id] += "\n" + plain(x.stated)
		}
	}
	for id, e := range s.events {
		check := func(what, quote string) {
			if quote != "" && !strings.Contains(words[id], plain(quote)) {
				t.Errorf("%s of %s is not verbatim: %q", what, id, quote)
			}
			if n := len([]rune(quote)); n > 200 {
				t.Errorf("%s of %s has %d characters: a quote is short", what, id, n)
			}
		}
		if e.Statement != nil && e.Statement.Quote != nil {
			check("the quote", e.Statement.Quote.Text)
		}
		for i, c := range e.Citations {
			check(fmt.Sprintf("excerpt %d", i), c.Excerpt)
		}
	}
}

// plain is text without the differences of type: quotes, case, space.
func plain(s string) string {
	s = strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "‘", "'").Replace(strings.ToLower(s))
	return strings.Join(strings.Fields(s), " ")
}
