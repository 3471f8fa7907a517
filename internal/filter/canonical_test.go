package filter

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
)

func TestACanonicalQueryIsReadable(t *testing.T) {
	for query, want := range map[string]string{
		"":                                    "",
		"match=possible":                      "",
		"snapshot=5":                          "",
		"to=2025-04&from=2025-02":             "from=2025-02&to=2025-04",
		"kind=meeting,call,meeting":           "kind=call,meeting",
		"actor=Уиткофф&kind=call":             "kind=call&actor=steve-witkoff",
		"actor=putin&actor=Witkof":            "actor=vladimir-putin&actor=steve-witkoff",
		`actor=-"Putin, Vladimir"`:            "actor=-vladimir-putin",
		"role=host&actor=putin":               "actor=vladimir-putin&role=host",
		"role=-host&actor=putin,witkof":       "actor=steve-witkoff,vladimir-putin&role=-host",
		"role=host&representing=russia":       "role=host&representing=russia",
		"role=host":                           "role=host",
		"source=tass&source=reuters&grade=b1": "source=tass&source=reuters&grade=B1",
		"min_grade=B2&document=s01":           "document=s01&min_grade=B2",
		"relation=denies&links_to=x2,x1":      "relation=denies&links_to=x1,x2",
		"relation=-denies,-confirms":          "relation=-confirms,-denies",
		"verification=Denied":                 "verification=denied",
		"answered=repeats,denies":             "answered=denies,repeats",
		"contested=place,any&contested=-date": "contested=any,place&contested=-date",
		"country=Russia":                      "country=RU",
		`place="Palm Beach, FL"`:              "place=%22Palm+Beach,+FL%22",
		"on=2025-04-25":                       "on=2025-04-25",
		"from=2025-04&to=2025-04":             "on=2025-04",
		"from=2025-04-25T14:30+03:00":         "from=2025-04-25T11:30:00Z",
		"on=[2025-04-23,2025-04-24]":          "on=%5B2025-04-23,2025-04-24%5D",
		"from=2025-04~&match=certain":         "from=2025-04~&match=certain",
		"as_of=2025-04":                       "as_of=2025-04-30",
		"as_of=2025-04-22T10:00:00.5Z":        "as_of=2025-04-22T10:00:00.5Z",
		"known_from=2025-04-22T00:00Z":        "known_from=2025-04-22",
		"known_to=2025-04-22":                 "known_to=2025-04-22",
		"bbox=19.50,41,-170,70":               "bbox=19.5,41,-170,70",
		`q="front  lines,"+-Sanction*+a+OR+b`: "q=%22front+lines%22+-Sanction*+a+OR+b",
		"q=Крым":                              "q=%D0%9A%D1%80%D1%8B%D0%BC",
		"q=a%26b%3Dc%23d;e":                   "q=a%26b%3Dc%23d%3Be",
	} {
		t.Run(query, func(t *testing.T) {
			f := read(t, strings.ReplaceAll(query, ";", "%3B"))
			if got := f.Canonical(); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
			readsBack(t, f)
		})
	}
}

// readsBack fails unless the filter is what its canonical query says.
func readsBack(t *testing.T, f *Filter) {
	t.Helper()
	want := *f
	want.Snapshot = Snapshot{}
	canonical := f.Canonical()
	got := read(t, canonical)
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("%s is read as another filter (-want +got)\n%s", canonical, diff)
	}
	if again := got.Canonical(); again != canonical {
		t.Errorf("%s is written again as %s", canonical, again)
	}
}

func TestAsOfIsSaidAsADayWhereItEndsOne(t *testing.T) {
	for at, want := range map[time.Time]string{
		{}: "",
		time.Date(2025, 4, 22, 23, 59, 59, 999_999_000, time.UTC):                  "2025-04-22",
		time.Date(2025, 4, 22, 23, 59, 59, 0, time.UTC):                            "2025-04-22T23:59:59Z",
		time.Date(2025, 4, 23, 2, 59, 59, 999_999_000, time.FixedZone("", 3*3600)): "2025-04-22",
	} {
		if got := (&Filter{AsOf: at}).AsOfText(); got != want {
			t.Errorf("%v: got %q, want %q", at, got, want)
		}
	}
}

// random makes a query of parameters that are each good alone and together.
func random(r *rand.Rand) string {
	q := url.Values{}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	list := func(name string, chance float64, from ...string) {
		if r.Float64() > chance {
			return
		}
		minus := pick("", "", "-")
		var values []string
		for range 1 + r.IntN(3) {
			values = append(values, minus+pick(from...))
		}
		q.Add(name, strings.Join(values, ","))
	}
	actors := []string{"putin", "Witkof", "steven-witkoff", `"Putin, Vladimir"`, "russia", "USA", "marco-rubio", "Юрий Ушаков"}
	for range 3 {
		list("kind", .3, "meeting", "Call", "leak", "statement")
		list("actor", .3, actors...)
		list("representing", .15, actors...)
		list("speaker", .1, actors...)
		list("about", .1, actors...)
		list("topic", .2, "territory", "Crimea", "NATO")
		list("plan", .03, "p1", `"the plan"`, "Counter-proposal")
		list("source", .15, "reuters", "TASS", `"The Wall Street Journal"`)
		list("document", .1, "s01", "s02", `"https://kremlin.example/events/1,2"`)
		list("country", .1, "RU", "us", "Britain", "QA")
		list("place", .1, "Moscow", `"Palm Beach, FL"`, `"-x ""y"""`, "Москва", "a%26b", `a "b"`)
		list("status", .1, "occurred", "scheduled", "cancelled", "unconfirmed")
		list("id", .1, "2025-04-25-a", "x1")
		list("verification", .05, "Denied", "confirmed", "met_with_non_denial", "unverified")
		list("links_to", .1, "2025-04-25-a", "x1")
		list("answered", .1, "denies", "Confirms", "follows")
		list("contested", .1, "any", "duration", "Place", "start_at")
	}
	list("relation", .2, "denies", "follows", "declines_comment")
	list("role", .3, "host", "subject", "chair")
	list("grade", .2, "A1", "b2", "F6")
	list("min_grade", .2, "B2", "c3")
	whole := func(name string, chance float64, from ...string) {
		if r.Float64() < chance {
			q.Set(name, pick(from...))
		}
	}
	whole("from", .3, "2024", "2025-01~", "2024-12-31T22:00-05:00", "[2024-12-01,2025-01-03]", "2024-22")
	whole("to", .3, "2026", "2026-02-03?", "2026-01-01T00:00:00.123456Z", "2025-12/2026-01")
	if !q.Has("from") && !q.Has("to") {
		whole("on", .3, "2025-04", "2025-04-25", "2025-04-25T11:30 02:00", "2025-02/2025-03", "202X")
	}
	whole("match", .3, "certain", "possible")
	whole("known_from", .2, "2025-01-01", "2025-01", "2025-01-01T10:00Z")
	whole("known_to", .2, "2025-12-01", "2025", "2025-12-01T10:00+01:00")
	whole("bbox", .2, "1,2,3,4", "170,-1.25,-170,0.0000001")
	whole("q", .4, "war", `"front lines" -peace*`, "a OR b c", "-x OR -y", `"OR" "-q" z*`, "St.Petersburg «мир»", "OR", "10% & more; <b>")
	whole("as_of", .2, "2025-04-22", "2025-04", "2025-04-22T10:00:00.000001Z")
	whole("snapshot", .1, "7", "2025-04-22")
	return q.Encode()
}

func TestParseReadsWhatCanonicalWrites(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	l := newLibrary()
	sentences := map[string]bool{}
	for range 3000 {
		query := random(r)
		f := read(t, query)
		readsBack(t, f)
		said := f.Sentence(l)
		if strings.Contains(said, "  ") || strings.HasSuffix(said, " ") || strings.Contains(said, ",,") || said == "" {
			t.Errorf("%s is said badly: %q", query, said)
		}
		sentences[said] = true
		if t.Failed() {
			t.Fatalf("query: %s", query)
		}
	}
	if len(sentences) < 2500 {
		t.Errorf("3000 filters have only %d sentences", len(sentences))
	}
}

func TestOnIsFromAndToWithOneValue(t *testing.T) {
	one, two := read(t, "on=2025-04"), read(t, "from=2025-04&to=2025-04")
	if diff := cmp.Diff(one, two); diff != "" {
		t.Error(diff)
	}
	if one.Occurred.IsZero() || !(Range{}).IsZero() || one.Occurred.From != edtf.MustParseMoment("2025-04") {
		t.Errorf("got %+v", one.Occurred)
	}
}

func TestEscapedTextIsReadBackByAnyForm(t *testing.T) {
	var all strings.Builder
	for c := rune(0x20); c < 0x250; c++ {
		all.WriteRune(c)
	}
	got, err := url.QueryUnescape(escape(all.String()))
	if err != nil || got != all.String() {
		t.Errorf("%v: %q", err, got)
	}
	if strings.ContainsAny(escape(all.String()), `<>"#&=;[]{}|\^'`+"` ") {
		t.Errorf("left unescaped: %s", escape(all.String()))
	}
}
