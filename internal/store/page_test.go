package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// walk follows a query's pages and gives the ids of each, then the same backward from the last.
func walk(t testing.TB, v *store.View, q store.EventQuery) (forward, backward []string) {
	t.Helper()
	last := ""
	for cursor := ""; ; {
		q.Cursor = cursor
		found, page := onePage(t, v, q)
		forward = append(forward, found...)
		if page.Next == "" {
			last = page.Prev
			backward = found
			break
		}
		cursor = page.Next
	}
	for cursor := last; cursor != ""; {
		q.Cursor = cursor
		found, page := onePage(t, v, q)
		backward = append(slices.Clone(found), backward...)
		cursor = page.Prev
	}
	return forward, backward
}

func onePage(t testing.TB, v *store.View, q store.EventQuery) ([]string, store.Page) {
	t.Helper()
	list, err := v.Events(background, q)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for row, err := range list.All() {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, row.ID)
	}
	return found, list.Page()
}

func TestPagesOfEverySortJoinToTheWholeListBothWays(t *testing.T) {
	s := seeded(t)
	v := s.Head()
	for _, sort := range store.Sorts() {
		for _, query := range []string{"q=crimea", "kind=statement", "from=2025-04-18&to=2025-04-27", "topic=territory&as_of=2025-04-24"} {
			if sort == store.ByRelevance && query != "q=crimea" {
				continue
			}
			q := store.EventQuery{Filter: parse(t, query, v), Sort: sort}
			whole := ids(t, v, q)
			q.Limit = 3
			forward, backward := walk(t, v, q)
			if !slices.Equal(whole, forward) || !slices.Equal(whole, backward) {
				t.Errorf("%s by %s: whole, forward and backward differ\n%v\n%v\n%v", query, sort, whole, forward, backward)
			}
			if len(whole) < 4 {
				t.Errorf("%s by %s has %d events, too few to page", query, sort, len(whole))
			}
		}
	}
}

func TestTheDateSortIsTheReverseOfItsMinus(t *testing.T) {
	v := seeded(t).Head()
	up := ids(t, v, store.EventQuery{Filter: parse(t, "", v), Sort: store.ByDate})
	down := ids(t, v, store.EventQuery{Filter: parse(t, "", v)})
	slices.Reverse(down)
	if !slices.Equal(up, down) || len(up) < 90 {
		t.Errorf("%d events up, %d down, or in another order", len(up), len(down))
	}
}

func TestACursorServesItsOwnQueryOnly(t *testing.T) {
	s := seeded(t)
	v := s.Head()
	q := store.EventQuery{Filter: parse(t, "kind=statement", v), Limit: 5}
	_, page := onePage(t, v, q)
	wrong := []store.EventQuery{
		{Filter: parse(t, "kind=leak", v), Limit: 5, Cursor: page.Next},
		{Filter: parse(t, "kind=statement", v), Limit: 5, Sort: store.ByDate, Cursor: page.Next},
		{Filter: parse(t, "kind=statement", v), Limit: 5, Cursor: "nonsense"},
		{Filter: parse(t, "kind=statement", v), Limit: 5, Cursor: flipped(page.Next)},
	}
	for _, q := range wrong {
		if _, err := v.Events(background, q); !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("%s %s with cursor %s answers %v", q.Filter.Canonical(), q.Sort, q.Cursor, err)
		}
	}
	other := seeded(t).Head()
	q.Filter, q.Cursor = parse(t, "kind=statement", other), page.Next
	if _, err := other.Events(background, q); !errors.Is(err, store.ErrBadCursor) {
		t.Errorf("another database takes the cursor: %v", err)
	}
	if seq, err := store.CursorSeq(page.Next); err != nil || seq != v.Seq() {
		t.Errorf("the cursor's commit is %d, %v", seq, err)
	}
}

func TestAWalkSeesItsSnapshotWhileOthersEdit(t *testing.T) {
	s := islands(t)
	for i := range 20 {
		write(t, s, put(meeting(fmt.Sprintf("m%02d", i), fmt.Sprintf("2025-03-%02d", i+1))))
	}
	v := s.Head()
	q := store.EventQuery{Filter: parse(t, "kind=meeting", v), Limit: 6}
	whole := ids(t, v, store.EventQuery{Filter: q.Filter})
	var walked []string
	for page := 0; ; page++ {
		found, next := onePage(t, v, q)
		walked = append(walked, found...)
		write(t, s, put(meeting(fmt.Sprintf("m%02d", page), "2025-12-31")),
			store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: fmt.Sprintf("m%02d", 19-page)},
			put(meeting(fmt.Sprintf("new%d", page), "2025-03-10")))
		if q.Cursor = next.Next; q.Cursor == "" {
			break
		}
	}
	if !slices.Equal(whole, walked) {
		t.Errorf("the walk gave\n%v\nnot\n%v", walked, whole)
	}
}

func TestACountIsCappedUnlessAskedWhole(t *testing.T) {
	v := seeded(t).Head()
	f := parse(t, "kind=statement", v)
	n, exact, err := v.Count(background, f, false)
	if err != nil || !exact || int(n) != len(ids(t, v, store.EventQuery{Filter: f})) {
		t.Errorf("%d statements, exact %v, %v", n, exact, err)
	}
	undated, err := v.Undated(background, parse(t, "as_of=2026-12-31", v))
	all := len(ids(t, v, store.EventQuery{Filter: parse(t, "", v)}))
	known := len(ids(t, v, store.EventQuery{Filter: parse(t, "as_of=2026-12-31", v)}))
	if err != nil || int(undated) != all-known || undated == 0 {
		t.Errorf("%d of %d have no known moment, %d are known: %v", undated, all, known, err)
	}
}

// flipped changes a cursor's first character.
func flipped(cursor string) string {
	if cursor[0] == 'A' {
		return "B" + cursor[1:]
	}
	return "A" + cursor[1:]
}
