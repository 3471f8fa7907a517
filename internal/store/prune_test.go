package store_test

import (
	"context"
	"testing"
	"time"

	"backchannel/internal/filter"
)

func TestWhatWasKnownIsTheSameFromStoredBytesAsFromTheDecodedEvent(t *testing.T) {
	all, quick := 0, 0
	both := func(n, m int) { all, quick = all+n, quick+m }
	seed := seeded(t).Head()
	for day := time.Date(2025, 2, 11, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.Add(37 * time.Hour) {
		both(seed.BothWays(t, day))
	}
	both(seed.BothWays(t, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)))
	r := random(t)
	w := newWorld(t, r)
	w.edit(*size / 3)
	commits := w.history().Commits()
	for range 20 {
		v, err := w.store.View(context.Background(), filter.Snapshot{Set: true, Seq: pick(r, commits).Seq})
		if err != nil {
			t.Fatal(err)
		}
		both(v.BothWays(t, time.Date(2025, 2, 12+r.IntN(100), r.IntN(24), r.IntN(60), 0, 0, time.UTC)))
	}
	t.Logf("%d events, %d of them from their bytes", all, quick)
	if quick < all/10 || quick > all*95/100 {
		t.Errorf("of %d events %d were pruned from their bytes: both ways are to be met", all, quick)
	}
}
