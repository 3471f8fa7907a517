package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func retract(t record.Type, id string) store.Change {
	return store.Change{Operation: store.Retract, Type: t, ID: id, Reason: "a test"}
}

func TestARecordInUseIsNotRetracted(t *testing.T) {
	s := islands(t)
	m := meeting("m1", "2025-03-01")
	m.Participants = m.Participants[:1]
	m.Citations[1].By = &record.Teller{Actor: "boris-bell"}
	write(t, s, put(m))
	for _, c := range []struct {
		t     record.Type
		id    string
		users []record.Reference
	}{
		{record.TypeActor, "anna-arlen", []record.Reference{{Type: record.TypeEvent, ID: "m1"}}},
		{record.TypeActor, "boris-bell", []record.Reference{{Type: record.TypeEvent, ID: "m1"}}},                                            // as a teller
		{record.TypeActor, "ruritania", []record.Reference{{Type: record.TypeActor, ID: "anna-arlen"}, {Type: record.TypeEvent, ID: "m1"}}}, // by her role
		{record.TypeSource, "the-wire", []record.Reference{{Type: record.TypeDocument, ID: "d1"}, {Type: record.TypeDocument, ID: "d2"}, {Type: record.TypeEvent, ID: "m1"}}},
		{record.TypeDocument, "d1", []record.Reference{{Type: record.TypeEvent, ID: "m1"}}},
		{record.TypeTopic, "lighthouse", []record.Reference{{Type: record.TypeEvent, ID: "m1"}}},
		{record.TypeTopic, "islands", []record.Reference{{Type: record.TypeTopic, ID: "lighthouse"}}},
	} {
		_, err := s.Write(background, store.Batch{Changes: []store.Change{retract(c.t, c.id)}})
		var use *store.InUse
		if !errors.As(err, &use) {
			t.Errorf("%s %s: %v", c.t, c.id, err)
		} else if diff := cmp.Diff(c.users, use.Users); diff != "" {
			t.Errorf("users of %s %s: %s", c.t, c.id, diff)
		}
	}
	write(t, s, retract(record.TypeEvent, "m1"), retract(record.TypeDocument, "d1"), retract(record.TypeTopic, "lighthouse"))
	write(t, s, retract(record.TypeActor, "boris-bell"))
}

func TestNothingMayLeadBackToItself(t *testing.T) {
	s := islands(t)
	before := meeting("m1", "2025-03-01")
	write(t, s, put(before))
	after := meeting("m2", "2025-03-02")
	after.Links = []record.Link{{To: "m1", Relation: "part_of"}}
	write(t, s, put(after))
	before.Links = []record.Link{{To: "m2", Relation: "part_of"}}
	allowed := meeting("m1", "2025-03-01")
	allowed.Links = []record.Link{{To: "m2", Relation: "follows"}}
	for name, c := range map[string][]store.Change{
		"merges":            {put(&record.Actor{ID: "boris-bell", Kind: "person", Name: "B", MergedInto: "other"}), put(&record.Actor{ID: "other", Kind: "person", Name: "O", MergedInto: "boris-bell"})},
		"topics":            {put(&record.Topic{ID: "islands", Label: "Islands", Parent: "lighthouse"})},
		"derived documents": {put(&record.Document{ID: "d1", Source: "the-wire", Title: "1", DerivedFrom: "d3"}), put(&record.Document{ID: "d3", Source: "the-wire", Title: "3", DerivedFrom: "d1"})},
		"part_of of events": {put(before)},
	} {
		_, err := s.Write(background, store.Batch{Changes: c})
		var invalid store.InvalidBatch
		if !errors.As(err, &invalid) || invalid[0].Faults[0].Code != "circle" {
			t.Errorf("a circle of %s: %v", name, err)
		}
	}
	write(t, s, put(allowed))
}

func TestADocumentGivenInACitationIsFoundByItsAddressOrMade(t *testing.T) {
	s := islands(t)
	m := meeting("m1", "2025-03-01")
	known := &record.Document{URL: "https://wire.example/1", Title: "whatever", Source: "the-wire"}
	fresh := &record.Document{URL: "https://wire.example/9", Title: "The keeper speaks", Source: "the-wire", Published: edtf.MustParseMoment("2025-03-09")}
	m.Citations = []record.Citation{{Document: record.DocumentRef{Inline: known}}, {Document: record.DocumentRef{Inline: fresh}, Grade: "2"}}
	receipt := write(t, s, put(m))
	a := answer(t, s.Head(), "m1", time.Time{})
	if a.Citations[0].Document.ID != "d1" {
		t.Errorf("the known address gives %q", a.Citations[0].Document.ID)
	}
	made := a.Citations[1].Document.ID
	row, err := s.Head().Record(background, record.TypeDocument, made)
	if err != nil || row.Record.(*record.Document).Title != "The keeper speaks" || len(receipt.Results) != 2 {
		t.Errorf("the new address gives %q: %v, %d results", made, err, len(receipt.Results))
	}
	if m.Citations[0].Document.ID != "" {
		t.Error("the caller's record was changed")
	}
}

func TestAnErasedPassageIsInNoRevisionSnapshotSearchOrFile(t *testing.T) {
	s := islands(t)
	m := meeting("m1", "2025-03-01")
	m.Summary = "He gave the keeper's private number."
	first := write(t, s, put(m))
	m2 := meeting("m1", "2025-03-01")
	m2.Summary, m2.Title = m.Summary, "Another title"
	write(t, s, put(m2))
	erase := store.Change{Operation: store.Erase, Type: record.TypeEvent, ID: "m1", Pointer: "/summary", Reason: "privacy"}
	receipt, err := s.Write(background, store.Batch{Changes: []store.Change{erase}, By: "an admin"})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []*store.View{s.Head(), at(t, s, first.Seq)} {
		if a := answer(t, v, "m1", time.Time{}); a.Summary != "[erased]" {
			t.Errorf("at %d the summary reads %q", v.Seq(), a.Summary)
		}
		if got := find(t, v, "q=keeper"); got != "" {
			t.Errorf("at %d the words are still found: %s", v.Seq(), got)
		}
		if got := find(t, v, "topic=lighthouse&actor=anna-arlen&source=the-wire"); got != "m1" {
			t.Errorf("at %d the rest is no longer found: %q", v.Seq(), got)
		}
	}
	if a := answer(t, s.Head(), "m1", time.Time{}); a.Revision != 3 || a.Title != "Another title" {
		t.Errorf("the current revision is %d, %q", a.Revision, a.Title)
	}
	revisions, err := s.Head().Revisions(background, record.TypeEvent, "m1")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range revisions {
		if strings.Contains(string(r.Body), "private number") {
			t.Errorf("revision %d still says it", r.Revision)
		}
	}
	if last := revisions[2]; last.Operation != store.Erase || last.Reason != "privacy" || last.RecordedBy != "an admin" || last.Seq != receipt.Seq {
		t.Errorf("the log says %+v", last)
	}
	if n := s.CountBytes(t, "private number"); n != 0 {
		t.Errorf("the words stand %d times in the database's files", n)
	}
	if again := reopen(t, s); s.LastErasure() != receipt.Seq || again.LastErasure() != receipt.Seq {
		t.Errorf("the last erasure is %d, after a restart %d; not %d", s.LastErasure(), again.LastErasure(), receipt.Seq)
	}
	m2.Summary = "Anew."
	expect := 3
	if _, err := s.Write(background, store.Batch{Changes: []store.Change{{Operation: store.Put, Record: m2, Expect: &expect}}}); err != nil {
		t.Errorf("after the erasure an edit of revision 3 answers %v", err)
	}
}

func TestAnErasedRecordLeavesItsTombstoneInOldSnapshots(t *testing.T) {
	s := islands(t)
	first := write(t, s, put(meeting("m1", "2025-03-01")))
	if _, err := s.Write(background, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: "m1", Reason: "a court"}}}); err != nil {
		t.Fatal(err)
	}
	var gone *store.Gone
	if _, err := s.Head().Event(background, "m1", time.Time{}); !errors.As(err, &gone) || gone.Reason != "a court" {
		t.Errorf("now it answers %v", err)
	}
	a := answer(t, at(t, s, first.Seq), "m1", time.Time{})
	if a.Title != "[erased]" || len(a.Participants)+len(a.Citations)+len(a.Topics) != 0 {
		t.Errorf("the old snapshot shows %+v", a)
	}
	if got := find(t, at(t, s, first.Seq), "actor=anna-arlen"); got != "" {
		t.Errorf("the old snapshot still finds it by actor: %s", got)
	}
	write(t, s, retract(record.TypeActor, "boris-bell"))
	if _, err := s.Write(background, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeActor, ID: "boris-bell"}}}); err != nil {
		t.Fatal(err)
	}
	if got := at(t, s, first.Seq).Label(record.TypeActor, "boris-bell"); got != "[erased]" {
		t.Errorf("the old snapshot names the erased actor %q", got)
	}
}

func TestWhatIsNoTextCannotBeErasedByItself(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m1", "2025-03-01")))
	head := s.Seq()
	for _, pointer := range []string{"/kind", "/date", "/nothing", "/citations", "/participants/0/actor", "nonsense"} {
		_, err := s.Write(background, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: "m1", Pointer: pointer}}})
		var faults record.Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s: %v", pointer, err)
		}
	}
	if s.Seq() != head || answer(t, s.Head(), "m1", time.Time{}).Revision != 1 {
		t.Error("a refused erasure left traces")
	}
}

func TestWritersThatWaitTogetherShareACommitAndFailAlone(t *testing.T) {
	s := islands(t)
	const n = 200
	errs := make(chan error, n)
	for i := range n {
		go func() {
			m := meeting(fmt.Sprintf("m%03d", i), "2025-03-01")
			if i%10 == 0 {
				m.Topics = []string{"no-such-topic"}
			}
			_, err := s.Write(background, store.Batch{Changes: []store.Change{put(m)}})
			errs <- err
		}()
	}
	failed := 0
	for range n {
		if err := <-errs; err != nil {
			failed++
			var invalid store.InvalidBatch
			if !errors.As(err, &invalid) {
				t.Errorf("%v", err)
			}
		}
	}
	if got := len(ids(t, s.Head(), store.EventQuery{Filter: parse(t, "", s.Head())})); failed != n/10 || got != n-n/10 {
		t.Errorf("%d failed and %d are there", failed, got)
	}
	if again := reopen(t, s); len(ids(t, again.Head(), store.EventQuery{Filter: parse(t, "actor=anna-arlen", again.Head())})) != n-n/10 {
		t.Error("a restart finds another number")
	}
}

func TestAKeyIsShownOnceAndEndsWhenRevokedOrExpired(t *testing.T) {
	clock := time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC)
	s, err := store.Open(background, store.Options{Path: t.TempDir() + "/k.db", Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	secret, key, err := s.CreateKey(background, "the desk", "editor", clock.Add(time.Hour))
	if err != nil || !strings.HasPrefix(secret, "bck_"+key.ID+"_") {
		t.Fatalf("%q %+v %v", secret, key, err)
	}
	found, err := s.FindKey(background, secret)
	if err != nil || found != key {
		t.Errorf("it finds %+v, %v", found, err)
	}
	for _, wrong := range []string{"", "bck_", secret[:len(secret)-1] + "x", "bck_" + key.ID + "_" + strings.Repeat("0", 64), strings.ToUpper(secret)} {
		if _, err := s.FindKey(background, wrong); !errors.Is(err, store.ErrBadKey) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if s.CountBytes(t, secret[len("bck_")+len(key.ID)+1:]) != 0 {
		t.Error("the secret is in the file")
	}
	if _, err := s.AddKey(background, secret, "another", "admin", time.Time{}); !errors.Is(err, store.ErrKeyExists) {
		t.Errorf("the same key again: %v", err)
	}
	clock = clock.Add(2 * time.Hour)
	if _, err := s.FindKey(background, secret); !errors.Is(err, store.ErrBadKey) {
		t.Errorf("expired: %v", err)
	}
	secret, key, _ = s.CreateKey(background, "the desk", "admin", time.Time{})
	if _, err := s.RevokeKey(background, key.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.FindKey(background, secret); !errors.Is(err, store.ErrBadKey) {
		t.Errorf("revoked: %v", err)
	}
	if _, err := s.RevokeKey(background, "nope"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("revoking nothing: %v", err)
	}
	if keys, err := s.Keys(background); err != nil || len(keys) != 2 || keys[1].RevokedAt.IsZero() {
		t.Errorf("%+v %v", keys, err)
	}
}

func TestABackupTakenWhileWritingHoldsACommitAndHasItsOwnEpoch(t *testing.T) {
	s := islands(t)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				s.Write(background, store.Batch{Changes: []store.Change{put(meeting(fmt.Sprintf("m%d", i%50), fmt.Sprintf("2025-03-%02d", i%28+1)))}})
			}
		}
	}()
	for i := range 5 {
		path := fmt.Sprintf("%s/copy%d.db", t.TempDir(), i)
		b, err := s.Backup(background, path)
		if err != nil {
			t.Fatal(err)
		}
		restored, err := store.Open(background, store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if restored.Seq() != b.Seq || restored.Epoch() != b.Epoch || restored.Epoch() == s.Epoch() {
			t.Errorf("the copy is at %d of epoch %s; %+v", restored.Seq(), restored.Epoch(), b)
		}
		if diff := cmp.Diff(contentsAt(t, s, b.Seq), contentsAt(t, restored, b.Seq)); diff != "" {
			t.Errorf("the copy answers otherwise: %s", diff)
		}
		restored.Close()
	}
	close(stop)
	<-stopped
	if _, err := s.Backup(background, s.Path()); err == nil {
		t.Error("a backup overwrites a file")
	}
}

func contentsAt(t testing.TB, s *store.Store, seq int64) []string {
	t.Helper()
	return contents(t, s, fmt.Sprintf("snapshot=%d", seq))
}

func TestReadersGoOnWhileSomethingIsErased(t *testing.T) {
	s := islands(t)
	summarised := func(text string) store.Change {
		m := meeting("m1", "2025-03-01")
		m.Summary = text
		return put(m)
	}
	write(t, s, summarised("A private number."), put(meeting("m2", "2025-03-02")))
	erased := make(chan error, 1)
	go func() {
		var errs []error
		for i := range 10 {
			for _, c := range []store.Change{
				{Operation: store.Erase, Type: record.TypeEvent, ID: "m1", Pointer: "/summary", Reason: "privacy"},
				summarised(fmt.Sprintf("Another, number %d.", i)),
			} {
				_, err := s.Write(background, store.Batch{Changes: []store.Change{c}})
				errs = append(errs, err)
			}
		}
		erased <- errors.Join(errs...)
	}()
	for done := false; !done; {
		select {
		case err := <-erased:
			if done = true; err != nil {
				t.Error(err)
			}
		default:
		}
		if got := find(t, s.Head(), "actor=anna-arlen&actor=boris-bell&topic=islands&source=the-wire"); got != "m2 m1" {
			t.Fatalf("a reader finds %q", got)
		}
	}
}
