package filter

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// anyOf picks one of a list.
func anyOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// randomEvent makes an event whose values are those that random filters ask for.
func randomEvent(r *rand.Rand) *record.EventAnswer {
	a := &record.EventAnswer{Event: record.Event{
		ID:      anyOf(r, "x1", "2025-04-25-a", "2025-04-25-b"),
		Kind:    anyOf[record.Kind](r, "meeting", "call", "statement", "leak"),
		Title:   anyOf(r, "Front lines and peace", "War", "A talk about sanctions", "Мир"),
		Summary: anyOf(r, "", "The war goes on", "Peaceful talks in St.Petersburg"),
		Status:  anyOf[record.Status](r, "", "occurred", "scheduled", "cancelled", "unconfirmed"),
		Date: edtf.MustParse(anyOf(r, "2025-04-25", "2025-04", "2025-03-28~", "2025-01/..", "[2025-04-01,2025-04-30]",
			"2025-04-24/2025-04-26", "2024", "../2025-02-01")),
	}}
	if a.Date.Precision() == edtf.PrecisionDay && r.IntN(2) == 0 {
		a.StartAt = edtf.MustParseMoment(a.Date.String()[:10] + anyOf(r, "T00:00Z", "T11:30+02:00", "T23:59:59-05:00"))
	}
	if r.IntN(3) > 0 {
		a.Place = &record.Place{Name: anyOf(r, "", "Kremlin", "Palm Beach, FL"), City: anyOf(r, "", "Moscow", "Riyadh"),
			Country: anyOf(r, "RU", "US", ""), TZ: anyOf(r, "", "Europe/Moscow", "America/New_York")}
		if r.IntN(2) == 0 {
			a.Place.Lat, a.Place.Lon = number(r.Float64()*180-90), number(r.Float64()*360-180)
		}
	}
	for range r.IntN(4) {
		a.Participants = append(a.Participants, record.Participant{
			Actor:        anyOf(r, "vladimir-putin", "steve-witkoff", "steven-witkoff", "marco-rubio", "russia"),
			Role:         anyOf[record.ParticipantRole](r, "host", "chair", "speaker", "subject", "addressee"),
			Representing: anyOf(r, "", "russia", "united-states"),
		})
	}
	for range r.IntN(3) {
		a.Topics = append(a.Topics, anyOf(r, "territory", "crimea", "nato", "sanctions"))
	}
	for range r.IntN(4) {
		a.Citations = append(a.Citations, record.CitationAnswer{
			Citation: record.Citation{Document: record.DocumentRef{ID: anyOf(r, "s01", "s02", "s03")}},
			Source:   anyOf(r, "reuters", "tass", "kremlin-ru"), Grade: anyOf(r, "A1", "A6", "B1", "B2", "C3", "F1", "F6"),
		})
	}
	for range r.IntN(3) {
		a.Links = append(a.Links, record.Link{To: anyOf(r, "x1", "2025-04-25-a", "2025-04-25-b"), Relation: anyOf[record.Relation](r, "denies", "confirms", "follows")})
	}
	for range r.IntN(3) {
		a.LinkedFrom = append(a.LinkedFrom, record.LinkedFrom{From: "x2", Relation: anyOf[record.Relation](r, "denies", "confirms", "follows")})
	}
	for range r.IntN(2) {
		a.Plans = append(a.Plans, record.PlanUse{Plan: anyOf(r, "p1", "p2"), As: "discusses"})
	}
	for range r.IntN(2) {
		a.Positions = append(a.Positions, record.Position{On: record.PositionOn{Plan: anyOf(r, "", "p1", "p2")}})
	}
	a.Particulars = map[string]record.Particular{}
	for range r.IntN(3) {
		a.Particulars[anyOf(r, "date", "duration", "place")] = record.Particular{State: anyOf(r, "differs", "agrees", "single")}
	}
	if a.Kind == "leak" {
		a.Verification = &record.Verification{Status: anyOf(r, "denied", "confirmed", "unverified")}
		a.Leak = &record.Leak{Source: anyOf(r, "", "wall-street-journal", "reuters"), Claims: []record.Claim{{
			Text: "x", Topic: anyOf(r, "", "kharkiv", "nato"), Actors: []string{anyOf(r, "marco-rubio", "steven-witkoff")}}}}
	}
	if r.IntN(3) > 0 {
		known := time.Date(2025, time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC)
		a.KnownAt = &known
	}
	return a
}

// matches asks a query of an event.
func matches(t *testing.T, a *record.EventAnswer, query string) bool {
	t.Helper()
	return read(t, query).Match(a, newLibrary())
}

func TestMinusIsNotAndCommaIsOr(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	lists := map[string][]string{
		"kind": {"meeting", "call", "leak"}, "status": {"occurred", "scheduled", "cancelled"}, "id": {"x1", "2025-04-25-a"},
		"actor": {"vladimir-putin", "steve-witkoff", "russia"}, "about": {"marco-rubio", "steve-witkoff", "russia"},
		"speaker": {"vladimir-putin", "marco-rubio"}, "representing": {"russia", "united-states"},
		"role": {"host", "subject", "chair"}, "topic": {"territory", "nato", "sanctions"}, "plan": {"p1", "p2"},
		"source": {"reuters", "tass", "wall-street-journal"}, "document": {"s01", "s02"},
		"grade": {"A1", "B2", "F6"}, "min_grade": {"A1", "B2", "C3"}, "country": {"RU", "US"}, "place": {"Moscow", "Palm Beach", "Kremlin"},
		"verification": {"denied", "confirmed", "unverified"}, "relation": {"denies", "follows"}, "links_to": {"x1", "2025-04-25-a"},
		"answered": {"denies", "confirms"}, "contested": {"duration", "place", "any"},
	}
	for _, p := range Registry() {
		if p.List && lists[p.Name] == nil {
			t.Errorf("%s is not tested", p.Name)
		}
	}
	found := map[string]int{}
	for range 200 {
		a := randomEvent(r)
		for name, values := range lists {
			x, y := anyOf(r, values...), anyOf(r, values...)
			is, either := matches(t, a, name+"="+x), matches(t, a, name+"="+x+","+y)
			if is {
				found[name]++
			}
			if name == "verification" && a.Kind != "leak" {
				if is || matches(t, a, name+"=-"+x) {
					t.Errorf("a %s is found by its verification: %s or not", a.Kind, x)
				}
				continue
			}
			if matches(t, a, name+"=-"+x) == is {
				t.Errorf("%s=-%s is not the opposite of %[1]s=%[2]s for %+v", name, x, a)
			}
			if matches(t, a, name+"=-"+x+",-"+y) == either {
				t.Errorf("%s=-%s,-%s is not the opposite of %[1]s=%[2]s,%[3]s for %+v", name, x, y, a)
			}
			if or := is || matches(t, a, name+"="+y); or != either {
				t.Errorf("%s=%s,%s is %v and one of them %v for %+v", name, x, y, either, or, a)
			}
			if name == "role" || name == "relation" || name == "grade" || name == "min_grade" {
				continue
			}
			if and := is && matches(t, a, name+"="+y); and != matches(t, a, name+"="+x+"&"+name+"="+y) {
				t.Errorf("%s=%s&%[1]s=%s is not both for %+v", name, x, y, a)
			}
		}
	}
	for name := range lists {
		if found[name] < 5 || found[name] > 195 {
			t.Errorf("%s was found %d times of 200: the test says little", name, found[name])
		}
	}
}

func TestAQueryIsTheAndOfItsParts(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	l := newLibrary()
	all := 0
	for range 4000 {
		a, f := randomEvent(r), read(t, random(r))
		want := (&Filter{Occurred: f.Occurred, Certain: f.Certain}).Match(a, l) && (&Filter{Known: f.Known}).Match(a, l) &&
			(&Filter{BBox: f.BBox}).Match(a, l) && (&Filter{Text: f.Text}).Match(a, l)
		for _, c := range f.Clauses {
			want = want && (&Filter{Clauses: []Clause{c}}).Match(a, l)
		}
		if f.Text != nil {
			for _, term := range f.Text.Terms {
				want = want && (&Filter{Text: &Text{Terms: []Term{term}}}).Match(a, l)
			}
		}
		if got := f.Match(a, l); got != want {
			t.Fatalf("%s is %v and its parts %v for %+v", f.Canonical(), got, want, a)
		}
		if want {
			all++
		}
	}
	if all < 10 {
		t.Errorf("only %d of 4000 were found: the test says little", all)
	}
}

func TestAQualifierOnlyNarrows(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 500 {
		a := randomEvent(r)
		for bound, alone := range map[string]string{
			"source=reuters&grade=A1,B1,C3": "source=reuters", "source=tass&min_grade=B2": "source=tass",
			"document=s01&grade=-F6": "document=s01", "actor=vladimir-putin&role=host": "actor=vladimir-putin",
			"representing=russia&role=chair": "representing=russia", "actor=russia&role=subject": "about=russia",
			"source=reuters&grade=A1&min_grade=B2": "source=reuters&grade=A1", "from=2025&match=certain": "from=2025",
			"links_to=x1&relation=denies,confirms": "links_to=x1", "links_to=x1,2025-04-25-a&relation=denies": "relation=denies",
			"links_to=x1&relation=-follows": "links_to=x1", "verification=denied": "kind=leak", "verification=-denied": "kind=leak",
			"contested=place": "contested=any", "contested=date,duration": "contested=any",
			"on=2025-04-25&match=certain": "on=2025-04-25", "from=2025-04-01T00:00Z&match=certain": "from=2025-04-01T00:00Z",
		} {
			if matches(t, a, bound) && !matches(t, a, alone) {
				t.Errorf("%s holds and %s does not for %+v", bound, alone, a)
			}
		}
	}
}

// possibly asks day by day, or minute by minute where a side is an instant, whether an event that took
// place then would be in the range.
func possibly(e *record.Event, asked Range) bool {
	zone := time.UTC
	if e.Place != nil && e.Place.TZ != "" {
		zone, _ = time.LoadLocation(e.Place.TZ)
	}
	first, last := edtf.MakeDay(2025, 3, 25), edtf.MakeDay(2025, 5, 5)
	for _, member := range e.Date.Members() {
		fromDone, toDone := asked.From.IsZero(), asked.To.IsZero()
		for day := max(first, member.Earliest); day <= min(last, member.Latest); day++ {
			hour := time.Date(2025, 4, 25, 0, 0, 0, 0, zone).AddDate(0, 0, int(day-edtf.MakeDay(2025, 4, 25)))
			if m := asked.From; !m.IsZero() && !m.IsInstant() {
				earliest, _ := m.Date().Bounds()
				fromDone = fromDone || day >= earliest
			}
			if m := asked.To; !m.IsZero() && !m.IsInstant() {
				_, latest := m.Date().Bounds()
				toDone = toDone || day <= latest
			}
			for range 24 {
				fromDone = fromDone || asked.From.IsInstant() && !hour.Before(asked.From.Instant())
				toDone = toDone || asked.To.IsInstant() && !hour.After(asked.To.Instant())
				hour = hour.Add(time.Hour)
			}
		}
		if fromDone && toDone {
			return true
		}
	}
	return false
}

func TestEverySideIsComparedInItsOwnTerms(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	found := 0
	for range 5000 {
		day := func() string { return edtf.MakeDay(2025, 4, 10+r.IntN(12)).String() }
		moment := func() string {
			return anyOf(r, day(), day(), "2025-04", day()+anyOf(r, "T00:00Z", "T07:00Z", "T21:00Z"))
		}
		e := record.Event{Date: edtf.MustParse(anyOf(r, day(), "2025-04", "["+day()+","+day()+"]", "2025-04-12/2025-04-15"))}
		if r.IntN(2) == 0 {
			e.Place = &record.Place{TZ: anyOf(r, "Europe/Moscow", "America/New_York", "Pacific/Kiritimati")}
		}
		var asked Range
		if r.IntN(3) > 0 {
			asked.From = edtf.MustParseMoment(moment())
		}
		if r.IntN(3) > 0 {
			asked.To = edtf.MustParseMoment(moment())
		}
		if inverted(asked) {
			continue
		}
		got, want := (&Filter{Occurred: asked}).occurred(&e), possibly(&e, asked)
		if got != want {
			t.Fatalf("%v at %v asked %v: got %v, want %v", e.Date, e.Place, asked, got, want)
		}
		if got {
			found++
		}
	}
	if found < 500 {
		t.Errorf("only %d were found", found)
	}
}

func TestQueriesAreReadAtTheSameTime(t *testing.T) {
	done := make(chan string)
	l := newLibrary()
	for worker := range 4 {
		go func() {
			r := rand.New(rand.NewPCG(13, uint64(worker)))
			var all strings.Builder
			for range 100 {
				values, _ := url.ParseQuery(random(r))
				f, _ := Parse(values, l)
				all.WriteString(f.Canonical() + f.Sentence(l))
				f.Match(randomEvent(r), l)
			}
			done <- all.String()
		}()
	}
	for range 4 {
		if <-done == "" {
			t.Error("nothing was read")
		}
	}
}
