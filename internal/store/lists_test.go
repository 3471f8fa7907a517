package store_test

import (
	"slices"
	"sync"
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestWhatListsHaveInCommonIsFoundWhileOthersWrite(t *testing.T) {
	w := newWorld(t, random(t))
	actors := w.ids(record.TypeActor)[:3]
	const writes = 120
	var done sync.WaitGroup
	stop := make(chan struct{})
	asked := 0
	done.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			v := w.store.Head()
			for _, query := range []string{"actor=" + actors[0] + "&actor=" + actors[1], "actor=" + actors[2] + "&actor=" + actors[0] + "," + actors[1], "actor=" + actors[1], "kind=meeting", "kind=call,meeting&actor=" + actors[2] + "&from=2025-02"} {
				f := parse(t, query, v)
				found := ids(t, v, store.EventQuery{Filter: f, Limit: 1000})
				rising := ids(t, v, store.EventQuery{Filter: f, Limit: 1000, Sort: store.ByDate})
				slices.Reverse(rising)
				if !slices.Equal(found, rising) {
					t.Errorf("%s at %d: newest first and oldest first differ\n%v\n%v", query, v.Seq(), found, rising)
				}
				// A clause that holds for every event is asked of the tables.
				tables := parse(t, query+"&status=scheduled,occurred,unconfirmed,cancelled", v)
				if want := ids(t, v, store.EventQuery{Filter: tables, Limit: 1000}); !slices.Equal(found, want) {
					t.Errorf("%s at %d: lists give\n%v\nand tables\n%v", query, v.Seq(), found, want)
				}
				n, _, err := v.Count(background, f, true)
				if err != nil || int(n) != len(found) {
					t.Errorf("%s at %d: %d events are listed and %d counted, %v", query, v.Seq(), len(found), n, err)
				}
				asked += len(found)
			}
		}
	})
	for i := range writes {
		e := &record.Event{
			ID: w.fresh("meets"), Kind: "meeting", Title: "They meet", Date: edtf.MustParse("2025-04-25"), Topics: []string{}, Links: []record.Link{}, Citations: []record.Citation{},
			Meeting: &record.Meeting{},
		}
		for _, actor := range actors[i%2:] {
			e.Participants = append(e.Participants, record.Participant{Actor: actor, Role: "principal"})
		}
		w.put(e)
		w.commit()
		w.edit(1)
	}
	close(stop)
	done.Wait()
	if last := ids(t, w.store.Head(), store.EventQuery{Filter: parse(t, "actor="+actors[1]+"&actor="+actors[2], w.store.Head()), Limit: 1000}); asked == 0 || len(last) < writes/2 {
		t.Errorf("%d events were listed while %d of them were written, %d at the end", asked, writes, len(last))
	}
}

func TestWhereAListIsTooLongTheTablesAreAsked(t *testing.T) {
	s := seeded(t)
	v := s.Head()
	for _, query := range []string{"kind=meeting", "actor=putin&actor=witkoff", "kind=statement,leak&actor=trump", "actor=zelenskyy&as_of=2025-04-26"} {
		f := parse(t, query, v)
		for _, sort := range []store.Sort{store.ByDate, store.ByDateDesc} {
			q := store.EventQuery{Filter: f, Limit: 1000, Sort: sort}
			want := ids(t, v, q)
			n, _, err := v.Count(background, f, true)
			if err != nil || len(want) == 0 || int(n) != len(want) {
				t.Fatalf("%s: %d events are listed and %d counted, %v", query, len(want), n, err)
			}
			if s.Lengthen() == 0 {
				t.Fatalf("%s reads no list", query)
			}
			if got := ids(t, v, q); !slices.Equal(want, got) {
				t.Errorf("%s: lists give\n%v\nand tables\n%v", query, want, got)
			}
			s.ForgetCounts()
			if again, _, err := v.Count(background, f, true); err != nil || again != n {
				t.Errorf("%s: lists count %d and tables %d, %v", query, n, again, err)
			}
			s.ForgetLists()
		}
	}
}
