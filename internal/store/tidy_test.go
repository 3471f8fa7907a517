package store_test

import (
	"fmt"
	"testing"
	"time"

	"backchannel/internal/store"
)

// many writes n events in batches, so that the text index grows in segments.
func many(t testing.TB, s *store.Store, n int) {
	t.Helper()
	var changes []store.Change
	for i := range n {
		m := meeting(fmt.Sprintf("m%05d", i), fmt.Sprintf("2025-%02d-%02d", i%12+1, i%28+1))
		m.Summary = fmt.Sprintf("Word%d and word%d.", i%7, i%11)
		changes = append(changes, put(m))
		if len(changes) == 50 || i == n-1 {
			write(t, s, changes...)
			changes = nil
		}
	}
}

func TestTidyingMergesTheTextIndexAndChangesNoAnswer(t *testing.T) {
	s := islands(t)
	many(t, s, 600)
	before := find(t, s.Head(), "q=word3+word5")
	if s.Segments(t) < 2 {
		t.Fatalf("%d segments: nothing to merge", s.Segments(t))
	}
	if err := s.Tidy(background); err != nil {
		t.Fatal(err)
	}
	if n := s.Segments(t); n != 1 {
		t.Errorf("after tidying there are %d segments", n)
	}
	if after := find(t, s.Head(), "q=word3+word5"); after != before || before == "" {
		t.Errorf("before %q, after %q", before, after)
	}
	write(t, s, put(meeting("later", "2025-01-01")))
	if got := find(t, s.Head(), "q=arlen&id=later"); got != "later" {
		t.Errorf("what is written afterwards: %q", got)
	}
}

func TestAnIdleWriterTidiesByItself(t *testing.T) {
	s := islands(t)
	many(t, s, 1200)
	for range 200 {
		if s.Segments(t) == 1 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("after ten seconds there are %d segments", s.Segments(t))
}
