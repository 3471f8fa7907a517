package filter

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"backchannel/internal/record"
)

// faultsOf parses a query that has to be wrong.
func faultsOf(t *testing.T, query string) record.Faults {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	_, faults := Parse(values, newLibrary())
	return faults
}

func TestAWrongQueryIsToldWhatIsWrongWhereAndWhatToDo(t *testing.T) {
	many := strings.TrimSuffix(strings.Repeat("Moscow,", 33), ",")
	for query, want := range map[string]struct{ parameter, code, hint string }{
		"knd=call":                      {"knd", "unknown_parameter", "did you mean kind?"},
		"Kind=call":                     {"Kind", "unknown_parameter", "did you mean kind?"},
		"min-grade=B1":                  {"min-grade", "unknown_parameter", "did you mean min_grade?"},
		"actors=putin":                  {"actors", "unknown_parameter", "did you mean actor?"},
		"since=2025":                    {"since", "unknown_parameter", "did you mean from?"},
		"Until=2025":                    {"Until", "unknown_parameter", "did you mean to?"},
		"type=call":                     {"type", "unknown_parameter", "did you mean kind?"},
		"k=call":                        {"k", "unknown_parameter", "leave it out"},
		"=1":                            {"", "unknown_parameter", "leave it out"},
		"xyzzy=1":                       {"xyzzy", "unknown_parameter", "leave it out; the filters are kind, actor"},
		"verified=denied":               {"verified", "unknown_parameter", "did you mean verification?"},
		"link_to=x1":                    {"link_to", "unknown_parameter", "did you mean links_to?"},
		"verification=deny":             {"verification", "unknown_value", "did you mean verification=denied? verification is one of withdrawn_by_source,"},
		"verification=non_denial":       {"verification", "unknown_value", "verification is one of withdrawn_by_source, disputed,"},
		"relation=denied":               {"relation", "unknown_value", "did you mean relation=denies?"},
		"relation=any":                  {"relation", "unknown_value", "relation is one of confirms, denies,"},
		"relation=denies&relation=any":  {"relation", "repeated_parameter", "relation=denies,any"},
		"answered=denial":               {"answered", "unknown_value", "answered is one of confirms, denies,"},
		"answered=non-denial":           {"answered", "unknown_value", "did you mean answered=non_denial?"},
		"links_to=The+FT+leak":          {"links_to", "bad_id", "small letters"},
		"links_to=x1,-x2":               {"links_to", "mixed_negation", "links_to=x1&links_to=-x2"},
		"contested=length":              {"contested", "unknown_value", "contested is one of any, date, start_at,"},
		"contested=durations":           {"contested", "unknown_value", "did you mean contested=duration?"},
		"contested=any,":                {"contested", "empty_value", ""},
		"plan=us":                       {"plan", "unknown_name", ""},
		"timeline=x1":                   {"timeline", "unknown_parameter", ""},
		"kind=meetings":                 {"kind", "unknown_value", "did you mean kind=meeting? kind is one of meeting, call,"},
		"kind=summit":                   {"kind", "unknown_value", "kind is one of meeting, call,"},
		"role=hots":                     {"role", "unknown_value", "did you mean role=host?"},
		"status=done":                   {"status", "unknown_value", "status is one of scheduled, occurred"},
		"match=sure":                    {"match", "unknown_value", "match is one of possible, certain"},
		"actor=Steve+Witkov":            {"actor", "unknown_name", "did you mean actor=steve-witkoff (Steve Witkoff)?"},
		"actor=nobody+we+know+of":       {"actor", "unknown_name", "/v1/actors"},
		"topic=crimae":                  {"topic", "unknown_name", "did you mean topic=crimea (Crimea)?"},
		"source=reuter":                 {"source", "unknown_name", "did you mean source=reuters (Reuters)?"},
		"document=zzzzzz":               {"document", "unknown_name", "/v1/documents"},
		"actor=dmitry":                  {"actor", "ambiguous_name", "actor=dmitry-peskov (Dmitry Peskov) or actor=kirill-dmitriev (Kirill Dmitriev)"},
		"country=Rusia":                 {"country", "unknown_name", "did you mean country=RU (Russia)?"},
		"country=ZZ":                    {"country", "unknown_name", "two-letter code"},
		"country=kremlin":               {"country", "unknown_name", "two-letter code"},
		"from=2025-02-30":               {"from", "bad_date", "its days are 01 to 28"},
		"from=2025-2-3":                 {"from", "bad_date", "write from=2025-02-03"},
		"from=yesterday":                {"from", "bad_date", ""},
		"from=../2025":                  {"from", "bad_date", "use to"},
		"to=2025/..":                    {"to", "bad_date", "use from"},
		"on=2025/..":                    {"on", "bad_date", "use from"},
		"as_of=2025/..":                 {"as_of", "bad_date", "as_of=2025-04-22"},
		"known_from=../2025":            {"known_from", "bad_date", "known_from=2025-04-22"},
		"snapshot=2025/..":              {"snapshot", "bad_date", ""},
		"snapshot=-1":                   {"snapshot", "bad_number", "snapshot=812"},
		"snapshot=99999999999999999999": {"snapshot", "bad_number", "snapshot=812"},
		"bbox=1,2,3":                    {"bbox", "bad_number", "bbox=19,41,41,70"},
		"bbox=1,2,3,x":                  {"bbox", "bad_number", "bbox=19,41,41,70"},
		"bbox=1,2,3,0x10":               {"bbox", "bad_number", ""},
		"bbox=1,2,inf,4":                {"bbox", "bad_number", ""},
		"bbox=1,2,NaN,4":                {"bbox", "bad_number", ""},
		"bbox=181,2,3,4":                {"bbox", "bad_number", ""},
		"bbox=1,-91,3,4":                {"bbox", "bad_number", ""},
		"bbox=1,5,3,4":                  {"bbox", "inverted_range", ""},
		"grade=B7":                      {"grade", "bad_grade", "grade=B2"},
		"grade=1":                       {"grade", "bad_grade", "grade=B2"},
		"min_grade=F1":                  {"min_grade", "bad_grade", "grade=F1"},
		"min_grade=A6":                  {"min_grade", "bad_grade", "E5"},
		"id=Not+an+id":                  {"id", "bad_id", "small letters"},
		"kind=":                         {"kind", "empty_value", "leave kind out"},
		"q=+":                           {"q", "empty_value", "leave q out"},
		"kind=call,":                    {"kind", "empty_value", ""},
		"kind=-":                        {"kind", "empty_value", ""},
		`actor=""`:                      {"actor", "empty_value", ""},
		"place=" + many:                 {"place", "too_many_values", ""},
		"q=" + strings.Repeat("w+", 33): {"q", "too_many_values", "double quotes"},
		"from=2025&from=2026":           {"from", "repeated_parameter", "give it once"},
		"q=a&q=b":                       {"q", "repeated_parameter", "give it once"},
		"role=host&role=chair":          {"role", "repeated_parameter", "role=host,chair"},
		"grade=A1&grade=B1":             {"grade", "repeated_parameter", "grade=A1,B1"},
		"kind=call,-leak":               {"kind", "mixed_negation", "kind=call&kind=-leak"},
		`actor="putin`:                  {"actor", "unclosed_quote", "close the quote"},
		"kind=call%00":                  {"kind", "control_characters", ""},
		"q=a%0Ab":                       {"q", "control_characters", ""},
		"q=a%E2%80%AEb":                 {"q", "control_characters", ""},
		"q=%FF":                         {"q", "invalid_utf8", ""},
		"on=2025&from=2025":             {"on", "conflicting_parameters", "from=D&to=D"},
		"on=2025&to=2025":               {"on", "conflicting_parameters", ""},
		"from=2025-04&to=2025-03":       {"from", "inverted_range", "swap"},
		"from=2025-04-25T12:00Z&to=2025-04-25T11:00Z": {"from", "inverted_range", "swap"},
		"from=2025-04-27&to=2025-04-25T11:00Z":        {"from", "inverted_range", "swap"},
		"from=2025-04-27T12:00Z&to=2025-04-26":        {"from", "inverted_range", "swap"},
		"known_from=2025-04-23&known_to=2025-04-22":   {"known_from", "inverted_range", "swap"},
		"q=!!!":   {"q", "nothing_to_search", "write a word"},
		`q="`:     {"q", "nothing_to_search", ""},
		"place=!": {"place", "nothing_to_search", ""},
	} {
		t.Run(query[:min(len(query), 60)], func(t *testing.T) {
			faults := faultsOf(t, query)
			if len(faults) != 1 {
				t.Fatalf("want one fault, got %+v", faults)
			}
			got := faults[0]
			if got.Parameter != want.parameter || got.Code != want.code || !strings.Contains(strings.ToLower(got.Hint), strings.ToLower(want.hint)) {
				t.Errorf("want %+v\n got %+v", want, got)
			}
			if got.Detail == "" || got.Hint == "" {
				t.Errorf("a fault says what is wrong and what to do: %+v", got)
			}
		})
	}
}

func TestAFaultNamesWhatTheValuesOfAListAre(t *testing.T) {
	for query, want := range map[string]string{
		"verification=x": `"x" is not a standing of a leak.`, "relation=x": `"x" is not a relation.`, "answered=x": `"x" is not a relation.`,
		"contested=x": `"x" is not a particular.`, "kind=x": `"x" is not a kind.`, "links_to=X": `"X" is not the id of an event.`,
	} {
		if got := faultsOf(t, query)[0].Detail; got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestAllFaultsOfAQueryAreReportedAtOnce(t *testing.T) {
	faults := faultsOf(t, "knd=call&kind=meetng,cal&actor=nobody&from=2025-13&bbox=1&q=!!!")
	var codes []string
	for _, f := range faults {
		codes = append(codes, f.Parameter+" "+f.Code)
	}
	want := []string{"knd unknown_parameter", "kind unknown_value", "kind unknown_value", "actor unknown_name",
		"bbox bad_number", "from bad_date", "q nothing_to_search"}
	if !slices.Equal(codes, want) {
		t.Errorf("\n got %q\nwant %q", codes, want)
	}
}

func TestAFaultRepeatsNothingThatCouldDoHarm(t *testing.T) {
	faults := faultsOf(t, "a%00%FF"+strings.Repeat("b", 200)+"=1&kind=%E2%80%AE"+strings.Repeat("c", 200))
	if len(faults) != 2 {
		t.Fatalf("got %+v", faults)
	}
	for _, f := range faults {
		for _, s := range []string{f.Parameter, f.Given, f.Detail, f.Hint} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\u202e") || utf8.RuneCountInString(s) > 400 {
				t.Errorf("unsafe: %q", s)
			}
		}
	}
}

func TestOtherWordsLeadToParameters(t *testing.T) {
	for word, want := range map[string]string{
		"after": "from", "before": "to", "date": "on", "category": "kind", "participant": "actor", "by": "speaker",
		"tag": "topic", "outlet": "source", "Verified": "verification", "reply_to": "links_to", "differs": "contested", "city": "place", "search": "q", "xyzzy": "",
	} {
		if got := otherWord(word); got != want || got != "" && order(got) < 0 {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

func TestDetailsAndHintsAreSentences(t *testing.T) {
	for clause, want := range map[string]string{
		"give it once":               "Give it once.",
		"on=D means from=D&to=D; x":  "on=D means from=D&to=D; x.",
		"from is after to":           "from is after to.",
		"did you mean kind?":         "Did you mean kind?",
		"write from=2025-02-03":      "Write from=2025-02-03",
		`"x" is not a number`:        `"x" is not a number.`,
		"did you mean a=b (A of B)?": "Did you mean a=b (A of B)?",
	} {
		if got := toSentence("from", clause); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
