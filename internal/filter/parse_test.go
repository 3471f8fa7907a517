package filter

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
)

func TestAQueryIsReadIntoClauses(t *testing.T) {
	putin, witkoff := []string{"vladimir-putin"}, []string{"steve-witkoff"}
	both := []string{"steve-witkoff", "steven-witkoff"}
	host := &Choice{Values: []string{"host"}, Among: []string{"host"}}
	for name, test := range map[string]struct {
		query string
		want  []Clause
	}{
		"comma is or": {"kind=meeting,call", []Clause{{Field: "kind", Values: []string{"call", "meeting"}, Among: []string{"call", "meeting"}}}},
		"repeating is and, in the order typed": {"actor=vladimir-putin&actor=steve-witkoff", []Clause{
			{Field: "actor", Values: putin, Among: putin}, {Field: "actor", Values: witkoff, Among: both}}},
		"minus is not":       {"kind=-call, -leak", []Clause{{Field: "kind", Not: true, Values: []string{"call", "leak"}, Among: []string{"call", "leak"}}}},
		"space is trimmed":   {"kind=+call+,+leak+", []Clause{{Field: "kind", Values: []string{"call", "leak"}, Among: []string{"call", "leak"}}}},
		"case is forgiven":   {"kind=Call", []Clause{{Field: "kind", Values: []string{"call"}, Among: []string{"call"}}}},
		"the same twice":     {"actor=putin&actor=vladimir-putin", []Clause{{Field: "actor", Values: putin, Among: putin}}},
		"the same in a list": {"actor=putin,vladimir-putin", []Clause{{Field: "actor", Values: putin, Among: putin}}},
		"a quoted name":      {`actor="Putin, Vladimir"`, []Clause{{Field: "actor", Values: putin, Among: putin}}},
		"a quoted name, not": {`actor=-"Putin, Vladimir"`, []Clause{{Field: "actor", Not: true, Values: putin, Among: putin}}},
		"another script":     {"actor=уиткофф", []Clause{{Field: "actor", Values: witkoff, Among: both}}},
		"a merged actor":     {"actor=steven-witkoff", []Clause{{Field: "actor", Values: witkoff, Among: both}}},
		"a letter with a stroke": {"actor=radoslaw+sikorski", []Clause{
			{Field: "actor", Values: []string{"radoslaw-sikorski"}, Among: []string{"radoslaw-sikorski"}}}},
		"topics have those below": {"topic=territory", []Clause{
			{Field: "topic", Values: []string{"territory"}, Among: []string{"crimea", "kharkiv", "territory"}}}},
		"a document by address": {`document="https://kremlin.example/events/1,2"`, []Clause{
			{Field: "document", Values: []string{"s01"}, Among: []string{"s01"}}}},
		"a country by code":  {"country=ru", []Clause{{Field: "country", Values: []string{"RU"}, Among: []string{"RU"}}}},
		"a country by name":  {"country=russian+federation", []Clause{{Field: "country", Values: []string{"RU"}, Among: []string{"RU"}}}},
		"UK is not a code":   {"country=UK", []Clause{{Field: "country", Values: []string{"GB"}, Among: []string{"GB"}}}},
		"an unknown place":   {"place=St+Petersburg", []Clause{{Field: "place", Values: []string{"St Petersburg"}, Among: []string{"St Petersburg"}}}},
		"a grade by itself":  {"grade=b1", []Clause{{Field: "grade", Values: []string{"B1"}, Among: []string{"B1"}}}},
		"an id nobody knows": {"id=2099-01-01-x", []Clause{{Field: "id", Values: []string{"2099-01-01-x"}, Among: []string{"2099-01-01-x"}}}},
		"a role binds to every actor, not to the side": {"role=host&representing=russia&actor=putin&actor=-witkof", []Clause{
			{Field: "actor", Values: putin, Among: putin, Role: host},
			{Field: "actor", Not: true, Values: witkoff, Among: both, Role: host},
			{Field: "representing", Values: []string{"russia"}, Among: []string{"russia"}}}},
		"a role binds to the side without an actor": {"role=host&representing=russia", []Clause{
			{Field: "representing", Values: []string{"russia"}, Among: []string{"russia"}, Role: host}}},
		"a role by itself": {"role=-host&kind=call", []Clause{
			{Field: "kind", Values: []string{"call"}, Among: []string{"call"}},
			{Field: "role", Not: true, Values: []string{"host"}, Among: []string{"host"}}}},
		"a role does not bind to a speaker": {"role=host&speaker=putin", []Clause{
			{Field: "role", Values: []string{"host"}, Among: []string{"host"}}, {Field: "speaker", Values: putin, Among: putin}}},
		"grades bind to sources and documents": {"grade=A1&min_grade=B2&source=tass&document=s01", []Clause{
			{Field: "source", Values: []string{"tass"}, Among: []string{"tass"}, Grade: &Choice{Values: []string{"A1"}, Among: []string{"A1"}},
				MinGrade: &Choice{Values: []string{"B2"}, Among: []string{"B2"}}},
			{Field: "document", Values: []string{"s01"}, Among: []string{"s01"}, Grade: &Choice{Values: []string{"A1"}, Among: []string{"A1"}},
				MinGrade: &Choice{Values: []string{"B2"}, Among: []string{"B2"}}}}},
		"a relation binds to every link": {"relation=-denies&links_to=x2,x1&links_to=-x3", []Clause{
			{Field: "links_to", Values: []string{"x1", "x2"}, Among: []string{"x1", "x2"}, Relation: &Choice{Not: true, Values: []string{"denies"}, Among: []string{"denies"}}},
			{Field: "links_to", Not: true, Values: []string{"x3"}, Among: []string{"x3"}, Relation: &Choice{Not: true, Values: []string{"denies"}, Among: []string{"denies"}}}}},
		"a relation by itself": {"relation=denies,confirms&kind=call", []Clause{
			{Field: "kind", Values: []string{"call"}, Among: []string{"call"}},
			{Field: "relation", Values: []string{"confirms", "denies"}, Among: []string{"confirms", "denies"}}}},
		"a relation does not bind to answers": {"relation=denies&answered=denies", []Clause{
			{Field: "relation", Values: []string{"denies"}, Among: []string{"denies"}},
			{Field: "answered", Values: []string{"denies"}, Among: []string{"denies"}}}},
		"any stays a word":         {"contested=Any,PLACE", []Clause{{Field: "contested", Values: []string{"any", "place"}, Among: []string{"any", "place"}}}},
		"trackers are passed over": {"utm_source=x&fbclid=1&gclid=2&_=3&kind=call", []Clause{{Field: "kind", Values: []string{"call"}, Among: []string{"call"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(t, test.query).Clauses); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", test.query, diff)
			}
		})
	}
}

func TestWholeParametersAreRead(t *testing.T) {
	moment := edtf.MustParseMoment
	at := func(s string) time.Time {
		when, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for query, want := range map[string]Filter{
		"":                        {},
		"from=2025-02&to=2025-04": {Occurred: Range{From: moment("2025-02"), To: moment("2025-04")}},
		"on=2025-04-25":           {Occurred: Range{From: moment("2025-04-25"), To: moment("2025-04-25")}},
		"from=2025/..":            {Occurred: Range{From: moment("2025/..")}},
		"on=[2025-04-23,2025-04-24]": {Occurred: Range{
			From: moment("[2025-04-23,2025-04-24]"), To: moment("[2025-04-23,2025-04-24]")}},
		"from=2025-04-25T14:30+03:00":   {Occurred: Range{From: moment("2025-04-25T11:30:00Z")}},
		"from=2025-04-25T14:30%2B03:00": {Occurred: Range{From: moment("2025-04-25T11:30:00Z")}},
		"match=certain":                 {Certain: true},
		"match=possible":                {},
		"known_from=2025-04&known_to=2025-04": {Known: KnownRange{
			From: at("2025-04-01T00:00:00Z"), To: at("2025-04-30T23:59:59.999999Z")}},
		"known_from=2025-04-01T10:00-05:00": {Known: KnownRange{From: at("2025-04-01T15:00:00Z")}},
		"as_of=2025-04-22":                  {AsOf: at("2025-04-22T23:59:59.999999Z")},
		"as_of=2025-04":                     {AsOf: at("2025-04-30T23:59:59.999999Z")},
		"as_of=2025-04-22T10:00Z":           {AsOf: at("2025-04-22T10:00:00Z")},
		"as_of=0001-01-01T00:00Z":           {AsOf: at("0001-01-01T00:00:00.000001Z")},
		"snapshot=0":                        {Snapshot: Snapshot{Set: true}},
		"snapshot=812":                      {Snapshot: Snapshot{Seq: 812, Set: true}},
		"snapshot=2025":                     {Snapshot: Snapshot{Seq: 2025, Set: true}},
		"snapshot=2025-04-22":               {Snapshot: Snapshot{At: at("2025-04-22T23:59:59.999999Z"), Set: true}},
		"snapshot=2025-04-22T10:00+02:00":   {Snapshot: Snapshot{At: at("2025-04-22T08:00:00Z"), Set: true}},
		"bbox=19,41.5,-170,70":              {BBox: &Box{West: 19, South: 41.5, East: -170, North: 70}},
		"bbox=-0,+0,1e1,%2B5":               {BBox: &Box{East: 10, North: 5}},
		"from=2025-04-25&to=2025-04-24T23:00Z": {Occurred: Range{ // a day begins 14 hours early in Kiritimati
			From: moment("2025-04-25"), To: moment("2025-04-24T23:00:00Z")}},
	} {
		t.Run(query, func(t *testing.T) {
			if diff := cmp.Diff(&want, read(t, query)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestOtherParametersOfARouteAreLeftToIt(t *testing.T) {
	values := url.Values{"kind": {"call"}, "limit": {"5"}, "sort": {"-date"}}
	if _, faults := ParseWith(values, newLibrary(), []string{"limit", "sort", "cursor"}); len(faults) > 0 {
		t.Errorf("limit and sort are allowed: %v", faults)
	}
	values["limt"] = []string{"5"}
	f, faults := ParseWith(values, newLibrary(), []string{"limit", "sort", "cursor"})
	if len(faults) != 1 || !strings.Contains(faults[0].Hint, "Did you mean limit?") {
		t.Errorf("limt: got %+v", faults)
	}
	if f != nil {
		t.Error("a query with a fault gives no filter")
	}
}

func TestAListIsCutAtItsCommas(t *testing.T) {
	for given, want := range map[string][]item{
		`a`:               {{text: "a"}},
		`a,b`:             {{text: "a"}, {text: "b"}},
		` a , -b `:        {{text: "a"}, {text: "b", not: true}},
		`- b`:             {{text: "b", not: true}},
		`"a,b",c`:         {{text: "a,b"}, {text: "c"}},
		`"a ""b"" c"`:     {{text: `a "b" c`}},
		`"-a"`:            {{text: "-a"}},
		`-"a" , "b"`:      {{text: "a", not: true}, {text: "b"}},
		`Joseph "Joe" B.`: {{text: `Joseph "Joe" B.`}},
		`a,`:              {{text: "a"}, {}},
		`,`:               {{}, {}},
		`-`:               {{not: true}},
		`""`:              {{}},
		`"a`:              nil,
		`"a"b`:            nil,
		`"a""`:            nil,
	} {
		t.Run(given, func(t *testing.T) {
			got, ok := splitList(given)
			if ok != (want != nil) {
				t.Fatalf("ok = %v", ok)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(item{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, it := range got {
				again, ok := splitList(writeItem(it))
				if !ok || len(again) != 1 || again[0] != it {
					t.Errorf("%+v is written %s and read %+v", it, writeItem(it), again)
				}
			}
		})
	}
}
