package compare_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// merged folds a misspelt Witkoff into the right one.
func merged(id string) []string {
	if id == "vitkov" || id == "steve-witkoff" {
		return []string{"steve-witkoff", "vitkov"}
	}
	return []string{id}
}

func ftLeak() *record.EventAnswer {
	return compare.Answer(&record.Event{
		ID: "2025-04-22-ft-leak", Kind: "leak", Date: edtf.MustParse("2025-04-22"),
		Participants: []record.Participant{{Actor: "vladimir-putin", Role: "subject"}, {Actor: "ukraine", Role: "addressee"}, {Actor: "sean-hannity", Role: "speaker"}},
		Leak: &record.Leak{Source: "financial-times", Claims: []record.Claim{
			{Text: "Putin offered Witkoff to halt.", Actors: []string{"vladimir-putin", "vitkov"}}, {Text: "Nobody is named here."}}},
	}, sources())
}

func TestWhoIsConcernedByALeak(t *testing.T) {
	tests := []struct {
		name string
		got  compare.Concern
		want []string
	}{
		{"participants, those named, and whom the participants represent", compare.Concerned(ftLeak(), nil), []string{"russia", "sean-hannity", "ukraine", "vitkov", "vladimir-putin"}},
		{"merged actors are one", compare.Concerned(ftLeak(), merged), []string{"russia", "sean-hannity", "steve-witkoff", "ukraine", "vladimir-putin"}},
		{"and whom those named represent", compare.ConcernedWith(ftLeak(), merged, sources()), []string{"russia", "sean-hannity", "steve-witkoff", "ukraine", "united-states", "vladimir-putin"}},
		{"an event that is no leak has its parties", compare.Concerned(compare.Answer(fourthMeeting(), sources()), nil), []string{"russia", "steve-witkoff", "united-states", "vladimir-putin"}},
		{"nobody", compare.Concern{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.got.Actors()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if test.got.Has("") || test.got.Has("kaja-kallas") {
				t.Error("nobody, or anybody, is concerned")
			}
			for _, id := range test.want {
				if !test.got.Has(id) {
					t.Errorf("%s is not concerned", id)
				}
			}
		})
	}
	if c := compare.Concerned(ftLeak(), merged); !c.Has("vitkov") || !c.Has("steve-witkoff") {
		t.Error("a merged actor is not concerned under both ids")
	}
}

func TestADenialUnderAnotherIdOfTheSamePersonCounts(t *testing.T) {
	leak, concern := ftLeak(), compare.Concerned(ftLeak(), merged)
	known := moment(22)
	leak.KnownAt = &known
	for _, c := range []struct {
		carrier compare.Carrier
		want    string
	}{
		{compare.Carrier{Actor: "steve-witkoff"}, "denied"},
		{compare.Carrier{Actor: "vitkov"}, "denied"},
		{compare.Carrier{Actor: "dmitry-peskov", Representing: "russia"}, "denied"},
		{compare.Carrier{Actor: "russia", Representing: "russia"}, "denied"},
		{compare.Carrier{Actor: "marco-rubio", Representing: "united-states"}, "unverified"},
	} {
		history := compare.Verify(leak, concern, nil, []compare.LinkIn{answered(23, "aa", "denies", by([]compare.Carrier{c.carrier}))})
		if got, _ := compare.At(history, time.Time{}); got.Status != c.want {
			t.Errorf("denied by %+v: %s, want %s", c.carrier, got.Status, c.want)
		}
	}
}

// cited is a citation of a document of a source, known on a day of April 2025 (0: never).
func cited(day int, source, document string) record.CitationAnswer {
	c := record.CitationAnswer{Citation: record.Citation{Document: record.DocumentRef{ID: document}}, Source: source}
	if day > 0 {
		known := moment(day)
		c.KnownAt = &known
	}
	return c
}

// roots of the tests: what antiwar and the copy of Sputnik rewrite.
func rootOf(document string) string {
	switch document {
	case "antiwar-copy":
		return "financial-times"
	case "sputnik-copy":
		return "reuters"
	case "blog-of-tass":
		return "tass"
	}
	return ""
}

func voices() compare.Voices {
	return compare.Voices{Family: familyOf, Party: partyOf, Root: rootOf}
}

func TestHowALinkIsHeard(t *testing.T) {
	known, leakKnown := moment(22), moment(20)
	statement := func(citations ...record.CitationAnswer) *record.EventAnswer {
		return &record.EventAnswer{
			Event: record.Event{ID: "aa", Kind: "statement", Participants: []record.Participant{
				{Actor: "dmitry-peskov", Role: "speaker", Representing: "russia"}, {Actor: "steve-witkoff", Role: "subject"}, {Actor: "yuri-ushakov", Role: "aide"}}},
			KnownAt: &known, Citations: citations,
		}
	}
	meeting := statement()
	meeting.Kind, meeting.Participants = "meeting", meeting.Participants[1:]
	leak := statement(cited(22, "reuters", "own"), cited(22, "sputnik", "sputnik-copy"))
	leak.Kind, leak.Leak = "leak", &record.Leak{Source: "reuters"}
	nameless := statement(cited(22, "sputnik", "sputnik-copy"))
	nameless.Kind, nameless.Leak = "leak", &record.Leak{}
	mentions := cited(22, "afp", "own")
	mentions.Supports = "mentions"
	undated := statement()
	undated.KnownAt = nil
	link := record.Link{To: "leak", Relation: "repeats", Scope: "part", Note: "as heard"}
	heard := func(day int, change ...func(*compare.LinkIn)) compare.LinkIn {
		return answered(day, "aa", "repeats", append(change, part("part"), func(l *compare.LinkIn) { l.Note = "as heard" })...)
	}
	tests := []struct {
		name  string
		event *record.EventAnswer
		leak  *time.Time
		want  []compare.LinkIn
	}{
		{"the speaker carries a statement", statement(), &leakKnown, []compare.LinkIn{heard(22, by(peskov()))}},
		{"without a speaker all who took part do", meeting, &leakKnown, []compare.LinkIn{heard(22, by([]compare.Carrier{{Actor: "yuri-ushakov"}}))}},
		{"its sources are followed to their root", statement(cited(22, "antiwar", "antiwar-copy"), mentions), &leakKnown,
			[]compare.LinkIn{heard(22, by(peskov()), reported("financial-times", ""))}},
		{"a party that relays is a party, and so is one relayed", statement(cited(22, "sputnik", "sputnik-copy"), cited(21, "blog", "blog-of-tass")), &leakKnown,
			[]compare.LinkIn{heard(22, by(peskov()), reported("reuters", "russia", "tass", "russia"))}},
		{"a family counts from its own document", statement(cited(22, "afp", "a"), cited(24, "ansa", "b"), cited(24, "dpa", "c"), cited(0, "efe", "d")), &leakKnown,
			[]compare.LinkIn{heard(22, by(peskov()), reported("afp", "")), heard(24, by(peskov()), reported("ansa", "", "dpa", "")), heard(0, by(peskov()), reported("efe", ""))}},
		{"a leak speaks for its source alone", leak, &leakKnown, []compare.LinkIn{heard(22, from("reuters"), reported("reuters", ""))}},
		{"a leak of nobody known has those who report it, and no carriers", nameless, &leakKnown, []compare.LinkIn{heard(22, reported("reuters", "russia"))}},
		{"a link is not known before its target", statement(cited(22, "afp", "a")), new(moment(25)), []compare.LinkIn{heard(25, by(peskov()), reported("afp", ""))}},
		{"nor where the target is never dated", statement(cited(22, "afp", "a")), nil, []compare.LinkIn{heard(0, by(peskov()), reported("afp", ""))}},
		{"nor where the event is not", undated, &leakKnown, []compare.LinkIn{heard(0, by(peskov()))}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, compare.LinksIn(test.event, link, test.leak, voices())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	bare := compare.LinksIn(statement(cited(22, "sputnik", "sputnik-copy")), link, &leakKnown, compare.Voices{})
	if diff := cmp.Diff([]compare.LinkIn{heard(22, by(peskov()), reported("sputnik", ""))}, bare); diff != "" {
		t.Errorf("with nothing looked up (-want +got):\n%s", diff)
	}
}

func TestAFamilyThatReportsLaterCorroboratesLater(t *testing.T) {
	known, leakKnown := moment(21), moment(20)
	event := &record.EventAnswer{
		Event:   record.Event{ID: "aa", Kind: "statement", Participants: []record.Participant{{Actor: "kaja-kallas", Role: "speaker"}}},
		KnownAt: &known, Citations: []record.CitationAnswer{cited(21, "barrons", "a"), cited(24, "afp", "b")},
	}
	history := verify(wsjLeak(), compare.LinksIn(event, record.Link{Relation: "confirms"}, &leakKnown, voices())...)
	want := []compare.Standing{
		{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(24), By: []string{}},
		{Status: "corroborated", KnownFrom: moment(24), By: []string{"aa"}},
	}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestARelayThatSpeaksForAnotherIsHeldAgainstBoth(t *testing.T) {
	known, leakKnown := moment(21), moment(20)
	event := &record.EventAnswer{
		Event:   record.Event{ID: "aa", Kind: "statement", Participants: []record.Participant{{Actor: "kaja-kallas", Role: "speaker"}}},
		KnownAt: &known, Citations: []record.CitationAnswer{cited(21, "xinhua", "blog-of-tass")},
	}
	v := voices()
	v.Party = func(source string) string {
		if source == "xinhua" {
			return "china"
		}
		return partyOf(source)
	}
	status := func() string {
		got, _ := compare.At(verify(wsjLeak(), compare.LinksIn(event, record.Link{Relation: "repeats"}, &leakKnown, v)...), time.Time{})
		return got.Status
	}
	if got := status(); got != "unverified" {
		t.Errorf("Xinhua after TASS, on a leak about Russia: %s", got)
	}
	event.Citations = append(event.Citations, cited(21, "afp", "own"))
	if got := status(); got != "corroborated" {
		t.Errorf("and AFP by itself: %s", got)
	}
}

func TestALeakOfNobodyKnownHasTheFamiliesOfThoseWhoReportItByThen(t *testing.T) {
	leak := wsjLeak()
	leak.Leak.Source = ""
	leak.Citations = []record.CitationAnswer{cited(20, "antiwar", "antiwar-copy"), cited(24, "afp", "own"), cited(25, "tass", "own")}
	leak.Citations[2].Supports = "mentions"
	concern := compare.Concerned(leak, nil).WithParties(partyOf).WithRoots(rootOf)
	for source, want := range map[string][]compare.Standing{
		"financial-times": {{Status: "unverified", KnownFrom: moment(20), By: []string{}}}, // which antiwar copies
		"antiwar":         {{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(22), By: []string{}}, {Status: "corroborated", KnownFrom: moment(22), By: []string{"aa"}}},
		"afp": {{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(22), By: []string{}},
			{Status: "corroborated", KnownFrom: moment(22), KnownTo: moment(24), By: []string{"aa"}}, {Status: "unverified", KnownFrom: moment(24), By: []string{}}},
	} {
		got := compare.Verify(leak, concern, familyOf, []compare.LinkIn{answered(22, "aa", "repeats", from(source))})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("repeated by %s (-want +got):\n%s", source, diff)
		}
	}
}
