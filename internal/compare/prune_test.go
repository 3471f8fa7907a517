package compare_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func TestStatusReadsScheduledBeforeTheStart(t *testing.T) {
	tests := []struct {
		name           string
		status         record.Status
		date, at       string
		want           record.Status
		startsInMoscow bool
	}{
		{"an event that was announced", "occurred", "2025-05-09", "2025-05-08", "scheduled", false},
		{"at its very start", "occurred", "2025-05-09", "2025-05-09T00:00Z", "occurred", false},
		{"a microsecond before it", "occurred", "2025-05-09", "2025-05-08T23:59:59.999999Z", "scheduled", false},
		{"in Moscow the day has begun", "occurred", "2025-05-09", "2025-05-08T21:00Z", "occurred", true},
		{"one without a status", "", "2025-05-09", "2025-05-08", "scheduled", false},
		{"one unconfirmed", "unconfirmed", "2025-05-09", "2025-05-08", "scheduled", false},
		{"one cancelled stays cancelled", "cancelled", "2025-05-09", "2025-05-08", "cancelled", false},
		{"one scheduled stays scheduled after it", "scheduled", "2025-05-09", "2025-06-01", "scheduled", false},
		{"one open at its start has begun", "occurred", "../2025-05-09", "2025-05-01", "occurred", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := &record.Event{Status: test.status, Date: edtf.MustParse(test.date), Citations: []record.Citation{cite("s01", nil, nil)}}
			if test.startsInMoscow {
				e.Place = &record.Place{TZ: "Europe/Moscow"}
			}
			p, known := compare.Prune(compare.Answer(e, sources()), asOf(t, test.at), nothing)
			if !known || p.Status != test.want {
				t.Errorf("got %v, %+v", known, p)
			}
		})
	}
}

func TestWhenAnAnswerSettles(t *testing.T) {
	tests := []struct {
		name            string
		change          func(e *record.Event)
		known, settled  string
		ok, everSettles bool
	}{
		{"with its last citation", func(*record.Event) {}, "2025-04-25T11:30:00Z", "2025-04-25T23:59:59.999999Z", true, true},
		{"also when that only mentions", func(e *record.Event) { e.Citations[0].Supports = "mentions" }, "2025-04-25T11:30:00Z", "2025-04-25T23:59:59.999999Z", true, true},
		{"with its start when that is later", func(e *record.Event) {
			e.Date, e.StartAt = edtf.MustParse("2025-05-09"), edtf.MustParseMoment("2025-05-09T10:00+03:00")
		}, "2025-04-25T11:30:00Z", "2025-05-09T07:00:00Z", true, true},
		{"without its start when it was cancelled", func(e *record.Event) {
			e.Date, e.StartAt, e.Status = edtf.MustParse("2025-05-09"), edtf.Moment{}, "cancelled"
		}, "2025-04-25T11:30:00Z", "2025-04-25T23:59:59.999999Z", true, true},
		{"never while a citation is undated", func(e *record.Event) { e.Citations = append(e.Citations, cite("undated", nil, nil)) },
			"2025-04-25T11:30:00Z", "2025-04-25T23:59:59.999999Z", true, false},
		{"never when it is never known", func(e *record.Event) { e.Citations = nil }, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := fourthMeeting()
			test.change(e)
			known, settled, ok, everSettles := compare.Times(compare.Answer(e, sources()))
			got := fmt.Sprint(known.Format(time.RFC3339Nano), settled.Format(time.RFC3339Nano), ok, everSettles)
			if want := fmt.Sprint(test.known, test.settled, test.ok, test.everSettles); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestPruneLeavesItsArgumentAlone(t *testing.T) {
	a := compare.Answer(fourthMeeting(), sources())
	a.Links = []record.Link{{To: "gone", Relation: "follows"}}
	before, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := compare.Prune(a, asOf(t, "2025-04-25T12:00Z"), nothing); len(p.Links) != 0 || len(p.Citations) != 1 {
		t.Errorf("pruned to %+v", p)
	}
	after, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestPruningAnAnswerReadFromJSONGivesTheSame(t *testing.T) {
	a := compare.Answer(fourthMeeting(), sources())
	stored, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var read record.EventAnswer
	if err := json.Unmarshal(stored, &read); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"2025-04-25T12:00Z", "2025-04-25T16:00Z", "2025-04-26"} {
		want, _ := compare.Prune(a, asOf(t, at), nothing)
		got, _ := compare.Prune(&read, asOf(t, at), nothing)
		wantJSON, _ := json.Marshal(want)
		gotJSON, _ := json.Marshal(got)
		if diff := cmp.Diff(string(wantJSON), string(gotJSON)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

// world is a random event with a world of other events and documents around it.
type world struct {
	answer *record.EventAnswer
	known  map[string]time.Time // of other events; the rest are never known
}

func newWorld(r *rand.Rand) world {
	base := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	moment := func() edtf.Moment {
		at := base.Add(time.Duration(r.IntN(60*24*60)) * time.Minute)
		switch r.IntN(6) {
		case 0:
			return edtf.Moment{}
		case 1:
			return edtf.MustParseMoment(at.Format("2006-01"))
		case 2, 3:
			return edtf.MustParseMoment(at.Format("2006-01-02"))
		}
		return edtf.InstantOf(at)
	}
	docs := map[string]*record.Document{}
	e := &record.Event{ID: "the-event", Kind: "leak", Date: edtf.MustParse(base.AddDate(0, 0, r.IntN(60)).Format("2006-01-02")),
		Status: []record.Status{"", "occurred", "unconfirmed", "cancelled", "scheduled"}[r.IntN(5)]}
	for i := range r.IntN(6) {
		id := fmt.Sprintf("d%d", i)
		docs[id] = &record.Document{ID: id, Source: fmt.Sprintf("source-%d", r.IntN(3)), Published: moment()}
		c := record.Citation{Document: record.DocumentRef{ID: id}, Supports: []record.Support{"", "refutes", "mentions"}[r.IntN(3)]}
		if r.IntN(2) == 0 {
			c.Says = map[string]record.Said{"duration": {Value: float64(60 * r.IntN(4))}, "outcome": {Text: "told by " + id}}
		}
		e.Citations = append(e.Citations, c)
	}
	w := world{known: map[string]time.Time{}}
	var from []record.LinkedFrom
	for i := range r.IntN(8) {
		id := fmt.Sprintf("other-%d", i)
		if at, ok := moment().Last(); ok {
			w.known[id] = at
		}
		if i%2 == 0 {
			e.Links = append(e.Links, record.Link{To: id, Relation: "follows"})
		} else {
			from = append(from, record.LinkedFrom{From: id, Relation: "denies"})
		}
	}
	w.answer = compare.Answer(e, compare.Sources{
		Document: func(id string) *record.Document { return docs[id] },
		Actor:    func(string) *record.Actor { return nil },
		Letter:   func(string) byte { return 'B' },
	})
	w.answer.LinkedFrom = append(w.answer.LinkedFrom, from...)
	if since, ok := w.known["other-1"]; ok {
		w.answer.Verification = compare.Verification([]compare.Standing{{Status: "denied", KnownFrom: since, By: []string{"other-1"}}})
	}
	return w
}

func (w world) knownAt(event string) (time.Time, bool) {
	at, ok := w.known[event]
	return at, ok
}

// walk calls visit with every scalar of a JSON value and the key it stands under.
func walk(key string, v any, visit func(key string, v any)) {
	switch v := v.(type) {
	case map[string]any:
		for k, below := range v {
			walk(k, below, visit)
		}
	case []any:
		for _, below := range v {
			walk(key, below, visit)
		}
	default:
		visit(key, v)
	}
}

func TestNothingKnownLaterRemains(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 3000 {
		w := newWorld(r)
		at := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(70*24*60)) * time.Minute)
		p, known := compare.Prune(w.answer, at, w.knownAt)
		if first, _, ok, _ := compare.Times(w.answer); known != (ok && !first.After(at)) {
			t.Fatalf("case %d: known is %v at %s", n, known, at)
		}
		if !known {
			continue
		}
		body, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var plain any
		if err := json.Unmarshal(body, &plain); err != nil {
			t.Fatal(err)
		}
		late := map[string]bool{} // documents and events that must not be named
		for _, c := range w.answer.Citations {
			if c.KnownAt == nil || c.KnownAt.After(at) {
				late[c.Document.ID], late["told by "+c.Document.ID] = true, true
			}
		}
		walk("", plain, func(key string, v any) {
			text, _ := v.(string)
			switch {
			case key == "known_at" || key == "since":
				if moment, err := time.Parse(time.RFC3339Nano, text); err != nil || moment.After(at) {
					t.Fatalf("case %d: %s is %v at %s\n%s", n, key, v, at, body)
				}
			case strings.HasPrefix(text, "other-"):
				if moment, ok := w.knownAt(text); !ok || moment.After(at) {
					t.Fatalf("case %d: %s %s remains at %s\n%s", n, key, text, at, body)
				}
			case late[text]:
				t.Fatalf("case %d: %s %s remains at %s\n%s", n, key, text, at, body)
			case key == "status" && (text == "occurred" || text == "unconfirmed") && compare.StartInstant(&p.Event).After(at):
				t.Fatalf("case %d: %s before its start", n, text)
			}
		})
	}
}

func TestAtSettledNothingIsPruned(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	settledCases := 0
	for n := range 3000 {
		w := newWorld(r)
		_, settled, _, everSettles := compare.Times(w.answer)
		if !everSettles {
			continue
		}
		settledCases++
		p, known := compare.Prune(w.answer, settled, func(string) (time.Time, bool) { return settled, true })
		if !known {
			t.Fatalf("case %d: not known when settled", n)
		}
		want, _ := json.Marshal(w.answer)
		got, _ := json.Marshal(p)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatalf("case %d (-want +got):\n%s", n, diff)
		}
		if early, known := compare.Prune(w.answer, settled.Add(-time.Microsecond), func(string) (time.Time, bool) { return time.Time{}, true }); known {
			if body, _ := json.Marshal(early); string(body) == string(want) {
				t.Fatalf("case %d: already settled before %s\n%s", n, settled, want)
			}
		}
	}
	if settledCases < 100 {
		t.Errorf("only %d cases settle", settledCases)
	}
}
