package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// archipelago is islands with two papers, and a leak of one of them about Ruritania.
func archipelago(t testing.TB) *store.Store {
	t.Helper()
	s := islands(t)
	write(t, s,
		put(&record.Source{ID: "the-daily", Name: "The Daily", Kind: "newspaper", Reliability: "B"}),
		put(&record.Source{ID: "the-echo", Name: "The Echo", Kind: "newspaper", Reliability: "C"}),
		put(&record.Document{ID: "daily", Source: "the-daily", Title: "A secret offer", Published: edtf.MustParseMoment("2025-03-01T08:00Z")}),
		put(&record.Document{ID: "echo", Source: "the-echo", Title: "An offer after all", Published: edtf.MustParseMoment("2025-03-03")}),
	)
	write(t, s, put(leak()))
	return s
}

func leak() *record.Event {
	return &record.Event{
		ID: "offer-leak", Kind: "leak", Title: "An offer is reported", Date: edtf.MustParse("2025-03-01"),
		Participants: []record.Participant{{Actor: "ruritania", Role: "subject"}},
		Citations:    []record.Citation{{Document: record.DocumentRef{ID: "daily"}, Grade: "2"}},
		Leak:         &record.Leak{Source: "the-daily", Form: "hearsay"},
		Links:        []record.Link{},
	}
}

// statement is one of an actor's about the leak, out of a document.
func statement(id, speaker, document string, relation record.Relation) *record.Event {
	return &record.Event{
		ID: id, Kind: "statement", Title: "A word about it", Date: edtf.MustParse("2025-03-02"),
		Participants: []record.Participant{{Actor: speaker, Role: "speaker"}},
		Citations:    []record.Citation{{Document: record.DocumentRef{ID: document}, Grade: "1"}},
		Statement:    &record.Statement{Channel: "remarks"},
		Links:        []record.Link{{To: "offer-leak", Relation: relation}},
	}
}

// stands says where the leak stands in a view, since when and by what: "denied since 2025-03-05T10:00Z by denial".
func stands(t testing.TB, v *store.View, asOf time.Time) string {
	t.Helper()
	a := answer(t, v, "offer-leak", asOf)
	if a.Verification == nil {
		return "nowhere"
	}
	since := "ever"
	if a.Verification.Since != nil {
		since = a.Verification.Since.Truncate(time.Minute).Format("2006-01-02T15:04Z07:00")
	}
	return strings.TrimSpace(fmt.Sprintf("%s since %s %s", a.Verification.Status, since, strings.Join(a.Verification.By, " ")))
}

// history is the leak's revisions.
func history(t testing.TB, s *store.Store) []store.Revision {
	t.Helper()
	list, err := s.Head().Revisions(background, record.TypeEvent, "offer-leak")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const (
	untouched = "unverified since 2025-03-01T08:00Z"
	denied    = "denied since 2025-03-05T10:00Z denial"
)

func expect(t testing.TB, s *store.Store, want string) {
	t.Helper()
	if got := stands(t, s.Head(), time.Time{}); got != want {
		t.Errorf("the leak stands %s, not %s", got, want)
	}
	status, _, _ := strings.Cut(want, " ")
	for _, other := range record.Values("verification") {
		found := find(t, s.Head(), "verification="+other)
		if (found == "offer-leak") != (other == status) {
			t.Errorf("it stands %s, and verification=%s finds %q", status, other, found)
		}
	}
}

func TestADenialIsAChangeOfTheLeakItDeniesInTheSameCommit(t *testing.T) {
	s := archipelago(t)
	expect(t, s, untouched)
	before := s.Seq()
	receipt := write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")))
	expect(t, s, denied)

	list := history(t, s)
	if len(list) != 2 || list[1].Revision != 2 || list[1].Cause != receipt.Results[0].Seq || list[1].Seq != receipt.Seq ||
		!list[1].RecordedAt.After(list[0].RecordedAt) || string(list[1].Body) != string(list[0].Body) {
		t.Errorf("the denial is %+v, the leak's history %+v", receipt, list)
	}
	a := answer(t, s.Head(), "offer-leak", time.Time{})
	if a.Revision != 2 || len(a.Verification.History) != 2 {
		t.Errorf("revision %d, history %+v", a.Revision, a.Verification.History)
	}
	if got := stands(t, at(t, s, before), time.Time{}); got != untouched {
		t.Errorf("the snapshot before it says %s", got)
	}
	early := time.Date(2025, 3, 5, 9, 59, 0, 0, time.UTC)
	if got := stands(t, s.Head(), early); got != untouched {
		t.Errorf("before the denial was known it stood %s", got)
	}
	if got := find(t, s.Head(), "verification=denied&as_of=2025-03-05T09:59Z"); got != "" {
		t.Errorf("before the denial was known verification=denied finds %q", got)
	}
	if got := find(t, s.Head(), "verification=denied&as_of=2025-03-05T10:00Z&answered=denies"); got != "offer-leak" {
		t.Errorf("as soon as it was known verification=denied finds %q", got)
	}
	expect(t, reopen(t, s), denied)
}

func TestRetractingADenialRestoresTheLeak(t *testing.T) {
	s := archipelago(t)
	write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")))
	stood := s.Seq()
	receipt := write(t, s, retract(record.TypeEvent, "denial"))
	expect(t, s, untouched)
	list := history(t, s)
	if last := list[len(list)-1]; len(list) != 3 || last.Cause != receipt.Results[0].Seq || last.Seq != receipt.Seq {
		t.Errorf("the retraction is %+v, the leak's history %+v", receipt, list)
	}
	if got := stands(t, at(t, s, stood), time.Time{}); got != denied {
		t.Errorf("the snapshot before the retraction says %s", got)
	}
	write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")))
	expect(t, s, denied)
	write(t, s, put(statement("denial", "anna-arlen", "d2", "non_denial")))
	expect(t, s, "met_with_non_denial since 2025-03-05T10:00Z denial")
	silent := statement("denial", "anna-arlen", "d2", "denies")
	silent.Links = nil
	write(t, s, put(silent))
	expect(t, s, untouched)
	expect(t, reopen(t, s), untouched)
}

func TestAnEditOfALeakKeepsWhereItStands(t *testing.T) {
	s := archipelago(t)
	write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")))
	edited := leak()
	edited.Title = "A secret offer is reported"
	write(t, s, put(edited))
	expect(t, s, denied)
	if n := len(history(t, s)); n != 3 {
		t.Errorf("the edit left %d revisions, not 3", n)
	}
	elsewhere := leak()
	elsewhere.Participants = []record.Participant{{Actor: "boris-bell", Role: "subject"}}
	write(t, s, put(elsewhere))
	expect(t, s, untouched) // Ruritania's envoy is not concerned any more
	retold := leak()
	retold.Kind, retold.Leak = "meeting", nil
	write(t, s, put(retold))
	if got := stands(t, s.Head(), time.Time{}); got != "nowhere" {
		t.Errorf("a meeting stands %s", got)
	}
	write(t, s, put(leak()))
	expect(t, s, denied)
}

func TestALeakAndItsDenialInOneBatchMakeOneVersionEach(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		s := archipelago(t)
		write(t, s, retract(record.TypeEvent, "offer-leak"))
		changes := []store.Change{put(leak()), put(statement("denial", "anna-arlen", "d2", "denies"))}
		write(t, s, changes[order[0]], changes[order[1]])
		expect(t, s, denied)
		if n := len(history(t, s)); n != 3 { // entered, retracted, restored
			t.Errorf("in the order %v the leak has %d revisions", order, n)
		}
	}
}

func TestWhatStandsBehindAnAnswerMovesTheLeak(t *testing.T) {
	repeats := func(t *testing.T, s *store.Store) {
		write(t, s, put(statement("echo-report", "boris-bell", "echo", "repeats")))
	}
	denies := func(t *testing.T, s *store.Store) {
		write(t, s, put(statement("denial", "boris-bell", "d2", "denies")))
	}
	echo := func(change func(*record.Source)) store.Change {
		r := &record.Source{ID: "the-echo", Name: "The Echo", Kind: "newspaper", Reliability: "C"}
		change(r)
		return put(r)
	}
	bell := func(change func(*record.Actor)) store.Change {
		r := &record.Actor{ID: "boris-bell", Kind: "person", Name: "Boris Bell"}
		change(r)
		return put(r)
	}
	paper := func(source, from string) store.Change {
		return put(&record.Document{ID: "echo", Source: source, Title: "An offer after all", DerivedFrom: from, Published: edtf.MustParseMoment("2025-03-03")})
	}
	const corroborated = "corroborated since 2025-03-03T23:59Z echo-report"
	tests := []struct {
		name          string
		before        func(*testing.T, *store.Store)
		was           string
		change, back  store.Change
		becomes       string
		againAsBefore bool
	}{
		{"a source turns out to be of the leak's family", repeats, corroborated,
			echo(func(r *record.Source) { r.Family = "the-daily" }), echo(func(r *record.Source) {}), untouched, true},
		{"a source turns out to speak for a party", repeats, corroborated,
			echo(func(r *record.Source) { r.Party = "ruritania" }), echo(func(r *record.Source) { r.Party = "boris-bell" }), untouched, true},
		{"a document turns out to copy the leak's own", repeats, corroborated, paper("the-echo", "daily"), paper("the-echo", ""), untouched, true},
		{"a document turns out to be another paper's", repeats, corroborated, paper("the-daily", ""), paper("the-wire", ""), untouched, true},
		{"a report is dated otherwise", repeats, corroborated,
			put(&record.Document{ID: "echo", Source: "the-echo", Title: "An offer after all", Published: edtf.MustParseMoment("2025-03-04")}),
			paper("the-echo", ""), "corroborated since 2025-03-04T23:59Z echo-report", true},
		{"one who denies turns out to be the envoy", denies, untouched,
			bell(func(r *record.Actor) { r.MergedInto = "ruritania" }), bell(func(r *record.Actor) {}), denied, true},
		{"one who denies turns out to have spoken for a party", denies, untouched,
			bell(func(r *record.Actor) { r.Roles = []record.Role{{Title: "Spokesman", OnBehalfOf: "ruritania"}} }),
			bell(func(r *record.Actor) {}), denied, true},
		{"only after that day", denies, untouched,
			bell(func(r *record.Actor) {
				r.Roles = []record.Role{{Title: "Spokesman", OnBehalfOf: "ruritania", From: edtf.MustParse("2025-03-03")}}
			}), bell(func(r *record.Actor) {}), untouched, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := archipelago(t)
			test.before(t, s)
			expect(t, s, test.was)
			revisions := len(history(t, s))
			receipt := write(t, s, test.change)
			expect(t, s, test.becomes)
			list := history(t, s)
			if !test.againAsBefore {
				if len(list) != revisions {
					t.Errorf("it stands as before and has %d revisions, not %d", len(list), revisions)
				}
				return
			}
			cause := receipt.Results[0].Seq // or the report that a document changed
			if last := list[len(list)-1]; len(list) != revisions+1 || last.Cause < cause || last.Cause > cause+1 || last.Seq > receipt.Seq {
				t.Errorf("of %d revisions there are now %d, the last for %d; the cause is %d", revisions, len(list), last.Cause, cause)
			}
			expect(t, reopen(t, s), test.becomes)
			write(t, s, test.back)
			expect(t, s, test.was)
		})
	}
}

func TestADocumentAtTheRootOfAReportMovesTheLeak(t *testing.T) {
	s := archipelago(t)
	root := &record.Document{ID: "agency", Source: "the-wire", Title: "By the agency", Published: edtf.MustParseMoment("2025-03-03")}
	write(t, s, put(root), put(&record.Document{ID: "echo", Source: "the-echo", Title: "Copied", DerivedFrom: "agency", Published: edtf.MustParseMoment("2025-03-03")}),
		put(statement("echo-report", "boris-bell", "echo", "repeats")))
	const corroborated = "corroborated since 2025-03-03T23:59Z echo-report"
	expect(t, s, corroborated)
	moved := *root
	moved.Source = "the-daily"
	receipt := write(t, s, put(&moved))
	expect(t, s, untouched)
	if list := history(t, s); list[len(list)-1].Cause != receipt.Results[0].Seq {
		t.Errorf("the cause is %d, not %d", list[len(list)-1].Cause, receipt.Results[0].Seq)
	}
	moved.Source, moved.DerivedFrom = "the-echo", "daily"
	write(t, s, put(&moved))
	expect(t, s, untouched)
	write(t, s, put(root))
	expect(t, s, corroborated)
}

func TestALeakThatStandsAsBeforeHasNoNewVersion(t *testing.T) {
	s := archipelago(t)
	write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")))
	revisions := len(history(t, s))
	renamed := statement("denial", "anna-arlen", "d2", "denies")
	renamed.Title = "A firm word about it"
	for name, change := range map[string]store.Change{
		"the denial has another title":       put(renamed),
		"somebody not concerned responds":    put(statement("response", "boris-bell", "d2", "responds_to")),
		"somebody not concerned denies":      put(statement("bell-denies", "boris-bell", "d2", "denies")),
		"the envoy answers without denying":  put(statement("no-comment", "anna-arlen", "d2", "declines_comment")),
		"the wire repeats it on its denial":  put(statement("wire-report", "boris-bell", "d2", "repeats")),
		"the envoy is renamed":               put(&record.Actor{ID: "anna-arlen", Kind: "person", Name: "Anna Arlén", Roles: []record.Role{{Title: "Envoy", OnBehalfOf: "ruritania"}}}),
		"a paper is graded anew":             put(&record.Source{ID: "the-daily", Name: "The Daily", Kind: "newspaper", Reliability: "D"}),
		"an event that has no link is added": put(meeting("m1", "2025-03-01")),
	} {
		write(t, s, change)
		if n := len(history(t, s)); n != revisions {
			t.Errorf("%s: %d revisions, not %d", name, n, revisions)
		}
	}
	expect(t, s, denied)
	second := statement("second-denial", "ruritania", "d1", "denies")
	write(t, s, put(second)) // by whom it is decided is a change too
	expect(t, s, "denied since 2025-03-02T23:59Z second-denial denial")
	revisions = len(history(t, s))
	early := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	write(t, s, put(&record.Document{ID: "early", Source: "the-echo", Title: "At once", Published: edtf.MustParseMoment("2025-03-01T09:00Z")}),
		put(statement("echo-report", "boris-bell", "early", "repeats"))) // and so is how it stood before
	expect(t, s, "denied since 2025-03-02T23:59Z second-denial denial")
	if got := stands(t, s.Head(), early); got != "corroborated since 2025-03-01T09:00Z echo-report" || len(history(t, s)) != revisions+1 {
		t.Errorf("in the meantime it stood %s; %d revisions", got, len(history(t, s)))
	}
}

func TestAnErasedDenialDeniesNoMore(t *testing.T) {
	s := archipelago(t)
	denial := statement("denial", "anna-arlen", "d2", "denies")
	denial.Links[0].Note = "quite unprintable"
	write(t, s, put(denial))
	stood := s.Seq()
	erase := func(pointer string) {
		t.Helper()
		write(t, s, store.Change{Operation: store.Erase, Type: record.TypeEvent, ID: "denial", Pointer: pointer, Reason: "a court"})
	}
	erase("/links/0/note")
	expect(t, s, denied)
	erase("")
	expect(t, s, untouched)
	if got := answer(t, s.Head(), "offer-leak", time.Time{}).LinkedFrom; len(got) != 0 {
		t.Errorf("it is still linked from %+v", got)
	}
	if got := stands(t, at(t, s, stood), time.Time{}); got != denied {
		t.Errorf("the snapshot before says %s", got)
	}
	if n := s.CountBytes(t, "unprintable"); n != 0 {
		t.Errorf("the note is %d times in the files", n)
	}
	expect(t, reopen(t, s), untouched)
}

func TestAnEventWrittenAgainAsItIsFollowsADocumentOfTheSameBatch(t *testing.T) {
	s := archipelago(t)
	denial := statement("denial", "anna-arlen", "d2", "denies")
	write(t, s, put(denial))
	later := put(&record.Document{ID: "d2", Source: "the-wire", Title: "How long", Published: edtf.MustParseMoment("2025-03-06T10:00Z")})
	write(t, s, put(statement("denial", "anna-arlen", "d2", "denies")), later, put(leak()))
	expect(t, s, "denied since 2025-03-06T10:00Z denial")
	if got := find(t, s.Head(), "id=denial&as_of=2025-03-06T09:00Z"); got != "" {
		t.Errorf("the denial is known before its document: %s", got)
	}
}

func TestALeakOfNobodyKnownHasThoseWhoReportItByThen(t *testing.T) {
	s := archipelago(t)
	nameless := leak()
	nameless.Leak.Source = ""
	nameless.Citations = append(nameless.Citations, record.Citation{Document: record.DocumentRef{ID: "late"}, Grade: "2"})
	write(t, s, put(&record.Document{ID: "late", Source: "the-echo", Title: "We have it too", Published: edtf.MustParseMoment("2025-03-09")}),
		put(nameless), put(statement("echo-report", "boris-bell", "echo", "repeats")))
	day := func(n int) time.Time { return time.Date(2025, 3, n, 23, 59, 59, 999_999_000, time.UTC) }
	got := []string{stands(t, s.Head(), day(2)), stands(t, s.Head(), day(8)), stands(t, s.Head(), day(9)), stands(t, s.Head(), time.Time{})}
	want := []string{untouched, "corroborated since 2025-03-03T23:59Z echo-report", "unverified since 2025-03-09T23:59Z", "unverified since 2025-03-09T23:59Z"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestARestartStandsWhereItStood(t *testing.T) {
	s := seeded(t)
	write(t, s, retract(record.TypeEvent, "2025-04-23-peskov-drafts"))
	again := reopen(t, s)
	for _, query := range []string{
		"kind=leak", "verification=met_with_non_denial", "kind=leak&as_of=2025-04-22", "contested=any", "relation=non_denial", "answered=repeats&as_of=2025-04-25",
	} {
		if diff := cmp.Diff(contents(t, s, query), contents(t, again, query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	write(t, again, retract(record.TypeEvent, "2025-04-22-peskov-fakes"))
	if got := find(t, again.Head(), "id=2025-04-22-ft-leak&verification=unverified"); got != "2025-04-22-ft-leak" {
		t.Errorf("after the restart a retraction does not move the leak: %q", got)
	}
}
