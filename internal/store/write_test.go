package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

var background = context.Background()

func put(r record.Record) store.Change { return store.Change{Operation: store.Put, Record: r} }

func write(t testing.TB, s *store.Store, changes ...store.Change) store.Receipt {
	t.Helper()
	receipt, err := s.Write(background, store.Batch{Changes: changes, By: "a test"})
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	return receipt
}

// islands is the least that an event rests on.
func islands(t testing.TB) *store.Store {
	t.Helper()
	s := empty(t)
	settle(t, s)
	return s
}

func settle(t testing.TB, s *store.Store) {
	t.Helper()
	write(t, s,
		put(&record.Actor{ID: "ruritania", Kind: "state", Name: "Ruritania", Country: "RU"}),
		put(&record.Actor{ID: "anna-arlen", Kind: "person", Name: "Anna Arlen",
			Names: []record.Name{{Name: "Арлен", Lang: "ru", Kind: "alias"}},
			Roles: []record.Role{{Title: "Envoy", OnBehalfOf: "ruritania"}}}),
		put(&record.Actor{ID: "boris-bell", Kind: "person", Name: "Boris Bell"}),
		put(&record.Source{ID: "the-wire", Name: "The Wire", Kind: "wire", Reliability: "B"}),
		put(&record.Document{ID: "d1", Source: "the-wire", Title: "They met", URL: "https://wire.example/1", Published: edtf.MustParseMoment("2025-03-02")}),
		put(&record.Document{ID: "d2", Source: "the-wire", Title: "How long", Published: edtf.MustParseMoment("2025-03-05T10:00Z")}),
		put(&record.Topic{ID: "islands", Label: "Islands"}),
		put(&record.Topic{ID: "lighthouse", Label: "The lighthouse", Parent: "islands"}),
	)
}

func meeting(id, date string) *record.Event {
	return &record.Event{
		ID: id, Kind: "meeting", Title: "A meeting", Date: edtf.MustParse(date), Status: "occurred",
		Participants: []record.Participant{{Actor: "anna-arlen", Role: "envoy"}, {Actor: "boris-bell", Role: "host"}},
		Topics:       []string{"lighthouse"},
		Citations: []record.Citation{
			{Document: record.DocumentRef{ID: "d1"}, Grade: "1"},
			{Document: record.DocumentRef{ID: "d2"}, Grade: "C2", Says: map[string]record.Said{"duration": {Value: float64(90)}}},
		},
		Links: []record.Link{},
	}
}

func find(t testing.TB, v *store.View, query string) string {
	t.Helper()
	return strings.Join(ids(t, v, store.EventQuery{Filter: parse(t, query, v)}), " ")
}

func answer(t testing.TB, v *store.View, id string, asOf time.Time) *record.EventAnswer {
	t.Helper()
	row, err := v.Event(background, id, asOf)
	if err != nil {
		t.Fatal(err)
	}
	a, err := row.Answer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func at(t testing.TB, s *store.Store, seq int64) *store.View {
	t.Helper()
	v, err := s.View(background, filter.Snapshot{Set: true, Seq: seq})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnEditMakesARevisionAndTheSnapshotBeforeItStands(t *testing.T) {
	s := islands(t)
	first := write(t, s, put(meeting("m1", "2025-03-01")))
	moved := meeting("m1", "2025-04-01")
	moved.Title = "A meeting by the lighthouse"
	second := write(t, s, put(moved))

	if second.Results[0].Revision != 2 || second.Seq != first.Seq+1 {
		t.Fatalf("the edit is revision %d at %d", second.Results[0].Revision, second.Seq)
	}
	for _, c := range []struct{ query, old, now string }{
		{"on=2025-03", "m1", ""}, {"on=2025-04", "", "m1"}, {"q=lighthouse", "", "m1"}, {"topic=islands", "m1", "m1"},
		{"actor=Арлен", "m1", "m1"}, {"representing=ruritania", "m1", "m1"}, {"source=the-wire&min_grade=B1", "m1", "m1"},
	} {
		if got := find(t, at(t, s, first.Seq), c.query); got != c.old {
			t.Errorf("%s at the first commit gives %q, not %q", c.query, got, c.old)
		}
		if got := find(t, s.Head(), c.query); got != c.now {
			t.Errorf("%s now gives %q, not %q", c.query, got, c.now)
		}
	}
	revisions, err := s.Head().Revisions(background, record.TypeEvent, "m1")
	if err != nil || len(revisions) != 2 || !strings.Contains(string(revisions[0].Body), "2025-03-01") {
		t.Errorf("history: %v %+v", err, revisions)
	}
}

func TestTheSameRecordAgainChangesNothing(t *testing.T) {
	s := islands(t)
	first := write(t, s, put(meeting("m1", "2025-03-01")))
	again := write(t, s, put(meeting("m1", "2025-03-01")))
	if !again.Results[0].Unchanged || again.Seq != first.Seq || s.Seq() != first.Seq {
		t.Errorf("the repeat gave %+v and moved the head to %d", again, s.Seq())
	}
}

func TestARetractedRecordIsGoneButStandsInItsSnapshots(t *testing.T) {
	s := islands(t)
	before := write(t, s, put(meeting("m1", "2025-03-01")))
	receipt, err := s.Write(background, store.Batch{Changes: []store.Change{
		{Operation: store.Retract, Type: record.TypeEvent, ID: "m1", Reason: "entered twice"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Head().Event(background, "m1", time.Time{})
	var gone *store.Gone
	if !errors.As(err, &gone) || gone.Reason != "entered twice" || gone.Seq != receipt.Seq {
		t.Errorf("after the retraction the event answers %v", err)
	}
	if got := find(t, s.Head(), "kind=meeting"); got != "" {
		t.Errorf("it is still listed: %s", got)
	}
	if got := find(t, at(t, s, before.Seq), "kind=meeting"); got != "m1" {
		t.Errorf("the snapshot before it lists %q", got)
	}
	restored := write(t, s, put(meeting("m1", "2025-03-01")))
	if restored.Results[0].Revision != 3 {
		t.Errorf("restored it is revision %d, not 3", restored.Results[0].Revision)
	}
}

func TestACorrectedDocumentDateReachesWhatCitesItInTheSameCommit(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m1", "2025-03-01")))
	if got := find(t, s.Head(), "as_of=2025-03-01"); got != "" {
		t.Fatalf("known before its first document: %s", got)
	}
	receipt := write(t, s, put(&record.Document{ID: "d1", Source: "the-wire", Title: "They met",
		URL: "https://wire.example/1", Published: edtf.MustParseMoment("2025-03-01")}))
	if got := find(t, s.Head(), "as_of=2025-03-01"); got != "m1" {
		t.Errorf("after the correction as_of=2025-03-01 gives %q", got)
	}
	revisions, err := s.Head().Revisions(background, record.TypeEvent, "m1")
	if err != nil {
		t.Fatal(err)
	}
	last := revisions[len(revisions)-1]
	if last.Cause != receipt.Results[0].Seq || last.Seq != receipt.Seq {
		t.Errorf("the event's change %d names %d as its cause, not %d", last.Seq, last.Cause, receipt.Results[0].Seq)
	}
}

func TestARegradedSourceARenameAndAMergeShowWithoutTouchingTheEvent(t *testing.T) {
	s := islands(t)
	entered := write(t, s, put(meeting("m1", "2025-03-01")))
	write(t, s,
		put(&record.Source{ID: "the-wire", Name: "The Wire", Kind: "wire", Reliability: "D"}),
		put(&record.Actor{ID: "boris-bell", Kind: "person", Name: "Boris Bell", MergedInto: "boris-belov"}),
		put(&record.Actor{ID: "boris-belov", Kind: "person", Name: "Boris Belov"}),
	)
	now := answer(t, s.Head(), "m1", time.Time{})
	if now.Revision != 1 {
		t.Errorf("the event is at revision %d", now.Revision)
	}
	grades := []string{now.Citations[0].Grade, now.Citations[1].Grade}
	if diff := cmp.Diff([]string{"D1", "C2"}, grades); diff != "" {
		t.Errorf("grades: %s", diff)
	}
	then := answer(t, at(t, s, entered.Seq), "m1", time.Time{})
	if then.Citations[0].Grade != "B1" {
		t.Errorf("before the regrading it was %s", then.Citations[0].Grade)
	}
	for query, want := range map[string]string{
		"min_grade=B1": "", "min_grade=C2": "m1", "grade=C2": "m1", "actor=boris-belov": "m1", "actor=boris-bell": "m1", "q=belov": "m1",
	} {
		if got := find(t, s.Head(), query); got != want {
			t.Errorf("%s gives %q, not %q", query, got, want)
		}
	}
	if got := find(t, at(t, s, entered.Seq), "q=belov"); got != "" {
		t.Errorf("before the merge q=belov gives %q", got)
	}
}

func TestALinkShowsAtItsTargetOnceBothAreKnown(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m1", "2025-03-01")))
	reply := meeting("m2", "2025-03-04")
	reply.Citations = []record.Citation{{Document: record.DocumentRef{ID: "d2"}, Grade: "1"}}
	reply.Links = []record.Link{{To: "m1", Relation: "follows"}}
	write(t, s, put(reply))

	want := []record.LinkedFrom{{From: "m2", Title: "A meeting", Relation: "follows"}}
	if diff := cmp.Diff(want, answer(t, s.Head(), "m1", time.Time{}).LinkedFrom); diff != "" {
		t.Errorf("linked_from: %s", diff)
	}
	early := time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)
	if got := answer(t, s.Head(), "m1", early).LinkedFrom; len(got) != 0 {
		t.Errorf("before m2 was known m1 is linked from %v", got)
	}
	reopened := reopen(t, s)
	if diff := cmp.Diff(want, answer(t, reopened.Head(), "m1", time.Time{}).LinkedFrom); diff != "" {
		t.Errorf("linked_from after a restart: %s", diff)
	}
}

func reopen(t testing.TB, s *store.Store) *store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Vacuum(background, path); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(background, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func TestWhatCannotBeAppliedWholeChangesNothing(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m1", "2025-03-01")))
	head := s.Seq()
	dangling := meeting("m2", "2025-03-01")
	dangling.Topics = []string{"lighthous"}
	faulty := meeting("m3", "2025-03-01")
	faulty.Title = ""
	one, zero := 1, 0
	for name, changes := range map[string][]store.Change{
		"a reference to nothing":       {put(meeting("m9", "2025-03-01")), put(dangling)},
		"a record with a fault":        {put(meeting("m9", "2025-03-01")), put(faulty)},
		"an id twice":                  {put(meeting("m9", "2025-03-01")), put(meeting("m9", "2025-03-02"))},
		"a stale revision":             {{Operation: store.Put, Record: meeting("m1", "2025-03-02"), Expect: &zero}},
		"a revision of nothing":        {{Operation: store.Put, Record: meeting("m9", "2025-03-02"), Expect: &one}},
		"a retraction of nothing":      {{Operation: store.Retract, Type: record.TypeEvent, ID: "m9"}},
		"a reference to the retracted": {{Operation: store.Retract, Type: record.TypeTopic, ID: "lighthouse"}, put(meeting("m9", "2025-03-02"))},
	} {
		if _, err := s.Write(background, store.Batch{Changes: changes}); err == nil {
			t.Errorf("%s was taken", name)
		}
		if s.Seq() != head || find(t, s.Head(), "id=m9") != "" {
			t.Errorf("%s left traces", name)
		}
	}
	var invalid store.InvalidBatch
	_, err := s.Write(background, store.Batch{Changes: []store.Change{put(dangling)}})
	if !errors.As(err, &invalid) || !strings.Contains(invalid[0].Faults[0].Hint, `"lighthouse"`) || invalid[0].Faults[0].Pointer != "/topics/0" {
		t.Errorf("the dangling topic answers %v", err)
	}
}

func TestADryRunNumbersEverythingAndKeepsNothing(t *testing.T) {
	s := islands(t)
	head := s.Seq()
	receipt, err := s.Write(background, store.Batch{Changes: []store.Change{put(meeting("m1", "2025-03-01"))}, DryRun: true})
	if err != nil || receipt.Results[0].Revision != 1 || s.Seq() != head || find(t, s.Head(), "kind=meeting") != "" {
		t.Errorf("dry run: %v %+v, head %d after %d", err, receipt, s.Seq(), head)
	}
	write(t, s, put(meeting("m1", "2025-03-01")))
}

func TestADatabaseOfANewerReleaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	s, err := store.Open(background, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(background, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := store.Open(background, store.Options{Path: path}); err == nil || !strings.Contains(err.Error(), "newer release") {
		t.Errorf("it opens: %v", err)
	}
}

func TestASnapshotByTimeIsTheLastCommitBeforeIt(t *testing.T) {
	clock := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	s, err := store.Open(background, store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, put(&record.Topic{ID: "one", Label: "One"}))
	clock = clock.Add(time.Hour)
	write(t, s, put(&record.Topic{ID: "two", Label: "Two"}), put(&record.Topic{ID: "three", Label: "Three"}))
	for _, c := range []struct {
		ask  filter.Snapshot
		want int64
	}{
		{filter.Snapshot{Set: true, At: clock.Add(-time.Minute)}, 1}, {filter.Snapshot{Set: true, At: clock}, 3},
		{filter.Snapshot{Set: true, At: clock.Add(-2 * time.Hour)}, 0}, {filter.Snapshot{Set: true, Seq: 2}, 1}, {filter.Snapshot{}, 3},
	} {
		v, err := s.View(background, c.ask)
		if err != nil || v.Seq() != c.want {
			t.Errorf("%+v gives %v, %v; not %d", c.ask, v.Seq(), err, c.want)
		}
	}
	if _, err := s.View(background, filter.Snapshot{Set: true, Seq: 4}); !errors.Is(err, store.ErrSnapshotAhead) {
		t.Errorf("a snapshot above the head: %v", err)
	}
}
