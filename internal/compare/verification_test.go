package compare_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// moment is the end of a day of April 2025, at which what that day published is known.
func moment(day int) time.Time {
	return time.Date(2025, 4, day+1, 0, 0, 0, 0, time.UTC).Add(-time.Microsecond)
}

// wsjLeak is the Wall Street Journal's leak of 20 April 2025: about two states, naming an envoy of one.
func wsjLeak() *record.EventAnswer {
	known := moment(20)
	return &record.EventAnswer{
		Event: record.Event{
			ID: "2025-04-20-wsj-leak", Kind: "leak",
			Participants: []record.Participant{
				{Actor: "united-states", Role: "subject", Representing: "united-states"},
				{Actor: "russia", Role: "subject", Representing: "russia"},
			},
			Leak: &record.Leak{Source: "wall-street-journal", Claims: []record.Claim{{Text: "One idea.", Actors: []string{"steve-witkoff"}}}},
		},
		KnownAt: &known,
	}
}

func peskov() []compare.Carrier {
	return []compare.Carrier{{Actor: "dmitry-peskov", Representing: "russia"}}
}
func kallas() []compare.Carrier {
	return []compare.Carrier{{Actor: "kaja-kallas", Representing: "european-union"}}
}
func witkoff() []compare.Carrier { return []compare.Carrier{{Actor: "steve-witkoff"}} }

// answered is a link known at the end of a day of April 2025 (0: never dated).
func answered(day int, from string, relation record.Relation, change ...func(*compare.LinkIn)) compare.LinkIn {
	l := compare.LinkIn{From: from, Relation: relation}
	if day > 0 {
		l.KnownAt, l.Known = moment(day), true
	}
	for _, c := range change {
		c(&l)
	}
	return l
}

func by(carriers []compare.Carrier) func(*compare.LinkIn) {
	return func(l *compare.LinkIn) { l.Carriers = carriers }
}
func part(scope record.Scope) func(*compare.LinkIn) {
	return func(l *compare.LinkIn) { l.Scope = scope }
}
func from(source string) func(*compare.LinkIn) {
	return func(l *compare.LinkIn) { l.Source = source }
}

// reported gives families and the actors their sources speak for, in pairs.
func reported(pairs ...string) func(*compare.LinkIn) {
	return func(l *compare.LinkIn) {
		for i := 0; i < len(pairs); i += 2 {
			l.Families, l.Parties = append(l.Families, pairs[i]), append(l.Parties, pairs[i+1])
		}
	}
}

// families of the tests: the two of Dow Jones are one, as are the two of Rossiya Segodnya.
func familyOf(source string) string {
	switch source {
	case "wall-street-journal", "barrons":
		return "dow-jones"
	case "sputnik", "ria-novosti":
		return "rossiya-segodnya"
	}
	return source
}

func partyOf(source string) string {
	if source == "tass" || familyOf(source) == "rossiya-segodnya" {
		return "russia"
	}
	return ""
}

func verify(leak *record.EventAnswer, links ...compare.LinkIn) []compare.Standing {
	return compare.Verify(leak, compare.Concerned(leak, nil).WithParties(partyOf), familyOf, links)
}

func TestWhereALeakStandsOnceAllIsKnown(t *testing.T) {
	tests := []struct {
		name  string
		links []compare.LinkIn
		want  string
		by    []string
	}{
		{"nobody answers", nil, "unverified", nil},
		{"a state's spokesman confirms", []compare.LinkIn{answered(21, "aa", "confirms", by(peskov()))}, "confirmed", []string{"aa"}},
		{"one whom a claim names confirms", []compare.LinkIn{answered(21, "aa", "confirms", by(witkoff()))}, "confirmed", []string{"aa"}},
		{"a spokesman confirms a part", []compare.LinkIn{answered(21, "aa", "confirms", by(peskov()), part("part"))}, "partially_confirmed", []string{"aa"}},
		{"a part and then the whole", []compare.LinkIn{answered(21, "aa", "confirms", by(peskov()), part("part")), answered(22, "bb", "confirms", by(witkoff()), part("whole"))}, "confirmed", []string{"bb"}},
		{"one not concerned confirms in the leak's own paper", []compare.LinkIn{answered(21, "aa", "confirms", by(kallas()), reported("dow-jones", ""))}, "unverified", nil},
		{"one not concerned confirms in another paper", []compare.LinkIn{answered(21, "aa", "confirms", by(kallas()), reported("afp", ""))}, "corroborated", []string{"aa"}},
		{"one of several who speak is concerned", []compare.LinkIn{answered(21, "aa", "confirms", by(append(kallas(), peskov()...)))}, "confirmed", []string{"aa"}},
		{"a spokesman denies", []compare.LinkIn{answered(21, "aa", "denies", by(peskov()))}, "denied", []string{"aa"}},
		{"a spokesman denies a part", []compare.LinkIn{answered(21, "aa", "denies", by(peskov()), part("part"))}, "denied", []string{"aa"}},
		{"a spokesman denies whom it is attributed to", []compare.LinkIn{answered(21, "aa", "denies", by(peskov()), part("attribution"))}, "disputed_in_part", []string{"aa"}},
		{"a spokesman calls the document a fake", []compare.LinkIn{answered(21, "aa", "denies", by(peskov()), part("authenticity"))}, "disputed_in_part", []string{"aa"}},
		{"one not concerned denies", []compare.LinkIn{answered(21, "aa", "denies", by(kallas()), reported("afp", ""))}, "unverified", nil},
		{"one confirms and one denies", []compare.LinkIn{answered(21, "aa", "denies", by(peskov())), answered(22, "bb", "confirms", by(witkoff()))}, "disputed", []string{"aa", "bb"}},
		{"one event confirms and denies", []compare.LinkIn{answered(21, "aa", "denies", by(peskov())), answered(21, "aa", "confirms", by(peskov()))}, "disputed", []string{"aa"}},
		{"a part confirmed and all denied", []compare.LinkIn{answered(21, "aa", "denies", by(peskov())), answered(22, "bb", "confirms", by(witkoff()), part("part"))}, "denied", []string{"aa"}},
		{"a part confirmed and the attribution denied", []compare.LinkIn{answered(21, "aa", "denies", by(peskov()), part("attribution")), answered(22, "bb", "confirms", by(witkoff()), part("part"))}, "partially_confirmed", []string{"bb"}},
		{"answered without a denial", []compare.LinkIn{answered(21, "aa", "non_denial", by(peskov()))}, "met_with_non_denial", []string{"aa"}},
		{"no comment from two", []compare.LinkIn{answered(22, "bb", "declines_comment", by(peskov())), answered(21, "cc", "non_denial", by(witkoff()))}, "met_with_non_denial", []string{"cc", "bb"}},
		{"no comment from one not concerned", []compare.LinkIn{answered(21, "aa", "declines_comment", by(kallas()))}, "unverified", nil},
		{"another family repeats it", []compare.LinkIn{answered(21, "aa", "repeats", from("reuters"))}, "corroborated", []string{"aa"}},
		{"another paper of the family repeats it", []compare.LinkIn{answered(21, "aa", "repeats", from("barrons"))}, "unverified", nil},
		{"an organ of a state concerned repeats it", []compare.LinkIn{answered(21, "aa", "repeats", from("sputnik"))}, "unverified", nil},
		{"such an organ relays a wire that repeats it", []compare.LinkIn{answered(21, "aa", "repeats", from("reuters"), reported("reuters", "", "reuters", "russia"))}, "corroborated", []string{"aa"}},
		{"the wire is known through that organ alone", []compare.LinkIn{answered(21, "aa", "repeats", from("reuters"), reported("reuters", "russia"))}, "unverified", nil},
		{"papers that relay another leak are no families of their own", []compare.LinkIn{answered(21, "aa", "repeats", from("barrons"), reported("afp", "", "ansa", ""))}, "unverified", nil},
		{"an actor concerned repeats it in any paper", []compare.LinkIn{answered(21, "aa", "repeats", by(peskov()), reported("afp", ""))}, "unverified", nil},
		{"parties without families count against all", []compare.LinkIn{func() compare.LinkIn {
			l := answered(21, "aa", "repeats", by(kallas()), reported("afp", "", "ansa", ""))
			l.Parties = []string{"russia"}
			return l
		}()}, "unverified", nil},
		{"what a party says in another leak is that leak's", []compare.LinkIn{answered(21, "aa", "confirms", by(peskov()), from("reuters"))}, "corroborated", []string{"aa"}},
		{"repeated and met with a non-denial", []compare.LinkIn{answered(21, "aa", "repeats", from("reuters")), answered(22, "bb", "non_denial", by(peskov()))}, "met_with_non_denial", []string{"bb"}},
		{"taken back by its own paper", []compare.LinkIn{answered(21, "aa", "confirms", by(peskov())), answered(23, "bb", "retracts", from("wall-street-journal"))}, "withdrawn_by_source", []string{"bb"}},
		{"taken back in a statement its paper reports", []compare.LinkIn{answered(23, "bb", "retracts", by([]compare.Carrier{{Actor: "emma-tucker"}}), reported("dow-jones", ""))}, "withdrawn_by_source", []string{"bb"}},
		{"taken back by another paper of the family", []compare.LinkIn{answered(23, "bb", "retracts", from("barrons"))}, "unverified", nil},
		{"an actor concerned cannot take it back", []compare.LinkIn{answered(23, "bb", "retracts", by(peskov()), reported("dow-jones", ""))}, "unverified", nil},
		{"links without an effect", []compare.LinkIn{
			answered(21, "aa", "contradicts", from("reuters")), answered(21, "bb", "clarifies", by(peskov())), answered(21, "cc", "corrects", by(peskov())),
			answered(21, "dd", "supersedes", from("reuters")), answered(21, "ee", "responds_to", by(peskov())), answered(21, "ff", "follows", by(peskov())),
			answered(21, "gg", "prepares", by(peskov())), answered(21, "hh", "part_of", by(peskov())),
		}, "unverified", nil},
		{"a speaker who speaks for nobody is not everyone", []compare.LinkIn{answered(21, "aa", "denies", by([]compare.Carrier{{Actor: "sean-hannity"}}))}, "unverified", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, known := compare.At(verify(wsjLeak(), test.links...), time.Time{})
			if !known || got.Status != test.want {
				t.Errorf("got %s, want %s", got.Status, test.want)
			}
			if diff := cmp.Diff(append([]string{}, test.by...), got.By); diff != "" {
				t.Errorf("decided by (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALeakOfAnInterestedSourceNeedsTwoOthers(t *testing.T) {
	leak := wsjLeak()
	leak.Leak.Source = "tass"
	one := answered(21, "aa", "repeats", from("reuters"))
	two := answered(22, "bb", "repeats", from("afp"))
	history := verify(leak, two, one)
	want := []compare.Standing{
		{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(22), By: []string{}},
		{Status: "corroborated", KnownFrom: moment(22), By: []string{"aa", "bb"}},
	}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	took := answered(23, "cc", "retracts", from("tass"))
	if v, _ := compare.At(verify(leak, one, two, took), time.Time{}); v.Status != "withdrawn_by_source" {
		t.Errorf("taken back: %s", v.Status)
	}
}

func TestALeakOfNobodyKnownHasTheFamiliesThatReportIt(t *testing.T) {
	leak := wsjLeak()
	leak.Leak.Source = ""
	leak.Citations = []record.CitationAnswer{
		{Source: "afp"}, {Source: "reuters", Citation: record.Citation{Supports: "refutes"}}, {Source: "ansa", Citation: record.Citation{Supports: "mentions"}},
	}
	for source, want := range map[string]string{"afp": "unverified", "reuters": "corroborated", "ansa": "corroborated"} {
		if v, _ := compare.At(verify(leak, answered(21, "aa", "repeats", from(source))), time.Time{}); v.Status != want {
			t.Errorf("repeated by %s: %s, want %s", source, v.Status, want)
		}
	}
	if v, _ := compare.At(verify(leak, answered(21, "aa", "retracts", from("afp"))), time.Time{}); v.Status != "unverified" {
		t.Errorf("taken back by one of those who report it: %s", v.Status)
	}
}

// The Bloomberg transcripts of November 2025, moved to April: Dmitriev calls one of two calls a fake,
// Ushakov calls the leak unacceptable and leaves open whether it is right, the White House stands by it.
func TestTranscriptsThatAreDeniedAndDefendedByTurns(t *testing.T) {
	leak := wsjLeak()
	leak.Leak = &record.Leak{Source: "bloomberg", Form: "transcript"}
	leak.Participants = []record.Participant{
		{Actor: "steve-witkoff", Role: "subject", Representing: "united-states"},
		{Actor: "yuri-ushakov", Role: "subject", Representing: "russia"},
		{Actor: "kirill-dmitriev", Role: "subject", Representing: "russia"},
	}
	history := verify(leak,
		answered(20, "dmitriev-fake", "denies", by([]compare.Carrier{{Actor: "kirill-dmitriev", Representing: "russia"}}), part("authenticity")),
		answered(21, "ushakov-unacceptable", "non_denial", by([]compare.Carrier{{Actor: "yuri-ushakov", Representing: "russia"}})),
		answered(22, "cheung-defends", "confirms", by([]compare.Carrier{{Actor: "steven-cheung", Representing: "united-states"}}), part("part")),
		answered(24, "peskov-not-so", "denies", by(peskov()), part("part")),
		answered(25, "trump-standard", "confirms", by([]compare.Carrier{{Actor: "donald-trump", Representing: "united-states"}})),
	)
	want := []compare.Standing{
		{Status: "disputed_in_part", KnownFrom: moment(20), KnownTo: moment(22), By: []string{"dmitriev-fake"}},
		{Status: "partially_confirmed", KnownFrom: moment(22), KnownTo: moment(24), By: []string{"cheung-defends"}},
		{Status: "denied", KnownFrom: moment(24), KnownTo: moment(25), By: []string{"peskov-not-so"}},
		{Status: "disputed", KnownFrom: moment(25), By: []string{"peskov-not-so", "trump-standard"}},
	}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
